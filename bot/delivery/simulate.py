"""Runs whole conversations on a fresh store in memory, through the same code as the live bot."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from bot.channels.contract import VOICE, Capabilities, Channel, InboundEvent
from bot.content.types import Content
from bot.conversation.events import Event
from bot.conversation.replies import Reply
from bot.conversation.turn import Context
from bot.delivery.answerer import Answerer
from bot.delivery.intake import receive
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.store.store import Store
from bot.store.vault import Vault, fresh_keys
from bot.understanding.contract import Understander
from policies import Ruleset

_SHOWS_EVERYTHING = Capabilities(
    max_text=1_000_000, buttons=100, max_button_label=1_000, shows_sources=True
)


class _Captured:
    """A channel that keeps what is sent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.capabilities = dataclasses.replace(_SHOWS_EVERYTHING, voice=name == VOICE)
        self.sent: defaultdict[str, list[Reply]] = defaultdict(list)

    async def send(self, chat: str, part: Reply, key: str = "") -> None:  # noqa: ARG002
        self.sent[chat].append(part)


class Simulator:
    """Holds conversations side by side; the clock is that of the event at hand.

    Use it as an async context manager: the store lives as long as it is open. What is sent on a
    channel of `channels` goes there, and is no part of what `handle` returns.
    """

    def __init__(
        self,
        understander: Understander,
        ruleset: Ruleset,
        content: Content,
        province: str,
        channels: Iterable[Channel] = (),
    ) -> None:
        keys = fresh_keys()
        vault = Vault([keys["ANSINH_PHONE_KEY"]], keys["ANSINH_PHONE_HASH_KEY"])
        self._at: datetime | None = None
        self._store = Store("sqlite+aiosqlite://", vault, self._clock)
        self._channels: dict[str, Channel] = {channel.name: channel for channel in channels}
        self._numbers = itertools.count()

        def context(at: datetime, channel: str) -> Context:
            return Context(
                at=at,
                channel=channel,
                ruleset=ruleset,
                content=content,
                province=province,
                voice=self._channels[channel].capabilities.voice,
            )

        self._answerer = Answerer(understander, context)
        self._worker = Worker(self._store, self._answerer, attempts=1)
        self._sender = Sender(self._store, self._channels)

    async def __aenter__(self) -> Self:
        await self._store.create_tables()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._store.close()

    async def handle(
        self, conversation: str, channel: str, at: datetime, event: Event
    ) -> dict[str, Any]:
        """Return what `event` leads to, in the form of `ansinh converse`.

        The replies are those that were sent: none while a person owns the conversation.
        """
        self._at = at
        used = self._channels.setdefault(channel, _Captured(channel))
        inbound = InboundEvent(
            channel=channel,
            external_id=str(next(self._numbers)),
            chat=conversation,
            event=event,
            received_at=at,
        )
        accepted = await receive(self._store, inbound, limit=None, answerer=self._answerer)
        turn = accepted.turn
        if turn is None and (handled := await self._worker.step()):
            turn = handled.turn
        while await self._sender.step():
            pass
        replies = used.sent.pop(conversation, []) if isinstance(used, _Captured) else []
        return {
            "conversation": conversation,
            "replies": [reply.as_json() for reply in replies],
            "effects": [effect.as_json() for effect in turn.effects] if turn else [],
            "state": {
                "flow": turn.state.flow if turn else None,
                "awaiting": turn.state.awaiting if turn else None,
            },
        }

    def _clock(self) -> datetime:
        if self._at is None:
            raise RuntimeError("the clock is read before the first event")
        return self._at
