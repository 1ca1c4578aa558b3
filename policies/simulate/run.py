"""Add up a table under the rules in force and under the rules with a proposal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import PolicyError
from .rows import read_row
from .year import SCHEMES, Cost, Year, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..ruleset import Ruleset

Group = tuple[str, str]


@dataclass(slots=True)
class Refused:
    """Rows that could not be quoted, for one reason, with one of them as an example."""

    reason: str
    field: str
    example: Mapping[str, str]
    rows: int = 0


@dataclass(slots=True)
class Report:
    """The costs of a year (VND) by scheme and group, `now` and `proposed`.

    `rows` counts all rows of the table, `cases` the different ones that were quoted.
    """

    rows: int = 0
    cases: int = 0
    provisional_rows: int = 0
    now: dict[Group, Cost] = field(default_factory=dict)
    proposed: dict[Group, Cost] = field(default_factory=dict)
    refused: dict[tuple[str, str], Refused] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return groups in the order of the alphabet, their sum, and what was refused."""
        return {
            "rows": self.rows,
            "cases": self.cases,
            "provisional_rows": self.provisional_rows,
            "groups": [
                {"scheme": key[0], "group": key[1], **_compared(self.now[key], self.proposed[key])}
                for key in sorted(self.now)
            ],
            "total": _compared(_sum(self.now), _sum(self.proposed)),
            "refused": [
                {"reason": one.reason, "field": one.field, "rows": one.rows, "example": one.example}
                for one in self.refused.values()
            ],
        }


class Simulation:
    """Rules now and rules proposed, on one day in one province, over a table given in parts."""

    def __init__(
        self, now: Ruleset, proposed: Ruleset, on: str, province: str | None, scheme: str | None
    ) -> None:
        self.report = Report()
        self._now = now
        self._proposed = proposed
        self._common = {"on": on, "province": province}
        self._scheme = scheme
        self._touched = _touched(now, proposed)

    def add(self, columns: Sequence[str], cells: Sequence[str], rows: int) -> None:
        """Take in a different row of the table, which stands there `rows` times."""
        self.report.rows += rows
        self.report.cases += 1
        try:
            request, count = read_row(columns, cells)
            request = {"scheme": self._scheme, **request, **self._common}
            now = year_of(self._now, request)
            proposed = now
            if request["scheme"] in self._touched:
                proposed = year_of(self._proposed, request)
        except PolicyError as error:
            self._refuse(error.code, error.field, dict(zip(columns, cells, strict=True)), rows)
        except ValueError as error:
            self._refuse("bad_row", str(error), dict(zip(columns, cells, strict=True)), rows)
        else:
            self._take(str(request["scheme"]), now, proposed, rows, count)

    def _take(self, scheme: str, now: Year, proposed: Year, rows: int, count: int) -> None:
        report = self.report
        report.provisional_rows += rows if now.provisional or proposed.provisional else 0
        for sums, year in ((report.now, now), (report.proposed, proposed)):
            for group, cost in year.groups.items():
                sums.setdefault((scheme, group), Cost()).add(cost, rows * count)

    def _refuse(self, reason: str, where: str, example: Mapping[str, str], rows: int) -> None:
        refused = self.report.refused.setdefault((reason, where), Refused(reason, where, example))
        refused.rows += rows


def _touched(now: Ruleset, proposed: Ruleset) -> frozenset[str]:
    """Return the schemes that the proposal may change: its own, or all where it is of none."""
    before = {(one.scope, one.id): one for one in now.parameters}
    after = {(one.scope, one.id): one for one in proposed.parameters}
    changed = {key[1] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    owners = {parameter_id.partition(".")[0] for parameter_id in changed}
    return frozenset(owners if owners <= set(SCHEMES) else SCHEMES)


def _sum(costs: Mapping[Group, Cost]) -> Cost:
    total = Cost()
    for cost in costs.values():
        total.add(cost)
    return total


def _compared(now: Cost, proposed: Cost) -> dict[str, object]:
    before, after = now.as_json(), proposed.as_json()
    return {
        "people": now.people,
        "now": before,
        "proposed": after,
        "difference": {name: after[name] - before[name] for name in before},
    }
