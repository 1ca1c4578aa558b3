"""How hard a text is to read, measured on sentences whose answer anybody can count."""

from __future__ import annotations

import pytest

from bot.content.reading import (
    check_reading,
    clerkish,
    measure,
    sentences,
    syllables,
    unexplained,
)
from bot.content.types import Content, PlainWords

PLAIN = PlainWords(
    instead={"thực hiện": "làm", "đối với": "với"},
    explain=("cùng chi trả", "chốt sổ"),
)
SHORT = "Anh chị mang căn cước đến bưu điện."


def found(text: str, **more: str) -> list[tuple[str, str]]:
    return [(one.level, one.reason) for one in check_reading("f", "short", text, PLAIN, **more)]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Đóng 1.366.200 đồng/năm.", 4), ("BHYT (thẻ)", 2), ("• 4,5%", 1)],
)
def test_syllables_are_counted_and_a_number_is_one(text: str, count: int) -> None:
    assert syllables(text) == count


def test_a_sentence_ends_where_the_reader_rests() -> None:
    text = "Một: hai ba; bốn.\n• năm! Sáu?  Giá 1.200 đồng"
    assert sentences(text) == ["Một:", "hai ba;", "bốn.", "• năm!", "Sáu?", "Giá 1.200 đồng"]


def test_what_is_measured() -> None:
    reading = measure("Một hai ba bốn. Thực hiện cùng chi trả.", PLAIN)
    assert (reading.mean, reading.longest, reading.hard) == (4.5, 5, 5 / 9)
    assert measure("", PLAIN).longest == 0


def test_long_sentence_is_reported_and_an_endless_one_refused() -> None:
    assert found(" ".join(["à"] * 30)) == []
    ((level, reason),) = found(" ".join(["à"] * 31))
    assert (level, "31 syllables" in reason) == ("warning", True)
    assert found(" ".join(["à"] * 60))[0][0] == "warning"
    assert found(" ".join(["à"] * 61))[0][0] == "error"


def test_sentences_that_are_long_on_average_are_reported() -> None:
    sentence = " ".join(["à"] * 21) + "."
    assert found(f"{sentence} {sentence}") == [], "two sentences are no average"
    ((level, reason),) = found(f"{sentence} {sentence} {sentence}")
    assert (level, "21 syllables a sentence" in reason) == ("warning", True)


def test_a_clerks_word_is_named_with_the_plain_one() -> None:
    assert clerkish("Việc này do xã Thực hiện.", PLAIN) == ["thực hiện"]
    assert clerkish("thực hiệnn", PLAIN) == []
    ((level, reason),) = found("Việc này do xã thực hiện.")
    assert level == "warning"
    assert "'làm'" in reason


@pytest.mark.parametrize(
    "text",
    [
        "Phần cùng chi trả (phần mình tự trả) là ít.",
        "Cùng chi trả là phần mình tự trả.",
        "Phần mình tự trả, gọi là cùng chi trả, là ít.",
        "Phần mình tự trả (cùng chi trả) là ít.",
        SHORT,
    ],
)
def test_a_term_is_explained_where_it_stands(text: str) -> None:
    assert unexplained(text, PLAIN) == []


def test_a_term_is_explained_at_its_first_use_and_not_later() -> None:
    text = "Anh chị trả cùng chi trả. Cùng chi trả là phần mình tự trả."
    assert unexplained(text, PLAIN) == ["cùng chi trả"]


def test_what_was_explained_before_needs_no_second_time() -> None:
    more = "Phần cùng chi trả tính cả năm."
    assert [level for level, _ in found(more)] == ["warning"]
    assert found(more, said_before="Cùng chi trả là phần mình tự trả.") == []
    assert found(SHORT, said_before=more) == [], "the fault is the other text's"


def test_the_real_lists_are_of_use(real: Content) -> None:
    assert len(real.plain.instead) > 10
    assert len(real.plain.explain) > 10
    assert not set(real.plain.instead) & set(real.plain.explain)
