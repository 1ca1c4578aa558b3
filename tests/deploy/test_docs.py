"""The guides name commands, files and variables that exist."""

from __future__ import annotations

import re

import click
import pytest

from bot.cli import main

from .files import ROOT, compose, env_example

GUIDES = [ROOT / "docs" / "deploy.md", ROOT / "docs" / "rasa.md"]


def _resolve(words: list[str]) -> click.Command | None:
    """Return the command that the words lead to; what follows it are its arguments."""
    command: click.Command | None = main
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.get_command(click.Context(command), word)
    return command


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_of_a_guide_exists(guide):
    lines = re.findall(r"(?:`|web )ansinh ((?:[a-z]+ ?)+)", guide.read_text())
    assert lines
    assert [line for line in lines if _resolve(line.split()) is None] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_variable_of_a_guide_is_in_the_example(guide):
    named = set(re.findall(r"\b(?:ANSINH|POSTGRES|WEB)_[A-Z_]+\b", guide.read_text()))
    assert named <= set(env_example())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_file_of_a_guide_exists(guide):
    named = re.findall(r"`((?:nlu|bot|scripts|content|requirements)/[\w./-]+)`", guide.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_deployment_guide_explains_every_service():
    rows = re.findall(r"^\| `([a-z]+)` \|", (ROOT / "docs" / "deploy.md").read_text(), re.MULTILINE)
    assert set(rows) == set(compose()["services"])
