"""Turns messages into HTML: one renderer for the page and for what scripts add to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.web.transcript import Message
from bot.channels.web.words import Words
from bot.conversation.replies import Source
from bot.sheets.codes import Codes
from bot.sheets.links import Form, Links
from bot.vietnam import VIETNAM

STATIC = Path(__file__).parent / "static"
_WORDS_OF_SCRIPT = ("answering", "slow", "person", "offline", "bad_request")
_ADDRESS = r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the page loads; `path` changes with its content."""

    path: str
    body: bytes
    media_type: str


def load_assets() -> dict[str, Asset]:
    """Return the page's own files by name."""
    types = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    assets = {}
    for file in sorted(STATIC.iterdir()):
        body = file.read_bytes()
        version = sha256(body).hexdigest()[:10]
        path = f"/web/{version}/{file.name}"
        assets[file.name] = Asset(path, body, types[file.suffix])
    return assets


class Renderer:
    """Renders pages and messages in the words of the content."""

    def __init__(self, words: Words, links: Links, codes: Codes) -> None:
        self.assets = load_assets()
        self.words = words
        self._jinja = Environment(
            loader=PackageLoader("bot.channels.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters.update(
            linked=self._linked,
            named=_named,
            picture=partial(links.path, form=Form.PICTURE),
            page=partial(links.path, form=Form.PAGE),
            code=codes.of,
            paragraphs=_paragraphs,
            dialled=_dialled,
            clock=_clock,
            iso=datetime.isoformat,
        )
        self._jinja.globals.update(
            words=words, assets={name: asset.path for name, asset in self.assets.items()}
        )

    def message(self, message: Message) -> str:
        """Return one message of the log as a list item."""
        return self._jinja.get_template("message.html").render(message=message)

    def page(self, name: str, **values: object) -> str:
        """Return the page of that template."""
        spoken = {key: self.words(f"web.{key}") for key in _WORDS_OF_SCRIPT}
        return self._jinja.get_template(name).render(
            office=self.words.office, spoken=json.dumps(spoken, ensure_ascii=False), **values
        )

    def _linked(self, text: str) -> Markup:
        """Escape `text`, with addresses and the office's numbers as links."""
        office = self.words.office
        numbers = "|".join(re.escape(number) for number in (office.hotline, office.phone) if number)
        pieces = re.split(f"({_ADDRESS}|{numbers})" if numbers else f"({_ADDRESS})", text)
        links = [piece if index % 2 == 0 else _link(piece) for index, piece in enumerate(pieces)]
        return Markup("").join(links)


def _named(source: Mapping[str, str]) -> str:
    return Source(source["document"], source.get("article")).name


def _link(target: str) -> Markup:
    if target.startswith("http"):
        return Markup('<a href="{0}" target="_blank" rel="noopener">{0}</a>').format(target)
    return Markup('<a href="tel:{}">{}</a>').format(_dialled(target), target)


def _paragraphs(text: str) -> list[str]:
    return re.split(r"\n{2,}", text.strip())


def _dialled(number: str) -> str:
    """Return a phone number as a `tel:` link wants it."""
    return re.sub(r"[^\d+]", "", number)


def _clock(at: datetime) -> str:
    """Return a moment as Vietnamese read it: `08:05, 22/11/2026`."""
    return f"{at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
