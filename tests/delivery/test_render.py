"""A reply fits what its channel can show."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.contract import Capabilities
from bot.conversation.events import Press, Start, Text
from bot.conversation.replies import Button, Reply, Source
from bot.delivery.choices import as_press, numbered
from bot.delivery.render import render, split

WIDE = Capabilities(max_text=4000, buttons=3, max_button_label=12, shows_sources=True)
NARROW = Capabilities(max_text=40, buttons=0, max_button_label=0)


def test_what_fits_goes_out_as_it_is() -> None:
    reply = Reply("Dạ.", (Button("Có", "yes"),), (Source("188/2025/NĐ-CP"),), ({"kind": "x"},))
    assert render(reply, WIDE).parts == (reply,)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Đoạn một dài.\n\nĐoạn hai dài.", ["Đoạn một dài.", "Đoạn hai dài."]),
        ("Dòng thứ nhất\nDòng thứ hai", ["Dòng thứ nhất", "Dòng thứ hai"]),
        ("Câu một ngắn. Câu hai ngắn.", ["Câu một ngắn.", "Câu hai ngắn."]),
        ("một hai ba bốn năm sáu bảy", ["một hai ba bốn", "năm sáu bảy"]),
        ("x" * 45, ["x" * 16, "x" * 16, "x" * 13]),
        ("A.\n\nB.\n\nC.", ["A.\n\nB.\n\nC."]),
        ("Ngắn.\n\nCâu một ngắn. Câu hai.\n\nC.", ["Ngắn.", "Câu một ngắn.", "Câu hai.\n\nC."]),
    ],
)
def test_text_breaks_where_it_hurts_least(text: str, pieces: list[str]) -> None:
    assert split(text, 16) == pieces


@given(
    st.text(st.sampled_from("aăâđê ôơư.!?\n,1"), max_size=300),
    st.integers(1, 60),
)
def test_splitting_loses_no_letter_and_no_piece_is_too_long(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert all(len(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert len(pieces) == 1 or all(pieces)


def test_length_is_that_of_composed_letters() -> None:
    text = unicodedata.normalize("NFD", "Chế độ hưu trí của bà là thế nào ạ bà?")
    assert len(text) > NARROW.max_text
    assert [part.text for part in render(Reply(text), NARROW).parts] == [
        unicodedata.normalize("NFC", text)
    ]


def test_buttons_sources_and_attachments_go_with_the_last_part() -> None:
    source = Source("188/2025/NĐ-CP")
    long = Reply("Câu dài. " * 600, (Button("Có", "yes"),), (source,), ({"kind": "image"},))
    *first, last = render(long, WIDE).parts
    assert len(first) == 1
    assert {(part.buttons, part.sources, part.attachments) for part in first} == {((), (), ())}
    assert (last.buttons, last.sources, last.attachments) == (
        long.buttons,
        long.sources,
        long.attachments,
    )


def test_choices_without_buttons_are_a_numbered_list() -> None:
    reply = Reply("Chọn ạ?", (Button("Có", "yes"), Button("Không", "no")))
    rendered = render(reply, NARROW)
    assert [part.text for part in rendered.parts] == ["Chọn ạ?\n\n1. Có\n2. Không"]
    assert rendered.parts[0].buttons == ()
    assert rendered.choices == ("yes", "no")


def test_more_buttons_than_fit_are_a_numbered_list() -> None:
    buttons = tuple(Button(f"Mục {number}", f"item:{number}") for number in range(1, 5))
    rendered = render(Reply("Chọn ạ?", buttons), WIDE)
    assert "4. Mục 4" in rendered.parts[-1].text
    assert rendered.choices[3] == "item:4"
    assert render(Reply("Chọn ạ?", buttons[:3]), WIDE).choices == ()


def test_what_is_heard_has_no_list_and_no_sources_and_a_number_still_chooses() -> None:
    heard = dataclasses.replace(NARROW, voice=True, max_text=400)
    reply = Reply("Hộ nghèo hay không?", (Button("Có", "a"),), (Source("188/2025/NĐ-CP"),))
    done = render(reply, heard)
    assert [part.text for part in done.parts] == ["Hộ nghèo hay không?"]
    assert as_press(Text("1"), done.choices) == Press("a")


def test_a_label_that_is_too_long_is_shortened() -> None:
    [button] = render(Reply("Chọn", (Button("Bảo hiểm y tế", "hi"),)), WIDE).parts[0].buttons
    assert button == Button("Bảo hiểm y…", "hi")


def test_sources_become_a_line_where_they_are_not_shown() -> None:
    sources = (
        Source("188/2025/NĐ-CP", "5"),
        Source("188/2025/NĐ-CP", "5"),
        Source("51/2024/QH15", "12(3)(o)"),
        Source("Nghị quyết tỉnh", "mục 2"),
    )
    plain = Capabilities(max_text=400, buttons=0, max_button_label=0)
    [part] = render(Reply("Dạ.", sources=sources), plain).parts
    assert part.text == (
        "Dạ.\n\nCăn cứ: Điều 5, 188/2025/NĐ-CP; điểm o khoản 3 Điều 12, 51/2024/QH15; "
        "mục 2, Nghị quyết tỉnh."
    )
    assert part.sources == ()


@pytest.mark.parametrize("written", ["2", " 2 ", "2.", "(2)", "[2]", "2)", "02", "2:"])
def test_a_bare_number_is_the_press_of_that_choice(written: str) -> None:
    assert as_press(Text(written), ["yes", "no"]) == Press("no")


@pytest.mark.parametrize("written", ["0", "3", "2 người", "hai", "", "1.500.000", "222"])
def test_anything_else_stays_a_sentence(written: str) -> None:
    assert as_press(Text(written), ["yes", "no"]) == Text(written)


def test_only_sentences_are_read_as_choices() -> None:
    assert as_press(Start(), ["yes"]) == Start()
    assert as_press(Text("1"), []) == Text("1")


def test_the_list_counts_from_one() -> None:
    assert numbered(["Có", "Không"]) == "1. Có\n2. Không"
