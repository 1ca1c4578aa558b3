"""What the assistant says: one model of a reply for all channels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_PLACE = re.compile(r"(\d+)(?:\((\d[\d.]*)\))?(?:\((\w+)\))?")
"""An article as the parameters write it: `12(3)(o)` is article, clause and point."""

PAYLOAD_BYTES = 64
"""The longest payload a button may carry: Telegram's limit, the tightest of the channels."""

REQUEST_PHONE = "request_phone"
"""Kind of an attachment that asks the channel for its own "share my number" button: `{"kind",
"label"}`. A channel without one shows the text alone."""

SHEET = "sheet"
"""Kind of an attachment that hands over the calculation which the turn has stored, as a picture and
as a page: `{"kind", "labels"}` with the words for its `code`, `picture` and `page`, and `nowhere`
for a channel that can show neither. Delivery adds `quote_id`."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice the person can press: a Vietnamese label and a short ASCII payload."""

    label: str
    payload: str

    def __post_init__(self) -> None:
        if not self.payload.isascii() or not 0 < len(self.payload) <= PAYLOAD_BYTES:
            raise ValueError(f"button payload {self.payload!r} is not 1 to 64 ASCII characters")


@dataclass(frozen=True, slots=True)
class Source:
    """The legal text behind a figure or a statement."""

    document: str
    article: str | None = None
    url: str | None = None

    @property
    def name(self) -> str:
        """What it is called in Vietnamese: `điểm o khoản 3 Điều 12, 51/2024/QH15`."""
        if self.article is None:
            return self.document
        place = _PLACE.fullmatch(self.article)
        if place is None:
            return f"{self.article}, {self.document}"
        article, clause, point = place.groups()
        within = [f"điểm {point}"] if point else []
        within += [f"khoản {clause}"] if clause else []
        return f"{' '.join([*within, f'Điều {article}'])}, {self.document}"

    def as_json(self) -> dict[str, Any]:
        """Return the source as JSON, without empty fields."""
        fields = {"document": self.document, "article": self.article, "url": self.url}
        return {key: value for key, value in fields.items() if value is not None}


def finest(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return each source once, without an article of which a part is named as well."""
    distinct = tuple(dict.fromkeys(sources))
    named = {(source.document, source.article or "") for source in distinct}

    def covered(source: Source) -> bool:
        return any(
            document == source.document and article.startswith(f"{source.article}(")
            for document, article in named
        )

    return tuple(source for source in distinct if not covered(source))


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: plain text in paragraphs, choices, and where its figures come from."""

    text: str
    buttons: tuple[Button, ...] = ()
    sources: tuple[Source, ...] = ()
    attachments: tuple[Mapping[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the reply in the form of `ansinh converse`."""
        return {
            "text": self.text,
            "buttons": [{"label": b.label, "payload": b.payload} for b in self.buttons],
            "sources": [source.as_json() for source in self.sources],
            "attachments": [dict(attachment) for attachment in self.attachments],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reply:
        """Return the reply that `as_json` wrote."""
        return cls(
            text=data["text"],
            buttons=tuple(Button(**button) for button in data["buttons"]),
            sources=tuple(Source(**source) for source in data["sources"]),
            attachments=tuple(data["attachments"]),
        )
