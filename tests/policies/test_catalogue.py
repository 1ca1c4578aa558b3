from __future__ import annotations

from datetime import date

from policies import (
    Ruleset,
    hi_groups,
    hi_periods,
    province_names,
    si_categories,
    si_methods,
)

DAY = date(2026, 11, 22)


def test_groups_carry_their_labels(ruleset: Ruleset) -> None:
    groups = hi_groups(ruleset, DAY)
    assert groups["near_poor"] == "Người thuộc hộ cận nghèo"
    assert groups["student"] == "Học sinh, sinh viên"


def test_group_appears_on_the_day_its_law_starts(ruleset: Ruleset) -> None:
    assert "social_pension" not in hi_groups(ruleset, date(2025, 6, 30))
    assert "social_pension" in hi_groups(ruleset, date(2025, 7, 1))


def test_categories_carry_their_labels(ruleset: Ruleset) -> None:
    assert si_categories(ruleset, DAY) == {
        "ethnic_minority": "Người dân tộc thiểu số",
        "island": "Người đang sống tại xã đảo, đặc khu",
        "near_poor": "Hộ cận nghèo",
        "other": "Người tham gia khác",
        "poor": "Hộ nghèo",
    }


def test_late_payment_is_offered_only_while_it_had_a_rule(ruleset: Ruleset) -> None:
    assert "late" in si_methods(ruleset, date(2025, 6, 30))
    assert set(si_methods(ruleset, DAY)) == {"monthly", "3m", "6m", "12m", "advance", "missing"}
    assert si_methods(ruleset, DAY)["3m"] == "Đóng 3 tháng một lần"


def test_periods_depend_on_who_buys(ruleset: Ruleset) -> None:
    assert hi_periods(ruleset, DAY) == (3, 6, 12)
    assert hi_periods(ruleset, DAY, ["student"]) == (3, 6, 9, 12, 15)
    assert hi_periods(ruleset, DAY, ["student", "household"]) == (3, 6, 12)
    assert hi_periods(ruleset, date(2018, 11, 30), ["student"]) == (3, 6, 12)


def test_province_names_are_those_of_the_day(ruleset: Ruleset) -> None:
    assert province_names(ruleset, date(2025, 6, 30))["hai-duong"] == "Hải Dương"
    assert "hai-duong" not in province_names(ruleset, DAY)
