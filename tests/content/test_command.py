"""`ansinh content check` tells an editor what to put right, and a script whether to publish."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.content.conftest import REAL


def run(*arguments: str) -> Result:
    """Run `ansinh content check` on 2026-11-22."""
    return CliRunner().invoke(main, ["content", "check", "--on", "2026-11-22", *arguments])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the real content, to break."""
    return Path(shutil.copytree(REAL, tmp_path / "vi"))


def test_the_real_content_has_no_error() -> None:
    result = run()
    assert (result.exit_code, result.output.splitlines()[-1][:8]) == (0, "0 errors")


def test_an_error_is_printed_and_exits_with_1(copy: Path) -> None:
    path = copy / "faq" / "si-what.yml"
    path.write_text(path.read_text().replace("si-benefits", "si-nothing"))
    result = run("--folder", str(copy))
    assert result.exit_code == 1
    assert "error: faq/si-what.yml: next: 'si-nothing' leads nowhere\n" in result.output


def test_a_warning_is_printed_and_exits_with_0(copy: Path) -> None:
    path = copy / "faq" / "hi-lookup.yml"
    path.write_text(path.read_text().replace("review_by: 20", "review_by: 19"))
    result = run("--folder", str(copy))
    assert result.exit_code == 0
    assert "warning: faq/hi-lookup.yml: review_by: was due on 19" in result.output


def test_content_that_does_not_load_is_one_error(copy: Path) -> None:
    (copy / "office.yml").unlink()
    result = run("--folder", str(copy))
    assert result.exit_code == 1
    assert result.output == "error: office.yml: there is no such file\n1 errors, 0 warnings\n"


def test_a_text_that_the_dialogue_says_must_exist(copy: Path) -> None:
    path = copy / "texts" / "common.yml"
    path.write_text(path.read_text().replace("\nhelp:", "\nhelp_me:"))
    result = run("--folder", str(copy))
    assert result.exit_code == 1
    assert "error: texts/common.yml: common.help: " in result.output


def test_json_is_one_object(copy: Path) -> None:
    path = copy / "faq" / "si-what.yml"
    path.write_text(path.read_text().replace("si-benefits", "si-nothing"))
    report = json.loads(run("--json", "--folder", str(copy)).output)
    assert report["ok"] is False
    assert len(report["version"]) == 16
    assert {
        "level": "error",
        "file": "faq/si-what.yml",
        "key": "next",
        "reason": "'si-nothing' leads nowhere",
    } in report["findings"]
