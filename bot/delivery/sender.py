"""A sender: takes the most urgent messages of the outbox, fits each to its channel and sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.channels.contract import Channel, DeliveryError, FileChannel, Outcome, Scope
from bot.conversation.replies import Reply
from bot.delivery.backoff import backoff
from bot.delivery.counts import SENDS
from bot.delivery.health import Health
from bot.delivery.loop import where
from bot.delivery.quiet import QuietHours
from bot.delivery.render import render
from bot.delivery.sheets import Owed, Sheets
from bot.delivery.slots import Slots
from bot.store import sending
from bot.store.sending import Leased, Nothing
from bot.store.session import DATABASE_AWAY, Session
from bot.store.store import Store

POLL_SECONDS = 1.0
LEASE = timedelta(seconds=60)
ATTEMPTS = 12
HELD_FOR = timedelta(minutes=5)
"""How long an account that the platform refuses is left alone."""
WRITE_AGAIN_SECONDS = 0.25
_Result = TypeVar("_Result")

log = structlog.get_logger(__name__)


class Sender:
    """Sends up to `slots` messages side by side. Any number of senders share a database.

    The last `reserved` slots are kept for what somebody waits for: a broadcast that the platform
    takes slowly does not hold up a reply. In `quiet` hours nothing else is sent at all.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        quiet: QuietHours | None = None,
        slots: int = 1,
        reserved: int = 0,
        lease: timedelta = LEASE,
        attempts: int = ATTEMPTS,
        sheets: Sheets | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._store = store
        self._channels = channels
        self._quiet = quiet
        self._slots = Slots(slots)
        self._reserved = reserved
        self._lease = lease
        self._attempts = attempts
        self._sheets = sheets
        self._poll_seconds = poll_seconds
        self._health = Health(slots)

    async def run(self, stop: asyncio.Event) -> None:
        """Send messages until `stop` is set; finish those that are under way."""
        await self._slots.keep_busy("sender", self._once, stop)

    async def _once(self) -> None:
        ticket = self._store.wake.ticket("outbox")
        token = await self._slots.free()
        found = await self._claim(token, unasked=self._slots.count_free() > self._reserved)
        if isinstance(found, Leased):
            self._slots.fill(token, self._send(found, token), self._sent_one)
            return
        wait = self._poll_seconds
        if found.until is not None:
            wait = min(wait, max((found.until - self._store.clock()).total_seconds(), 0.001))
        await self._store.wake.wait("outbox", ticket, wait)

    def _sent_one(self) -> None:
        # What follows in the same conversation may go now.
        self._store.wake.touch(["outbox"])

    async def step(self) -> bool:
        """Send one message; return whether there was one.

        Raises:
            DATABASE_AWAY: where the message had been sent
                by then, it is in doubt.
        """
        token = await self._slots.free()
        found = await self._claim(token, unasked=True)
        if isinstance(found, Nothing):
            return False
        await self._send(found, token)
        return True

    async def _claim(self, token: str, *, unasked: bool) -> Leased | Nothing:
        shown = {
            name: channel.capabilities
            for name, channel in self._channels.items()
            if self._health.may_be_asked(name)
        }
        if self._quiet is not None and self._quiet.hold(self._store.clock()):
            unasked = False
        async with self._store.begin() as session:
            found = await sending.claim(session, token, self._lease, shown, unasked=unasked)
        if isinstance(found, Leased):
            self._health.begun(found.channel)
        return found

    async def _send(self, leased: Leased, token: str) -> None:
        try:
            await self._send_parts(leased, token)
        finally:
            self._health.ended(leased.channel)

    async def _send_parts(self, leased: Leased, token: str) -> None:
        channel = self._channels[leased.channel]
        reply, owed = leased.reply, tuple[Owed, ...]()
        if self._sheets is not None:
            reply, owed = self._sheets.hand_over(reply, channel.capabilities)
        rendered = render(reply, channel.capabilities)
        platform_message_id = None
        due: list[Reply | Owed] = [*rendered.parts, *owed]
        for number in range(leased.parts_sent, len(due)):
            if number > leased.parts_sent and not await self._may_go_on(leased, token, number):
                return
            try:
                async with asyncio.timeout(self._lease.total_seconds() * 0.8):
                    platform_message_id = await self._deliver(
                        channel, leased.chat, due[number], f"{leased.outbox_id}.{number}"
                    )
            except DeliveryError as error:
                await self._not_sent(leased, token, error)
                return
            except DATABASE_AWAY as error:
                # A channel that needs the database asks it before it sends.
                log.warning("sending waits for the database", channel=leased.channel)
                late = DeliveryError(Outcome.RETRY, where(error))
                await self._not_sent(leased, token, late, tried=False)
                return
            except Exception as error:  # noqa: BLE001 - a channel's fault leaves the outcome open
                log.error("sending broke", channel=leased.channel, error=where(error))
                await self._not_sent(leased, token, DeliveryError(Outcome.IN_DOUBT, where(error)))
                return
        SENDS.labels(leased.channel, "sent").inc()
        self._health.answered(leased.channel)
        choices = list(rendered.choices)
        await self._write_down(
            lambda session: sending.sent(session, leased, token, platform_message_id, choices)
        )

    async def _write_down(self, write: Callable[[Session], Awaitable[_Result]]) -> _Result:
        """Write down what became of a message, as soon as the database is there.

        One that is away for a moment does not make doubtful what is known here.

        Raises:
            DATABASE_AWAY: it stays away for as long as a lease lasts.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + self._lease.total_seconds()
        while True:
            try:
                async with self._store.begin() as session:
                    return await write(session)
            except DATABASE_AWAY:  # noqa: PERF203 - each try waits for the one before
                if clock() >= until:
                    raise
                await asyncio.sleep(WRITE_AGAIN_SECONDS)

    async def _deliver(
        self, channel: Channel, chat: str, due: Reply | Owed, key: str
    ) -> str | None:
        """Send a part of a message, or a file that follows it; what is gone needs no sending."""
        if isinstance(due, Reply):
            return await channel.send(chat, due, key)
        if self._sheets is None or not isinstance(channel, FileChannel):
            return None
        file = await self._sheets.file(due, channel.capabilities)
        return None if file is None else await channel.send_file(chat, file, key)

    async def _may_go_on(self, leased: Leased, token: str, parts_sent: int) -> bool:
        shown = self._channels[leased.channel].capabilities
        return await self._write_down(
            lambda session: sending.progress(session, leased, token, parts_sent, self._lease, shown)
        )

    async def _not_sent(
        self, leased: Leased, token: str, error: DeliveryError, *, tried: bool = True
    ) -> None:
        """Write down a send that failed; without `tried`, the platform was not even asked."""
        SENDS.labels(leased.channel, error.outcome.value).inc()
        if error.retry_after_seconds is not None:
            SENDS.labels(leased.channel, "slow_down").inc()
        failures = leased.attempts + 1
        wait, pause = backoff(failures), None
        if error.retry_after_seconds is not None:
            wait = max(wait, timedelta(seconds=error.retry_after_seconds))
            pause = error.scope
        if error.outcome is Outcome.HOLD:
            log.error("our account is refused", channel=leased.channel, reason=error.staff_message)
            wait, pause = max(wait, HELD_FOR), Scope.ACCOUNT
        again = error.outcome is Outcome.RETRY and (failures < self._attempts or pause is not None)
        rest = None
        if tried and _is_an_answer(error):
            self._health.answered(leased.channel)
        elif tried:
            rest = self._health.unheard(leased.channel, self._store.clock())

        async def write(session: Session) -> None:
            reason = error.staff_message
            if error.outcome is Outcome.IN_DOUBT:
                await sending.doubt(session, leased, token, wait, reason, rest=rest)
            elif again or error.outcome is Outcome.HOLD:
                moved = error.moved_to
                await sending.put_off(
                    session, leased, token, wait, reason, pause=pause, rest=rest, moved_to=moved
                )
            else:
                await sending.fail(session, leased, token, reason)

        await self._write_down(write)


def _is_an_answer(error: DeliveryError) -> bool:
    """Return whether the platform said something, so that it is there."""
    if error.outcome is Outcome.RETRY:
        return error.retry_after_seconds is not None or error.moved_to is not None
    return error.outcome is not Outcome.IN_DOUBT
