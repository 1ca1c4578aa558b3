"""A worker: takes the oldest event of a conversation nobody holds and makes a turn of it."""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.conversation.events import Event, event_from_json
from bot.conversation.replies import Reply
from bot.conversation.speech import say
from bot.conversation.state import State
from bot.conversation.turn import Turn
from bot.delivery.answerer import Answerer, state_of, write_down
from bot.delivery.backoff import backoff
from bot.delivery.counts import TURNS
from bot.delivery.intake import TOO_FAST
from bot.delivery.loop import where
from bot.delivery.record import heard, owe
from bot.delivery.slots import Slots
from bot.store import inbox
from bot.store.inbox import Claimed, LeaseLostError
from bot.store.models import Conversation
from bot.store.session import DATABASE_AWAY, Session
from bot.store.store import Store

POLL_SECONDS = 1.0
LEASE = timedelta(seconds=60)
ATTEMPTS = 5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one event; `turn` is None where there was none: it failed, say."""

    turn: Turn | None


class Worker:
    """Handles up to `slots` events side by side. Any number of workers share a database.

    Nothing of an event is visible until the one transaction that finishes it. A worker that dies
    leaves a lease behind; when it expires, another one starts the event afresh.
    """

    def __init__(
        self,
        store: Store,
        answerer: Answerer,
        *,
        slots: int = 1,
        lease: timedelta = LEASE,
        attempts: int = ATTEMPTS,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._store = store
        patience = min(answerer.patience_seconds, lease.total_seconds() / 2)
        self._answerer = dataclasses.replace(answerer, patience_seconds=patience)
        self._lease = lease
        self._attempts = attempts
        self._poll_seconds = poll_seconds
        self._slots = Slots(slots)

    async def run(self, stop: asyncio.Event) -> None:
        """Handle events until `stop` is set; finish those that are under way."""
        await self._slots.keep_busy("worker", self._once, stop)

    async def _once(self) -> None:
        ticket = self._store.wake.ticket("inbox")
        token = await self._slots.free()
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
        claimed = await self._claim(token)
        return None if claimed is None else await self._take(claimed, token)

    async def _claim(self, token: str) -> Claimed | None:
        async with self._store.begin() as session:
            return await inbox.claim(session, token, self._lease)

    async def _take(self, claimed: Claimed, token: str) -> Handled:
        outcome = "failed"
        try:
            turn_made = await self._handle(claimed, token)
            outcome = "done"
            return Handled(turn_made)
        except LeaseLostError as error:
            outcome = "taken_over"
            log.warning("an event was taken over", lost=str(error))
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - one bad event must not stop the others
            await self._failed(claimed, token, error)
        finally:
            TURNS.labels(claimed.channel, outcome).inc()
        return Handled(None)

    async def _handle(self, claimed: Claimed, token: str) -> Turn | None:
        made, understood = None, None
        if claimed.payload != TOO_FAST:
            understood = await self._answerer.understand(
                event_from_json(claimed.payload),
                State.from_json(claimed.state or {}),
                claimed.choices,
                claimed.received_at,
                claimed.channel,
            )
        async with self._store.begin() as session:
            conversation, row = await inbox.hold(session, claimed, token)
            if understood is None:
                await self._say(session, claimed, conversation, "delivery.too_fast")
            else:
                if tuple(conversation.choices or ()) == claimed.choices:
                    conversation.choices = None
                state = state_of(conversation)
                made = await write_down(
                    session, conversation, state, understood, claimed.received_at
                )
            inbox.consume(session, conversation, row)
        return made

    async def _say(
        self, session: Session, claimed: Claimed, conversation: Conversation, text: str
    ) -> None:
        """Owe a text of ours, by its name, in the language of the conversation."""
        words = self._answerer.contexts(claimed.received_at, claimed.channel).content
        locale = state_of(conversation).locale
        await owe(session, conversation, Reply(say(words.into(locale), text)))

    async def _failed(self, claimed: Claimed, token: str, error: Exception) -> None:
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
                await self._say(session, claimed, conversation, "error.internal")
                inbox.give_up(session, conversation, row, reason)
        except LeaseLostError as lost:
            log.warning("a failed event was taken over", lost=str(lost))


def _readable(claimed: Claimed) -> Event | None:
    try:
        return event_from_json(claimed.payload)
    except ValueError:
        return None
