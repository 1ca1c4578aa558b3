"""How fast an engine is, in one run with a bare loop, so that a busy machine shows itself."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

from nlu.engine import Engine
from nlu.text import views_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlu.meaning import FaqExamples
    from nlu.training.evaluate import TestMessage

_ADDITIONS: Final = 10_000
_MICROSECONDS: Final = 1e6


@dataclass(frozen=True)
class Speed:
    """What was measured."""

    load_seconds: float
    memory_mb: float
    """The most the process has held, the interpreter and numpy included."""
    sentences: int
    median: float
    """Microseconds a sentence."""
    slowest: float
    """Microseconds within which 99 of 100 sentences are understood."""
    loop: float
    """Microseconds of a bare loop of 10,000 additions: median of one run a round."""

    def lines(self) -> Iterator[str]:
        """Yield the measures as lines to print."""
        yield f"load           {self.load_seconds:.2f} s"
        yield f"memory         {self.memory_mb:.0f} MB"
        yield f"sentences      {self.sentences}"
        yield f"median         {self.median:.0f} µs"
        yield f"99 of 100      {self.slowest:.0f} µs"
        yield f"bare loop      {self.loop:.0f} µs for {_ADDITIONS} additions"
        yield f"median / loop  {self.median / self.loop:.2f}"


def bench(faqs: Sequence[FaqExamples], messages: Sequence[TestMessage], rounds: int) -> Speed:
    """Return the speed of the shipped model over the messages, asked `rounds` times each."""
    started = perf_counter()
    engine = Engine.load(faqs)
    loaded = perf_counter() - started
    times: list[float] = []
    loops: list[float] = []
    for _ in range(rounds):
        # A real conversation hardly ever repeats a sentence.
        views_of.cache_clear()
        loops.append(_loop())
        for message in messages:
            started = perf_counter()
            engine.understand(message.text, message.awaiting)
            times.append((perf_counter() - started) * _MICROSECONDS)
    return Speed(
        load_seconds=loaded,
        memory_mb=_peak_mb(),
        sentences=len(times),
        median=statistics.median(times),
        slowest=sorted(times)[len(times) * 99 // 100],
        loop=statistics.median(loops),
    )


def _loop() -> float:
    started = perf_counter()
    total = 0
    for number in range(_ADDITIONS):
        total += number
    return (perf_counter() - started) * _MICROSECONDS


def _peak_mb() -> float:
    # Not on Windows, where training and evaluating work.
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
