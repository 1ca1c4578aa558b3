"""The highest income that somebody can contribute on with the money they have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policies import Ruleset, income_bounds, quote


def highest_income(ruleset: Ruleset, request: Mapping[str, Any], pay: int) -> int | None:
    """Return the highest income (VND a month) that costs the citizen at most `pay` VND.

    `request` is one of `ansinh quote` for voluntary SI without an income; the incomes tried are
    those that collection points take: from the floor up in the usual steps, and the ceiling. None
    where even the lowest costs more.

    Raises:
        PolicyError: the request lacks something else, or is refused.
    """
    on = date.fromisoformat(request["on"])
    floor, ceiling = income_bounds(ruleset, on)
    step = ruleset.value("voluntary_si.income_step", on).value

    def costs(income: int) -> int:
        return quote(ruleset, {**request, "income_vnd": income}).totals["payable_vnd"]

    if costs(floor) > pay:
        return None
    if costs(ceiling) <= pay:
        return ceiling
    fits, exceeds = 0, (ceiling - floor) // step + 1
    while exceeds - fits > 1:
        middle = (fits + exceeds) // 2
        if costs(floor + middle * step) <= pay:
            fits = middle
        else:
            exceeds = middle
    result: int = floor + fits * step
    return result
