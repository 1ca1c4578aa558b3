"""What the routes of the web chat share, and the two things they all do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from fastapi import Request, Response

from bot.channels.contract import InboundEvent
from bot.channels.web.channel import NAME, WebChannel
from bot.channels.web.guard import RefusedError
from bot.channels.web.render import Renderer
from bot.channels.web.session import Sessions
from bot.channels.web.transcript import Transcript
from bot.channels.web.words import Words
from bot.content.types import Content
from bot.conversation.events import Event, Start
from bot.delivery import receive
from bot.delivery.answerer import Answerer
from bot.settings import Settings
from bot.sheets.codes import Codes
from bot.sheets.drawing import Drawing
from bot.sheets.links import Links
from bot.store.store import Store


class Desk:
    """The parts of the web chat, put together once."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        content: Callable[[], Content],
        channel: WebChannel,
        clock: Callable[[], datetime],
        answerer: Answerer | None = None,
    ) -> None:
        self.settings = settings
        self.channel = channel
        self.words = Words(content)
        self.links = Links(settings)
        self.codes = Codes.from_settings(settings)
        self.drawing = Drawing(content, self.codes)
        self.renderer = Renderer(self.words, self.links, self.codes)
        self.sessions = Sessions(settings)
        self.transcript = Transcript(store)
        self._content = content
        self._translated: dict[str, Renderer] = {}
        self._store = store
        self._clock = clock
        self._answerer = answerer

    def now(self) -> datetime:
        """Return the present moment."""
        return self._clock()

    def speaking(self, locale: str | None) -> Renderer:
        """Return the renderer of a language; that of the first one where it is not spoken."""
        if locale is None or locale not in self._content().translations:
            return self.renderer
        if locale not in self._translated:
            self._translated[locale] = Renderer(
                Words(self._content, locale), self.links, self.codes
            )
        return self._translated[locale]

    def chat_of(self, request: Request) -> str:
        """Return the chat of the browser.

        Raises:
            RefusedError: it has none: it does not keep the cookie, or was never at the page.
        """
        chat = self.sessions.chat_of(request)
        if chat is None:
            raise RefusedError(401, "no_cookie")
        return chat

    def chat_or_new(self, request: Request, response: Response, *, embedded: bool) -> str:
        """Return the chat of the browser; one that has none gets one with `response`."""
        chat = self.sessions.chat_of(request)
        return chat or self.sessions.begin(response, embedded=embedded)

    async def open(self, chat: str, start: Start, nonce: str) -> bool:
        """Store that the citizen opened the chat; False where nothing is new.

        Each link opens a chat once; a language is asked for as often as it is not spoken already.

        Raises:
            RefusedError: the chat sends too fast.
        """
        if start.locale is None:
            return await self.take(chat, start_nonce(start.payload), start)
        if await self.transcript.locale(chat) == start.locale:
            return False
        return await self.take(chat, f"start-{nonce}", start)

    async def take(self, chat: str, nonce: str, event: Event) -> bool:
        """Store what the citizen did; False where the same was stored before.

        `nonce` is the sender's id of it, unique within the chat.

        Raises:
            RefusedError: the chat sends too fast.
        """
        accepted = await receive(
            self._store,
            InboundEvent(
                channel=NAME,
                external_id=f"{chat}:{nonce}",
                chat=chat,
                event=event,
                received_at=self._clock(),
            ),
            tell=False,
            answerer=self._answerer,
        )
        if accepted.refused:
            raise RefusedError(429, "too_fast")
        return accepted.new


def start_nonce(link: str | None) -> str:
    """Return the nonce of opening the chat: one for each link that leads to it."""
    return f"start-{sha256((link or '').encode()).hexdigest()[:16]}"
