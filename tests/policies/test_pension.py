from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from policies import PolicyError, Quote, Ruleset, quote, retirement_age

Refuse = Callable[..., PolicyError]

YEARS_15 = {"from": "2026-12", "months": 180, "income_vnd": 1_500_000, "kind": "voluntary"}
PLAN: dict[str, Any] = {
    "scheme": "pension",
    "on": "2026-11-22",
    "sex": "female",
    "birth": "1981-05-20",
    "periods": [YEARS_15],
}
# Years and months of age at which people retire who reach that age within the year.
AGES = {
    2021: ((60, 3), (55, 4)),
    2022: ((60, 6), (55, 8)),
    2023: ((60, 9), (56, 0)),
    2024: ((61, 0), (56, 4)),
    2025: ((61, 3), (56, 8)),
    2026: ((61, 6), (57, 0)),
    2027: ((61, 9), (57, 4)),
    2028: ((62, 0), (57, 8)),
    2029: ((62, 0), (58, 0)),
    2030: ((62, 0), (58, 4)),
    2034: ((62, 0), (59, 8)),
    2035: ((62, 0), (60, 0)),
    2040: ((62, 0), (60, 0)),
}


def _period(start: str, months: int, income: int = 1_500_000, **more: object) -> dict[str, Any]:
    voluntary = {"from": start, "months": months, "income_vnd": income, "kind": "voluntary"}
    return {**voluntary, **more}


def _pension(ruleset: Ruleset, **changes: object) -> Quote:
    return quote(ruleset, PLAN | changes)


def _codes(result: Quote) -> list[str]:
    return [one.code for one in result.warnings]


@pytest.mark.parametrize("year", AGES)
def test_retirement_age_rises_year_by_year(ruleset: Ruleset, year: int) -> None:
    for sex, (years, months) in zip(("male", "female"), AGES[year], strict=True):
        born = date(year - years, 12, 15)
        for _ in range(months):
            born = (born.replace(day=1) - date.resolution).replace(day=15)
        found = retirement_age(ruleset, sex, born)
        assert (found.age, found.day) == ((years, months), date(year, 12, 15))


@pytest.mark.parametrize(
    ("sex", "born", "day"),
    [
        ("male", date(1961, 9, 30), date(2021, 12, 30)),
        ("male", date(1961, 10, 1), date(2022, 4, 1)),
        ("male", date(1965, 6, 30), date(2026, 12, 30)),
        ("male", date(1965, 7, 1), date(2027, 4, 1)),
        ("female", date(1969, 12, 31), date(2026, 12, 31)),
        ("female", date(1970, 1, 1), date(2027, 5, 1)),
        ("male", date(1960, 9, 30), date(2020, 9, 30)),
        ("female", date(1930, 5, 5), date(1985, 5, 5)),
    ],
)
def test_retirement_age_is_that_of_the_year_in_which_it_is_reached(
    ruleset: Ruleset, sex: str, born: date, day: date
) -> None:
    assert retirement_age(ruleset, sex, born).day == day


def test_age_before_2021_was_not_confirmed(ruleset: Ruleset) -> None:
    result = _pension(ruleset, birth="1960-01-01", periods=[_period("2008-01", 180, adjusted=True)])
    assert result.facts["retirement_date"] == date(2015, 1, 1)
    assert result.status == "provisional"
    assert "value_unconfirmed" in _codes(result)


def test_plan_of_fifteen_years_gives_a_woman_45_percent_in_todays_money(ruleset: Ruleset) -> None:
    result = _pension(ruleset)
    assert result.totals == {
        "pension_monthly_vnd": 675_000,
        "average_income_vnd": 1_500_000,
        "retirement_lump_sum_vnd": 0,
    }
    assert result.status == "provisional"
    assert _codes(result) == [
        "todays_money",
        "law_of_today",
        "income_below_later_floor",
        "no_minimum_pension",
    ]
    assert "01/01/2027" in result.warnings[2].message
    assert "2.200.000" in result.warnings[2].message
    step = next(one for one in result.steps if one.rule == "benefits.revaluation")
    assert list(step.inputs) == ["income_vnd", "months", "coefficient_2026"]
    assert step.label.endswith("(sau năm 2026: nhân với 1)")


def test_answer_tells_days_ages_months_and_rate(ruleset: Ruleset) -> None:
    facts = _pension(ruleset).as_json()["facts"]
    assert facts == {
        "retirement_age": {"years": 60, "months": 0},
        "retirement_date": "2041-05-20",
        "pension_from": "2041-12-01",
        "age_at_pension": {"years": 60, "months": 6},
        "months": 180,
        "voluntary_months": 180,
        "compulsory_months": 0,
        "years_counted": "15",
        "rate": "0.45",
    }


def test_pension_starts_the_month_after_the_age_where_all_is_paid_before(ruleset: Ruleset) -> None:
    result = _pension(ruleset, birth="1990-08-31")
    assert result.facts["retirement_date"] == date(2050, 8, 31)
    assert result.facts["pension_from"] == date(2050, 9, 1)


def test_target_years_go_on_with_the_last_income_from_this_month(ruleset: Ruleset) -> None:
    paid = _period("2024-01", 24, 3_000_000)
    result = _pension(ruleset, periods=[paid], target_years=15)
    assert result.facts["months"] == 180
    assert result.facts["pension_from"] == date(2041, 5, 20).replace(month=6, day=1)
    assert "income_below_later_floor" not in _codes(result)
    # 2024 counts 1.03 times; 2025 and all later months once.
    assert result.totals["average_income_vnd"] == (12 * 3_090_000 + 168 * 3_000_000) // 180


def test_target_that_is_reached_already_adds_nothing(ruleset: Ruleset) -> None:
    assert _pension(ruleset, target_years=15).totals == _pension(ruleset).totals


def test_until_age_pays_up_to_the_month_before_that_birthday(ruleset: Ruleset) -> None:
    # Born in May 1981: 65 in May 2046, after 234 months from November 2026.
    result = _pension(ruleset, periods=[_period("2026-10", 1, 2_300_000)], until_age=65)
    assert result.facts["months"] == 1 + 234
    assert result.facts["pension_from"] == date(2046, 5, 1)


def test_woman_who_pays_until_60_for_twelve_years_lacks_three(refused: Refuse) -> None:
    paid = _period("2021-11", 60)
    error = refused(**PLAN | {"birth": "1973-11-05", "periods": [paid], "until_age": 60})
    assert (error.code, error.field, error.limit) == ("not_eligible", "periods", 180)
    assert "còn thiếu 36 tháng" in error.message
    assert "15 năm" in error.message


def test_who_lacks_more_than_may_be_paid_at_once_is_told_to_go_on(refused: Refuse) -> None:
    error = refused(**PLAN | {"periods": [_period("2026-12", 100)]})
    assert error.limit == 180
    assert "không quá 60 tháng" in error.message


def test_missing_months_count_once_and_never_grow(ruleset: Ruleset) -> None:
    paid = _period("2014-01", 132, 2_000_000)
    result = _pension(ruleset, birth="1968-06-01", periods=[paid], missing_income_vnd=3_000_000)
    assert result.facts["missing_months"] == 48
    assert result.facts["months"] == 180
    assert result.facts["pension_from"] == date(2026, 12, 1)
    hundredths = [136, 136, 132, 128, 123, 120, 116, 114, 111, 107, 103]
    paid_sum = sum(12 * 20_000 * one for one in hundredths)
    average = Fraction(paid_sum + 48 * 3_000_000, 180)
    assert result.totals["average_income_vnd"] == int(average)
    assert result.totals["pension_monthly_vnd"] == int(average * Fraction(45, 100))


def test_nothing_is_missing_where_the_months_suffice(ruleset: Ruleset) -> None:
    result = _pension(ruleset, missing_income_vnd=3_000_000)
    assert "missing_months" not in result.facts


def test_each_year_is_revalued_by_the_coefficients_of_the_day(ruleset: Ruleset) -> None:
    request = {"birth": "1960-01-01", "periods": [_period("2009-07", 186, 1_000_000)]}
    in_2025 = _pension(ruleset, **request, on="2025-11-22")
    in_2026 = _pension(ruleset, **request)
    assert in_2026.totals["average_income_vnd"] > in_2025.totals["average_income_vnd"]
    step = next(one for one in in_2026.steps if one.rule == "benefits.revaluation")
    assert step.inputs["coefficient_2009"] == Fraction("2.14")
    assert step.inputs["coefficient_2012"] == Fraction("1.51")
    assert "07/2009 - 12/2024" in step.label
    assert [value.source.document for value in step.basis] == ["340/BHXH-CSXH"]


@pytest.mark.parametrize(
    ("sex", "months", "rate"),
    [
        ("female", 180, "45"),
        ("female", 181, "46"),
        ("female", 186, "46"),
        ("female", 187, "47"),
        ("female", 354, "74"),
        ("female", 360, "75"),
        ("female", 400, "75"),
        ("male", 180, "40"),
        ("male", 186, "40.5"),
        ("male", 228, "44"),
        ("male", 235, "45"),
        ("male", 246, "46"),
        ("male", 420, "75"),
    ],
)
def test_odd_months_count_as_half_a_year_or_a_year(
    ruleset: Ruleset, sex: str, months: int, rate: str
) -> None:
    paid = _period("1980-01", months, adjusted=True)
    result = _pension(ruleset, sex=sex, birth="1955-01-01", periods=[paid])
    assert result.facts["rate"] == Fraction(rate) / 100


def test_years_above_the_most_give_a_lump_sum_and_more_after_the_age(ruleset: Ruleset) -> None:
    early = _pension(ruleset, birth="1965-01-01", periods=[_period("1985-01", 384, adjusted=True)])
    assert early.totals["retirement_lump_sum_vnd"] == 2 * 750_000
    # All of the two years above thirty were paid after the age, 55 in January 2020.
    late = _pension(ruleset, birth="1965-01-01", periods=[_period("1991-02", 372, adjusted=True)])
    assert late.facts["retirement_date"] == date(2020, 1, 1)
    assert late.totals["retirement_lump_sum_vnd"] == 2 * 1_500_000
    assert [line.id for line in late.lines] == ["pension", "retirement_lump_sum"]


def test_who_joined_before_2021_and_paid_20_years_retires_earlier(ruleset: Ruleset) -> None:
    long_paid = [_period("2008-01", 240, 3_000_000)]
    result = _pension(ruleset, sex="male", birth="1967-12-15", periods=long_paid)
    assert result.facts["retirement_age"] == {"years": 60, "months": 0}
    assert result.facts["pension_from"] == date(2028, 1, 1)
    later = _pension(
        ruleset, sex="male", birth="1967-12-15", periods=[_period("2021-01", 240, 3_000_000)]
    )
    assert later.facts["retirement_age"] == {"years": 62, "months": 0}
    shorter = _pension(
        ruleset, sex="male", birth="1967-12-15", periods=[_period("2008-02", 239, 3_000_000)]
    )
    assert shorter.facts["retirement_age"] == {"years": 62, "months": 0}


def test_compulsory_salary_is_averaged_over_all_months_but_only_provisionally(
    ruleset: Ruleset,
) -> None:
    work = _period("2010-01", 120, 5_000_000, kind="compulsory")
    own = _period("2020-01", 80, 1_500_000)
    result = _pension(ruleset, birth="1968-01-01", periods=[own, work])
    assert result.status == "provisional"
    assert _codes(result) == [
        "compulsory_average_assumed",
        "already_eligible",
        "no_minimum_pension",
    ]
    assert result.facts["compulsory_months"] == 120


def test_fifteen_compulsory_years_follow_the_compulsory_rules(ruleset: Ruleset) -> None:
    work = _period("2008-01", 180, 4_000_000, kind="compulsory", adjusted=True)
    result = _pension(ruleset, birth="1969-01-01", periods=[work])
    assert _codes(result) == ["already_eligible", "compulsory_rules_apply"]


def test_published_answer_has_no_top_up_to_the_reference_level(ruleset: Ruleset) -> None:
    paid = _period("2011-01", 180, adjusted=True)
    result = _pension(ruleset, birth="1968-01-01", periods=[paid])
    assert result.status == "final"
    assert _codes(result) == ["already_eligible", "no_minimum_pension"]
    assert "2.530.000 đồng" in result.warnings[1].message


def test_pension_later_in_the_same_year_is_no_guess(ruleset: Ruleset) -> None:
    paid = _period("2011-12", 180, 6_000_000, adjusted=True)
    result = _pension(ruleset, birth="1969-10-30", periods=[paid])
    assert result.facts["pension_from"] == date(2026, 12, 1)
    assert (result.status, _codes(result)) == ("final", [])


def test_rest_of_an_amount_below_one_dong_is_dropped_and_the_step_says_so(
    ruleset: Ruleset,
) -> None:
    paid = _period("2011-01", 180, 3_333_333, adjusted=True)
    result = _pension(ruleset, birth="1968-01-01", periods=[paid])
    assert result.totals["pension_monthly_vnd"] == 1_499_999  # 1,499,999.85
    step = next(one for one in result.steps if one.rule == "pension.monthly")
    assert step.rounding == "down"
    assert [value.id for value in step.basis] == ["pension.rate", "pension.rounding"]


@pytest.mark.parametrize("birth", [1981, "1981"])
def test_year_of_birth_alone_stands_for_its_first_day(ruleset: Ruleset, birth: object) -> None:
    result = _pension(ruleset, birth=birth)
    assert result.facts["retirement_date"] == date(2041, 1, 1)
    assert _codes(result)[0] == "birth_year_only"


def test_every_step_names_its_sources(ruleset: Ruleset) -> None:
    for step in _pension(ruleset).steps:
        assert step.basis, step.rule
        assert not step.label.isascii()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sex": None}, "sex"),
        ({"birth": None}, "birth"),
        ({"periods": None}, "periods"),
        ({"periods": [{**YEARS_15, "from": None}]}, "periods[0].from"),
        ({"periods": [{**YEARS_15, "months": None}]}, "periods[0].months"),
        ({"periods": [{**YEARS_15, "income_vnd": None}]}, "periods[0].income_vnd"),
        ({"periods": [{**YEARS_15, "kind": None}]}, "periods[0].kind"),
    ],
)
def test_missing_input_is_asked_for_in_order(
    refused: Refuse, changes: dict[str, object], field: str
) -> None:
    error = refused(**PLAN | changes)
    assert (error.code, error.field) == ("missing_field", field)
    assert error.message.endswith((".", "?"))


@pytest.mark.parametrize(
    ("changes", "field", "limit"),
    [
        ({"sex": "nam"}, "sex", None),
        ({"birth": 2027}, "birth", 2026),
        ({"birth": 1899}, "birth", 2026),
        ({"birth": "2026-11-23"}, "birth", 2026),
        ({"birth": "1899-12-31"}, "birth", 2026),
        ({"birth": "20/05/1981"}, "birth", None),
        ({"birth": True}, "birth", None),
        ({"periods": []}, "periods", 100),
        ({"periods": [YEARS_15] * 101}, "periods", 100),
        ({"periods": "15 years"}, "periods", 100),
        ({"periods": [15]}, "periods[0]", None),
        ({"periods": [{**YEARS_15, "from": "2026-13"}]}, "periods[0].from", None),
        ({"periods": [{**YEARS_15, "from": "1959-12"}]}, "periods[0].from", None),
        ({"periods": [{**YEARS_15, "from": "2101-01"}]}, "periods[0].from", None),
        ({"periods": [{**YEARS_15, "from": 2026}]}, "periods[0].from", None),
        ({"periods": [{**YEARS_15, "months": 0}]}, "periods[0].months", 1),
        ({"periods": [{**YEARS_15, "months": 721}]}, "periods[0].months", 720),
        ({"periods": [{**YEARS_15, "income_vnd": 0}]}, "periods[0].income_vnd", 1),
        ({"periods": [{**YEARS_15, "kind": "free"}]}, "periods[0].kind", None),
        ({"periods": [{**YEARS_15, "adjusted": 1}]}, "periods[0].adjusted", None),
        ({"periods": [{**YEARS_15, "category": "rich"}]}, "periods[0].category", None),
        ({"periods": [YEARS_15, _period("2041-11", 1)]}, "periods[1].from", None),
        ({"periods": [_period("2027-01", 1), YEARS_15]}, "periods[0].from", None),
        ({"target_years": 15, "until_age": 60}, "target_years", None),
        ({"target_years": 14}, "target_years", 15),
        ({"target_years": 61}, "target_years", 60),
        ({"periods": [_period("2026-12", 192)], "target_years": 15}, "target_years", 16),
        ({"until_age": 60}, "until_age", 61),
        ({"until_age": 101}, "until_age", 100),
    ],
)
def test_value_that_cannot_be_is_refused_with_its_limit(
    refused: Refuse, changes: dict[str, object], field: str, limit: int | None
) -> None:
    error = refused(**PLAN | changes)
    assert (error.code, error.field, error.limit) == ("bad_value", field, limit)
    if limit is not None:
        assert str(limit) in error.message


@pytest.mark.parametrize(
    ("changes", "code", "field", "limit"),
    [
        (
            {"periods": [_period("2021-12", 180, 699_999)]},
            "floor",
            "periods[0].income_vnd",
            700_000,
        ),
        (
            {"periods": [_period("2022-01", 180, 1_499_999)]},
            "floor",
            "periods[0].income_vnd",
            1_500_000,
        ),
        (
            {"periods": [_period("2030-01", 180, 1_499_999)]},
            "floor",
            "periods[0].income_vnd",
            1_500_000,
        ),
        (
            {"periods": [_period("2026-06", 180, 46_800_001)]},
            "ceiling",
            "periods[0].income_vnd",
            46_800_000,
        ),
        (
            {"periods": [_period("2026-07", 180, 50_600_001)]},
            "ceiling",
            "periods[0].income_vnd",
            50_600_000,
        ),
        (
            {"periods": [_period("2012-01", 60, 700_000)], "target_years": 15},
            "floor",
            "periods",
            1_500_000,
        ),
        (
            {"periods": [_period("2026-12", 179)], "missing_income_vnd": 1_499_999},
            "floor",
            "missing_income_vnd",
            1_500_000,
        ),
    ],
)
def test_income_outside_the_bounds_of_its_month_names_the_bound(
    refused: Refuse, changes: dict[str, object], code: str, field: str, limit: int
) -> None:
    error = refused(**PLAN | changes)
    assert error.code == {"floor": "income_below_floor", "ceiling": "income_above_ceiling"}[code]
    assert (error.field, error.limit) == (field, limit)
    assert f"{limit:,}".replace(",", ".") in error.message


def test_more_missing_months_than_the_day_allows_are_not_offered(refused: Refuse) -> None:
    changes = {"periods": [_period("2026-12", 119)], "missing_income_vnd": 1_500_000}
    error = refused(**PLAN | changes)
    assert (error.code, error.limit) == ("period_not_offered", 60)


def test_nobody_joins_before_fifteen(refused: Refuse, ruleset: Ruleset) -> None:
    error = refused(**PLAN | {"birth": "2011-12-20", "periods": [_period("2026-11", 180)]})
    assert (error.code, error.limit) == ("not_eligible", 15)
    assert _pension(ruleset, birth="2011-11-20", periods=[_period("2026-11", 180)])


def test_time_before_the_coefficients_needs_an_average(refused: Refuse) -> None:
    work = _period("2007-12", 180, kind="compulsory")
    error = refused(**PLAN | {"birth": "1960-01-01", "periods": [work]})
    assert (error.code, error.limit) == ("no_rule_for_date", 2008)


@pytest.mark.parametrize("on", ["2025-06-30", "2027-01-01"])
def test_day_whose_rules_are_not_known_is_refused(refused: Refuse, on: str) -> None:
    paid = _period("2012-01", 180)
    error = refused(**PLAN | {"on": on, "birth": "1960-01-01", "periods": [paid]})
    assert (error.code, error.field) == ("no_rule_for_date", "on")


def test_no_floor_is_known_after_the_last_decree(ruleset: Ruleset) -> None:
    result = _pension(ruleset, periods=[_period("2026-12", 180, 2_200_000)])
    assert "income_below_later_floor" not in _codes(result)
