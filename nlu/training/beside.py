"""Ours and another classifier on the same messages: who is right, and how fast."""

from __future__ import annotations

import statistics
from collections import defaultdict
from time import perf_counter
from typing import TYPE_CHECKING, Final

from nlu.intents import UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlu.engine import Engine
    from nlu.training.evaluate import TestMessage

_MICROSECONDS: Final = 1_000_000


def beside(
    engine: Engine,
    messages: Sequence[TestMessage],
    others: Sequence[tuple[float, Mapping[str, float]]],
) -> Iterator[str]:
    """Yield the table of ours and of another's answers to the same messages, as lines.

    `others`: seconds and the confidence of each intent, one a message. Answers to an open question
    are left out, and what only asks back is right for: the other knows neither.
    """
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    outside: list[tuple[bool, bool]] = []
    ours_took, other_took = [], []
    for message, (seconds, ranks) in zip(messages, others, strict=True):
        if message.awaiting or set(message.intents) == {UNCLEAR}:
            continue
        started = perf_counter()
        meaning = engine.understand(message.text)
        ours_took.append(perf_counter() - started)
        other_took.append(seconds)
        said = meaning.intent
        if said == UNCLEAR and meaning.ranking:
            said = meaning.ranking[0][0]
        other = max(ranks, key=ranks.__getitem__) if ranks else UNCLEAR
        rows[message.style].append((said in message.intents, other in message.intents))
        if "other" in message.intents:
            outside.append((meaning.intent not in ("other", UNCLEAR), other != "other"))
    yield f"{'right at rank 1':<24}{'ours':>8}{'stock':>8}"
    for style, answers in sorted(rows.items()):
        yield _line(f"  {style}", answers)
    yield _line("  all", [answer for answers in rows.values() for answer in answers])
    yield _line("out of scope, answered", outside)
    ours_median, other_median = map(statistics.median, (ours_took, other_took))
    yield (
        f"{'median, µs':<24}{ours_median * _MICROSECONDS:>8.0f}{other_median * _MICROSECONDS:>8.0f}"
        f"  ({other_median / ours_median:.1f} times)"
    )


def _line(name: str, answers: Sequence[tuple[bool, bool]]) -> str:
    number = max(len(answers), 1)
    shares = (100 * sum(each[who] for each in answers) / number for who in (0, 1))
    return f"{name:<24}" + "".join(f"{each:>8.1f}" for each in shares) + f"  of {len(answers)}"
