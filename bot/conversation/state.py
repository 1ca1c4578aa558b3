"""What is remembered of a conversation between two messages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Owner: TypeAlias = Literal["bot", "person"]


@dataclass(frozen=True, slots=True)
class Paused:
    """A flow that was left for another one, and what it was waiting for."""

    flow: str
    awaiting: str | None


@dataclass(frozen=True, slots=True)
class State:
    """The memory of one conversation; `State()` is that of somebody new.

    `flow` is the flow at work and `awaiting` the value it asked for; `last` is the calculator that
    answered last, so that "6 tháng thì sao" has something to change. `slots` holds what each flow
    was told; `consent` and `reminder_consent` are the versions of the texts that were agreed to,
    `reminder_on` the day (ISO) of a reminder that was promised; `address` how the citizen is
    called, where it is not the usual way; `locale` the language they chose, None for the usual
    one; `quoted` the last figure told: its `flow`, the `request`
    it answers, and the `amount` (VND); `answered` the last answer: what it was `about`
    (`faq:<entry>`, `flow:<name>`), the `ruleset` behind it and `on` which day (ISO);
    `feedback_asked` the last day (ISO) on which we asked whether an answer was of use, or were
    told; `feedback_awaited` whether the last message asked it; `feedback_given` whether they ever
    said; `unsaid` what a listener may want to hear after the last answer. No phone number is ever
    part of it: the number goes into the lead in the turn that receives it.
    """

    owner: Owner = "bot"
    greeted: bool = False
    flow: str | None = None
    awaiting: str | None = None
    last: str | None = None
    paused: tuple[Paused, ...] = ()
    slots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    consent: str | None = None
    lead_open: bool = False
    reminder_consent: str | None = None
    reminder_on: str | None = None
    quoted: Mapping[str, Any] | None = None
    address: str | None = None
    locale: str | None = None
    answered: Mapping[str, Any] | None = None
    feedback_asked: str | None = None
    feedback_awaited: bool = False
    feedback_given: bool = False
    unsaid: str | None = None
    misses: int = 0

    def slots_of(self, flow: str) -> Mapping[str, Any]:
        """Return what `flow` was told so far."""
        return self.slots.get(flow, {})

    def as_json(self) -> dict[str, Any]:
        """Return the state as JSON."""
        kept = {name: getattr(self, name) for name in _NAMES}
        return kept | {"paused": [dataclasses.asdict(paused) for paused in self.paused]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> State:
        """Return the state that `as_json` wrote; a key of an older version is left out."""
        values = {key: value for key, value in data.items() if key in _NAMES}
        values["paused"] = tuple(Paused(**paused) for paused in values.get("paused", ()))
        return cls(**values)


_NAMES = frozenset(entry.name for entry in dataclasses.fields(State))
