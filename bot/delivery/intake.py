"""Takes what a channel received into the inbox, once, and not faster than a person writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import structlog

from bot.channels.contract import ChatChange, InboundEvent, Rate
from bot.conversation.events import event_to_json
from bot.conversation.turn import Turn
from bot.delivery.answerer import Answerer
from bot.delivery.counts import REFUSED, TURNS
from bot.delivery.loop import where
from bot.store import conversations, inbox, staff_chats, windows
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store

PERSON = Rate(burst=12, seconds_each=2.0)
"""Enough for any person, too little for a script."""
TOO_FAST = {"type": "too_fast"}
"""The event, of no citizen, that a worker answers by asking them to go slower."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that is safe: `new` is False where the platform sent it again.

    With `refused` it came too fast and was let go: sent again later, it is new. `turn` is what it
    led to; None where a worker will see to it, or nothing is to be done.
    """

    inbox_id: int | None
    conversation_id: int
    new: bool
    refused: bool = False
    turn: Turn | None = None


async def take(
    store: Store, told: InboundEvent | ChatChange, *, answerer: Answerer | None = None
) -> Accepted | None:
    """Store what a platform told us durably; None where it is no event of a person."""
    if isinstance(told, InboundEvent):
        return await receive(store, told, answerer=answerer)
    async with store.begin() as session:
        await staff_chats.changed(session, told)
    return None


async def receive(
    store: Store,
    inbound: InboundEvent,
    *,
    limit: Rate | None = PERSON,
    tell: bool = True,
    answerer: Answerer | None = None,
) -> Accepted:
    """Store the event durably; the platform may then be answered.

    With an `answerer`, which must not wait for anybody, the same transaction answers it, unless
    earlier ones of the conversation wait. Where it cannot, the event is stored all the same and
    a worker is woken, as it is without one.

    The same external id on the same channel is the same event, and changes nothing. That somebody
    left changes nothing either where they were here since: platforms mix events up. Who sends
    faster than `limit` is asked once to go slower, unless the channel does not `tell` because it
    says so itself.
    """
    if answerer is not None:
        try:
            return await _receive(store, inbound, limit, answerer, tell=tell)
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - nothing of it happened; it is a worker's now
            log.warning("an event was not answered at once", error=where(error))
    return await _receive(store, inbound, limit, None, tell=tell)


async def _receive(
    store: Store,
    inbound: InboundEvent,
    limit: Rate | None,
    answerer: Answerer | None,
    *,
    tell: bool,
) -> Accepted:
    at, turn = inbound.received_at, None
    async with store.begin() as session:
        conversation = await conversations.of_sender(session, inbound.channel, inbound.chat)
        if inbound.interacted_at is not None:
            windows.opened(conversation, inbound.interacted_at)
        if inbound.left_at is not None and windows.opened_since(conversation, inbound.left_at):
            return Accepted(None, conversation.id, new=False)
        put = partial(
            inbox.put,
            session,
            conversation_id=conversation.id,
            channel=inbound.channel,
            received_at=at,
        )
        event = await put(
            external_id=inbound.external_id,
            payload=event_to_json(inbound.event),
            done=answerer is not None,
        )
        if event.new and limit and not conversations.admit(session, conversation, limit):
            REFUSED.labels(inbound.channel, "too_fast").inc()
            await inbox.take_back(session, event.inbox_id)
            if tell and conversations.first_of_flood(session, conversation):
                await put(external_id=f"{inbound.external_id[:200]}:too_fast", payload=TOO_FAST)
            await conversations.keep(session, conversation)
            return Accepted(None, conversation.id, new=False, refused=True)
        if answerer is not None and event.done:
            turn = await answerer.answer(session, conversation, inbound.event, at)
        await conversations.keep(session, conversation)
    if turn is not None:
        TURNS.labels(inbound.channel, "done").inc()
    return Accepted(event.inbox_id, conversation.id, new=event.new, turn=turn)
