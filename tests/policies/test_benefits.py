"""Birth, death, old age without a pension."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from policies import PolicyError, Quote, Ruleset, quote

Refuse = Callable[..., PolicyError]
DAY = "2026-11-22"

BIRTH: dict[str, Any] = {"scheme": "maternity", "on": DAY, "months_paid_before_birth": 6}
FUNERAL: dict[str, Any] = {
    "scheme": "funeral",
    "on": DAY,
    "deceased": "contributor",
    "months_paid": 60,
}
PAID = {"from": "2020-01", "months": 60, "income_vnd": 2_000_000, "kind": "voluntary"}
AVERAGE = {**PAID, "adjusted": True}
SURVIVOR: dict[str, Any] = {
    "scheme": "survivor",
    "on": DAY,
    "deceased": "contributor",
    "periods": [AVERAGE],
}
PENSIONER: dict[str, Any] = {
    "scheme": "survivor",
    "on": DAY,
    "deceased": "pensioner",
    "pension_monthly_vnd": 1_000_001,
    "pension_months": 2,
}
SOCIAL: dict[str, Any] = {"scheme": "social_pension", "on": DAY, "birth": "1951-11-22"}
MONTHLY: dict[str, Any] = {
    "scheme": "monthly_allowance",
    "on": DAY,
    "sex": "female",
    "birth": "1966-01-01",
    "periods": [AVERAGE],
}


def _codes(result: Quote) -> list[str]:
    return [one.code for one in result.warnings]


def test_each_child_gives_the_allowance(ruleset: Ruleset) -> None:
    result = quote(ruleset, {**BIRTH, "children": 2})
    assert result.totals == {"allowance_vnd": 4_000_000}
    assert result.facts["claim_by"] == date(2027, 1, 21)
    assert (result.status, _codes(result)) == ("final", ["one_parent_only"])
    assert "21/01/2027" in result.warnings[0].message


def test_late_loss_of_a_child_counts_as_a_birth(ruleset: Ruleset) -> None:
    assert quote(ruleset, {**BIRTH, "fetus_weeks": 22}).totals == {"allowance_vnd": 2_000_000}


@pytest.mark.parametrize(
    ("changes", "code", "field", "limit"),
    [
        ({"months_paid_before_birth": None}, "missing_field", "months_paid_before_birth", None),
        ({"months_paid_before_birth": 5}, "not_eligible", "months_paid_before_birth", 6),
        ({"months_paid_before_birth": 13}, "bad_value", "months_paid_before_birth", 12),
        ({"children": 0}, "bad_value", "children", 1),
        ({"children": 11}, "bad_value", "children", 10),
        ({"fetus_weeks": 21}, "not_eligible", "fetus_weeks", 22),
        ({"fetus_weeks": 46}, "bad_value", "fetus_weeks", 45),
        ({"compulsory_maternity": True}, "not_eligible", "compulsory_maternity", None),
        ({"compulsory_maternity": "yes"}, "bad_value", "compulsory_maternity", None),
        ({"on": "2025-06-30"}, "no_rule_for_date", "on", None),
    ],
)
def test_birth_outside_the_rule_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str, limit: int | None
) -> None:
    error = refused(**BIRTH | changes)
    assert (error.code, error.field, error.limit) == (code, field, limit)


def test_funeral_follows_the_reference_level_of_the_day_of_death(ruleset: Ruleset) -> None:
    assert quote(ruleset, FUNERAL).totals == {"allowance_vnd": 25_300_000}
    assert quote(ruleset, {**FUNERAL, "on": "2026-06-30"}).totals == {"allowance_vnd": 23_400_000}
    assert quote(ruleset, FUNERAL).steps[0].inputs == {
        "multiple": 10,
        "reference_level": 2_530_000,
    }


@pytest.mark.parametrize(
    ("changes", "code", "field", "limit"),
    [
        ({"deceased": None}, "missing_field", "deceased", None),
        ({"deceased": "neighbour"}, "bad_value", "deceased", None),
        ({"months_paid": None}, "missing_field", "months_paid", None),
        ({"months_paid": 59}, "not_eligible", "months_paid", 60),
        ({"months_paid": 901}, "bad_value", "months_paid", 900),
        ({"deceased": "pensioner"}, "bad_value", "months_paid", None),
    ],
)
def test_funeral_outside_the_rule_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str, limit: int | None
) -> None:
    error = refused(**FUNERAL | changes)
    assert (error.code, error.field, error.limit) == (code, field, limit)


def test_survivors_get_twice_the_average_for_each_year(ruleset: Ruleset) -> None:
    result = quote(ruleset, SURVIVOR)
    assert result.totals == {"allowance_vnd": 5 * 2 * 2_000_000}
    assert (result.status, _codes(result)) == ("final", [])


def test_survivors_of_less_than_sixty_months_get_what_was_paid(ruleset: Ruleset) -> None:
    result = quote(ruleset, {**SURVIVOR, "periods": [{**PAID, "months": 59}]})
    assert result.totals == {"allowance_vnd": 59 * 440_000}
    assert result.status == "provisional"
    assert "support_in_amount_paid" in _codes(result)


def test_mixed_time_gives_three_averages_at_least(ruleset: Ruleset) -> None:
    work = {**AVERAGE, "from": "2024-01", "months": 6, "kind": "compulsory"}
    own = {**AVERAGE, "from": "2025-01", "months": 6}
    short = quote(ruleset, {**SURVIVOR, "periods": [work, own]})
    assert short.totals == {"allowance_vnd": 3 * 2_000_000}
    assert "survivor.mixed_least" in [step.rule for step in short.steps]
    long = quote(ruleset, {**SURVIVOR, "periods": [{**AVERAGE, "kind": "compulsory"}, own]})
    assert long.totals == {"allowance_vnd": 11 * 2_000_000}
    assert "survivor.mixed_least" not in [step.rule for step in long.steps]


def test_compulsory_time_alone_has_no_support_to_doubt(ruleset: Ruleset) -> None:
    work = {**PAID, "from": "2025-01", "months": 12, "kind": "compulsory", "adjusted": True}
    assert quote(ruleset, {**SURVIVOR, "periods": [work]}).status == "final"


def test_fifteen_compulsory_years_may_give_a_monthly_allowance(ruleset: Ruleset) -> None:
    work = {**AVERAGE, "from": "2008-01", "months": 180, "kind": "compulsory"}
    result = quote(ruleset, {**SURVIVOR, "periods": [work]})
    assert result.facts["monthly_allowance_vnd"] == {
        "relative": 1_265_000,
        "nobody_to_care": 1_771_000,
    }
    assert (result.status, _codes(result)) == ("provisional", ["monthly_survivor_allowance"])
    assert "1.265.000 đồng" in result.warnings[0].message


@pytest.mark.parametrize(
    ("months", "due"), [(0, "48"), (2, "48"), (3, "47.5"), (92, "3"), (91, "3.5"), (300, "3")]
)
def test_of_a_pension_half_a_month_goes_with_each_month_received(
    ruleset: Ruleset, months: int, due: str
) -> None:
    result = quote(ruleset, {**PENSIONER, "pension_months": months})
    assert result.totals == {"allowance_vnd": int(1_000_001 * Fraction(due))}


@pytest.mark.parametrize(
    ("request_", "code", "field"),
    [
        ({**SURVIVOR, "deceased": None}, "missing_field", "deceased"),
        ({**SURVIVOR, "periods": None}, "missing_field", "periods"),
        ({**SURVIVOR, "pension_months": 3}, "bad_value", "pension_months"),
        ({**SURVIVOR, "periods": [{**PAID, "from": "2026-11"}]}, "bad_value", "periods"),
        ({**PENSIONER, "periods": [PAID]}, "bad_value", "periods"),
        ({**PENSIONER, "pension_monthly_vnd": None}, "missing_field", "pension_monthly_vnd"),
        ({**PENSIONER, "pension_months": None}, "missing_field", "pension_months"),
        ({**PENSIONER, "pension_months": 901}, "bad_value", "pension_months"),
        (
            {**SURVIVOR, "periods": [{**AVERAGE, "from": "2013-06", "months": 59}]},
            "no_rule_for_date",
            "periods",
        ),
    ],
)
def test_wrong_request_of_survivors_is_refused(
    refused: Refuse, request_: dict[str, object], code: str, field: str
) -> None:
    error = refused(**request_)
    assert (error.code, error.field) == (code, field)


def test_social_pension_from_75(ruleset: Ruleset) -> None:
    result = quote(ruleset, SOCIAL)
    assert result.totals == {"allowance_vnd": 540_000}
    assert result.facts["age"] == {"years": 75, "months": 0}
    assert result.facts["entitled_from"] == date(2026, 11, 22)
    assert _codes(result) == ["request_at_commune"]


@pytest.mark.parametrize("category", ["poor", "near_poor"])
def test_social_pension_from_70_for_poor_and_near_poor(ruleset: Ruleset, category: str) -> None:
    result = quote(ruleset, {**SOCIAL, "birth": "1954-03-01", "category": category})
    assert result.totals == {"allowance_vnd": 540_000}
    assert result.facts["entitled_from"] == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("changes", "code", "field", "limit"),
    [
        ({"birth": None}, "missing_field", "birth", None),
        ({"birth": "1951-11-23"}, "missing_field", "category", None),
        ({"birth": "1951-11-23", "category": "other"}, "not_eligible", "birth", 75),
        ({"birth": "1951-11-23", "category": "rich"}, "bad_value", "category", None),
        ({"birth": "1956-11-23", "category": "poor"}, "not_eligible", "birth", 70),
        ({"birth": "1956-11-23"}, "not_eligible", "birth", 75),
        ({"has_pension": True}, "not_eligible", "has_pension", None),
        ({"on": "2025-06-30"}, "no_rule_for_date", "on", None),
    ],
)
def test_social_pension_outside_the_rule_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str, limit: int | None
) -> None:
    error = refused(**SOCIAL | changes)
    assert (error.code, error.field, error.limit) == (code, field, limit)


def test_own_money_is_given_out_month_by_month(ruleset: Ruleset) -> None:
    result = quote(ruleset, MONTHLY)
    assert result.totals == {"allowance_vnd": 540_000, "money_vnd": 20_000_000}
    assert result.facts["months"] == 37
    assert result.facts["months_exact"] == "1000/27"
    assert result.facts["months_to_social_pension"] == 170
    assert result.status == "final"


def test_much_money_gives_more_than_the_least_allowance(ruleset: Ruleset) -> None:
    rich = {**AVERAGE, "income_vnd": 20_000_000}
    result = quote(ruleset, {**MONTHLY, "periods": [rich]})
    assert (result.status, _codes(result)) == ("provisional", ["allowance_may_be_higher"])


@pytest.mark.parametrize(
    ("changes", "field", "limit"),
    [
        ({"birth": "1969-11-23"}, "birth", None),
        ({"periods": [{**AVERAGE, "from": "2010-01", "months": 180}]}, "periods", 180),
        ({"birth": "1951-11-22"}, "birth", 75),
    ],
)
def test_monthly_allowance_is_for_those_between_the_two_pensions(
    refused: Refuse, changes: dict[str, object], field: str, limit: int | None
) -> None:
    error = refused(**MONTHLY | changes)
    assert (error.code, error.field, error.limit) == ("not_eligible", field, limit)
