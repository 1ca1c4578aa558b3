"""Takes what a channel received into the inbox, once, and not faster than a person writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.channels.contract import ChatChange, InboundEvent, Rate
from bot.conversation.events import event_to_json
from bot.delivery.counts import REFUSED
from bot.store import conversations, inbox, staff_chats, windows
from bot.store.store import Store

PERSON = Rate(burst=12, seconds_each=2.0)
"""Enough for any person, too little for a script."""
TOO_FAST = {"type": "too_fast"}
"""The event, of no citizen, that a worker answers by asking them to go slower."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that is safe: `new` is False where the platform sent it again.

    With `refused` it came too fast and was let go: sent again later, it is new.
    """

    inbox_id: int | None
    conversation_id: int
    new: bool
    refused: bool = False


async def take(store: Store, told: InboundEvent | ChatChange) -> Accepted | None:
    """Store what a platform told us durably; None where it is no event of a person."""
    if isinstance(told, InboundEvent):
        return await receive(store, told)
    async with store.begin() as session:
        await staff_chats.changed(session, told)
    return None


async def receive(
    store: Store, inbound: InboundEvent, *, limit: Rate | None = PERSON, tell: bool = True
) -> Accepted:
    """Store the event durably and wake a worker; the platform may then be answered.

    The same external id on the same channel is the same event, and changes nothing. That somebody
    left changes nothing either where they were here since: platforms mix events up. Who sends
    faster than `limit` is asked once to go slower, unless the channel does not `tell` because it
    says so itself.
    """
    async with store.begin() as session:
        sender = await conversations.of_sender(session, inbound.channel, inbound.chat)
        if inbound.interacted_at is not None:
            await windows.opened(session, sender.conversation_id, inbound.interacted_at)
        if inbound.left_at is not None and await windows.opened_since(
            session, sender.conversation_id, inbound.left_at
        ):
            return Accepted(None, sender.conversation_id, new=False)
        put = partial(
            inbox.put,
            session,
            conversation_id=sender.conversation_id,
            channel=inbound.channel,
            received_at=inbound.received_at,
        )
        inbox_id, new = await put(
            external_id=inbound.external_id, payload=event_to_json(inbound.event)
        )
        if new and limit and not await conversations.admit(session, sender, limit):
            REFUSED.labels(inbound.channel, "too_fast").inc()
            await inbox.take_back(session, inbox_id)
            if tell and await conversations.first_of_flood(session, sender):
                await put(external_id=f"{inbound.external_id[:200]}:too_fast", payload=TOO_FAST)
            return Accepted(None, sender.conversation_id, new=False, refused=True)
    return Accepted(inbox_id, sender.conversation_id, new=new)
