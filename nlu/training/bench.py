"""How fast an engine is, in one run with a bare loop, so that a busy machine shows itself."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

from nlu.engine import Engine
from nlu.text import views_of
from nlu.training.elsewhere import LeftOutError, ask_stock_rasa
from nlu.values.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from nlu.meaning import FaqExamples, Meaning
    from nlu.training.evaluate import TestMessage

_ADDITIONS: Final = 10_000
_BESIDE: Final = 20
"""Sentences after which the loop is run again, so that both wait for a busy machine alike."""
_MICROSECONDS: Final = 1e6
# Linux hands a process the greatest size of its parent, where `resource` would look; other systems
# than Linux and Darwin (which counts bytes) have neither.
_PEAK: Final = """
import sys
def peak():
    if sys.platform == "linux":
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
"""
_LOAD: Final = """
import json, time
faqs = json.load(sys.stdin)
started = time.perf_counter()
from nlu import Engine, FaqExamples
Engine.load(FaqExamples(*each) for each in faqs).understand("mất thẻ bảo hiểm y tế")
print(time.perf_counter() - started, peak())
"""


@dataclass(frozen=True)
class Times:
    """How long sentences took, and a bare loop beside them, all in microseconds."""

    sentences: int
    median: float
    slowest: float
    """Within which 99 of 100 sentences are understood."""
    loop: float
    """Of 10,000 additions: median of a run every few sentences."""

    @property
    def ratio(self) -> float:
        """How many bare loops a sentence takes: the same on a busy machine and on a quiet one."""
        return self.median / self.loop


@dataclass(frozen=True)
class Speed:
    """What was measured of the engine."""

    load_seconds: float
    """Of a fresh process, from its first import to an engine that has answered."""
    memory_mb: float
    """The most that process has held above a bare interpreter."""
    times: Times
    rasa: str
    """What the same sentences cost in Rasa's stock pipeline, or why that is not known."""

    def lines(self) -> Iterator[str]:
        """Yield the measures as lines to print."""
        yield f"load           {self.load_seconds:.2f} s"
        yield f"memory         {self.memory_mb:.0f} MB above a bare interpreter"
        yield f"sentences      {self.times.sentences}"
        yield f"median         {self.times.median:.0f} µs"
        yield f"99 of 100      {self.times.slowest:.0f} µs"
        yield f"stock Rasa     {self.rasa}"
        yield f"bare loop      {self.times.loop:.0f} µs for {_ADDITIONS} additions"
        yield f"median / loop  {self.times.ratio:.2f}"


def bench(faqs: Sequence[FaqExamples], messages: Sequence[TestMessage], rounds: int) -> Speed:
    """Return the speed of the shipped model over the messages, asked `rounds` times each."""
    engine = Engine.load(faqs)

    async def understand(text: str, awaiting: str | None) -> Meaning:
        return engine.understand(text, awaiting)

    loaded, memory = _fresh(faqs)
    times = asyncio.run(timed(understand, messages, rounds))
    return Speed(loaded, memory, times, _stock_rasa(messages))


async def timed(
    understand: Callable[[str, str | None], Awaitable[Meaning]],
    messages: Sequence[TestMessage],
    rounds: int,
) -> Times:
    """Return how long it takes to understand the messages, asked `rounds` times each."""
    times: list[float] = []
    loops: list[float] = []
    for _ in range(rounds):
        # A conversation hardly ever repeats a sentence; the words it repeats stay known.
        views_of.cache_clear()
        tokenise.cache_clear()
        for number, message in enumerate(messages):
            if number % _BESIDE == 0:
                loops.append(_loop())
            started = perf_counter()
            await understand(message.text, message.awaiting)
            times.append((perf_counter() - started) * _MICROSECONDS)
    return Times(
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


def _fresh(faqs: Sequence[FaqExamples]) -> tuple[float, float]:
    """Return seconds to load, and megabytes above a bare interpreter, of a fresh process."""
    bare = float(_printed("print(peak())", ""))
    given = json.dumps([[faq.id, faq.intent, list(faq.questions)] for faq in faqs])
    loaded, peak = _printed(_LOAD, given).split()
    return float(loaded), float(peak) - bare


def _printed(code: str, given: str) -> str:
    command = [sys.executable, "-c", _PEAK + code]
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=True)  # noqa: S603
    return run.stdout


def _stock_rasa(messages: Sequence[TestMessage]) -> str:
    try:
        answers = ask_stock_rasa([message.text for message in messages])
    except LeftOutError as error:
        return f"not measured: {error}"
    median = statistics.median(seconds for seconds, _ in answers) * _MICROSECONDS
    return f"{median:.0f} µs"
