"""What a health insurance card gives, and from which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from policies import NoRuleForDate, PolicyError, Quote, Ruleset, card_validity, hi_groups, quote

Refuse = Callable[..., PolicyError]
DAY = "2026-11-22"
CARD: dict[str, Any] = {"scheme": "hi_benefits", "on": DAY, "group": "household"}
PAID: dict[str, Any] = {"scheme": "hi_validity", "on": DAY, "first_time": True, "months": 12}


def _card(ruleset: Ruleset, **changes: object) -> Quote:
    return quote(ruleset, CARD | changes)


def _codes(result: Quote) -> list[str]:
    return [one.code for one in result.warnings]


def test_every_group_of_health_insurance_has_its_share(ruleset: Ruleset) -> None:
    table = ruleset.value("hi_benefits.share", date(2026, 11, 22)).value
    assert set(table) == set(hi_groups(ruleset, date(2026, 11, 22)))
    assert set(ruleset.value("hi_benefits.raised_share", date(2026, 11, 22)).value) <= set(table)


@pytest.mark.parametrize(
    ("group", "on", "share"),
    [
        ("household", DAY, "0.8"),
        ("student", DAY, "0.8"),
        ("average_agri", DAY, "0.8"),
        ("pensioner", DAY, "0.95"),
        ("ethnic_left_difficult_area", DAY, "0.95"),
        ("near_poor", "2025-12-31", "0.95"),
        ("near_poor", "2026-01-01", "1"),
        ("poor", "2025-12-31", "1"),
        ("child_under_6", DAY, "1"),
        ("survivor_75", DAY, "1"),
    ],
)
def test_group_and_date_decide_the_share(ruleset: Ruleset, group: str, on: str, share: str) -> None:
    result = _card(ruleset, group=group, on=on)
    assert result.facts["benefit_share"] == result.facts["share"] == Fraction(share)


def test_contested_raise_is_provisional_and_says_why(ruleset: Ruleset) -> None:
    result = _card(ruleset, group="near_poor")
    assert result.status == "provisional"
    assert "2027" in result.warnings[0].message
    assert _card(ruleset, group="near_poor", on="2025-12-31").status == "final"
    assert _card(ruleset).status == "final"


def test_social_pension_is_raised_from_75_years_only(ruleset: Ruleset, refused: Refuse) -> None:
    assert refused(**CARD | {"group": "social_pension"}).field == "birth"
    old = _card(ruleset, group="social_pension", birth="1951-11-22")
    assert (old.facts["share"], old.status) == (1, "provisional")
    young = _card(ruleset, group="social_pension", birth="1951-11-23")
    assert (young.facts["share"], young.status) == (Fraction(4, 5), "final")
    before = _card(ruleset, group="social_pension", on="2025-12-31")
    assert before.facts["share"] == Fraction(4, 5)


def test_limits_follow_the_reference_level(ruleset: Ruleset) -> None:
    assert _card(ruleset).totals == {
        "small_visit_limit_vnd": 379_500,
        "copayment_limit_vnd": 15_180_000,
    }
    assert _card(ruleset, on="2026-06-30").totals == {
        "small_visit_limit_vnd": 351_000,
        "copayment_limit_vnd": 14_040_000,
    }


def test_visit_below_the_limit_is_paid_in_full(ruleset: Ruleset) -> None:
    below = _card(ruleset, visit_cost_vnd=379_499)
    assert below.totals["fund_pays_vnd"] == 379_499
    assert _codes(below) == ["small_visit"]
    at_limit = _card(ruleset, visit_cost_vnd=379_500)
    assert at_limit.totals["fund_pays_vnd"] == 303_600
    assert at_limit.totals["citizen_pays_vnd"] == 75_900
    assert [(one.payer, one.amount_vnd) for one in at_limit.lines] == [
        ("fund", 303_600),
        ("citizen", 75_900),
    ]


@pytest.mark.parametrize(
    ("years", "copaid", "pays"),
    [(5, 15_180_001, 0), (5, 15_180_000, 200_000), (4, 99_000_000, 200_000)],
)
def test_five_years_and_a_high_copayment_pay_the_rest_of_the_year(
    ruleset: Ruleset, years: int, copaid: int, pays: int
) -> None:
    result = _card(ruleset, visit_cost_vnd=1_000_000, continuous_years=years, copaid_vnd=copaid)
    assert result.totals["citizen_pays_vnd"] == pays
    assert result.facts["copayment_left_vnd"] == max(15_180_000 - copaid, 0)
    assert "level_changed_this_year" in _codes(result)


def test_level_that_held_all_year_needs_no_conversion(ruleset: Ruleset) -> None:
    result = _card(ruleset, on="2025-11-22", continuous_years=5, copaid_vnd=0)
    assert "level_changed_this_year" not in _codes(result)


@pytest.mark.parametrize(
    ("group", "fund", "status"),
    [
        ("ethnic_difficult_area", 1_000_000, "final"),
        ("island", 1_000_000, "final"),
        ("poor", 400_000, "provisional"),
        ("specially_difficult_area", 400_000, "provisional"),
        ("ethnic_near_poor_mountain_area", 400_000, "provisional"),
        ("meritorious", 400_000, "final"),
    ],
)
def test_people_of_difficult_areas_and_islands_are_inpatients_anywhere(
    ruleset: Ruleset, group: str, fund: int, status: str
) -> None:
    result = _card(ruleset, group=group, route="specialised_inpatient", visit_cost_vnd=1_000_000)
    assert result.totals["fund_pays_vnd"] == fund
    assert result.status == status
    assert ("difficult_area_not_told" in _codes(result)) == (status == "provisional")


@pytest.mark.parametrize(
    ("route", "on", "fund"),
    [
        ("registered", DAY, 800_000),
        ("first_level", DAY, 1_000_000),
        ("emergency", DAY, 800_000),
        ("listed_disease", DAY, 800_000),
        ("former_district", DAY, 800_000),
        ("temporary_stay", DAY, 800_000),
        ("basic_inpatient", DAY, 800_000),
        ("basic_outpatient", DAY, 800_000),
        ("basic_outpatient_higher", "2026-06-30", 0),
        ("basic_outpatient_higher", "2026-07-01", 400_000),
        ("former_provincial_inpatient", DAY, 800_000),
        ("former_provincial_outpatient", "2026-06-30", 0),
        ("former_provincial_outpatient", "2026-07-01", 400_000),
        ("specialised_inpatient", DAY, 320_000),
        ("specialised_outpatient", DAY, 0),
    ],
)
def test_going_elsewhere_leaves_a_part_of_the_share(
    ruleset: Ruleset, route: str, on: str, fund: int
) -> None:
    result = _card(ruleset, route=route, on=on, visit_cost_vnd=1_000_000)
    assert result.totals["fund_pays_vnd"] == fund
    assert (result.status == "provisional") == (fund == 0)


def test_small_visit_and_five_years_do_not_help_who_goes_elsewhere(ruleset: Ruleset) -> None:
    result = _card(
        ruleset,
        route="specialised_inpatient",
        visit_cost_vnd=100_000,
        continuous_years=9,
        copaid_vnd=20_000_000,
    )
    assert result.totals["fund_pays_vnd"] == 32_000


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"group": None}, "missing_field", "group"),
        ({"group": "rich"}, "bad_value", "group"),
        ({"route": "by_bus"}, "bad_value", "route"),
        ({"visit_cost_vnd": -1}, "bad_value", "visit_cost_vnd"),
        ({"continuous_years": 5}, "missing_field", "copaid_vnd"),
        ({"copaid_vnd": 5}, "missing_field", "continuous_years"),
        ({"copaid_vnd": 5, "continuous_years": 101}, "bad_value", "continuous_years"),
        ({"on": "2024-12-31"}, "no_rule_for_date", "on"),
    ],
)
def test_wrong_question_on_benefits_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str
) -> None:
    error = refused(**CARD | changes)
    assert (error.code, error.field) == (code, field)


def test_first_card_waits_thirty_days(ruleset: Ruleset) -> None:
    result = quote(ruleset, PAID)
    assert result.as_json()["facts"] == {
        "first_day": "2026-12-22",
        "last_day": "2027-12-21",
        "waiting_days": 30,
        "reason": "first_card",
    }
    assert result.totals == {}
    assert _codes(result) == ["not_insured_while_waiting"]
    assert "22/12/2026" in result.warnings[0].message
    assert result.steps[0].basis[0].source.document == "51/2024/QH15"


@pytest.mark.parametrize(
    ("gap", "first_day", "waiting", "reason"),
    [
        (-30, date(2026, 12, 23), 0, "renewed"),
        (-1, date(2026, 11, 24), 0, "renewed"),
        (0, date(2026, 11, 23), 0, "renewed"),
        (1, date(2026, 11, 22), 0, "renewed"),
        (2, date(2026, 11, 22), 0, "short_gap"),
        (90, date(2026, 11, 22), 0, "short_gap"),
        (91, date(2026, 12, 22), 30, "long_gap"),
        (900, date(2026, 12, 22), 30, "long_gap"),
    ],
)
def test_gap_before_the_payment_decides_the_first_day(
    ruleset: Ruleset, gap: int, first_day: date, waiting: int, reason: str
) -> None:
    paid_on = date(2026, 11, 22)
    ended = paid_on - timedelta(days=gap)
    found = card_validity(ruleset, paid_on, ended)
    assert (found.first_day, found.waiting_days, found.reason) == (first_day, waiting, reason)
    assert found.gap_days == max(gap - 1, 0)
    told = quote(
        ruleset, {**PAID, "first_time": None, "months": None, "previous_card_end": str(ended)}
    )
    assert told.facts["first_day"] == first_day
    assert first_day.strftime("%d/%m/%Y") in told.steps[0].label
    assert (_codes(told) == ["not_insured_while_waiting"]) == (waiting > 0)


def test_rule_before_july_2025_is_not_known(ruleset: Ruleset) -> None:
    with pytest.raises(NoRuleForDate):
        card_validity(ruleset, date(2025, 6, 30))


def test_students_hear_of_the_school(ruleset: Ruleset) -> None:
    assert _codes(quote(ruleset, {**PAID, "group": "student"}))[-1] == "school_card_dates"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"first_time": None}, "missing_field", "previous_card_end"),
        ({"previous_card_end": "2026-01-01"}, "bad_value", "previous_card_end"),
        ({"first_time": None, "previous_card_end": "2031-11-23"}, "bad_value", "previous_card_end"),
        ({"first_time": "yes"}, "bad_value", "first_time"),
        ({"months": 0}, "bad_value", "months"),
        ({"months": 61}, "bad_value", "months"),
        ({"group": "rich"}, "bad_value", "group"),
        ({"group": "poor"}, "not_eligible", "group"),
        ({"group": "employee"}, "not_eligible", "group"),
        ({"group": "near_poor", "province": "nghe-an"}, "not_eligible", "group"),
    ],
)
def test_wrong_question_on_validity_is_refused(
    refused: Refuse, changes: dict[str, object], code: str, field: str
) -> None:
    error = refused(**PAID | changes)
    assert (error.code, error.field) == (code, field)


def test_near_poor_who_pay_a_part_wait_like_others(ruleset: Ruleset) -> None:
    assert quote(ruleset, {**PAID, "group": "near_poor"}).facts["waiting_days"] == 30
