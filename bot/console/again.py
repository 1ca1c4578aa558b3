"""A calculation that was told, made again by the rules in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.console.figures import figures_of
from policies import Ruleset, replay
from policies.replay import DIFFERENT_AMOUNT, DIFFERENT_WORDS
from policies.wording import day


@dataclass(frozen=True, slots=True)
class Again:
    """What a calculation comes to for the day `on`.

    `totals` are the amounts where they are others than those told, `refused` is why the rules give
    none. `changed` says that what is stored is not what was computed.
    """

    on: str
    same: bool
    changed: bool = False
    refused: str = ""
    totals: Mapping[str, str] = field(default_factory=dict)


def make_again(
    ruleset: Ruleset, request: Mapping[str, Any], answer: Mapping[str, Any], today: date
) -> list[Again]:
    """Return the calculation made again for its own day, and for today where that is another."""
    told_on = date.fromisoformat(request["on"])
    days = dict.fromkeys([told_on, max(told_on, today)])
    return [_for_day(ruleset, request, answer, on) for on in days]


def _for_day(
    ruleset: Ruleset, request: Mapping[str, Any], answer: Mapping[str, Any], on: date
) -> Again:
    again = replay(ruleset, {**request, "on": on.isoformat()}, answer)
    own_day = on.isoformat() == request["on"]
    if again.outcome != DIFFERENT_AMOUNT:
        return Again(day(on), same=True, changed=own_day and again.outcome == DIFFERENT_WORDS)
    now: Mapping[str, Any] = again.now
    if "error" in now:
        return Again(day(on), same=False, refused=now["error"]["message"])
    return Again(day(on), same=False, totals=figures_of(now).totals)
