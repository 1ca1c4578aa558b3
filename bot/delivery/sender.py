"""A sender: takes the most urgent message of the outbox, fits it to its channel and sends it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.channels.contract import Channel, DeliveryError, Outcome
from bot.delivery.backoff import backoff
from bot.delivery.loop import keep_at, where
from bot.delivery.render import render
from bot.store import outbox
from bot.store.outbox import Leased
from bot.store.store import Store

POLL_SECONDS = 1.0
LEASE = timedelta(seconds=60)
ATTEMPTS = 12
HELD_FOR = timedelta(minutes=5)
"""How long an account that the platform refuses is left alone."""

log = structlog.get_logger(__name__)


class Pauses:
    """Which channels asked us to slow down, and until when; shared by the senders of a process."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def add(self, channel: str, until: datetime) -> None:
        """Leave `channel` alone until then, or longer if it asked for longer before."""
        self._until[channel] = max(until, self._until.get(channel, until))

    def over(self, channel: str, at: datetime) -> bool:
        """Return whether `channel` may be used."""
        return channel not in self._until or self._until[channel] <= at


class Sender:
    """Sends one message at a time. Any number of senders share a database."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        pauses: Pauses | None = None,
        lease: timedelta = LEASE,
        attempts: int = ATTEMPTS,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._store = store
        self._channels = channels
        self._pauses = pauses or Pauses()
        self._lease = lease
        self._attempts = attempts
        self._poll_seconds = poll_seconds
        self._token = uuid.uuid4().hex

    async def run(self, stop: asyncio.Event) -> None:
        """Send messages until `stop` is set."""
        await keep_at("sender", self._once, stop)

    async def _once(self) -> None:
        ticket = self._store.wake.ticket("outbox")
        if not await self.step():
            await self._store.wake.wait("outbox", ticket, self._poll_seconds)

    async def step(self) -> bool:
        """Send one message; return whether there was one.

        Raises:
            DATABASE_AWAY: where the message had been sent
                by then, it is in doubt.
        """
        at = self._store.clock()
        usable = [name for name in self._channels if self._pauses.over(name, at)]
        async with self._store.begin() as session:
            leased = await outbox.claim(session, self._token, self._lease, usable)
        if leased is None:
            return False
        await self._send(leased)
        return True

    async def _send(self, leased: Leased) -> None:
        channel = self._channels[leased.channel]
        rendered = render(leased.reply, channel.capabilities)
        platform_message_id = None
        for number in range(leased.parts_sent, len(rendered.parts)):
            if number > leased.parts_sent and not await self._may_go_on(leased, number):
                return
            try:
                async with asyncio.timeout(self._lease.total_seconds() * 0.8):
                    platform_message_id = await channel.send(
                        leased.chat, rendered.parts[number], f"{leased.outbox_id}.{number}"
                    )
            except DeliveryError as error:
                await self._not_sent(leased, error)
                return
            except Exception as error:  # noqa: BLE001 - a channel's fault leaves the outcome open
                log.error("sending broke", channel=leased.channel, error=where(error))
                await self._not_sent(leased, DeliveryError(Outcome.IN_DOUBT, where(error)))
                return
        async with self._store.begin() as session:
            await outbox.sent(
                session, leased, self._token, platform_message_id, list(rendered.choices)
            )

    async def _may_go_on(self, leased: Leased, parts_sent: int) -> bool:
        async with self._store.begin() as session:
            return await outbox.progress(session, leased, self._token, parts_sent, self._lease)

    async def _not_sent(self, leased: Leased, error: DeliveryError) -> None:
        failures = leased.attempts + 1
        wait = backoff(failures)
        slow_down = error.retry_after_seconds is not None
        if error.retry_after_seconds is not None:
            wait = max(wait, timedelta(seconds=error.retry_after_seconds))
            self._pauses.add(leased.channel, self._store.clock() + wait)
        if error.outcome is Outcome.HOLD:
            log.error("our account is refused", channel=leased.channel, reason=error.staff_message)
            self._pauses.add(leased.channel, self._store.clock() + HELD_FOR)
        hopeless = failures >= self._attempts and not slow_down
        async with self._store.begin() as session:
            if error.outcome is Outcome.IN_DOUBT:
                await outbox.doubt(session, leased, self._token, wait, error.staff_message)
            elif error.outcome is Outcome.HOLD or (error.outcome is Outcome.RETRY and not hopeless):
                await outbox.put_off(session, leased, self._token, wait, error.staff_message)
            else:
                await outbox.fail(session, leased, self._token, error.staff_message)
