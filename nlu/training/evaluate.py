"""How well an engine understands messages it was not trained on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlu.intents import UNCLEAR
from nlu.meaning import PUBLISHED
from nlu.training.report import Answer, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from nlu.engine import Engine


@dataclass(frozen=True)
class TestMessage:
    """A message, the intents that are right for it, and the values it states."""

    # pytest would take the name for a test class.
    __test__ = False

    text: str
    intents: tuple[str, ...]
    """`unclear` where the dialogue has to ask."""
    values: Mapping[str, Any] | None
    """None where they are not known."""
    style: str = "other"
    awaiting: str | None = None


def read_messages(path: Path) -> list[TestMessage]:
    """Return the messages of a JSON Lines file with `text`, `intents`, `values` and, if known,
    `style` and `awaiting`. Raises ValueError or KeyError on a line of another shape.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        TestMessage(
            text=row["text"],
            intents=tuple(row["intents"]),
            values=row.get("values"),
            style=row.get("style") or "answer",
            awaiting=row.get("awaiting"),
        )
        for row in rows
    ]


def evaluate(engine: Engine, messages: Iterable[TestMessage]) -> Report:
    """Return the report of an engine over messages."""
    report = Report()
    for message in messages:
        add(report, engine, message)
    return report


def add(report: Report, engine: Engine, message: TestMessage) -> None:
    """Ask the engine what a message means, and note the answer in the report.

    A value that is not published counts only where the message names it.
    """
    meaning = engine.understand(message.text, message.awaiting)
    ranked = [intent for intent, _ in meaning.ranking] or [meaning.intent]
    right = meaning.intent in message.intents
    report.add(
        Answer(
            text=message.text,
            awaiting=message.awaiting,
            style=message.style,
            expected=message.intents,
            got=meaning.intent,
            confidence=meaning.confidence,
            ranking=tuple(meaning.ranking),
            right=right,
            right_first=right or ranked[0] in message.intents,
            handed_back=meaning.intent == UNCLEAR and not right,
            modelled=engine.direct(message.text, message.awaiting) is None,
            values={
                key: value
                for key, value in meaning.values.items()
                if key in PUBLISHED or key in (message.values or {})
            },
            expected_values=None if message.values is None else dict(message.values),
        )
    )
