"""What one row costs in a year, under the rules of one day.

A payment for 1, 3 or 6 months comes 12, 4 or 2 times a year; any other comes once. Months of
support are used up from payment to payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..quotation import CITIZEN, STATE
from ..schemes import quote
from ..voluntary_si.payment import PERIODS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..quotation import Quote
    from ..ruleset import Ruleset

YEAR = 12
SCHEMES = ("voluntary_si", "household_hi")
USED = "supported_months_used"


@dataclass(slots=True)
class Cost:
    """People of a group, and what they, the state and the province pay for them a year (VND)."""

    people: int = 0
    state_vnd: int = 0
    province_vnd: int = 0
    citizens_vnd: int = 0

    def add(self, other: Cost, times: int = 1) -> None:
        """Take in as many others."""
        self.people += other.people * times
        self.state_vnd += other.state_vnd * times
        self.province_vnd += other.province_vnd * times
        self.citizens_vnd += other.citizens_vnd * times

    def as_json(self) -> dict[str, int]:
        """Return the amounts (VND a year); people stand beside, for they never differ."""
        return {
            "state_vnd": self.state_vnd,
            "province_vnd": self.province_vnd,
            "citizens_vnd": self.citizens_vnd,
        }


@dataclass(frozen=True, slots=True)
class Year:
    """The costs of one row by group, and whether a quote they rest on is only provisional."""

    groups: Mapping[str, Cost]
    provisional: bool


def year_of(ruleset: Ruleset, request: Mapping[str, object]) -> Year:
    """Return what a request costs in a year; raises `PolicyError` as `quote` does."""
    if request.get("scheme") not in SCHEMES:
        raise PolicyError("bad_value", "scheme", f"Chỉ mô phỏng được {' và '.join(SCHEMES)}.")
    groups = _groups(request)
    costs = {group: Cost(people=groups.count(group)) for group in groups}
    provisional = False
    for payment, times in _payments(ruleset, request):
        provisional = provisional or payment.status == "provisional"
        for line in payment.lines:
            if line.payer == CITIZEN:
                place = int(line.id.removeprefix("member-")) - 1 if len(groups) > 1 else 0
                costs[groups[place]].citizens_vnd += line.amount_vnd * times
            else:
                group = line.id.partition("-")[2] if len(costs) > 1 else groups[0]
                if line.payer == STATE:
                    costs[group].state_vnd += line.amount_vnd * times
                else:
                    costs[group].province_vnd += line.amount_vnd * times
    return Year(costs, provisional)


def _groups(request: Mapping[str, object]) -> list[str]:
    """Return the group of each person of a request that the rules will accept."""
    if request["scheme"] == "voluntary_si":
        category = request.get("category")
        return [" ".join(category) if isinstance(category, list) else ""]
    members = request.get("members")
    if isinstance(members, list):
        return [member["group"] for member in members]
    size = request.get("household_size")
    return ["household"] * (size if isinstance(size, int) else 1)


def _payments(ruleset: Ruleset, request: Mapping[str, object]) -> Iterator[tuple[Quote, int]]:
    """Yield the payments of a year, each with how many times it comes."""
    first = quote(ruleset, request)
    months = first.lines[0].months
    periodic = request["scheme"] == "household_hi" or request.get("method") in PERIODS
    times = max(1, YEAR // months) if periodic else 1
    used = request.get(USED)
    cap: int = ruleset.value("voluntary_si.supported_months", first.on).value
    if not isinstance(used, int) or used + months * times <= cap:
        yield first, times
        return
    yield first, 1
    for payment in range(1, times):
        yield quote(ruleset, {**request, USED: min(used + months * payment, cap)}), 1
