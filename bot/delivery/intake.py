"""Takes what a channel received into the inbox, once, and not faster than a person writes."""

from __future__ import annotations

from dataclasses import dataclass

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

    The same external id on the same channel is the same event, and changes nothing. Who sends
    faster than `limit` is asked once to go slower, unless the channel does not `tell` because it
    says so itself.
    """
    async with store.begin() as session:
        conversation = await conversations.of_sender(session, inbound.channel, inbound.chat)
        if inbound.interacted_at is not None:
            await windows.opened(session, conversation.id, inbound.interacted_at)
        known = await inbox.find(session, inbound.channel, inbound.external_id)
        if known is not None:
            return Accepted(known, conversation.id, new=False)
        payload, external_id = event_to_json(inbound.event), inbound.external_id
        refused = limit is not None and not conversations.admit(session, conversation, limit)
        if refused:
            REFUSED.labels(inbound.channel, "too_fast").inc()
            if not tell or not conversations.first_of_flood(session, conversation):
                return Accepted(None, conversation.id, new=False, refused=True)
            payload, external_id = TOO_FAST, f"{external_id[:200]}:too_fast"
        inbox_id = await inbox.put(
            session,
            conversation_id=conversation.id,
            channel=inbound.channel,
            external_id=external_id,
            payload=payload,
            received_at=inbound.received_at,
        )
    if refused:
        return Accepted(None, conversation.id, new=False, refused=True)
    return Accepted(inbox_id[0], conversation.id, new=inbox_id[1])
