"""What a citizen sees of their conversation, read from the message log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.channels.web.channel import NAME
from bot.conversation.replies import SHEET
from bot.store import conversations, messages, quotes
from bot.store.models import Conversation, Direction, Owner, Quote
from bot.store.store import Store

SHOWN = 100
"""How many of the latest messages a page shows."""
_LOOK_SECONDS = 1.5
"""How often a stream looks for messages that another process delivered unheard."""
_SOON_SECONDS = 0.25
_SETTLED_SECONDS = 0.3
"""How long nothing must have come for an answer of several messages to be complete."""

Sender = Literal["citizen", "assistant", "staff"]
_SENDERS: dict[Direction, Sender] = {
    Direction.IN: "citizen",
    Direction.OUT: "assistant",
    Direction.STAFF: "staff",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `id` grows in the order in which the citizen saw them.

    `sheets` are the calculations it hands over: `quote_id` and `labels` of each.
    """

    id: int
    sender: Sender
    text: str
    buttons: Sequence[dict[str, Any]]
    sources: Sequence[dict[str, Any]]
    at: datetime
    sheets: Sequence[Mapping[str, Any]] = ()


class Transcript:
    """Reads the log of a chat."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def after(self, chat: str, after: int) -> list[Message]:
        """Return what follows the message `after`, the oldest first."""
        async with self._store.read() as session:
            found = await conversations.find(session, NAME, chat)
            if found is None:
                return []
            rows = await messages.transcript(session, found, after=after)
        # A row without text is an event nobody wrote, or one that was deleted.
        return [
            Message(
                id=row.cursor,
                sender=_SENDERS[row.direction],
                text=row.text,
                buttons=[dict(button) for button in row.buttons],
                sources=[dict(source) for source in row.sources],
                at=row.at,
                sheets=[
                    one for one in row.attachments if one["kind"] == SHEET and "quote_id" in one
                ],
            )
            for row in rows
            if row.text
        ]

    async def latest(self, chat: str) -> list[Message]:
        """Return the last messages, the oldest first."""
        return await self.after(chat, await self.end(chat) - SHOWN)

    async def quote(self, quote_id: int) -> Quote | None:
        """Return a calculation that was told, or None where it was deleted."""
        async with self._store.read() as session:
            return await quotes.get(session, quote_id)

    async def end(self, chat: str) -> int:
        """Return the id of the last message, 0 where there is none."""
        conversation = await self._conversation(chat)
        return conversation.last_position if conversation else 0

    async def is_with_a_person(self, chat: str) -> bool:
        """Return whether a person of the office answers instead of the assistant."""
        conversation = await self._conversation(chat)
        return conversation is not None and conversation.owner is Owner.PERSON

    async def locale(self, chat: str) -> str | None:
        """Return the language that the citizen chose, if any."""
        conversation = await self._conversation(chat)
        if conversation is None or conversation.state is None:
            return None
        locale: str | None = conversation.state.get("locale")
        return locale

    async def stream(self, chat: str, after: int) -> AsyncIterator[list[Message]]:
        """Yield new messages as they come; an empty list now and then where none come."""
        while True:
            ticket = self._store.wake.ticket("messages")
            fresh = await self.after(chat, after)
            yield fresh
            if fresh:
                after = fresh[-1].id
            else:
                await self._store.wake.wait("messages", ticket, _LOOK_SECONDS)

    async def answered(self, chat: str, after: int, seconds: float) -> bool:
        """Wait up to `seconds` for what is said to `chat` after the message `after`.

        Returns whether anything was; then all of it has arrived, as far as anybody can tell.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        end, changed_at, answered = after, clock(), False
        while clock() < deadline and not (answered and clock() - changed_at > _SETTLED_SECONDS):
            ticket = self._store.wake.ticket("messages")
            fresh = await self.after(chat, end)
            if fresh:
                end, changed_at = fresh[-1].id, clock()
                answered = answered or any(message.sender != "citizen" for message in fresh)
            else:
                await self._store.wake.wait("messages", ticket, _SOON_SECONDS)
        return answered

    async def _conversation(self, chat: str) -> Conversation | None:
        async with self._store.read() as session:
            found = await conversations.find(session, NAME, chat)
            return None if found is None else await conversations.get(session, found)
