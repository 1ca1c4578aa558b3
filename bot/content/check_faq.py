"""What is wrong with one entry of the FAQ: figures, links, lengths, examples, dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.errors import FigureError
from bot.content.figures import PLACEHOLDER, doubtful, fill
from bot.content.findings import Finding, Level, too_long, written_amounts
from bot.content.reading import check_reading
from bot.content.types import Content, Faq, PlainWords
from policies import Ruleset

TITLE_LENGTH = 40
SHORT_LENGTH = 600
MORE_LENGTH = 1500
LEAST_EXAMPLES = 25
MOST_NEXT = 3
FLOWS = frozenset({"flow:hi", "flow:si", "flow:lead", "flow:human", "flow:menu"})
SOON = timedelta(days=60)
"""How far ahead a figure that will run out is reported."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Against what content is checked: the rules, the day, the province."""

    ruleset: Ruleset
    on: date
    province: str

    def next_change(self) -> date | None:
        """Return the next day from which some parameter has a new value, where one is known."""
        coming = [
            start
            for parameter in self.ruleset.parameters
            for start in parameter.starts
            if start > self.on
        ]
        return min(coming, default=None)


def check_faq(entry: Faq, content: Content, scene: Scene) -> Iterator[Finding]:
    """Find what is wrong with an entry of `content`."""
    file = f"faq/{entry.id}.yml"
    spoken = {"title": entry.title, "short": entry.short, "more": entry.more or ""}
    for key, text in {**spoken, "unconfirmed": entry.unconfirmed or ""}.items():
        yield from written_amounts(file, key, text)
    named = set(PLACEHOLDER.findall(entry.short + (entry.more or "")))
    for name in sorted(named ^ entry.figures.keys()):
        reason = "is named in no text" if name in entry.figures else "is not defined"
        yield Finding("error", file, f"figures.{name}", reason)
    if not named - entry.figures.keys():
        yield from _check_figures(entry, file, scene, content.plain)
    yield from too_long(file, "title", entry.title, TITLE_LENGTH)
    if not entry.sources:
        yield Finding("error", file, "sources", "names no source")
    if not 0 < len(entry.next) <= MOST_NEXT:
        yield Finding("error", file, "next", f"needs 1 to {MOST_NEXT} ways on")
    for target in entry.next:
        if target not in FLOWS | content.faqs.keys() or target == entry.id:
            yield Finding("error", file, "next", f"{target!r} leads nowhere")
    if len(entry.examples) < LEAST_EXAMPLES:
        yield Finding("error", file, "examples", f"needs at least {LEAST_EXAMPLES}")
    if entry.review_by < scene.on:
        yield Finding("warning", file, "review_by", f"was due on {entry.review_by.isoformat()}")


def _check_figures(entry: Faq, file: str, scene: Scene, plain: PlainWords) -> Iterator[Finding]:
    change = scene.next_change()
    texts = {"short": (entry.short, SHORT_LENGTH), "more": (entry.more or "", MORE_LENGTH)}
    for key, (text, longest) in texts.items():
        before = "" if key == "short" else entry.short
        for day in [scene.on] if change is None else [scene.on, change]:
            try:
                filled, _ = fill(text, entry.figures, scene.ruleset, day, scene.province)
            except FigureError as error:
                yield _unfilled(file, "error", error, day)
                break
            yield from too_long(file, key, filled, longest)
            if day == scene.on:
                yield from check_reading(file, key, filled, plain, said_before=before)
        else:
            yield from _check_soon(entry, file, text, scene)


def _check_soon(entry: Faq, file: str, text: str, scene: Scene) -> Iterator[Finding]:
    for value in doubtful(text, entry.figures, scene.ruleset, scene.on, scene.province):
        why = "is past its review date" if value.overdue else "is unconfirmed"
        yield Finding("warning", file, "figures", f"rests on {value.id}, which {why}")
    day = scene.on + SOON
    try:
        fill(text, entry.figures, scene.ruleset, day, scene.province)
    except FigureError as error:
        yield _unfilled(file, "warning", error, day)


def _unfilled(file: str, level: Level, error: FigureError, day: date) -> Finding:
    return Finding(level, file, f"figures.{error.name}", f"on {day.isoformat()}: {error.reason}")
