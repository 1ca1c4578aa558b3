from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.policies import command
from policies.check import Finding, check_parameters

DAY = date(2026, 11, 22)
RATE = "national/household_hi.rate.yml"
Change = Callable[[str, str, str], None]


@pytest.fixture
def change(folder: Path) -> Change:
    """Return a function that replaces a text of a file in the copied parameters."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def _errors(folder: Path, on: date = DAY) -> list[Finding]:
    return [one for one in check_parameters(on, folder) if one.level == "error"]


def _codes(folder: Path, file: str, on: date = DAY) -> set[str]:
    return {one.code for one in check_parameters(on, folder) if one.file == file}


def test_packaged_parameters_have_no_error_on_the_day_they_were_written() -> None:
    assert [one for one in check_parameters(DAY) if one.level == "error"] == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("from: 2018-12-01", "from: 2018-12-02", "values[1].from"),
        ("to: 2018-11-30", "to: 2018-12-01", "values[1].from"),
        ("    source: 146/2018/NĐ-CP, article 7\n", "", "values[1].source"),
        ("scope: national", "scope: national\ncolour: red", "colour"),
        ("    confidence: primary\n", "    confidence: primary\n    by: me\n", "values[1].by"),
        ("146/2018/NĐ-CP, article 7", "999/2018/NĐ-CP, article 7", "values[1].source"),
    ],
    ids=["gap", "overlap", "missing source", "unknown key", "unknown key of a value", "document"],
)
def test_a_broken_file_is_an_error_at_its_key(
    folder: Path, change: Change, old: str, new: str, key: str
) -> None:
    change(RATE, old, new)
    (error,) = _errors(folder)
    assert (error.code, error.file, error.key) == ("broken", RATE, key)


def test_every_broken_file_is_named_not_only_the_first(folder: Path, change: Change) -> None:
    change(RATE, "unit: percent", "unit: VND")
    change("national/reference_level.yml", "value: 2340000", "value: 2340000.5")
    change("nghe-an/documents.yml", "issuer:", "published by:")
    assert [error.file for error in _errors(folder)] == [
        RATE,
        "national/reference_level.yml",
        "nghe-an/documents.yml",
    ]


def test_files_that_are_right_alone_are_checked_together(folder: Path, change: Change) -> None:
    change("nghe-an/household_hi.province_share.yml", "near_poor: 15%", "near_rich: 15%")
    (error,) = _errors(folder)
    assert error.key == "values[1].value.near_rich"
    (folder / RATE).unlink()
    assert [one.reason for one in _errors(folder)] == ["is missing"]


def test_a_review_date_gone_by_is_an_error_and_one_to_come_a_warning(folder: Path) -> None:
    assert "review_soon" in _codes(folder, RATE, date(2026, 12, 31))
    assert "overdue" in _codes(folder, RATE, date(2027, 1, 1))
    assert _codes(folder, RATE, date(2026, 10, 31)) == set()
    (overdue,) = [one for one in _errors(folder, date(2027, 1, 1)) if one.file == RATE]
    assert overdue.key == "values[2].review_by"


def test_a_value_without_document_or_confirmation_is_a_warning_while_it_holds(
    folder: Path,
) -> None:
    step = "national/voluntary_si.income_step.yml"
    assert {"no_source", "unconfirmed"} <= _codes(folder, step)
    assert _codes(folder, step, date(2024, 1, 1)) == set()


def test_a_last_value_that_ends_soon_is_a_warning(folder: Path) -> None:
    rate = "national/voluntary_si.investment_rate.yml"
    assert "ends_soon" in _codes(folder, rate)
    assert "ends_soon" in _codes(folder, rate, date(2026, 12, 31))
    assert _codes(folder, rate, date(2026, 10, 1)) == set()
    assert _codes(folder, rate, date(2027, 1, 1)) == set()


def test_command_exits_with_one_only_for_errors(folder: Path, change: Change) -> None:
    def run(*words: str) -> tuple[int, str]:
        arguments = ["check", "--folder", str(folder), "--on", "2026-11-22", *words]
        result = CliRunner().invoke(command, arguments)
        return result.exit_code, result.stdout

    code, shown = run()
    assert code == 0
    assert shown.splitlines()[-1].startswith("0 errors, ")
    change(RATE, "scope: national", "scope: national\ncolour: red")
    code, shown = run()
    assert code == 1
    assert f"error: {RATE}: colour: is not a key of this format" in shown
    code, shown = run("--json")
    body = json.loads(shown)
    assert (code, body["ok"]) == (1, False)
    assert body["findings"][0] == {
        "level": "error",
        "code": "broken",
        "file": RATE,
        "key": "colour",
        "reason": "is not a key of this format",
    }


def test_show_gives_every_value_or_the_one_of_a_day() -> None:
    def run(*words: str) -> str:
        result = CliRunner().invoke(command, ["show", *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    shown = run("reference_level")
    assert "reference_level (VND, national): Mức tham chiếu" in shown
    assert "2024-07-01 to 2026-06-30: 2.340.000 đồng" in shown
    assert "161/2026/NĐ-CP, article 3(2), Chính phủ, 2026-05-15, https://" in shown
    assert "2.340.000" not in run("reference_level", "--on", "2026-11-22")
    assert "source unknown (unconfirmed, review by 2026-12-31)" in run(
        "voluntary_si.income_step", "--on", "2026-11-22"
    )
    assert "note: Luật mới" in run("voluntary_si.income_step")
    assert "no value on this day" in run("reference_level", "--on", "2010-01-01")
    provinces = json.loads(run("household_hi.province_share", "--on", "2026-11-22", "--json"))
    (here,) = [one for one in provinces if one["scope"] == "nghe-an"]
    (value,) = here["values"]
    assert value["value"]["near_poor"] == "0.3"
    assert value["written"].startswith("near_poor: 30%; ")
    assert (value["from"], value["to"]) == ("2026-01-01", "2030-12-31")
    (group,) = json.loads(run("household_hi.group.student", "--on", "2026-11-22", "--json"))
    assert group["values"][0]["value"] == {"joins": "supported", "state": "0.5"}
    assert group["values"][0]["written"] == "supported 50%"
    (periods,) = json.loads(run("household_hi.periods", "--on", "2026-11-22", "--json"))
    assert periods["values"][0]["value"] == [3, 6, 12]
    assert periods["values"][0]["written"] == "3 tháng, 6 tháng, 12 tháng"


def test_show_suggests_the_name_of_a_parameter_that_was_mistyped() -> None:
    result = CliRunner().invoke(command, ["show", "household_hi.rat"])
    assert result.exit_code == 1
    assert "did you mean household_hi.rate" in result.stderr
    assert "mean" not in CliRunner().invoke(command, ["show", "xyzzy"]).stderr
