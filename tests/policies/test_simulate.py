from __future__ import annotations

import csv
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.commands.policies import command
from bot.commands.policies.people import HEADING, made_up_rows
from bot.commands.policies.table import TableError, read_table
from policies import Ruleset, load_ruleset, quote
from policies.simulate import Simulation

DAY = "2026-11-22"
PROPOSAL = """
id: household_hi.province_share
label: Tỉnh hỗ trợ thêm tiền đóng bảo hiểm y tế
unit: percent
scope: nghe-an
values:
  - {from: 2026-01-01, to: 2030-12-31, source: unknown, confidence: unconfirmed,
     value: {near_poor: 10%, student: 20%, everyone_else: 0%}}
"""
TIMES = {"monthly": 12, "3m": 4, "6m": 2, "12m": 1, "advance": 1}


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    path = tmp_path / "students.yml"
    path.write_text(PROPOSAL, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("".join(made_up_rows(4_000, 3)), encoding="utf-8")
    return path


def _run(table: Path, *options: object, exit_code: int = 0) -> Result:
    words = ["simulate", str(table), "--on", DAY, "--province", "nghe-an"]
    result = CliRunner().invoke(command, [*words, *(str(one) for one in options)])
    assert result.exit_code == exit_code, result.output
    return result


def _report(table: Path, *options: object) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(_run(table, *options, "--json").stdout)
    return report


def _written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "small.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _by_hand(ruleset: Ruleset, row: dict[str, str]) -> Counter[str]:
    """Quote a row of the made-up table as a clerk would, without the code of the simulation."""
    request: dict[str, Any] = {"scheme": row["scheme"], "on": DAY, "province": "nghe-an"}
    if row["scheme"] == "voluntary_si":
        request |= {"category": row["category"], "income_vnd": int(row["income_vnd"])}
        request["method"] = row["method"]
        if row["years"]:
            request["years"] = int(row["years"])
        times = TIMES[row["method"]]
    else:
        request["months"] = int(row["months"])
        times = 12 // request["months"]
        groups = row["members"].split() or [row["group"]]
        request["members"] = [{"group": group} for group in groups]
        if row["position"]:
            request["paid_positions"] = int(row["position"]) - 1
    totals = quote(ruleset, request).totals
    return Counter({name: amount * times for name, amount in totals.items()})


def test_every_row_of_a_sample_costs_what_the_engine_says_row_by_row(
    ruleset: Ruleset, proposal: Path, table: Path
) -> None:
    proposed = load_ruleset(proposals=[proposal])
    with table.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    for row in random.Random(11).sample(rows, 500):  # noqa: S311
        known = {name: cell for name, cell in row.items() if name != "code"}
        simulation = Simulation(ruleset, proposed, DAY, "nghe-an", None)
        simulation.add(list(known), list(known.values()), 1)
        total: Any = simulation.report.as_json()["total"]
        for side, rules in (("now", ruleset), ("proposed", proposed)):
            by_hand = _by_hand(rules, row)
            assert total[side] == {
                "state_vnd": by_hand["state_vnd"],
                "province_vnd": by_hand["province_vnd"],
                "citizens_vnd": by_hand["payable_vnd"],
            }, row


def test_the_sum_of_a_table_is_the_sum_of_its_rows(
    ruleset: Ruleset, proposal: Path, table: Path
) -> None:
    report = _report(table, "--rule", proposal)
    with table.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    by_hand: Counter[str] = sum((_by_hand(ruleset, row) for row in rows), Counter())
    assert report["rows"] == len(rows) == 4_000
    assert report["cases"] < 1_000
    assert report["refused"] == []
    assert report["ignored_columns"] == ["code"]
    assert report["total"]["now"] == {
        "state_vnd": by_hand["state_vnd"],
        "province_vnd": by_hand["province_vnd"],
        "citizens_vnd": by_hand["payable_vnd"],
    }
    for side in ("now", "proposed", "difference"):
        for payer, amount in report["total"][side].items():
            assert amount == sum(group[side][payer] for group in report["groups"])


def test_a_proposal_moves_money_between_province_and_the_groups_it_names(
    tmp_path: Path, proposal: Path
) -> None:
    text = "scheme,group,months,count\nhousehold_hi,student,12,1000\nhousehold_hi,poor,12,10\n"
    report = _report(_written(tmp_path, text), "--rule", proposal)
    poor, student = report["groups"]
    assert (student["people"], poor["people"]) == (1_000, 10)
    assert student["now"] == {
        "state_vnd": 683_100_000,
        "province_vnd": 0,
        "citizens_vnd": 683_100_000,
    }
    assert student["difference"] == {
        "state_vnd": 0,
        "province_vnd": 273_240_000,
        "citizens_vnd": -273_240_000,
    }
    assert set(poor["difference"].values()) == {0}
    assert report["ruleset"]["now"] != report["ruleset"]["proposed"]


def test_a_mixed_household_is_split_by_the_group_of_each_member(tmp_path: Path) -> None:
    text = "scheme,members,months\nhousehold_hi,household student household near_poor poor,6\n"
    report = _report(_written(tmp_path, text))
    groups = {one["group"]: (one["people"], one["now"]) for one in report["groups"]}
    full = 113_850 * 12
    assert groups["household"] == (
        2,
        {"state_vnd": 0, "province_vnd": 0, "citizens_vnd": full * 17 // 10},
    )
    assert groups["student"][1]["state_vnd"] == full // 2
    assert groups["near_poor"][1] == {
        "state_vnd": full * 7 // 10,
        "province_vnd": full * 3 // 10,
        "citizens_vnd": 0,
    }
    assert groups["poor"][1] == {"state_vnd": full, "province_vnd": 0, "citizens_vnd": 0}


def test_a_household_by_its_size_and_one_by_its_members_cost_the_same(tmp_path: Path) -> None:
    text = "household_size,members,months\n3,,12\n,household household household,12\n"
    sized = _report(_written(tmp_path, text), "--scheme", "household_hi")
    (group,) = sized["groups"]
    assert group["people"] == 6
    assert group["now"]["citizens_vnd"] == 2 * 113_850 * 12 * 23 // 10


def test_months_of_support_run_out_within_the_year(tmp_path: Path) -> None:
    text = (
        "scheme,category,income_vnd,method,supported_months_used\n"
        "voluntary_si,other,1500000,monthly,115\n"
        "voluntary_si,poor,1500000,6m,110\n"
        "voluntary_si,near_poor,1500000,3m,0\n"
    )
    groups = {one["group"]: one["now"] for one in _report(_written(tmp_path, text))["groups"]}
    assert groups["other"]["state_vnd"] == 5 * 66_000
    assert groups["poor"]["state_vnd"] == 10 * 165_000
    assert groups["near_poor"]["state_vnd"] == 12 * 132_000


def test_a_payment_for_years_comes_once_a_year(tmp_path: Path) -> None:
    text = (
        "scheme,category,income_vnd,method,years,months,group\n"
        "voluntary_si,other,1500000,advance,2,,\n"
        "voluntary_si,poor,1500000,missing,,1,\n"
        "household_hi,,,,,9,student\n"
    )
    groups = {one["group"]: one["now"] for one in _report(_written(tmp_path, text))["groups"]}
    assert groups["other"]["citizens_vnd"] == 6_060_801
    assert groups["poor"]["citizens_vnd"] + groups["poor"]["state_vnd"] == 331_023
    assert groups["student"]["state_vnd"] == 113_850 * 9 // 2


def test_rows_that_cannot_be_quoted_are_named_and_counted_apart(tmp_path: Path) -> None:
    text = (
        "scheme,category,income_vnd,method,group,position,months,count\n"
        "voluntary_si,other,1000000,monthly,,,,\n"
        "voluntary_si,other,1000000,monthly,,,,\n"
        "voluntary_si,other,1.500.000,monthly,,,,\n"
        "household_hi,,,,nobody,,12,\n"
        "household_hi,,,,poor,0,12,\n"
        "household_hi,,,,poor,1,12,many\n"
        "pension,,,,,,,\n"
        "household_hi,,,,poor,1,12,\n"
    )
    report = _report(_written(tmp_path, text))
    assert [(one["reason"], one["field"], one["rows"]) for one in report["refused"]] == [
        ("income_below_floor", "income_vnd", 2),
        ("bad_value", "income_vnd", 1),
        ("bad_value", "members[0].group", 1),
        ("bad_row", "position counts from 1", 1),
        ("bad_row", "count 'many' is not a whole number", 1),
        ("bad_value", "scheme", 1),
    ]
    assert report["refused"][0]["example"]["income_vnd"] == "1000000"
    assert report["rows"] == 8
    assert report["total"]["people"] == 1


def test_a_person_of_a_commune_that_left_the_difficult_area_brings_the_day(tmp_path: Path) -> None:
    text = (
        "scheme,group,left_on,left_list,months\n"
        "household_hi,ethnic_left_difficult_area,2025-01-01,,12\n"
        "household_hi,ethnic_left_difficult_area,,861,12\n"
        "household_hi,poor,2025-01-01,,12\n"
    )
    report = _report(_written(tmp_path, text))
    left, poor = report["groups"]
    assert left["now"]["state_vnd"] == 113_850 * 12 * 7 // 10
    assert poor["people"] == 1
    assert report["provisional_rows"] == 1


def test_a_proposal_for_an_age_costs_the_province_only_the_people_of_that_age(
    tmp_path: Path,
) -> None:
    rule = tmp_path / "ages.yml"
    rule.write_text(
        "id: household_hi.province_age_share\nlabel: Theo tuổi\nunit: share_by_age\n"
        "scope: nghe-an\nvalues:\n"
        "  - {from: 2026-01-01, to: 2030-12-31, source: unknown, confidence: secondary,\n"
        "     value: {household: 100% from 65}}\n",
        encoding="utf-8",
    )
    text = (
        "scheme,group,age,members,months\n"
        "household_hi,household,64,,12\n"
        "household_hi,household,65,,12\n"
        "household_hi,household,,,12\n"
        "household_hi,household,old,,12\n"
        "household_hi,,,household average_agri,12\n"
    )
    report = _report(_written(tmp_path, text), "--rule", rule)
    agri, household = report["groups"]
    assert household["now"]["province_vnd"] == 0
    assert household["difference"] == {
        "state_vnd": 0,
        "province_vnd": 113_850 * 12,
        "citizens_vnd": -113_850 * 12,
    }
    assert not any(agri["difference"].values())
    assert report["provisional_rows"] == 2
    (refused,) = report["refused"]
    assert (refused["reason"], refused["field"]) == ("bad_value", "members[0].age")


def test_a_spreadsheet_with_semicolons_a_mark_and_empty_lines_is_read(tmp_path: Path) -> None:
    text = 'Họ tên;scheme;group;months\n"Nguyễn; Văn A";household_hi;poor;12\n\n'
    report = _report(_written(tmp_path, text, "utf-8-sig"))
    assert report["total"]["people"] == 1
    assert report["ignored_columns"] == ["Họ tên"]


def test_a_table_of_one_column_is_read(tmp_path: Path) -> None:
    table = read_table(_written(tmp_path, "group\npoor\npoor\n"), lambda _: None)
    assert table.rows == {("poor",): 2}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name,height\na,1\n", "no column"),
        ("group,group\na,b\n", "twice"),
        ("scheme,group\nhousehold_hi,poor\nhousehold_hi\n", "line 3 has fewer cells"),
        ('group\n"' + "x" * 200_000, "field larger"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        read_table(_written(tmp_path, text), lambda _: None)


def test_a_table_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    result = _run(_written(tmp_path, "group\nđ\n", "utf-16"), exit_code=1)
    assert "Error: " in result.stderr


def test_a_rule_with_a_mistake_is_refused_by_file_and_key(tmp_path: Path, table: Path) -> None:
    broken = tmp_path / "rule.yml"
    broken.write_text(PROPOSAL.replace("near_poor: 10%", "nobody: 10%"), encoding="utf-8")
    result = _run(table, "--rule", broken, exit_code=1)
    assert "values[0].value.nobody: is not a group of household_hi" in result.stderr


def test_the_readable_report_shows_each_group_and_what_changes(
    tmp_path: Path, proposal: Path
) -> None:
    text = (
        "name,scheme,group,months,count\n"
        "a,household_hi,student,12,2\nb,household_hi,nobody,12,1\nc,household_hi,island,12,1\n"
    )
    shown = _run(_written(tmp_path, text), "--rule", proposal).stdout
    assert "3 rows, 3 of them different" in shown
    assert "Columns not used: name" in shown
    assert "1 rows rest on rules that are not established" in shown
    assert "NOT COUNTED: 1 rows, bad_value (members[0].group): " in shown
    assert "household_hi student" in shown
    assert "-546.480" in shown


def test_made_up_people_are_the_same_for_a_seed_and_other_for_another(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    arguments = ["people", "--rows", "50", "--seed", "3", str(path)]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[0] == HEADING
    assert lines == list(made_up_rows(50, 3))
    assert lines != list(made_up_rows(50, 4))


def test_parquet_says_the_same_as_csv(tmp_path: Path, table: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    csv_module = pytest.importorskip("pyarrow.csv")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "people.parquet"
    typed = csv_module.read_csv(table)
    place = typed.schema.get_field_index("income_vnd")
    floats = typed.column("income_vnd").cast(pyarrow.float64())
    parquet.write_table(typed.set_column(place, "income_vnd", floats), path)
    assert _report(path) == _report(table)


def test_parquet_that_is_none_or_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_text("group\npoor\n", encoding="utf-8")
    result = _run(path, exit_code=1)
    assert "pyarrow" in result.stderr or "Parquet" in result.stderr
