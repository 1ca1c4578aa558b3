"""Laws of arithmetic that hold for every request, whatever the numbers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policies import Quote, Ruleset, hi_groups, income_bounds, load_ruleset, quote
from tests.policies.conftest import has_no_float

RULES: Ruleset = load_ruleset()
# The first amount written waits for the locale's data, longer than a deadline on a slow machine.
untimed = settings(deadline=None)
DAYS = st.dates(date(2018, 12, 1), date(2028, 12, 31))
PROVINCES = st.sampled_from(
    [
        None,
        "nghe-an",
        "ha-noi",
        "hai-duong",
        "da-nang",
        "dak-lak",
        "hue",
        "ho-chi-minh",
        "quang-tri",
        "ca-mau",
    ]
)
ALONE = {"group": "household"}
# Their premium follows the reference level from month to month, so it need not add up.
STATE_PAYS = {
    name
    for name, parameter in RULES.family("household_hi.group.").items()
    if parameter.values[-1].value.joins == "state"
}
POOREST_FIRST = ["poor", "near_poor", "ethnic_minority", "other"]
RICHEST_LAST = ["poor", "near_poor", "average_agri", "household"]


@st.composite
def si_requests(draw: st.DrawFn) -> dict[str, Any]:
    on = draw(DAYS)
    floor, ceiling = income_bounds(RULES, on)
    method: dict[str, Any] = draw(
        st.sampled_from(["monthly", "3m", "6m", "12m"]).map(lambda name: {"method": name})
        | st.integers(2, 5).map(lambda years: {"method": "advance", "years": years})
        | st.integers(1, 60).map(lambda months: {"method": "missing", "months": months})
    )
    return {
        "scheme": "voluntary_si",
        "on": on.isoformat(),
        "province": draw(PROVINCES),
        "category": draw(st.sampled_from([*POOREST_FIRST, "island"])),
        "income_vnd": draw(st.integers(floor, ceiling)),
        "investment_rate_monthly": f"0.{draw(st.integers(0, 9999)):04d}",
        "supported_months_used": draw(st.integers(0, 120)),
        **method,
    }


def _members(groups: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    ages = st.none() | st.integers(0, 110)
    return st.builds(lambda group, age: {"group": group, "age": age}, st.sampled_from(groups), ages)


@st.composite
def hi_requests(draw: st.DrawFn) -> dict[str, Any]:
    on = draw(DAYS)
    groups = sorted(set(hi_groups(RULES, on)) - {"ethnic_left_difficult_area"})
    return {
        "scheme": "household_hi",
        "on": on.isoformat(),
        "province": draw(PROVINCES),
        "months": draw(st.sampled_from([1, 3, 6, 12])),
        "members": draw(st.lists(_members(groups), min_size=1))[:30],
        "paid_positions": draw(st.integers(0, 8)),
    }


def _check(result: Quote) -> None:
    totals = result.totals
    by_payer = dict.fromkeys(("citizen", "state", "province"), 0)
    for line in result.lines:
        assert line.amount_vnd >= 0
        by_payer[line.payer] += line.amount_vnd
    assert by_payer == {
        "citizen": totals["payable_vnd"],
        "state": totals["state_vnd"],
        "province": totals["province_vnd"],
    }
    assert sum(by_payer.values()) == totals["contribution_vnd"]
    assert all(type(amount) is int and amount >= 0 for amount in totals.values())
    assert has_no_float(result.as_json())


@untimed
@given(si_requests())
def test_social_insurance_lines_sum_to_totals_without_a_float(request: dict[str, Any]) -> None:
    _check(quote(RULES, request))


@untimed
@given(hi_requests())
def test_health_insurance_lines_sum_to_totals_without_a_float(request: dict[str, Any]) -> None:
    _check(quote(RULES, request))


@untimed
@given(si_requests())
def test_poorer_category_never_pays_more(request: dict[str, Any]) -> None:
    national = {**request, "province": None}
    payable = [
        quote(RULES, {**national, "category": category}).totals["payable_vnd"]
        for category in POOREST_FIRST
    ]
    assert payable == sorted(payable)


@untimed
@given(hi_requests())
def test_poorer_group_never_pays_more(request: dict[str, Any]) -> None:
    alone = {**request, "province": "nghe-an", "paid_positions": 0}
    payable = [
        quote(RULES, {**alone, "members": [{"group": group}]}).totals["payable_vnd"]
        for group in RICHEST_LAST
    ]
    assert payable == sorted(payable)


@untimed
@given(hi_requests(), st.randoms(use_true_random=False))
def test_order_of_members_does_not_change_the_totals(
    request: dict[str, Any], shuffler: random.Random
) -> None:
    shuffled = list(request["members"])
    shuffler.shuffle(shuffled)
    assert quote(RULES, {**request, "members": shuffled}).totals == quote(RULES, request).totals


@untimed
@given(si_requests(), st.lists(st.sampled_from(POOREST_FIRST), min_size=1))
def test_several_categories_pay_what_the_best_of_them_pays(
    request: dict[str, Any], categories: list[str]
) -> None:
    every = [quote(RULES, {**request, "category": one}).totals["payable_vnd"] for one in categories]
    together = quote(RULES, {**request, "category": categories}).totals["payable_vnd"]
    # State and province are rounded apart, so equal shares may differ by one đồng.
    assert 0 <= together - min(every) <= (1 if request["province"] else 0)


@untimed
@given(hi_requests())
def test_household_of_some_size_is_that_many_household_members(request: dict[str, Any]) -> None:
    size = len(request.pop("members"))
    by_size = quote(RULES, {**request, "household_size": size})
    by_list = quote(RULES, {**request, "members": [{"group": "household"}] * size})
    assert by_size == by_list


@untimed
@given(si_requests(), st.sampled_from([("3m", 3), ("6m", 6), ("12m", 12)]))
def test_months_paid_at_once_are_the_months_paid_one_by_one(
    request: dict[str, Any], period: tuple[str, int]
) -> None:
    method, months = period
    common = {name: request[name] for name in ("scheme", "on", "category", "income_vnd")}
    used = min(request["supported_months_used"], 120 - months)
    at_once = quote(RULES, {**common, "method": method, "supported_months_used": used}).totals
    each = [
        quote(RULES, {**common, "method": "monthly", "supported_months_used": used + month}).totals
        for month in range(months)
    ]
    for name, amount in at_once.items():
        # Each payment is rounded by itself, by half a đồng at most.
        assert abs(amount - sum(one[name] for one in each)) <= months


@untimed
@given(hi_requests())
def test_quarters_of_a_year_add_up_to_the_year(request: dict[str, Any]) -> None:
    paid = [one for one in request["members"] if one["group"] not in STATE_PAYS]
    year = quote(RULES, {**request, "members": paid or [ALONE], "months": 12}).totals
    quarter = quote(RULES, {**request, "members": paid or [ALONE], "months": 3}).totals
    for name, amount in year.items():
        assert abs(amount - 4 * quarter[name]) <= 4 * len(request["members"])


@untimed
@given(hi_requests())
def test_what_was_worked_out_before_changes_no_answer(request: dict[str, Any]) -> None:
    forgetful = Ruleset(RULES.parameters, RULES.hash)
    assert quote(forgetful, request).as_json() == quote(RULES, request).as_json()


@untimed
@given(hi_requests())
def test_same_request_gives_the_same_answer(request: dict[str, Any]) -> None:
    assert quote(RULES, request).as_json() == quote(RULES, dict(request)).as_json()


@untimed
@given(DAYS)
def test_every_day_has_a_floor_below_its_ceiling(on: date) -> None:
    floor, ceiling = income_bounds(RULES, on)
    assert 0 < floor < ceiling
    assert income_bounds(RULES, on + timedelta(days=1)).floor_vnd >= floor
