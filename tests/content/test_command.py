"""`ansinh content check` tells an editor what to put right, and a script whether to publish."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.content.conftest import REAL


def run(*arguments: str) -> Result:
    """Run `ansinh content check` on 2026-11-22."""
    return CliRunner().invoke(main, ["content", "check", "--on", "2026-11-22", *arguments])


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], str]:
    """Return a copy of the real content in which one file says something else."""

    def change(file: str, old: str, new: str) -> str:
        path = Path(shutil.copytree(REAL, tmp_path / "vi")) / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return str(tmp_path / "vi")

    return change


def test_the_real_content_has_no_error() -> None:
    result = run()
    assert (result.exit_code, result.output.splitlines()[-1][:8]) == (0, "0 errors")


def test_an_error_is_printed_and_exits_with_1(broken: Callable[[str, str, str], str]) -> None:
    result = run("--folder", broken("faq/si-what.yml", "si-benefits", "si-nothing"))
    assert result.exit_code == 1
    assert "error: faq/si-what.yml: next: 'si-nothing' leads nowhere\n" in result.output


def test_a_warning_is_printed_and_exits_with_0(broken: Callable[[str, str, str], str]) -> None:
    result = run("--folder", broken("faq/hi-lookup.yml", "review_by: 20", "review_by: 19"))
    assert result.exit_code == 0
    assert "warning: faq/hi-lookup.yml: review_by: was due on 19" in result.output


def test_content_that_does_not_load_is_one_error(broken: Callable[[str, str, str], str]) -> None:
    result = run("--folder", broken("office.yml", "hotline:", "line:"))
    assert result.exit_code == 1
    assert result.output == "error: office.yml: hotline: is missing\n1 errors, 0 warnings\n"


def test_a_folder_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    result = run("--folder", str(tmp_path / "vi"))
    assert result.exit_code == 1
    assert result.output == "error: texts: there is no such folder\n1 errors, 0 warnings\n"


def test_a_text_that_the_dialogue_says_must_exist(
    broken: Callable[[str, str, str], str],
) -> None:
    result = run("--folder", broken("texts/common.yml", "\nhelp:", "\nhelp_me:"))
    assert result.exit_code == 1
    assert "error: texts/common.yml: common.help: " in result.output


def test_json_is_one_object(broken: Callable[[str, str, str], str]) -> None:
    folder = broken("faq/si-what.yml", "si-benefits", "si-nothing")
    report = json.loads(run("--json", "--folder", folder).output)
    assert report["ok"] is False
    assert len(report["version"]) == 16
    assert {
        "level": "error",
        "file": "faq/si-what.yml",
        "key": "next",
        "reason": "'si-nothing' leads nowhere",
    } in report["findings"]
