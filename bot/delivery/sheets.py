"""Hands over the sheets that replies carry: as files, as addresses, or at least as a check code."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.contract import Capabilities, File, Pictures
from bot.content.types import Content
from bot.conversation.replies import SHEET, Reply
from bot.settings import Settings
from bot.sheets.codes import Codes
from bot.sheets.drawing import Drawing
from bot.sheets.links import MEDIA_TYPES, Form, Links
from bot.store import quotes
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Owed:
    """A file that follows a message: the form of a quote's sheet, and what is said with it."""

    quote_id: int
    form: Form
    caption: str


class Sheets:
    """What an installation makes of the sheets in its replies.

    Without `public_url` nobody outside can open an address of ours, so that none is named.
    """

    def __init__(self, settings: Settings, store: Store, content: Callable[[], Content]) -> None:
        self._public_url = settings.public_url.rstrip("/")
        self._links = Links(settings)
        self._codes = Codes.from_settings(settings)
        self._drawing = Drawing(content, self._codes)
        self._store = store

    def hand_over(self, reply: Reply, can: Capabilities) -> tuple[Reply, tuple[Owed, ...]]:
        """Return the reply as a channel shows it, and the files to send after it.

        The check code stands in the text; so do the addresses of what does not follow as a file.
        """
        sheets = [one for one in reply.attachments if one["kind"] == SHEET and "quote_id" in one]
        owed: list[Owed] = []
        paragraphs = [reply.text]
        attachments = [one for one in reply.attachments if one not in sheets]
        for sheet in sheets:
            quote_id, labels = sheet["quote_id"], sheet["labels"]
            sent = self._sent(can)
            code = f"{labels['code']}: {self._codes.of(quote_id)}"
            owed += [Owed(quote_id, form, code) for form in sent]
            lines = [code]
            if can.pictures is Pictures.PASSED and self._public_url:
                attachments.append(self._passed(sheet))
            elif not can.voice:
                # An address cannot be heard; the code can.
                lines += self._named(quote_id, labels, sent)
            paragraphs.append("\n".join(lines))
        told = "\n\n".join(paragraphs)
        return dataclasses.replace(reply, text=told, attachments=tuple(attachments)), tuple(owed)

    async def file(self, owed: Owed, can: Capabilities) -> File | None:
        """Return a file to send, drawn where the channel wants it; None where its quote is gone."""
        async with self._store.read() as session:
            quote = await quotes.get(session, owed.quote_id)
        if quote is None:
            return None
        body: bytes | None = b""
        if can.pictures is Pictures.SENT:
            body = await self._drawing.draw(quote.id, quote.request, quote.answer, owed.form)
        if body is None:
            return None
        return File(
            name=f"bang-tinh-{self._codes.of(quote.id)}.{owed.form}",
            caption=owed.caption,
            media_type=MEDIA_TYPES[owed.form],
            address=self._address(quote.id, owed.form) if self._public_url else "",
            body=body,
        )

    def _sent(self, can: Capabilities) -> tuple[Form, ...]:
        """Return what follows as a file."""
        match can.pictures:
            case Pictures.SENT:
                return (Form.PICTURE, Form.PAGE) if can.files else (Form.PICTURE,)
            case Pictures.FETCHED if self._public_url:
                return (Form.PICTURE,)
            case _:
                return ()

    def _named(self, quote_id: int, labels: Mapping[str, str], sent: Collection[Form]) -> list[str]:
        """Return the addresses of what is not sent, or that there is none."""
        if not self._public_url:
            return [] if sent else [labels["nowhere"]]
        said = {Form.PICTURE: labels["picture"], Form.PAGE: labels["page"]}
        return [
            f"{label}: {self._address(quote_id, form)}"
            for form, label in said.items()
            if form not in sent
        ]

    def _passed(self, sheet: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the attachment with what a program needs to show it."""
        quote_id = sheet["quote_id"]
        return {
            "kind": SHEET,
            "code": self._codes.of(quote_id),
            "files": [
                {"type": MEDIA_TYPES[form], "url": self._address(quote_id, form)} for form in Form
            ],
        }

    def _address(self, quote_id: int, form: Form) -> str:
        return f"{self._public_url}{self._links.path(quote_id, form)}"
