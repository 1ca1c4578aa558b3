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
    """A phone number the person shared as their own.

    `proven`: the platform vouches that it is the number of this account.
    """

    phone: str
    name: str | None = None
    proven: bool = False


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


_EXPECTED: dict[str, tuple[tuple[type, ...], str]] = {
    "float": ((int, float), "number"),
    "bool": ((bool,), "truth value"),
    "str": ((str,), "text"),
    "str | None": ((str,), "text"),
}
"""What a field of an event takes, by the type it is declared with."""


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
        if value is None and field.default in (None, False):
            continue
        expected, wanted = _EXPECTED[str(field.type)]
        if not isinstance(value, expected) or isinstance(value, bool) != (wanted == "truth value"):
            raise BadEventError(f"event {name!r} needs {key} as a {wanted}")
    return kind(**given)


def event_to_json(event: Event) -> dict[str, Any]:
    """Return the JSON form of `event`, without empty fields."""
    fields = dataclasses.asdict(event).items()
    said = {key: value for key, value in fields if value is not None and value is not False}
    return {"type": _NAMES[type(event)], **said}
