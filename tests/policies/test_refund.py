from __future__ import annotations

from collections.abc import Callable

import pytest

from policies import PolicyError, Quote, Ruleset, quote

Refuse = Callable[..., PolicyError]

PAID = {
    "scheme": "si_refund",
    "on": "2026-11-22",
    "method": "12m",
    "income_vnd": 1_500_000,
    "months_left": 5,
    "state_supported_vnd": 5 * 66_000,
}


def _refund(ruleset: Ruleset, **changes: object) -> Quote:
    return quote(ruleset, PAID | changes)


def test_person_gets_back_the_own_part_of_the_months_left(ruleset: Ruleset) -> None:
    result = _refund(ruleset)
    assert result.totals == {"refund_vnd": 5 * 264_000}
    assert [(line.payer, line.amount_vnd, line.months) for line in result.lines] == [
        ("fund", 1_320_000, 5)
    ]
    assert result.status == "final"
    assert result.warnings == ()


def test_refund_is_never_negative(ruleset: Ruleset) -> None:
    assert _refund(ruleset, state_supported_vnd=10_000_000).totals == {"refund_vnd": 0}


def test_whole_advance_is_refunded_as_it_was_paid(ruleset: Ruleset) -> None:
    result = _refund(
        ruleset, method="advance", years=2, months_left=24, state_supported_vnd=24 * 66_000
    )
    assert result.totals == {"refund_vnd": 6_060_801}


def test_advance_may_be_named_in_months(ruleset: Ruleset) -> None:
    named = {"method": "advance", "months_left": 8, "investment_rate_monthly": "0.00628"}
    by_years = _refund(ruleset, **named, years=2)
    assert _refund(ruleset, **named, months=24).totals == by_years.totals


def test_rate_of_another_year_makes_the_refund_provisional(ruleset: Ruleset) -> None:
    result = _refund(ruleset, method="advance", years=2)
    assert result.status == "provisional"
    assert [one.code for one in result.warnings] == ["investment_rate_of_payment_year"]


def test_months_may_repeat_what_the_method_says(ruleset: Ruleset) -> None:
    assert _refund(ruleset, months=12).totals == _refund(ruleset).totals


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"method": None}, "missing_field", "method"),
        ({"method": "monthly"}, "bad_value", "method"),
        ({"method": "missing"}, "bad_value", "method"),
        ({"months": 6}, "bad_value", "months"),
        ({"years": 2}, "bad_value", "months"),
        ({"months_left": 13}, "bad_value", "months_left"),
        ({"months_left": 0}, "bad_value", "months_left"),
        ({"state_supported_vnd": None}, "missing_field", "state_supported_vnd"),
        ({"category": "rich"}, "bad_value", "category"),
        ({"method": "advance"}, "missing_field", "years"),
        ({"method": "advance", "years": 6}, "period_not_offered", "years"),
        ({"method": "advance", "months": 30}, "bad_value", "months"),
        ({"supported_months_used": 1}, "unknown_field", "supported_months_used"),
    ],
)
def test_wrong_refund_request_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str
) -> None:
    error = refused(**(PAID | changes))
    assert (error.code, error.field) == (code, field)
