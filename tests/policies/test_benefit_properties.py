"""Laws of arithmetic of the benefits, whatever the numbers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policies import Quote, Ruleset, card_validity, load_ruleset, quote, retirement_age
from tests.policies.conftest import has_no_float

RULES: Ruleset = load_ruleset()
untimed = settings(deadline=None)
ON = st.dates(date(2025, 7, 1), date(2026, 12, 31))
INCOME = st.integers(1_500_000, 46_800_000)
MOST = Fraction(3, 4)


def _check(result: Quote) -> None:
    assert all(type(amount) is int and amount >= 0 for amount in result.totals.values())
    assert all(line.amount_vnd >= 0 for line in result.lines)
    assert has_no_float(result.as_json())
    assert all(step.basis for step in result.steps)


def _pension(on: date, sex: str, months: int, income: int, start: str = "2026-12") -> Quote:
    period = {"from": start, "months": months, "income_vnd": income, "kind": "voluntary"}
    return quote(
        RULES,
        {
            "scheme": "pension",
            "on": on.isoformat(),
            "sex": sex,
            "birth": "1985-05-05",
            "periods": [period],
        },
    )


@st.composite
def histories(draw: st.DrawFn, last: date = date(2025, 6, 30)) -> list[dict[str, Any]]:
    periods = []
    month = draw(st.integers(2016 * 12, 2022 * 12))
    end = last.year * 12 + last.month
    while month < end and len(periods) < 5:
        months = draw(st.integers(1, min(48, end - month)))
        periods.append(
            {
                "from": f"{month // 12}-{month % 12 + 1:02d}",
                "months": months,
                "income_vnd": draw(st.integers(1_500_000, 23_000_000)),
                "kind": draw(st.sampled_from(["voluntary", "compulsory"])),
            }
        )
        month += months + draw(st.integers(0, 12))
    return periods


@untimed
@given(ON, st.sampled_from(["male", "female"]), st.integers(180, 600), INCOME)
def test_one_month_more_never_lowers_a_pension(
    on: date, sex: str, months: int, income: int
) -> None:
    shorter, longer = (_pension(on, sex, one, income) for one in (months, months + 1))
    _check(shorter)
    assert longer.totals["pension_monthly_vnd"] >= shorter.totals["pension_monthly_vnd"]
    assert longer.totals["retirement_lump_sum_vnd"] >= shorter.totals["retirement_lump_sum_vnd"]


@untimed
@given(ON, st.integers(180, 600), INCOME)
def test_rate_has_a_ceiling_and_is_never_lower_for_a_woman(
    on: date, months: int, income: int
) -> None:
    man, woman = (_pension(on, sex, months, income) for sex in ("male", "female"))
    rates = [Fraction(str(one.as_json()["facts"]["rate"])) for one in (man, woman)]  # type: ignore[index]
    assert rates[0] <= rates[1] <= MOST
    assert man.totals["pension_monthly_vnd"] <= woman.totals["pension_monthly_vnd"]


@untimed
@given(ON, INCOME, INCOME)
def test_higher_income_never_lowers_a_pension(on: date, one: int, other: int) -> None:
    low, high = (_pension(on, "male", 200, income) for income in sorted((one, other)))
    assert low.totals["pension_monthly_vnd"] <= high.totals["pension_monthly_vnd"]


@untimed
@given(ON, histories(), st.sampled_from(["poor", "near_poor", "other"]), st.booleans())
def test_lump_sum_less_the_support_is_never_negative(
    on: date, periods: list[dict[str, Any]], category: str, ill: bool
) -> None:
    request = {
        "scheme": "lump_sum",
        "on": on.isoformat(),
        "reason": "serious_illness" if ill else "emigration",
        "category": category,
        "periods": periods,
    }
    result = quote(RULES, request)
    _check(result)
    totals = result.totals
    assert totals["payable_vnd"] == totals["lump_sum_vnd"] - totals["state_supported_vnd"]
    assert result.as_json() == quote(RULES, request).as_json()


@untimed
@given(ON, histories())
def test_survivors_get_whole_amounts(on: date, periods: list[dict[str, Any]]) -> None:
    request = {"scheme": "survivor", "on": on.isoformat(), "deceased": "contributor"}
    _check(quote(RULES, {**request, "periods": periods}))


@untimed
@given(st.sampled_from(["male", "female"]), st.dates(date(1940, 1, 1), date(2010, 12, 30)))
def test_who_is_born_later_retires_later(sex: str, birth: date) -> None:
    day = retirement_age(RULES, sex, birth).day
    assert day <= retirement_age(RULES, sex, birth + timedelta(days=1)).day
    assert retirement_age(RULES, "female", birth).day <= retirement_age(RULES, "male", birth).day


@untimed
@given(ON, st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_card_is_valid_from_the_payment_on_and_never_beside_the_old_one(
    on: date, ended: date
) -> None:
    found = card_validity(RULES, on, ended)
    assert found.first_day >= on
    assert found.first_day > ended


@untimed
@given(ON, st.integers(0, 100_000_000), st.sampled_from(["household", "poor", "pensioner"]))
def test_fund_and_citizen_share_the_cost_of_a_visit(on: date, cost: int, group: str) -> None:
    request = {"scheme": "hi_benefits", "on": on.isoformat(), "group": group}
    result = quote(RULES, {**request, "visit_cost_vnd": cost})
    _check(result)
    assert result.totals["fund_pays_vnd"] + result.totals["citizen_pays_vnd"] == cost
