"""A parameter: a number or a word of the law, and the days on which it holds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from datetime import date
    from fractions import Fraction

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read. None stands for what nobody has established yet."""

    document: str | None
    article: str | None
    issuer: str | None
    date: dt.date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """How a group joins health insurance (*cách tham gia BHYT*) and what the state pays for it.

    `joins` is `household` (takes a position of the household form), `supported` (the state pays
    the share `state` of the full premium), `state` (the state pays all of it) or `elsewhere`
    (insured through work, pension or unemployment benefit).
    """

    joins: str
    state: Fraction


@dataclass(frozen=True, slots=True)
class AgeShare:
    """A share for people from the age `least` to below the age `below`; None is no end."""

    share: Fraction
    least: int
    below: int | None

    def covers(self, age: int) -> bool:
        """Whether someone of an age in full years gets the share."""
        return age >= self.least and (self.below is None or age < self.below)


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a parameter from `start` to `end`, both included; `end` None is open."""

    start: date
    end: date | None
    value: Any
    source: Source
    confidence: str
    review_by: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter file: what it is, where it holds (`scope`), and its dated values in order."""

    id: str
    label: str
    unit: str
    scope: str
    values: tuple[Dated, ...]
    starts: tuple[date, ...]

    def at(self, on: date) -> Dated | None:
        """Return the value that holds on a day, or None where none does."""
        place = bisect_right(self.starts, on) - 1
        if place < 0:
            return None
        dated = self.values[place]
        return dated if dated.end is None or on <= dated.end else None


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a parameter on a day, with everything needed to explain and to doubt it.

    `value` is int (VND, months, years), `Fraction` (shares and rates), str, `Membership`,
    `AgeShare`, a tuple or a mapping of those; `policies.kinds` says which for each parameter.
    """

    id: str
    label: str
    unit: str
    value: Any
    source: Source
    confidence: str
    valid_from: date
    valid_to: date | None
    overdue: bool
    note: str | None
    citation: dict[str, str | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Write the citation once: every step of every quote that rests on the value shows it."""
        source = self.source
        citation = {
            "parameter": self.id,
            "document": source.document,
            "article": source.article,
            "issuer": source.issuer,
            "date": source.date.isoformat() if source.date else None,
            "in_force_from": self.valid_from.isoformat(),
            "url": source.url,
            "confidence": self.confidence,
        }
        object.__setattr__(self, "citation", citation)

    def __hash__(self) -> int:
        # Premiums are counted by level: the few fields that tell values apart are enough.
        return hash((self.id, self.valid_from, self.overdue))

    @property
    def provisional(self) -> bool:
        """Whether a result that rests on it is provisional: unconfirmed, or past its review."""
        return self.overdue or self.confidence == "unconfirmed"
