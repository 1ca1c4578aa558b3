from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from policies import PolicyError, Quote, Ruleset, quote

Refuse = Callable[..., PolicyError]

ONE_YEAR = {"from": "2024-01", "months": 12, "income_vnd": 1_500_000, "kind": "voluntary"}
ASKED: dict[str, Any] = {
    "scheme": "lump_sum",
    "on": "2026-11-22",
    "reason": "emigration",
    "category": "other",
    "periods": [ONE_YEAR],
}


def _lump_sum(ruleset: Ruleset, **changes: object) -> Quote:
    return quote(ruleset, ASKED | changes)


def _paid(start: str, months: int, income: int = 1_500_000, **more: object) -> dict[str, Any]:
    return {**ONE_YEAR, "from": start, "months": months, "income_vnd": income, **more}


def _codes(result: Quote) -> list[str]:
    return [one.code for one in result.warnings]


def test_each_year_gives_twice_the_average_less_what_the_state_paid(ruleset: Ruleset) -> None:
    result = _lump_sum(ruleset)
    assert result.totals == {
        "lump_sum_vnd": 2 * 1_545_000,
        "state_supported_vnd": 12 * 33_000,
        "payable_vnd": 3_090_000 - 396_000,
        "average_income_vnd": 1_545_000,
    }
    assert [(line.payer, line.amount_vnd, line.months) for line in result.lines] == [
        ("fund", 2_694_000, 12)
    ]
    assert result.status == "final"
    assert _codes(result) == ["support_worked_out", "pension_given_up"]


@pytest.mark.parametrize("reason", ["serious_illness", "disability"])
def test_the_ill_and_the_disabled_keep_the_support(ruleset: Ruleset, reason: str) -> None:
    result = _lump_sum(ruleset, reason=reason, category=None)
    assert result.totals["payable_vnd"] == result.totals["lump_sum_vnd"] == 3_090_000
    assert result.totals["state_supported_vnd"] == 0
    told = [one.message for one in result.warnings if one.code == "capacity_loss_needed"]
    assert ["81%" in one for one in told] == ([True] if reason == "disability" else [])


def test_support_follows_category_and_date_of_each_month(ruleset: Ruleset) -> None:
    result = _lump_sum(
        ruleset,
        category="poor",
        periods=[_paid("2017-12", 2, 700_000), _paid("2025-06", 2, category="near_poor")],
    )
    # Nothing for December 2017; 30% in January 2018; 25% in June, 40% in July 2025.
    assert result.totals["state_supported_vnd"] == 46_200 + 82_500 + 132_000
    steps = [one for one in result.steps if one.rule == "benefits.state_supported"]
    assert [one.value for one in steps] == [46_200, 82_500, 132_000]


def test_support_ends_with_the_months_that_are_supported_at_most(ruleset: Ruleset) -> None:
    result = _lump_sum(
        ruleset, on="2026-11-22", periods=[_paid("2018-01", 90, 10_000_000), _paid("2025-07", 17)]
    )
    assert result.totals["state_supported_vnd"] == (48 * 15_400 + 42 * 33_000) + 17 * 66_000


def test_support_may_be_told_and_never_makes_the_sum_negative(ruleset: Ruleset) -> None:
    told = _lump_sum(ruleset, category=None, state_supported_vnd=100_000)
    assert told.totals["payable_vnd"] == 2_990_000
    assert "support_worked_out" not in _codes(told)
    assert _lump_sum(ruleset, state_supported_vnd=10**9).totals["payable_vnd"] == 0


def test_compulsory_months_and_those_before_2018_had_no_support(ruleset: Ruleset) -> None:
    result = _lump_sum(
        ruleset,
        category=None,
        periods=[_paid("2015-01", 36, 2_000_000), _paid("2018-01", 12, kind="compulsory")],
    )
    assert result.totals["state_supported_vnd"] == 0
    assert "compulsory_average_assumed" in _codes(result)


def test_years_before_2014_give_less_and_odd_months_move_to_the_later_years(
    ruleset: Ruleset,
) -> None:
    result = _lump_sum(ruleset, periods=[_paid("2012-07", 36, 1_000_000, adjusted=True)])
    step = next(one for one in result.steps if one.rule == "lump_sum.by_years")
    assert dict(step.inputs)["years_before_2014"] == 1
    assert dict(step.inputs)["years_from_2014"] == 2
    assert result.totals["lump_sum_vnd"] == 1_500_000 + 2 * 2_000_000
    only_before = _lump_sum(ruleset, periods=[_paid("2012-01", 19, 1_000_000, adjusted=True)])
    assert only_before.totals["lump_sum_vnd"] == 1_500_000 + 2_000_000


def test_less_than_a_year_gives_what_was_paid_at_most_twice_the_average(ruleset: Ruleset) -> None:
    nine = _lump_sum(ruleset, category="other", periods=[_paid("2025-01", 9)])
    assert nine.totals["lump_sum_vnd"] == 9 * 330_000
    assert nine.totals["payable_vnd"] == 9 * 330_000 - 6 * 33_000 - 3 * 66_000
    ten = _lump_sum(ruleset, periods=[_paid("2025-01", 10)])
    assert ten.totals["lump_sum_vnd"] == 2 * 1_500_000
    assert _lump_sum(ruleset, periods=[_paid("2025-01", 11)]).totals["lump_sum_vnd"] == 3_000_000


def test_average_is_taken_in_whole_dong_and_that_is_provisional(ruleset: Ruleset) -> None:
    paid = [_paid("2024-01", 12), _paid("2025-01", 1)]
    result = _lump_sum(ruleset, state_supported_vnd=0, periods=paid)
    exact = Fraction(12 * 1_545_000 + 1_500_000, 13)  # 1,541,538.46
    average = next(one for one in result.steps if one.rule == "benefits.average_income")
    assert average.value == exact
    assert result.totals["average_income_vnd"] == 1_541_538
    assert result.totals["lump_sum_vnd"] == 1_541_538 * 3
    assert result.status == "provisional"
    assert "vài đồng" in result.warnings[-1].message


def test_published_average_of_43_months(ruleset: Ruleset) -> None:
    paid = [_paid("2012-01", 42, 2_001_344, adjusted=True), _paid("2020-01", 1, 2_001_352)]
    paid[1]["adjusted"] = True
    result = _lump_sum(ruleset, state_supported_vnd=0, periods=paid)
    step = next(one for one in result.steps if one.rule == "benefits.average_income")
    assert step.inputs["adjusted_total_vnd"] == 86_057_800
    assert round(Fraction(step.value), 2) == Fraction("2001344.19")


def test_of_retirement_age_with_too_few_years(ruleset: Ruleset) -> None:
    result = _lump_sum(ruleset, reason="retirement_age", sex="female", birth="1969-11-22")
    assert result.totals["payable_vnd"] == 2_694_000


def test_stopped_for_a_year_after_paying_under_the_old_law(ruleset: Ruleset) -> None:
    paid = [_paid("2024-11", 12)]
    assert _lump_sum(ruleset, reason="before_2025", periods=paid).totals["payable_vnd"] > 0


@pytest.mark.parametrize(
    ("changes", "field", "limit", "words"),
    [
        (
            {"reason": "retirement_age", "sex": "female", "birth": "1969-11-23"},
            "birth",
            57 * 12,
            "23/11/2026",
        ),
        (
            {
                "reason": "retirement_age",
                "sex": "female",
                "birth": "1960-01-01",
                "periods": [_paid("2010-01", 180, adjusted=True)],
            },
            "periods",
            180,
            "15 năm",
        ),
        (
            {"reason": "before_2025", "periods": [_paid("2025-07", 1)]},
            "periods",
            None,
            "01/07/2025",
        ),
        (
            {"reason": "before_2025", "periods": [_paid("2024-12", 12)]},
            "periods",
            12,
            "mới được 11 tháng",
        ),
        (
            {"reason": "before_2025", "periods": [_paid("2025-06", 18)]},
            "periods",
            12,
            "mới được 0 tháng",
        ),
        (
            {"reason": "before_2025", "periods": [_paid("2004-01", 240, adjusted=True)]},
            "periods",
            240,
            "dưới 20 năm",
        ),
    ],
)
def test_reason_that_does_not_hold_is_refused(
    refused: Refuse, changes: dict[str, object], field: str, limit: int | None, words: str
) -> None:
    error = refused(**ASKED | changes)
    assert (error.code, error.field, error.limit) == ("not_eligible", field, limit)
    assert words in error.message


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"reason": None}, "missing_field", "reason"),
        ({"reason": "need"}, "bad_value", "reason"),
        ({"periods": None}, "missing_field", "periods"),
        ({"category": None}, "missing_field", "category"),
        ({"category": "rich"}, "bad_value", "category"),
        ({"reason": "retirement_age"}, "missing_field", "sex"),
        ({"periods": [_paid("2026-11", 2)]}, "bad_value", "periods"),
        ({"state_supported_vnd": -1}, "bad_value", "state_supported_vnd"),
        ({"until_age": 60}, "unknown_field", "until_age"),
        (
            {"periods": [_paid("2013-01", 6, 1_000_000, kind="compulsory")]},
            "no_rule_for_date",
            "periods",
        ),
    ],
)
def test_wrong_request_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str
) -> None:
    error = refused(**ASKED | changes)
    assert (error.code, error.field) == (code, field)


def test_month_of_the_day_may_have_been_paid(ruleset: Ruleset) -> None:
    assert _lump_sum(ruleset, periods=[_paid("2025-12", 12)]).facts["months"] == 12
