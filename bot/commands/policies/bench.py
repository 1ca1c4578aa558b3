"""`ansinh policies bench`: how long one quote takes, and a whole province."""

from __future__ import annotations

import os
import statistics
import tempfile
from fractions import Fraction
from pathlib import Path
from time import perf_counter, perf_counter_ns
from typing import TYPE_CHECKING

import click

from policies import Ruleset, load_ruleset, quote
from policies.rounding import half_up
from policies.simulate import Simulation

from .people import made_up_rows
from .table import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ON = "2026-11-22"
PERSON = {
    "scheme": "voluntary_si",
    "on": ON,
    "province": "nghe-an",
    "category": "near_poor",
    "income_vnd": 1_500_000,
    "method": "monthly",
}
AHEAD = {**PERSON, "method": "advance", "years": 5}
FAMILY = {
    "scheme": "household_hi",
    "on": ON,
    "province": "nghe-an",
    "household_size": 4,
    "months": 12,
}
MIXED = {
    "scheme": "household_hi",
    "on": ON,
    "province": "nghe-an",
    "members": [
        {"group": "household"},
        {"group": "household"},
        {"group": "average_agri"},
        {"group": "student"},
        {"group": "child_under_6"},
    ],
    "months": 12,
}
KIB = 1024


def bare_person() -> int:
    """Return what `PERSON` pays, by arithmetic alone (VND)."""
    contribution = half_up(1_500_000 * Fraction(22, 100))
    return contribution - half_up(1_500_000 * Fraction(22, 100) * Fraction(40, 100))


def bare_ahead() -> int:
    """Return what `AHEAD` pays, by arithmetic alone (VND)."""
    rate = Fraction(31, 10_000)
    factor = (1 + rate - (1 + rate) ** -59) / rate
    support = half_up(60 * 1_500_000 * Fraction(22, 100) * Fraction(40, 100))
    return half_up(1_500_000 * Fraction(22, 100) * factor) - support


def bare_family() -> int:
    """Return what `FAMILY` pays, by arithmetic alone (VND)."""
    full = 2_530_000 * Fraction(45, 1000) * 12
    return sum(half_up(full * Fraction(share, 10)) for share in (10, 7, 6, 5))


def bare_mixed() -> int:
    """Return what `MIXED` pays, by arithmetic alone (VND)."""
    full = 2_530_000 * Fraction(45, 1000) * 12
    return sum(half_up(full * Fraction(share, 10)) for share in (10, 7, 5, 5, 0))


CASES = (
    ("one person, monthly", PERSON, bare_person),
    ("one person, five years ahead", AHEAD, bare_ahead),
    ("a family of four, a year", FAMILY, bare_family),
    ("five different people, a year", MIXED, bare_mixed),
)


@click.command()
@click.option("--rounds", type=click.IntRange(1), default=5_000, show_default=True)
@click.option("--rows", type=click.IntRange(0), default=3_000_000, show_default=True)
def bench(rounds: int, rows: int) -> None:
    """Time one quote with its explanation, and a made-up table of people (0 rows: none)."""
    ruleset = load_ruleset()
    click.echo(f"{'median, microseconds':<32}{'quote':>10}{'bare':>10}")
    for name, request, bare in CASES:
        full = _median(rounds, lambda request=request: quote(ruleset, request).as_json())  # type: ignore[misc]
        click.echo(f"{name:<32}{full:>10.1f}{_median(rounds, bare):>10.1f}")
    if rows:
        _time_table(ruleset, rows)


def _median(rounds: int, work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(rounds):
        start = perf_counter_ns()
        work()
        times.append(perf_counter_ns() - start)
    return statistics.median(times) / 1000


def _time_table(ruleset: Ruleset, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        with path.open("w", encoding="utf-8") as text:
            text.writelines(made_up_rows(rows, seed=1))
        start, busy = perf_counter(), os.times()
        table = read_table(path, lambda _: None)
        simulation = Simulation(ruleset, ruleset, ON, "nghe-an", None)
        for cells, count in table.rows.items():
            simulation.add(table.columns, cells, count)
        took, used = perf_counter() - start, os.times()
    processor = used.user + used.system - busy.user - busy.system
    click.echo(
        f"\n{rows} rows, {simulation.report.cases} different: {took:.1f} s, "
        f"{processor:.1f} s of one processor, {_peak_mib()} MiB at most"
    )


def _peak_mib() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return _kib(status.splitlines()) // KIB


def _kib(lines: Iterable[str]) -> int:
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
