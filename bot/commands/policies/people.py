"""`ansinh policies people`: a made-up table of a province's people, to try a simulation on."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

HEADING = "code,scheme,category,income_vnd,method,years,group,position,members,months\n"
CHUNK = 50_000

# Shares out of 100: three quarters single people of health insurance, the rest households and
# people who pay social insurance.
KINDS = {"person": 60, "household": 25, "voluntary_si": 15}
GROUPS = {
    "household": 40,
    "student": 22,
    "near_poor": 8,
    "poor": 5,
    "child_under_6": 9,
    "average_agri": 6,
    "meritorious": 3,
    "social_pension": 4,
    "ethnic_difficult_area": 3,
}
CATEGORIES = {"other": 78, "near_poor": 9, "ethnic_minority": 8, "poor": 5}
METHODS = {"monthly": 30, "3m": 15, "6m": 20, "12m": 28, "advance": 7}
MONTHS = {"12": 80, "6": 12, "3": 8}
SIZES = {1: 10, 2: 22, 3: 24, 4: 26, 5: 12, 6: 6}
STEP_VND = 50_000
FLOOR_VND = 1_500_000


def _chooser(rng: random.Random, shares: Mapping[str, int]) -> Iterator[str]:
    names = list(shares)
    weights = list(accumulate(shares.values()))
    while True:
        yield from rng.choices(names, cum_weights=weights, k=CHUNK)


def made_up_rows(rows: int, seed: int) -> Iterator[str]:
    """Yield the lines of a table of people and households, always the same for a seed."""
    rng = random.Random(seed)  # noqa: S311 - a table to try things on, no secret
    kinds, groups = _chooser(rng, KINDS), _chooser(rng, GROUPS)
    categories, methods, months = (_chooser(rng, one) for one in (CATEGORIES, METHODS, MONTHS))
    sizes = _chooser(rng, {str(size): share for size, share in SIZES.items()})
    yield HEADING
    for code in range(1, rows + 1):
        kind = next(kinds)
        if kind == "person":
            position = code % 4 + 1
            yield f"{code},household_hi,,,,,{next(groups)},{position},,{next(months)}\n"
        elif kind == "household":
            first, rest = next(groups), int(next(sizes)) - 1
            members = " ".join([first, *([next(groups)] + ["household"] * (rest - 1))[:rest]])
            yield f"{code},household_hi,,,,,,,{members},{next(months)}\n"
        else:
            # Most choose the least income; the rest fall off quickly, in the steps that are taken.
            income = FLOOR_VND + STEP_VND * min(int(rng.expovariate(0.15)), 800)
            method = next(methods)
            years = code % 4 + 2 if method == "advance" else ""
            yield f"{code},voluntary_si,{next(categories)},{income},{method},{years},,,,\n"


@click.command()
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.argument("output", type=click.File("w", encoding="utf-8"), default="-")
def people(rows: int, seed: int, output: TextIO) -> None:
    """Write a made-up table of people and households as CSV to OUTPUT."""
    output.writelines(made_up_rows(rows, seed))
