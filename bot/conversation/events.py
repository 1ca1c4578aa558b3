"""What can happen in a conversation, and its JSON form.

The JSON form is the `event` object of `ansinh converse` and the payload of the inbox:
`{"type": "text", "text": "xin chào"}`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A message a person typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button a person pressed; `payload` is the one that the reply carried."""

    payload: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone number the person shared as their own."""

    phone: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place the person shared, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice note; `path` names the stored recording."""

    path: str


@dataclass(frozen=True, slots=True)
class Start:
    """The person opened the conversation; `payload` is that of the link they followed.

    `locale` is the language the link asks for; one that is not spoken changes nothing.
    """

    payload: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The person left: they blocked the assistant or unsubscribed."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The person wrote, but the platform does not show us what."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The person demanded of the platform that what we hold of them is deleted."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A member of staff handed the conversation back to the assistant."""


Event: TypeAlias = (
    Text | Press | Contact | Location | Voice | Start | Stop | Withheld | Withdrawn | Returned
)

_TYPES: dict[str, type[Event]] = {
    "text": Text,
    "button": Press,
    "contact": Contact,
    "location": Location,
    "voice": Voice,
    "start": Start,
    "stop": Stop,
    "withheld": Withheld,
    "withdrawn": Withdrawn,
    "returned": Returned,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}


class BadEventError(ValueError):
    """The JSON does not describe an event; the message says why."""


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Return the event that `data` describes.

    Raises:
        BadEventError: the type is unknown, or a field is missing, unknown or of the wrong type.
    """
    name = data.get("type")
    kind = _TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadEventError(f"event type must be one of {', '.join(_TYPES)}, not {name!r}")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    given = {key: value for key, value in data.items() if key != "type"}
    if unknown := given.keys() - fields.keys():
        raise BadEventError(f"event {name!r} has no field {', '.join(sorted(unknown))}")
    for key, field in fields.items():
        value = given.get(key)
        number = field.type == "float"
        if value is None and field.default is None:
            continue
        expected: tuple[type, ...] = (int, float) if number else (str,)
        if not isinstance(value, expected) or isinstance(value, bool):
            raise BadEventError(f"event {name!r} needs {key} as a {'number' if number else 'text'}")
    return kind(**given)


def event_to_json(event: Event) -> dict[str, Any]:
    """Return the JSON form of `event`, without empty fields."""
    fields = {key: value for key, value in dataclasses.asdict(event).items() if value is not None}
    return {"type": _NAMES[type(event)], **fields}
