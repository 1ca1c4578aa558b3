"""How well an engine understands messages it was not trained on."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nlu.intents import UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from nlu.engine import Engine


@dataclass(frozen=True)
class TestMessage:
    """A message, the intents that are right for it, and the values it states."""

    # pytest would take the name for a test class.
    __test__ = False

    text: str
    intents: tuple[str, ...]
    values: Mapping[str, Any]
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
            values=row["values"],
            style=row.get("style") or "answer",
            awaiting=row.get("awaiting"),
        )
        for row in rows
    ]


@dataclass
class Report:
    """Counts of right and wrong, by style and by intent."""

    total: int = 0
    right: int = 0
    """The intent the bot acts on is right."""
    first: int = 0
    """The best candidate is right, whether or not it is certain enough to act on."""
    unclear: int = 0
    values_right: int = 0
    out_of_scope: int = 0
    out_of_scope_answered: int = 0
    by_style: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    by_intent: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong_values: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the report as lines to print."""
        yield f"messages             {self.total}"
        yield f"right                {self.right} ({_share(self.right, self.total)})"
        yield f"right at rank 1      {self.first} ({_share(self.first, self.total)})"
        yield f"handed back unclear  {self.unclear}"
        yield f"wrong                {self.total - self.right - self.unclear}"
        yield f"out of scope         {self.out_of_scope}, answered {self.out_of_scope_answered}"
        yield f"values exact         {self.values_right} ({_share(self.values_right, self.total)})"
        for title, groups in (("style", self.by_style), ("intent", self.by_intent)):
            yield f"\nby {title}"
            for name, counts in sorted(groups.items()):
                yield f"  {name:<26} {counts[True]:>3} of {counts.total()}"
        yield "\nconfused (expected -> understood)"
        for (expected, understood), count in self.confused.most_common():
            yield f"  {expected} -> {understood}  {count}"
        yield "\nvalues"
        yield from (f"  {line}" for line in self.wrong_values)


def evaluate(engine: Engine, messages: Iterable[TestMessage]) -> Report:
    """Return the report of an engine over messages."""
    report = Report()
    for message in messages:
        meaning = engine.understand(message.text, message.awaiting)
        right = meaning.intent in message.intents
        best = meaning.ranking[0][0] if meaning.ranking else meaning.intent
        report.total += 1
        report.right += right
        report.first += best in message.intents
        report.unclear += meaning.intent == UNCLEAR
        report.by_style[message.style][right] += 1
        report.by_intent[message.intents[0]][right] += 1
        if "other" in message.intents:
            report.out_of_scope += 1
            report.out_of_scope_answered += not right and meaning.intent != UNCLEAR
        if not right:
            report.confused[message.intents[0], meaning.intent] += 1
        if dict(meaning.values) == dict(message.values):
            report.values_right += 1
        else:
            report.wrong_values.append(
                f"{message.text!r}: {dict(meaning.values)} instead of {dict(message.values)}"
            )
    return report


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
