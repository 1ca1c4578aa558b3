"""A citizen to talk with: the real rules, the real texts, the real flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.content.load import load_content
from bot.content.types import Content
from bot.conversation.effects import EffectType
from bot.conversation.events import Event, Press, Text
from bot.conversation.state import State
from bot.conversation.turn import Context, Turn, turn
from bot.vietnam import VIETNAM
from policies import Ruleset, load_ruleset

CONTENT = Path(__file__).resolve().parents[2] / "content" / "vi"


@dataclass(frozen=True)
class Said:
    """What a sentence means, spelled out by the test."""

    intent: str
    values: Mapping[str, object] = field(default_factory=dict)
    confidence: float = 0.9
    ranking: tuple[tuple[str, float], ...] = ()
    faq: str | None = None
    faq_ranking: tuple[tuple[str, float], ...] = ()


class Citizen:
    """Talks with the assistant and keeps its memory between turns."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.state = State()
        self.turns: list[Turn] = []

    def happens(self, event: Event, meaning: Said | None = None) -> Turn:
        done = turn(self.state, event, meaning, self.context)
        # What is remembered must survive the store: only JSON goes from one turn to the next.
        self.state = State.from_json(done.state.as_json())
        assert self.state == done.state
        self.turns.append(done)
        return done

    def says(self, intent: str, text: str = "…", **values: object) -> Turn:
        return self.happens(Text(text), Said(intent, values))

    def presses(self, payload: str) -> Turn:
        return self.happens(Press(payload))

    def effects(self, kind: EffectType) -> list[Mapping[str, Any]]:
        return [e.data for done in self.turns for e in done.effects if e.type is kind]


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return load_ruleset()


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(CONTENT)


@pytest.fixture
def context(ruleset: Ruleset, content: Content) -> Context:
    return Context(
        at=datetime(2026, 11, 22, 8, tzinfo=VIETNAM),
        channel="web",
        ruleset=ruleset,
        content=content,
        province="nghe-an",
    )


@pytest.fixture
def citizen(context: Context) -> Citizen:
    return Citizen(context)


def payloads(done: Turn) -> list[str]:
    """Return the payloads of the buttons under the last reply."""
    return [button.payload for button in done.replies[-1].buttons]


def spoken(done: Turn) -> str:
    """Return everything that was said."""
    return "\n".join(reply.text for reply in done.replies)
