from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from policies import PolicyError, Quote, Ruleset, quote

Ask = Callable[..., Quote]
Refuse = Callable[..., PolicyError]

SI = {
    "scheme": "voluntary_si",
    "on": "2026-11-22",
    "category": "other",
    "income_vnd": 1_500_000,
    "method": "monthly",
}
HI = {"scheme": "household_hi", "on": "2026-11-22", "household_size": 2, "months": 12}
LEFT = "ethnic_left_difficult_area"


def _members(*members: object) -> dict[str, object]:
    return {**HI, "household_size": None, "members": list(members)}


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({}, "on"),
        ({"on": "2026-11-22"}, "scheme"),
        ({"scheme": "voluntary_si"}, "on"),
        ({"scheme": "voluntary_si", "on": "2026-11-22"}, "category"),
        ({**SI, "income_vnd": None, "method": None}, "income_vnd"),
        ({**SI, "method": None}, "method"),
        ({**SI, "method": "advance"}, "years"),
        ({**SI, "method": "missing"}, "months"),
        ({**SI, "method": "late", "on": "2020-06-15"}, "of"),
        ({**SI, "method": "late", "on": "2020-06-15", "of": "6m"}, "months_late"),
        ({"scheme": "household_hi", "on": "2026-11-22"}, "household_size"),
        ({**HI, "months": None}, "months"),
        (_members({}), "members[0].group"),
        (_members({"group": "poor"}, {"group": LEFT}), "members[1].left_on"),
    ],
)
def test_missing_input_is_asked_for_in_order(
    refused: Refuse, request_: dict[str, object], field: str
) -> None:
    error = refused(**request_)
    assert (error.code, error.field) == ("missing_field", field)
    assert error.message.endswith("?")


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({**SI, "colour": "red"}, "colour"),
        ({**SI, "household_size": 2}, "household_size"),
        ({"colour": "red"}, "colour"),
        (_members({"group": "poor", "height": 3}), "members[0].height"),
    ],
)
def test_unknown_input_is_refused(refused: Refuse, request_: dict[str, object], field: str) -> None:
    error = refused(**request_)
    assert (error.code, error.field) == ("unknown_field", field)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({**SI, "scheme": "lottery"}, "scheme"),
        ({**SI, "scheme": 3}, "scheme"),
        ({**SI, "on": "22/11/2026"}, "on"),
        ({**SI, "on": "2026-02-30"}, "on"),
        ({**SI, "on": "20261122"}, "on"),
        ({**SI, "on": datetime(2026, 11, 22)}, "on"),  # noqa: DTZ001
        ({**SI, "income_vnd": "1500000"}, "income_vnd"),
        ({**SI, "income_vnd": 1_500_000.0}, "income_vnd"),
        ({**SI, "income_vnd": True}, "income_vnd"),
        ({**SI, "income_vnd": -1}, "income_vnd"),
        ({**SI, "category": "rich"}, "category"),
        ({**SI, "category": []}, "category"),
        ({**SI, "category": ["poor", 1]}, "category"),
        ({**SI, "method": "weekly"}, "method"),
        ({**SI, "years": 2}, "years"),
        ({**SI, "method": "missing", "months": 0}, "months"),
        ({**SI, "method": "advance", "years": 2, "months": 24}, "months"),
        ({**SI, "supported_months_used": 121}, "supported_months_used"),
        ({**SI, "method": "advance", "years": 2, "investment_rate_monthly": 0.0031}, None),
        ({**SI, "method": "advance", "years": 2, "investment_rate_monthly": "1.5"}, None),
        ({**SI, "method": "advance", "years": 2, "investment_rate_monthly": "1e-3"}, None),
        (
            {**SI, "on": "2020-06-15", "method": "late", "of": "advance", "months_late": 1},
            "of",
        ),
        (
            {**SI, "on": "2020-06-15", "method": "late", "of": "6m", "months_late": 0},
            "months_late",
        ),
        ({**HI, "household_size": 0}, "household_size"),
        ({**HI, "household_size": 31}, "household_size"),
        ({**HI, "household_size": 2.0}, "household_size"),
        ({**HI, "paid_positions": 31}, "paid_positions"),
        ({**HI, "months": "12"}, "months"),
        ({**HI, "members": [{"group": "poor"}]}, "household_size"),
        (_members(), "members"),
        (_members(*[{"group": "poor"}] * 31), "members"),
        ({**HI, "household_size": None, "members": "poor"}, "members"),
        (_members("poor"), "members[0]"),
        (_members({"group": "rich"}), "members[0].group"),
        (_members({"group": ["poor"]}), "members[0].group"),
        (_members({"group": "poor", "left_list": "861"}), "members[0].left_list"),
        (_members({"group": LEFT, "left_list": "900"}), "members[0].left_list"),
        (_members({"group": LEFT, "left_on": "yesterday"}), "members[0].left_on"),
        (
            _members({"group": LEFT, "left_list": "861", "left_on": "2026-01-01"}),
            "members[0].left_on",
        ),
    ],
)
def test_value_that_cannot_be_is_refused(
    refused: Refuse, request_: dict[str, object], field: str | None
) -> None:
    error = refused(**request_)
    assert (error.code, error.field) == ("bad_value", field or "investment_rate_monthly")


@pytest.mark.parametrize(("size", "limit"), [(0, 1), (31, 30), (1_000_000, 30)])
def test_size_of_household_has_limits_in_plain_words(
    refused: Refuse, size: int, limit: int
) -> None:
    error = refused(**{**HI, "household_size": size})
    assert error.limit == limit
    assert "từ 1 đến 30" in error.message


@pytest.mark.parametrize(
    ("on", "income", "code", "limit"),
    [
        ("2026-12-31", 1_499_999, "income_below_floor", 1_500_000),
        ("2027-01-01", 1_500_000, "income_below_floor", 2_200_000),
        ("2026-06-30", 46_800_001, "income_above_ceiling", 46_800_000),
        ("2026-07-01", 50_600_001, "income_above_ceiling", 50_600_000),
    ],
)
def test_income_outside_the_bounds_of_the_day_names_the_bound(
    refused: Refuse, on: str, income: int, code: str, limit: int
) -> None:
    error = refused(**{**SI, "on": on, "income_vnd": income})
    assert (error.code, error.field, error.limit) == (code, "income_vnd", limit)
    assert f"{limit:,}".replace(",", ".") in error.message


@pytest.mark.parametrize(
    ("request_", "field", "limit"),
    [
        ({**SI, "method": "advance", "years": 1}, "years", 2),
        ({**SI, "method": "advance", "years": 6}, "years", 5),
        ({**SI, "method": "missing", "months": 61}, "months", 60),
        ({**SI, "method": "missing", "months": 121, "on": "2025-06-30"}, "months", 120),
        ({**HI, "months": 9}, "months", 12),
        ({**HI, "months": 0}, "months", 3),
        ({**_members({"group": "student"}, {"group": "household"}), "months": 9}, "months", 12),
        ({**_members({"group": "near_poor"}), "months": 15}, "months", 12),
        ({**_members({"group": "poor"}), "months": 9}, "months", 12),
        ({**_members({"group": "student"}), "months": 18}, "months", 15),
    ],
)
def test_period_that_is_not_offered_is_refused(
    refused: Refuse, request_: dict[str, object], field: str, limit: int
) -> None:
    error = refused(**request_)
    assert (error.code, error.field, error.limit) == ("period_not_offered", field, limit)


def test_late_payment_is_refused_where_no_rule_of_the_day_is_known(refused: Refuse) -> None:
    late = {**SI, "method": "late", "of": "6m", "months_late": 1}
    error = refused(**late)
    assert (error.code, error.field) == ("no_rule_for_date", "method")
    assert "hỏi cơ quan bảo hiểm xã hội" in error.message


@pytest.mark.parametrize(
    ("extra", "code", "limit"),
    [
        ({"age": 14}, "not_eligible", 15),
        ({"age": 0}, "not_eligible", 15),
        ({"age": -1}, "bad_value", 0),
        ({"age": 151}, "bad_value", 150),
        ({"has_pension": True}, "not_eligible", None),
        ({"has_pension": "yes"}, "bad_value", None),
    ],
)
def test_who_may_not_join_social_insurance_hears_why(
    refused: Refuse, extra: dict[str, object], code: str, limit: int | None
) -> None:
    error = refused(**{**SI, **extra})
    assert (error.code, error.field, error.limit) == (code, next(iter(extra)), limit)


def test_who_may_join_pays_the_same_whether_the_age_is_told_or_not(ruleset: Ruleset) -> None:
    usual = quote(ruleset, SI)
    assert quote(ruleset, {**SI, "age": 15, "has_pension": False}).totals == usual.totals
    assert quote(ruleset, {**SI, "age": 99}).totals == usual.totals


def test_age_is_not_judged_on_a_day_whose_rule_is_not_known(ruleset: Ruleset) -> None:
    assert quote(ruleset, {**SI, "on": "2025-06-30", "age": 14}).totals["payable_vnd"] > 0


def test_commune_that_has_not_left_the_area_yet_is_not_eligible(refused: Refuse) -> None:
    error = refused(**_members({"group": LEFT, "left_on": "2026-11-23"}))
    assert (error.code, error.field) == ("not_eligible", "members[0].left_on")
    assert "22/11/2026" in error.message


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({**SI, "on": "2015-12-31"}, "on"),
        ({**HI, "on": "2200-01-01"}, "on"),
        ({"scheme": "hi_validity", "on": "9999-12-31", "first_time": True}, "on"),
        ({**SI, "on": "2015-12-31", "province": "nghe-an"}, "on"),
        ({**SI, "on": "2031-01-01", "income_vnd": 2_200_000}, "on"),
        ({**HI, "on": "2009-12-31"}, "members[0].group"),
        ({**SI, "on": "2025-12-31", "method": "advance", "years": 2}, "investment_rate_monthly"),
        ({**_members({"group": "security_force"}), "on": "2025-06-30"}, "members[0].group"),
        (
            {**_members({"group": LEFT, "left_list": "861"}), "on": "2023-10-31"},
            "members[0].group",
        ),
    ],
)
def test_day_without_a_rule_is_refused(
    refused: Refuse, request_: dict[str, object], field: str
) -> None:
    error = refused(**request_)
    assert (error.code, error.field) == ("no_rule_for_date", field)


@pytest.mark.parametrize(
    ("on", "province"),
    [
        ("2026-11-22", "atlantis"),
        ("2026-11-22", "Nghệ An"),
        ("2026-11-22", 37),
        ("2025-06-30", "dong-duong"),
    ],
)
def test_unknown_province_is_refused(refused: Refuse, on: str, province: object) -> None:
    error = refused(**{**HI, "on": on, "province": province})
    assert (error.code, error.field) == ("unknown_province", "province")


def test_null_stands_for_an_absent_input(si: Ask) -> None:
    assert si(province=None, years=None, supported_months_used=None).totals == si().totals


def test_day_may_be_a_date(si: Ask) -> None:
    assert si(on=date(2026, 11, 22)) == si(on="2026-11-22")


def test_id_comes_back_as_it_was(si: Ask) -> None:
    assert si(id={"any": 1}).as_json()["id"] == {"any": 1}


def test_error_has_a_limit_only_where_there_is_one() -> None:
    assert PolicyError("bad_value", "months", "Sai.").as_json() == {
        "code": "bad_value",
        "field": "months",
        "message": "Sai.",
    }
    assert PolicyError("bad_value", "months", "Sai.", 60).as_json()["limit"] == 60
