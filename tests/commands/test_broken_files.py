"""Files that are wrong are told of in a sentence, before anything starts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.settings import CONTENT_DIR
from bot.store.vault import fresh_keys


@pytest.mark.parametrize("command", [["run"], ["worker"], ["web"]])
def test_a_broken_text_is_named_without_a_traceback(command: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "vi"
    shutil.copytree(CONTENT_DIR, folder)
    office = folder / "office.yml"
    office.write_text("name: [")
    variables = fresh_keys() | {
        "ANSINH_CONTENT_DIR": str(folder),
        "ANSINH_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'x.db'}",
    }
    done = CliRunner(env=variables).invoke(main, command)
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {office}")
    assert "Traceback" not in done.output


def test_a_broken_parameter_is_named_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "national"
    folder.mkdir()
    (folder / "broken.yml").write_text("id: broken\nunknown: 1\n")
    monkeypatch.setattr("policies.ruleset.PACKAGED_PARAMETERS", tmp_path)
    done = CliRunner().invoke(main, ["quote"], input="")
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {folder / 'broken.yml'}")
    assert "Traceback" not in done.output
