from __future__ import annotations

import json
from datetime import date
from typing import Any

from click.testing import CliRunner, Result

from bot.commands.policies import command
from policies import Ruleset
from policies.diff import Affected, diff

TODAY = date(2026, 11, 22)
NEW_YEAR = date(2027, 1, 1)


def _person(people: tuple[Affected, ...], who: str) -> Affected:
    (found,) = (one for one in people if one.who == who)
    return found


def _run(*words: str) -> Result:
    return CliRunner().invoke(command, ["diff", *words])


def test_a_day_and_itself_do_not_differ(ruleset: Ruleset) -> None:
    found = diff(ruleset, TODAY, TODAY, "nghe-an")
    assert (found.parameters, found.people) == ((), ())


def test_the_new_poverty_line_changes_what_each_category_pays(ruleset: Ruleset) -> None:
    found = diff(ruleset, TODAY, NEW_YEAR, "nghe-an")
    (line,) = (one for one in found.parameters if one.id == "rural_poverty_line")
    assert (line.before, line.after) == ("1.500.000 đồng", "2.200.000 đồng")
    near_poor = _person(found.people, "Hộ cận nghèo, mức thấp nhất, hằng tháng").as_json()
    assert near_poor["difference"] == {
        "contribution_vnd": 154_000,
        "state_vnd": 61_600,
        "province_vnd": 0,
        "payable_vnd": 92_400,
    }
    middle = _person(found.people, "Hộ nghèo, mức 5.000.000 đồng, hằng tháng")
    assert middle.after[1]["payable_vnd"] < middle.before[1]["payable_vnd"]


def test_a_value_that_ends_leaves_its_people_without_a_quote(ruleset: Ruleset) -> None:
    found = diff(ruleset, TODAY, NEW_YEAR)
    (rate,) = (one for one in found.parameters if one.id == "voluntary_si.investment_rate")
    assert (rate.before, rate.after) == ("0,31%", None)
    (ahead,) = (one for one in found.people if "nhiều năm về sau" in one.who)
    assert ahead.after == ("no_rule_for_date", {})
    assert ahead.as_json()["difference"] == {}


def test_a_group_of_the_new_law_was_not_offered_before(ruleset: Ruleset) -> None:
    midwife = "Cô đỡ thôn, bản, 12 tháng"
    started = _person(diff(ruleset, date(2025, 6, 30), date(2025, 7, 1)).people, midwife)
    assert started.before == ("not_offered", {})
    assert started.after[1]["state_vnd"] == started.after[1]["payable_vnd"] == 631_800
    ended = _person(diff(ruleset, date(2025, 7, 1), date(2025, 6, 30)).people, midwife)
    assert ended.after == ("not_offered", {})


def test_provincial_rules_count_for_the_province_named(ruleset: Ruleset) -> None:
    days = date(2025, 12, 31), date(2026, 1, 1)
    nghe_an = diff(ruleset, *days, "nghe-an")
    assert {one.scope for one in nghe_an.parameters} <= {"national", "nghe-an"}
    left = "Người dân tộc thiểu số ở xã không còn là vùng khó khăn, 12 tháng"
    assert _person(nghe_an.people, left).as_json()["difference"] == {
        "contribution_vnd": 0,
        "state_vnd": 0,
        "province_vnd": 379_080,
        "payable_vnd": -379_080,
    }
    everywhere = diff(ruleset, *days)
    assert {"ha-noi", "nghe-an"} <= {one.scope for one in everywhere.parameters}
    assert left not in {one.who for one in everywhere.people}


def test_command_shows_the_same_readable_and_as_json() -> None:
    shown = _run("2026-11-22", "2027-01-01", "--province", "nghe-an").stdout
    assert "rural_poverty_line (national): Mức chuẩn hộ nghèo khu vực nông thôn" in shown
    assert "    1.500.000 đồng -> 2.200.000 đồng" in shown
    assert "    0,31% -> no value" in shown
    assert "    Anh/chị đóng: 198.000 đồng -> 290.400 đồng" in shown
    assert "    status: provisional -> no_rule_for_date" in shown
    assert "household_hi: final -> provisional with the same amounts: " in shown
    assert "    Anh/chị được nhận: " in shown
    body: dict[str, Any] = json.loads(_run("2026-11-22", "2027-01-01", "--json").stdout)
    assert body["before"] == "2026-11-22"
    assert {"id", "label", "scope", "before", "after"} == set(body["parameters"][0])
    assert {"scheme", "who", "before", "after", "difference"} == set(body["people"][0])


def test_command_says_when_a_day_lies_before_all_rules() -> None:
    result = _run("2000-01-01", "2026-11-22")
    assert result.exit_code == 1
    assert "no value of" in result.stderr
