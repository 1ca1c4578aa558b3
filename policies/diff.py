"""What changes between two days: which parameters, and for whom how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import PolicyError
from .listing import written
from .parameter import NATIONAL
from .schemes import SCHEMES, quote
from .typical import typical_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from .parameter import Dated, Parameter
    from .ruleset import Ruleset

NOT_OFFERED = "not_offered"
Outcome = tuple[str, "Mapping[str, int]"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A parameter whose value differs; None where a day has none. Values as one writes them."""

    id: str
    label: str
    scope: str
    before: str | None
    after: str | None

    def as_json(self) -> dict[str, object]:
        """Return the change as JSON values."""
        return {
            "id": self.id,
            "label": self.label,
            "scope": self.scope,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Affected:
    """A typical person whose figures differ.

    `before` and `after` are a status and totals (VND): `final` or `provisional`, the code of the
    error where there is no quote, `not_offered` where the day does not know such a person.
    """

    scheme: str
    who: str
    before: Outcome
    after: Outcome

    def as_json(self) -> dict[str, object]:
        """Return the change as JSON values, with the difference where both days have a quote."""
        before, after = self.before[1], self.after[1]
        both = before.keys() & after.keys()
        return {
            "scheme": self.scheme,
            "who": self.who,
            "before": {"status": self.before[0], "totals": dict(before)},
            "after": {"status": self.after[0], "totals": dict(after)},
            "difference": {name: after[name] - before[name] for name in before if name in both},
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two days."""

    parameters: tuple[Changed, ...]
    people: tuple[Affected, ...]


def diff(ruleset: Ruleset, before: date, after: date, province: str | None = None) -> Difference:
    """Return which parameters of the nation and of a province differ, and for whom what.

    Without a province, parameters of all provinces are compared and people get national support.
    """
    here = None if province is None else {ruleset.successor(province, on) for on in (before, after)}
    parameters = [
        one
        for one in ruleset.parameters
        if one.scope == NATIONAL or here is None or one.scope in here
    ]
    return Difference(
        tuple(_changed(parameters, before, after)),
        tuple(_affected(ruleset, before, after, province)),
    )


def _changed(parameters: Iterable[Parameter], before: date, after: date) -> Iterator[Changed]:
    for one in parameters:
        old, new = one.at(before), one.at(after)
        if _value(old) != _value(new):
            yield Changed(
                one.id,
                one.label,
                one.scope,
                None if old is None else written(one.unit, old.value),
                None if new is None else written(one.unit, new.value),
            )


def _value(dated: Dated | None) -> object:
    return None if dated is None else dated.value


def _affected(
    ruleset: Ruleset, before: date, after: date, province: str | None
) -> Iterator[Affected]:
    old = _outcomes(ruleset, before, province)
    new = _outcomes(ruleset, after, province)
    absent: Outcome = (NOT_OFFERED, {})
    for key in dict.fromkeys((*old, *new)):
        was, becomes = old.get(key, absent), new.get(key, absent)
        if was != becomes:
            yield Affected(*key, was, becomes)


def _outcomes(ruleset: Ruleset, on: date, province: str | None) -> dict[tuple[str, str], Outcome]:
    outcomes: dict[tuple[str, str], Outcome] = {}
    for scheme, who, request in typical_people(ruleset, on):
        asked = {"scheme": scheme, "on": on.isoformat(), **request}
        if SCHEMES[scheme].provincial:
            asked["province"] = province
        try:
            found = quote(ruleset, asked)
            outcomes[scheme, who] = (found.status, found.totals)
        except PolicyError as error:
            outcomes[scheme, who] = (error.code, {})
    return outcomes
