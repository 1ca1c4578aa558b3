"""The check finds what would make an answer wrong, dead or unreadable."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date

import pytest

from bot.content.amounts import literal_amounts
from bot.content.check import check_content
from bot.content.check_faq import Scene
from bot.content.findings import Finding
from bot.content.types import Content, Figure
from policies import Ruleset
from tests.content.conftest import TODAY

RATE = {"rate": Figure(parameter="household_hi.rate")}


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        ({"title": "x" * 41}, "title", "at most 40"),
        ({"short": "x" * 601}, "short", "at most 600"),
        ({"more": "x" * 1501}, "more", "at most 1500"),
        ({"short": "Đóng {rate}"}, "figures.rate", "is not defined"),
        ({"figures": RATE}, "figures.rate", "is named in no text"),
        ({"sources": ()}, "sources", "no source"),
        ({"next": ()}, "next", "needs 1 to 3"),
        ({"next": ("si-what",) * 4}, "next", "needs 1 to 3"),
        ({"next": ("hi-nothing",)}, "next", "'hi-nothing' leads nowhere"),
        ({"next": ("hi-lookup",)}, "next", "'hi-lookup' leads nowhere"),
        ({"next": ("flow:tax",)}, "next", "'flow:tax' leads nowhere"),
        ({"examples": ("Một câu chưa ai hỏi",)}, "examples", "at least 25"),
        ({"short": "Đóng 4,5% lương"}, "short", "'4,5%' is an amount"),
        ({"unconfirmed": "Có thể 2 triệu"}, "unconfirmed", "'2 triệu' is an amount"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_an_error(
    check_changed: Callable[..., list[Finding]], changes: dict[str, object], key: str, reason: str
) -> None:
    found = check_changed(**changes)
    assert [(one.level, one.file, one.key) for one in found] == [
        ("error", "faq/hi-lookup.yml", key)
    ]
    assert reason in found[0].reason


def test_the_length_is_that_of_the_text_with_its_figures(
    check_changed: Callable[..., list[Finding]],
) -> None:
    text = "x" * 590 + " {rate}"
    assert check_changed(short=text, figures=RATE) == []
    (found,) = check_changed(short="x" * 598 + " {rate}", figures=RATE)
    assert found.reason == "has 603 characters, at most 600 fit"


def test_a_review_date_gone_by_is_a_warning(
    check_changed: Callable[..., list[Finding]],
) -> None:
    assert check_changed(review_by=TODAY) == []
    assert check_changed(review_by=date(2026, 11, 21)) == [
        Finding("warning", "faq/hi-lookup.yml", "review_by", "was due on 2026-11-21")
    ]


def test_an_intent_that_no_entry_answers_is_an_error(real: Content, ruleset: Ruleset) -> None:
    faqs = {
        id_: dataclasses.replace(entry, intent="ask_vssid")
        if entry.intent == "ask_hi_lookup"
        else entry
        for id_, entry in real.faqs.items()
    }
    content = dataclasses.replace(real, faqs=faqs)
    assert check_content(content, Scene(ruleset, TODAY, "nghe-an"), {}) == (
        Finding("error", "faq", "ask_hi_lookup", "no entry answers this intent"),
    )


def test_an_example_is_not_given_twice_whatever_its_accents(
    check_changed: Callable[..., list[Finding]], real: Content
) -> None:
    theirs = "Con mới sinh thì làm thẻ bảo hiểm y tế ở đâu?"
    assert theirs in real.faqs["hi-newborn"].examples
    mine = real.faqs["hi-lookup"].examples
    bare = "con moi sinh thi lam the bao hiem y te o dau"
    assert check_changed(examples=(*mine, bare)) == [
        Finding("error", "faq/hi-lookup.yml", "examples", f"{bare!r} is also in hi-newborn")
    ]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("còn 1.366.200 đồng", ("1.366.200",)),
        ("được 80 % và 4,5%", ("80 %", "4,5%")),
        ("hỗ trợ 30 phần trăm", ("30 phần trăm",)),
        ("tặng 500 nghìn", ("500 nghìn",)),
        ("ngày 01/07/2025, 60 tháng, 75 tuổi, 1900 9068, Nghị định 351/2025", ()),
        ("{tier_2} đồng", ()),
    ],
)
def test_amounts_in_digits_are_found_and_counts_left_alone(
    text: str, amounts: tuple[str, ...]
) -> None:
    assert literal_amounts(text) == amounts


def check(content: Content, ruleset: Ruleset, used: dict[str, str] | None = None) -> list[Finding]:
    """Return what is wrong with `content` today."""
    return list(check_content(content, Scene(ruleset, TODAY, "nghe-an"), used or {}))


def test_a_text_that_the_code_says_and_nobody_wrote_is_an_error(
    real: Content, ruleset: Ruleset
) -> None:
    assert check(real, ruleset, {"hi.no_such": "household_hi.py:7"}) == [
        Finding("error", "texts/hi.yml", "hi.no_such", "household_hi.py:7 says it")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Chào {name", "is not a template"), ("Đóng 100.000 đồng", "is an amount")],
)
def test_a_text_that_cannot_be_filled_or_names_an_amount_is_an_error(
    real: Content, ruleset: Ruleset, text: str, reason: str
) -> None:
    (found,) = check(dataclasses.replace(real, texts={"hi.hello": text}), ruleset)
    assert (found.level, found.file, found.key) == ("error", "texts/hi.yml", "hi.hello")
    assert reason in found.reason


def test_a_consent_nobody_would_read_to_the_end_is_an_error(
    real: Content, ruleset: Ruleset
) -> None:
    long = dataclasses.replace(real.consents["lead"], text="x" * 901)
    (found,) = check(dataclasses.replace(real, consents={"lead": long}), ruleset)
    assert (found.level, found.file, found.key) == ("error", "consent/lead.yml", "text")


def rate_findings(ruleset: Ruleset, real: Content) -> list[tuple[str, str]]:
    """Return level and reason of what is found in an entry that names the rate."""
    entry = dataclasses.replace(real.faqs["hi-lookup"], short="{rate}", more=None, figures=RATE)
    content = dataclasses.replace(real, faqs={**real.faqs, "hi-lookup": entry})
    found = check(content, ruleset)
    return [(one.level, one.reason) for one in found if one.file == "faq/hi-lookup.yml"]


def test_a_figure_without_a_rule_at_the_next_change_is_an_error(
    last_rate: Callable[..., Ruleset], real: Content
) -> None:
    """The poverty line changes on 2027-01-01; a rate that ends the day before leaves a hole."""
    ((level, reason),) = rate_findings(last_rate(to="2026-12-31"), real)
    assert level == "error"
    assert reason == "on 2027-01-01: no value of household_hi.rate in nghe-an on 2027-01-01"


def test_a_figure_that_runs_out_soon_is_a_warning(
    last_rate: Callable[..., Ruleset], real: Content
) -> None:
    ((level, reason),) = rate_findings(last_rate(to="2027-01-10"), real)
    assert level == "warning"
    assert reason.startswith("on 2027-01-21: no value of household_hi.rate")


def test_a_figure_that_nobody_confirmed_is_a_warning(
    last_rate: Callable[..., Ruleset], real: Content
) -> None:
    assert rate_findings(last_rate(confidence="unconfirmed"), real) == [
        ("warning", "rests on household_hi.rate, which is unconfirmed")
    ]
