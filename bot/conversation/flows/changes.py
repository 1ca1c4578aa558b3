"""When the law changes what somebody was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policies import PolicyError, Ruleset, quote


def next_change(ruleset: Ruleset, request: Mapping[str, Any]) -> date | None:
    """Return the first known day after that of `request` on which its answer is another.

    Another answer is one with other totals, or a refusal. None where no rule is known to change it.

    Raises:
        PolicyError: the request itself is refused.
    """
    today = date.fromisoformat(request["on"])
    totals = quote(ruleset, request).totals
    coming = {start for one in ruleset.parameters for start in one.starts if start > today}
    for day in sorted(coming):
        try:
            later = quote(ruleset, {**request, "on": day.isoformat()})
        except PolicyError:
            return day
        if later.totals != totals:
            return day
    return None
