"""A worker: takes the oldest event of a conversation nobody holds and makes a turn of it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import structlog

from bot.conversation.events import Event, Text, event_from_json
from bot.conversation.replies import Reply
from bot.conversation.speech import say
from bot.conversation.state import State
from bot.conversation.turn import Context, Turn, turn
from bot.delivery.backoff import backoff
from bot.delivery.choices import as_press
from bot.delivery.counts import TURNS
from bot.delivery.intake import TOO_FAST
from bot.delivery.loop import where
from bot.delivery.record import heard, owe, record
from bot.delivery.slots import Slots
from bot.store import inbox
from bot.store.inbox import Claimed, LeaseLostError
from bot.store.models import Conversation, Inbox
from bot.store.session import DATABASE_AWAY, Session
from bot.store.store import Store
from bot.understanding.contract import Understander

if TYPE_CHECKING:
    from nlu import Meaning

ContextFactory: TypeAlias = Callable[[datetime, str], Context]
"""What holds for an event received at a moment on a channel."""

POLL_SECONDS = 1.0
LEASE = timedelta(seconds=60)
ATTEMPTS = 5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one event; `turn` is None where there was none: it failed, say.

    `more` is False where no other event waited, for this worker or any.
    """

    conversation_id: int
    turn: Turn | None
    more: bool = True


class Worker:
    """Handles up to `slots` events side by side. Any number of workers share a database.

    Nothing of an event is visible until the one transaction that finishes it. A worker that dies
    leaves a lease behind; when it expires, another one starts the event afresh. Where the
    understanding is `instant`, in this process, the event is taken in that transaction as well and
    needs no lease; one that breaks is taken again, with a lease, to be put off.
    """

    def __init__(
        self,
        store: Store,
        understander: Understander,
        context_factory: ContextFactory,
        *,
        slots: int = 1,
        instant: bool = False,
        lease: timedelta = LEASE,
        attempts: int = ATTEMPTS,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._store = store
        self._understander = understander
        self._context_factory = context_factory
        self._lease = lease
        self._attempts = attempts
        self._poll_seconds = poll_seconds
        self._slots = Slots(slots)
        self._instant = instant

    async def run(self, stop: asyncio.Event) -> None:
        """Handle events until `stop` is set; finish those that are under way."""
        await self._slots.keep_busy("worker", self._once, stop)

    async def _once(self) -> None:
        ticket = self._store.wake.ticket("inbox")
        token = await self._slots.free()
        if self._instant:
            handled = await self._at_once(token)
            if handled is None or not handled.more:
                await self._store.wake.wait("inbox", ticket, self._poll_seconds)
            return
        claimed = await self._claim(token)
        if claimed is None:
            await self._store.wake.wait("inbox", ticket, self._poll_seconds)
        else:
            self._slots.fill(token, self._take(claimed, token), self._took_one)

    def _took_one(self) -> None:
        # The conversation is free again, and may have more events.
        self._store.wake.touch(["inbox"])

    async def step(self) -> Handled | None:
        """Handle one event; None where there was none to handle.

        An event whose turn raises is put off or, in the end, answered with an apology; the other
        conversations go on.

        Raises:
            DATABASE_AWAY: the event stays as it was.
        """
        token = await self._slots.free()
        return await (self._at_once(token) if self._instant else self._with_a_lease(token))

    async def _with_a_lease(self, token: str) -> Handled | None:
        claimed = await self._claim(token)
        return None if claimed is None else await self._take(claimed, token)

    async def _at_once(self, token: str) -> Handled | None:
        """Handle an event in one transaction; None where there is none."""
        try:
            async with self._store.begin() as session:
                taken = await inbox.take(session, token)
                if taken is None:
                    return None
                claimed = taken.claimed
                made = await self._in(session, claimed, taken.conversation, taken.event)
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - it is rolled back, and taken with a lease next
            log.warning("an event did not go through at once", error=where(error))
            return await self._with_a_lease(token)
        TURNS.labels(claimed.channel, "done").inc()
        self.committed(claimed.inbox_id)
        return Handled(claimed.conversation_id, made, taken.more)

    def committed(self, inbox_id: int) -> None:
        """Hear that an event is handled for good; whoever measures looks at the clock here."""

    async def _claim(self, token: str) -> Claimed | None:
        async with self._store.begin() as session:
            return await inbox.claim(session, token, self._lease)

    async def _take(self, claimed: Claimed, token: str) -> Handled:
        context = self._context_factory(claimed.received_at, claimed.channel)
        outcome = "failed"
        try:
            turn_made = await self._handle(claimed, token, context)
            outcome = "done"
            return Handled(claimed.conversation_id, turn_made)
        except LeaseLostError as error:
            outcome = "taken_over"
            log.warning("an event was taken over", lost=str(error))
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - one bad event must not stop the others
            await self._failed(claimed, token, context, error)
        finally:
            TURNS.labels(claimed.channel, outcome).inc()
        return Handled(claimed.conversation_id, None)

    async def _handle(self, claimed: Claimed, token: str, context: Context) -> Turn | None:
        event, meaning = await self._understood(claimed, context.today)
        async with self._store.begin() as session:
            conversation, row = await inbox.hold(session, claimed, token)
            made = await _finish(session, claimed, conversation, row, event, meaning, context)
        self.committed(claimed.inbox_id)
        return made

    async def _in(
        self, session: Session, claimed: Claimed, conversation: Conversation, row: Inbox
    ) -> Turn | None:
        context = self._context_factory(claimed.received_at, claimed.channel)
        event, meaning = await self._understood(claimed, context.today)
        return await _finish(session, claimed, conversation, row, event, meaning, context)

    async def _understood(
        self, claimed: Claimed, today: date
    ) -> tuple[Event | None, Meaning | None]:
        """Return the event and what its text means; no event is one that came too fast."""
        if claimed.payload == TOO_FAST:
            return None, None
        event = as_press(event_from_json(claimed.payload), claimed.choices)
        if not isinstance(event, Text):
            return event, None
        awaiting = State.from_json(claimed.state or {}).awaiting
        async with asyncio.timeout(self._lease.total_seconds() / 2):
            return event, await self._understander.understand(event.text, awaiting, today)

    async def _failed(
        self, claimed: Claimed, token: str, context: Context, error: Exception
    ) -> None:
        attempts, reason = claimed.attempts + 1, where(error)
        final = attempts >= self._attempts
        log.error("an event failed", inbox_id=claimed.inbox_id, error=reason, final=final)
        try:
            async with self._store.begin() as session:
                conversation, row = await inbox.hold(session, claimed, token)
                if not final:
                    inbox.put_off(session, conversation, row, backoff(attempts), reason)
                    return
                if event := _readable(claimed):
                    await heard(session, conversation, event, claimed.received_at)
                locale = _state(conversation).locale
                apology = Reply(say(context.content.into(locale), "error.internal"))
                await owe(session, conversation, apology)
                inbox.give_up(session, conversation, row, reason)
        except LeaseLostError as lost:
            log.warning("a failed event was taken over", lost=str(lost))


async def _finish(
    session: Session,
    claimed: Claimed,
    conversation: Conversation,
    row: Inbox,
    event: Event | None,
    meaning: Meaning | None,
    context: Context,
) -> Turn | None:
    """Write down what the event leads to, and the event as handled."""
    made = None
    if event is None:
        await owe(
            session,
            conversation,
            Reply(say(context.content.into(_state(conversation).locale), "delivery.too_fast")),
        )
    else:
        made = turn(_state(conversation), event, meaning, context)
        if tuple(conversation.choices or ()) == claimed.choices:
            conversation.choices = None
        await record(session, conversation, event, made, claimed.received_at)
    inbox.consume(session, conversation, row)
    return made


def _state(conversation: Conversation) -> State:
    remembered = State.from_json(conversation.state or {})
    return dataclasses.replace(remembered, owner=conversation.owner.value)


def _readable(claimed: Claimed) -> Event | None:
    try:
        return event_from_json(claimed.payload)
    except ValueError:
        return None
