""".ci/run calls targets that exist, and the scripts behind them are sound."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from .files import ROOT

SCRIPTS = [ROOT / ".ci" / "run", *sorted((ROOT / "scripts").iterdir())]
SHELL = [path for path in SCRIPTS if path.read_text().startswith("#!/usr/bin/env bash")]
MAKE_TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_ci_runs_every_suite_of_the_makefile():
    called = re.findall(r"\bmake ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    suites = ["test", "check", "coverage", "browser", "rasa", "rasa-test", "telegram-test"]
    assert called == ["install", *suites]
    assert set(called) <= MAKE_TARGETS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_executable(script):
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_a_shell_script_stops_at_the_first_error_and_parses(script):
    assert "set -euo pipefail" in script.read_text()
    parsed = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert parsed.returncode == 0, parsed.stderr


@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_a_script_calls_only_scripts_that_exist(script):
    for called in re.findall(r"(?<![\w/])scripts/[\w-]+", script.read_text()):
        assert (ROOT / called).is_file(), called


def test_the_makefile_calls_only_scripts_that_exist():
    for called in re.findall(r"scripts/[\w-]+", (ROOT / "Makefile").read_text()):
        assert (ROOT / called).is_file(), called
