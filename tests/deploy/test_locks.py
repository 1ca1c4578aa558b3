"""The environments are locked with hashes and stay apart."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .files import ROOT

REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def _pinned(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_has_a_hash(lock):
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("wanted", sorted(REQUIREMENTS.glob("*.in")), ids=lambda path: path.name)
def test_a_lock_fulfils_what_is_asked_for(wanted):
    pinned = _pinned(f"{wanted.stem}.txt")
    lines = [line for line in wanted.read_text().splitlines() if line and line[0] != "#"]
    for requirement in map(Requirement, lines):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}"


def test_rasa_is_the_last_open_release_and_lives_apart():
    assert _pinned("rasa.txt")["rasa"] == "3.6.21"
    assert "rasa" not in _pinned("bot.txt") | _pinned("dev.txt")


def test_the_telegram_suite_tests_the_library_that_the_bot_runs_on():
    name = "python-telegram-bot"
    assert _pinned("telegram.txt")[name] == _pinned("bot.txt")[name]
