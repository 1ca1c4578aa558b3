"""The answer to a request: totals, lines, steps, warnings. Amounts are whole VND."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .wording import exact

if TYPE_CHECKING:
    from .parameter import Value

    Fact = int | str | Fraction | date | Mapping[str, int]

CITIZEN = "citizen"
STATE = "state"
PROVINCE = "province"
FUND = "fund"


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a total: who pays it (`payer`), for what (`label`, Vietnamese), VND, months."""

    id: str
    label: str
    payer: str
    amount_vnd: int
    months: int


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule: what went in, what came out, how it was rounded, on what basis."""

    rule: str
    label: str
    inputs: Mapping[str, int | str | Fraction]
    value: int | Fraction
    rounding: str
    basis: tuple[Value, ...]

    def as_json(self) -> dict[str, object]:
        """Return the step as JSON values; shares and rates are exact decimal strings."""
        return {
            "rule": self.rule,
            "label": self.label,
            "inputs": {name: _plain(item) for name, item in self.inputs.items()},
            "value": str(_plain(self.value)),
            "rounding": self.rounding,
            "sources": _sources(self.basis),
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of a quote must know; `message` is Vietnamese."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What someone pays and who pays the rest, or what someone gets.

    `totals` of a contribution holds `contribution_vnd`, `state_vnd`, `province_vnd` and
    `payable_vnd` (VND), where the first is always the sum of the others; of a benefit, what its
    rule names. `facts` is what the rule tells besides amounts: days, ages, months, shares;
    `facts_basis` on what those of them rest that no step explains.
    `status` is `final` or `provisional`; `ruleset` is the hash of the rules that gave the answer.
    """

    id: object
    scheme: str
    on: date
    status: str
    totals: Mapping[str, int]
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    warnings: tuple[Notice, ...]
    ruleset: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    facts_basis: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the answer of `ansinh quote`, made of plain JSON values.

        `facts` and `facts_sources` stand in it only where the rule tells some.
        """
        return {
            "id": self.id,
            "scheme": self.scheme,
            "on": self.on.isoformat(),
            "status": self.status,
            "totals": dict(self.totals),
            **({"facts": _facts(self.facts)} if self.facts else {}),
            **({"facts_sources": _cited(self.facts_basis)} if self.facts_basis else {}),
            "lines": [
                {
                    "id": line.id,
                    "label": line.label,
                    "payer": line.payer,
                    "amount_vnd": line.amount_vnd,
                    "months": line.months,
                }
                for line in self.lines
            ],
            "steps": [step.as_json() for step in self.steps],
            "warnings": [{"code": one.code, "message": one.message} for one in self.warnings],
            "ruleset": self.ruleset,
        }


def shared_totals(contribution: int, state: int, province: int) -> dict[str, int]:
    """Return the totals (VND) of a contribution and who pays it; the citizen pays the rest."""
    return {
        "contribution_vnd": contribution,
        "state_vnd": state,
        "province_vnd": province,
        "payable_vnd": contribution - state - province,
    }


def _facts(facts: Mapping[str, Fact]) -> dict[str, object]:
    return {
        name: one.isoformat()
        if isinstance(one, date)
        else dict(one)
        if isinstance(one, Mapping)
        else _plain(one)
        for name, one in facts.items()
    }


def _cited(basis: Mapping[str, tuple[Value, ...]]) -> dict[str, object]:
    return {name: _sources(values) for name, values in basis.items()}


def _sources(basis: tuple[Value, ...]) -> list[dict[str, str | None]]:
    return [value.citation.copy() for value in basis]


def _plain(item: object) -> object:
    return exact(item) if type(item) is Fraction else item
