from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from policies import PolicyError, Quote
from policies.parameter import AgeShare

Ask = Callable[..., Quote]
Refuse = Callable[..., PolicyError]
FULL = 1_366_200  # 4.5% of 2,530,000 VND for twelve months


def _aged(group: str, age: int) -> dict[str, object]:
    return {"group": group, "age": age}


def _codes(quote: Quote) -> list[str]:
    return [one.code for one in quote.warnings]


@pytest.mark.parametrize(
    ("province", "group", "age", "state", "added"),
    [
        ("hai-phong", "household", 59, 0, 0),
        ("hai-phong", "household", 60, 0, FULL),
        ("hai-duong", "household", 74, 0, FULL),
        ("hai-phong", "household", 75, 0, 0),
        ("hai-phong", "average_agri", 59, 409_860, 273_240),
        ("hai-phong", "average_agri", 60, 409_860, 956_340),
        ("hai-phong", "near_poor", 60, 956_340, 409_860),
        ("ho-chi-minh", "household", 64, 0, 0),
        ("ho-chi-minh", "household", 65, 0, FULL),
        ("binh-duong", "near_poor", 90, 956_340, 409_860),
        ("ha-noi", "household", 69, 0, 0),
        ("ha-noi", "household", 70, 0, FULL),
        ("ha-noi", "household", 75, 0, 0),
        ("da-nang", "near_poor", 59, 956_340, 0),
        ("da-nang", "near_poor", 60, 956_340, 409_860),
        ("quang-nam", "average_agri", 74, 409_860, 956_340),
        ("da-nang", "household", 65, 0, 0),
        ("nghe-an", "household", 65, 0, 0),
    ],
)
def test_province_helps_the_ages_it_names(
    hi: Ask, province: str, group: str, age: int, state: int, added: int
) -> None:
    quote = hi(_aged(group, age), province=province)
    assert quote.totals == {
        "contribution_vnd": FULL,
        "state_vnd": state,
        "province_vnd": added,
        "payable_vnd": FULL - state - added,
    }


@pytest.mark.parametrize(
    ("province", "age", "before", "first"),
    [
        ("hai-phong", 60, "2025-12-31", "2026-01-01"),
        ("ho-chi-minh", 65, "2025-11-13", "2025-11-14"),
        ("ha-noi", 70, "2025-12-31", "2026-01-01"),
    ],
)
def test_support_by_age_starts_on_its_day(
    hi: Ask, province: str, age: int, before: str, first: str
) -> None:
    assert hi(_aged("household", age), province=province, on=before).totals["province_vnd"] == 0
    assert hi(_aged("household", age), province=province, on=first).totals["payable_vnd"] == 0


def test_province_that_was_merged_gets_the_support_with_the_merger(hi: Ask) -> None:
    person = _aged("near_poor", 60)
    assert hi(person, province="da-nang", on="2025-03-03").totals["payable_vnd"] == 0
    assert hi(person, province="quang-nam", on="2025-06-30").totals["payable_vnd"] > 0
    assert hi(person, province="quang-nam", on="2025-07-01").totals["payable_vnd"] == 0


def test_who_is_paid_for_by_age_takes_no_position(hi: Ask) -> None:
    quote = hi(_aged("household", 68), _aged("household", 40), province="hai-phong")
    assert [line.amount_vnd for line in quote.lines if line.payer == "citizen"] == [0, FULL]


def test_age_is_asked_for_only_where_it_would_change_the_answer(hi: Ask) -> None:
    unknown = hi("average_agri", province="hai-phong")
    assert unknown.status == "provisional"
    assert _codes(unknown) == ["age_not_given"]
    assert "từ 60 đến dưới 75 tuổi" in unknown.warnings[0].message
    assert hi(_aged("average_agri", 40), province="hai-phong").status == "final"
    for group in ("near_poor", "poor", "student", "employee"):
        assert "age_not_given" not in _codes(hi(group, province="hai-phong"))
    assert "age_not_given" not in _codes(hi("household"))
    assert "age_not_given" not in _codes(hi("household", province="da-nang"))


def test_condition_of_the_support_is_told_with_it(hi: Ask) -> None:
    helped = hi(_aged("household", 60), province="hai-phong")
    assert _codes(helped) == ["support_by_age"]
    assert "chưa có lương hưu hay trợ cấp hằng tháng (Hải Phòng): 100%" in (
        helped.warnings[0].message
    )


def test_age_that_brings_all_leaves_nothing_unknown(hi: Ask) -> None:
    assert hi(_aged("household", 60), province="hai-phong").status == "final"
    assert _codes(hi(_aged("household", 59), province="hai-phong")) == ["province_topup_unknown"]


def test_two_ages_of_one_group_stand_in_two_lines_of_the_province(hi: Ask) -> None:
    quote = hi(_aged("average_agri", 65), _aged("average_agri", 40), province="hai-phong")
    assert [(one.id, one.amount_vnd) for one in quote.lines if one.payer != "citizen"] == [
        ("state-average_agri", 2 * 409_860),
        ("province_age-average_agri", 956_340),
        ("province-average_agri", 273_240),
    ]
    assert quote.lines[3].label.startswith("Hải Phòng hỗ trợ thêm 70% theo tuổi: ")


def test_commune_out_of_time_still_has_its_old_people(hi: Ask) -> None:
    left = {"group": "ethnic_left_difficult_area", "left_on": "2020-01-01"}
    quote = hi({**left, "age": 62}, province="hai-phong")
    assert quote.totals["province_vnd"] == FULL
    assert hi({**left, "age": 40}, province="hai-phong").totals["payable_vnd"] == FULL


@pytest.mark.parametrize(
    ("birth", "payable"), [("1961-11-22", 0), ("1961-11-23", FULL), ("1961", 0)]
)
def test_birth_stands_for_the_age_on_the_day(hi: Ask, birth: str, payable: int) -> None:
    quote = hi({"group": "household", "birth": birth}, province="ho-chi-minh")
    assert quote.totals["payable_vnd"] == payable


@pytest.mark.parametrize(
    ("member", "field", "limit"),
    [
        ({"age": 151}, "members[0].age", 150),
        ({"age": -1}, "members[0].age", 0),
        ({"age": "60"}, "members[0].age", None),
        ({"age": 60, "birth": "1966-01-01"}, "members[0].age", None),
        ({"birth": "2027-01-01"}, "members[0].birth", 2026),
    ],
)
def test_age_that_cannot_be_is_refused(
    refused: Refuse, member: dict[str, object], field: str, limit: int | None
) -> None:
    error = refused(
        scheme="household_hi",
        on="2026-11-22",
        months=12,
        members=[{"group": "household", **member}],
    )
    assert (error.code, error.field, error.limit) == ("bad_value", field, limit)


@pytest.mark.parametrize("group", ["light_disability", "ethnic_without_card", "left_near_poverty"])
def test_ha_noi_pays_for_its_own_groups(hi: Ask, group: str) -> None:
    assert hi(group, province="ha-noi", on="2026-03-15").totals["payable_vnd"] == 0
    assert hi(group).totals["payable_vnd"] == FULL


def test_share_without_an_end_covers_every_later_age() -> None:
    open_ended = AgeShare(Fraction(1), 65, None)
    assert not open_ended.covers(64)
    assert open_ended.covers(65)
    assert open_ended.covers(120)
