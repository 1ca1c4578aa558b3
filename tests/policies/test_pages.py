from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.policies import command
from bot.commands.policies.bench import CASES
from bot.commands.quote import answer
from policies import Ruleset, load_ruleset, quote
from policies.check import check_parameters
from policies.pages import EXAMPLES, pages
from policies.schemes import SCHEMES

PAGES = Path(__file__).parents[2] / "docs" / "policies"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def _blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return [block for name, block in BLOCK.findall(text) if name == language]


@pytest.mark.parametrize("name", ["README", "shared", *SCHEMES])
def test_page_is_what_the_parameters_give(ruleset: Ruleset, name: str) -> None:
    hint = "write the pages anew with `ansinh policies docs`"
    assert (PAGES / f"{name}.md").read_text(encoding="utf-8") == pages(ruleset)[name], hint


def test_every_parameter_stands_on_a_page_with_every_value_and_source(ruleset: Ruleset) -> None:
    text = "\n".join(pages(ruleset).values())
    for parameter in ruleset.parameters:
        assert f"`{parameter.id}`" in text
        for dated in parameter.values:
            assert f"| {dated.start:%d/%m/%Y} |" in text
            assert dated.source.document is None or dated.source.document in text
            assert dated.note is None or dated.note in text


def test_every_scheme_has_a_worked_example_with_its_amounts(ruleset: Ruleset) -> None:
    assert set(EXAMPLES) == set(SCHEMES)
    text = pages(ruleset)["household_hi"]
    assert "Anh/chị đóng: 3.825.360 đồng" in text
    assert "| Hộ 4 người, 12 tháng | 3.825.360 đồng |" in text
    assert "08/2025/NQ-HĐND" in text
    assert "| 161/2026" not in text
    assert "[161/2026/NĐ-CP](https://" in text


def test_a_page_shows_nothing_that_changes_with_the_code_alone(ruleset: Ruleset) -> None:
    assert all(ruleset.hash not in text for text in pages(ruleset).values())


def test_command_writes_the_pages_and_tells_which_are_stale(tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(command, ["docs", "--folder", str(tmp_path), *words])
        return result.exit_code, result.stdout

    assert run("--check")[0] == 1
    assert list(tmp_path.iterdir()) == []
    assert run()[0] == 0
    assert run("--check") == (0, "")
    (tmp_path / "pension.md").write_text("old", encoding="utf-8")
    assert run("--check") == (1, f"{tmp_path / 'pension.md'} is stale\n")
    assert run() == (0, f"{tmp_path / 'pension.md'} written\n")
    assert run() == (0, "")


def test_index_names_every_page_of_the_folder(ruleset: Ruleset) -> None:
    linked = set(re.findall(r"\(([\w]+\.md)\)", pages(ruleset)["README"]))
    assert linked == {path.name for path in PAGES.glob("*.md")} - {"README.md"}


@pytest.fixture
def province(folder: Path) -> Path:
    """Return parameters with the example of the page about the format as a new province."""
    documents, parameter = _blocks("format.md", "yaml")
    here = folder / "cao-bang"
    here.mkdir()
    for block in (documents, parameter):
        name = block.partition("\n")[0].removeprefix("# ")
        (here / name).write_text(block, encoding="utf-8")
    return folder


def test_the_file_that_the_format_page_shows_is_read_and_quoted(province: Path) -> None:
    rules = load_ruleset(province)
    request: dict[str, Any] = {
        "scheme": "household_hi",
        "province": "cao-bang",
        "months": 12,
        "members": [{"group": "near_poor"}, {"group": "household"}],
    }
    for on, share in (("2027-04-01", 2), ("2029-01-01", 3)):
        totals = quote(rules, {**request, "on": on}).totals
        assert totals["province_vnd"] == 113_850 * 12 * share // 10
    warnings = quote(rules, {**request, "on": "2029-07-01"}).warnings
    assert "Điều khoản chưa được xác nhận." in {one.message for one in warnings}


def test_the_file_that_the_format_page_shows_passes_the_check(province: Path) -> None:
    found = check_parameters(date(2027, 5, 1), province)
    assert [one for one in found if one.file.startswith("cao-bang")] == []


def test_the_format_page_names_every_key(province: Path) -> None:
    text = (PAGES / "format.md").read_text(encoding="utf-8")
    for key in ("id", "label", "unit", "scope", "values", "value", "source", "confidence"):
        assert f"`{key}`" in text
    for key in ("from", "to", "review_by", "note", "membership", "everyone_else: 0%"):
        assert f"`{key}`" in text


def test_the_comparison_that_the_page_shows_says_what_the_page_says(ruleset: Ruleset) -> None:
    (block,) = _blocks("commands.md", "json")
    compared: Any = answer(ruleset, block)
    ways = compared["comparisons"]
    assert compared["cheapest"] == [2]
    assert [one.get("payable_per_month_vnd") for one in ways] == [264_000] * 2 + [
        252_533,
        None,
        387_200,
    ]
    assert ways[3]["error"]["code"] == "income_below_floor"
    assert ways[3]["error"]["limit"] == 2_200_000
    assert [one["code"] for one in compared["warnings"]] == ["incomes_differ"]


def test_commands_page_names_every_command_and_option() -> None:
    text = (PAGES / "commands.md").read_text(encoding="utf-8")
    for name, one in command.commands.items():
        (row,) = re.findall(rf"^\| `{name}[ `].*", text, re.MULTILINE)
        for option in one.params:
            if option.param_type_name == "option":
                assert option.opts[0] in row


def test_bench_prints_the_quote_beside_bare_arithmetic_and_the_table() -> None:
    result = CliRunner().invoke(command, ["bench", "--rounds", "3", "--rows", "200"])
    assert result.exit_code == 0, result.output
    assert "a family of four, a year" in result.stdout
    assert re.search(r"200 rows, \d+ different: .* MiB at most", result.stdout)
    assert (
        "rows" not in CliRunner().invoke(command, ["bench", "--rounds", "1", "--rows", "0"]).stdout
    )


def test_bare_arithmetic_of_the_bench_gives_what_the_engine_gives(ruleset: Ruleset) -> None:
    for _, request, bare in CASES:
        assert quote(ruleset, request).totals["payable_vnd"] == bare()
