"""Where amounts meet their limits; the packaged parameters never take them there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from policies import Quote, Ruleset, load_ruleset, quote

NEAR_POOR = {
    "scheme": "household_hi",
    "on": "2026-11-22",
    "province": "nghe-an",
    "members": [{"group": "near_poor"}],
    "months": 1,
}
PERSON = {
    "scheme": "voluntary_si",
    "on": "2026-11-22",
    "province": "ha-noi",
    "category": "other",
    "income_vnd": 1_500_000,
    "method": "monthly",
}


AGES = "household_hi.province_age_share.yml"
LEFT = "ethnic_left_difficult_area"


class Folder:
    """A copy of the parameters in which values are replaced."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, file: str, pattern: str, value: str) -> None:
        """Replace every match of a pattern in a file, which must have one."""
        path = self._root / file
        text, found = re.subn(pattern, value, path.read_text(encoding="utf-8"))
        assert found
        path.write_text(text, encoding="utf-8")

    def rules(self) -> Ruleset:
        """Return the rules of the changed folder."""
        return load_ruleset(self._root)


@pytest.fixture
def changed(folder: Path) -> Folder:
    """Return the copied parameters, to put other values in."""
    return Folder(folder)


def _labels(result: Quote) -> dict[str, str]:
    return {line.payer: line.label for line in result.lines}


def test_a_premium_that_is_no_whole_dong_is_rounded_half_up_once(changed: Folder) -> None:
    changed.put("national/household_hi.rate.yml", r"value: 4\.5%", "value: 4.50001%")
    family = {"scheme": "household_hi", "on": "2026-11-22", "household_size": 2, "months": 3}
    result = quote(changed.rules(), family)
    # 113,850.253 a month; 341,550.759 for three months; 70 % of it is 239,085.5313.
    assert [line.amount_vnd for line in result.lines] == [341_551, 239_086]
    assert [step.rounding for step in result.steps] == ["none", "half_up", "half_up"]


def test_two_halves_rounded_up_never_exceed_the_premium(changed: Folder) -> None:
    changed.put("national/household_hi.rate.yml", r"value: 4\.5%", "value: 4.5001%")
    changed.put("national/reference_level.yml", "value: 2530000", "value: 1000000")
    changed.put("national/household_hi.group.near_poor.yml", "supported 70%", "supported 50%")
    changed.put(
        "nghe-an/household_hi.province_share.yml", r"      near_poor: 30%", "      near_poor: 50%"
    )
    assert quote(changed.rules(), NEAR_POOR).totals == {
        "contribution_vnd": 45_001,
        "state_vnd": 22_501,
        "province_vnd": 22_500,
        "payable_vnd": 0,
    }


def test_a_province_adds_at_most_what_the_state_leaves(changed: Folder) -> None:
    changed.put(
        "nghe-an/household_hi.province_share.yml", r"      near_poor: 30%", "      near_poor: 80%"
    )
    result = quote(changed.rules(), NEAR_POOR)
    assert result.totals["payable_vnd"] == 0
    assert _labels(result)["province"].startswith("Nghệ An hỗ trợ thêm 30%: ")


def test_the_share_of_the_group_counts_where_it_is_not_below_that_of_the_age(
    changed: Folder,
) -> None:
    person = {
        **NEAR_POOR,
        "province": "hai-phong",
        "members": [{"group": "average_agri", "age": 60}],
    }
    for by_age, added in ((20, 20), (10, 20), (30, 30)):
        changed.put(f"hai-phong/{AGES}", r"else: \d+%", f"else: {by_age}%")
        result = quote(changed.rules(), person)
        assert result.totals["province_vnd"] == 113_850 * added // 100
        told = {one.code for one in result.warnings}
        assert ("support_by_age" in told) == (by_age > 20)


def test_only_the_age_counts_where_the_time_of_the_group_is_over(changed: Folder) -> None:
    left = {"group": LEFT, "left_on": "2020-01-01", "age": 60}
    changed.put(f"hai-phong/{AGES}", r"else: \d+%", "else: 10%")
    changed.put(
        "hai-phong/household_hi.province_share.yml", "near_poor:", f"{LEFT}: 50%\n      near_poor:"
    )
    result = quote(changed.rules(), {**NEAR_POOR, "province": "hai-phong", "members": [left]})
    assert result.totals["province_vnd"] == 11_385


def test_a_province_pays_at_most_the_rest_of_a_contribution(changed: Folder) -> None:
    changed.put("ha-noi/voluntary_si.province_share.yml", "other: 20%", "other: 90%")
    assert quote(changed.rules(), PERSON).totals == {
        "contribution_vnd": 330_000,
        "state_vnd": 66_000,
        "province_vnd": 264_000,
        "payable_vnd": 0,
    }


def test_a_province_that_adds_nothing_has_no_line(changed: Folder) -> None:
    changed.put("ha-noi/voluntary_si.province_share.yml", "other: 20%", "everyone_else: 0%")
    result = quote(changed.rules(), PERSON)
    assert set(_labels(result)) == {"state", "citizen"}
    assert result.status == "final"


def test_steps_of_income_are_counted_from_the_least_income(changed: Folder) -> None:
    changed.put("national/rural_poverty_line.yml", "value: 1500000", "value: 1520000")
    request: dict[str, Any] = {**PERSON, "income_vnd": 1_545_000}
    messages = {one.code: one.message for one in quote(changed.rules(), request).warnings}
    assert "1.520.000 đồng hoặc 1.570.000 đồng" in messages["income_off_step"]
