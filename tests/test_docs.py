"""What the documents say against what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.content.load import load_content
from bot.conversation.sentences import ANSWERED_INTENTS
from bot.settings import CONTENT_DIR, Settings
from nlu.intents import INTENTS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = main.list_commands(click.Context(main))


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"`ansinh ([a-z]+)", read("README.md")))
    named |= set(re.findall(r"\.venv/bin/ansinh ([a-z]+)", read("README.md")))
    assert named == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    named = re.findall(r"`((?:bot|nlu|policies|content|docs|tests|requirements)/[\w./-]+)`", text)
    missing += [path for path in named if not (ROOT / path).exists()]
    assert not missing


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_and_shown(name: str) -> None:
    assert Settings.model_fields[name].description
    assert f"ANSINH_{name.upper()}" in read(".env.example")


def test_make_targets_named_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8")))
        assert named <= targets, page.name


def test_every_intent_has_an_answer() -> None:
    asked = {entry.intent for entry in load_content(CONTENT_DIR).faqs.values()}
    assert set(INTENTS) == asked | ANSWERED_INTENTS
