"""The drawing of the flows: complete, well formed, and the one in the documents."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands.flows import DAY, SAMPLES, Drawn, context_on, draw, put_into, walk
from bot.content.types import Content
from bot.conversation.flows import FLOWS
from bot.conversation.wishes import WISHES
from nlu.intents import INTENTS
from policies import Ruleset

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conversations.md"
NODE = re.compile(r"\s*(\w+)(\(\[|\(\(|\{\{|\[)\"[^\"]+\"(?:\]\)|\)\)|\}\}|\])")
EDGE = re.compile(r"\s*(\w+)(?:\S*.*?)? (?:-->|-\.->|-\. \"[^\"]+\" \.->) (\w+)")


@pytest.fixture(scope="module")
def drawing(ruleset: Ruleset, content: Content) -> str:
    return draw(context_on(DAY, ruleset, content))


@pytest.fixture(scope="module")
def walks(ruleset: Ruleset, content: Content) -> dict[str, Drawn]:
    return {name: walk(name, context_on(DAY, ruleset, content)) for name in FLOWS}


def test_drawing_shows_every_flow_every_intent_and_every_wish(drawing: str) -> None:
    words = set(re.findall(r"\w+", drawing))
    assert FLOWS.keys() | WISHES.keys() | set(INTENTS) <= words


def test_drawing_is_well_formed(drawing: str) -> None:
    for block in re.findall(r"```mermaid\n(.*?)```", drawing, re.DOTALL):
        head, *rows = block.strip().split("\n")
        assert head.startswith("flowchart ")
        nodes = {found[1] for row in rows if (found := NODE.match(row))}
        edges = [found.groups() for row in rows if (found := EDGE.match(row))]
        assert edges
        assert {end for edge in edges for end in edge} <= nodes
        odd = [row for row in rows if not (NODE.match(row) or EDGE.match(row))]
        assert all(re.fullmatch(r'\s*(subgraph \w+\["\w+"\]|end)', row) for row in odd)
        assert block.count("subgraph ") == len(re.findall(r"^\s*end$", block, re.MULTILINE))


def test_questions_stand_in_the_order_in_which_they_are_asked(walks: dict[str, Drawn]) -> None:
    assert walks["lead"].questions == ["consent", "phone", "name", "place"]
    assert walks["pension"].questions == ["sex", "birth_year", "income_vnd", "years"]
    assert walks["si"].questions[:2] == ["category", "income_vnd"]
    assert walks["compare"].questions == []


def test_buttons_under_an_answer_lead_to_other_flows(walks: dict[str, Drawn]) -> None:
    assert {"share", "lead"} <= walks["hi"].ways_out.keys()
    assert {"si", "hi", "lead"} <= walks["group"].ways_out.keys()


def test_every_flow_comes_to_an_end(walks: dict[str, Drawn]) -> None:
    for name, drawn in walks.items():
        assert any(other == f"{name}_answer" for _, other in drawn.steps), name
        assert set(drawn.questions) <= SAMPLES.keys()


def test_drawing_in_the_documents_is_that_of_the_code(drawing: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert put_into(page, drawing) == page, f"ansinh flows draw --into {PAGE}"


def test_command_prints_the_drawing_or_puts_it_into_a_page(drawing: str, tmp_path: Path) -> None:
    command = main.get_command(click.Context(main), "flows")
    assert command is not None
    assert CliRunner().invoke(command, ["draw"]).output == drawing
    page = tmp_path / "page.md"
    page.write_text("no place", encoding="utf-8")
    refused = CliRunner().invoke(command, ["draw", "--into", str(page)])
    assert refused.exit_code == 1
    assert "no place for a drawing" in refused.output
