"""Takes what a channel received into the inbox, once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.contract import InboundEvent
from bot.conversation.events import event_to_json
from bot.store import conversations, inbox
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that is safe: `new` is False where the platform sent it again."""

    inbox_id: int
    conversation_id: int
    new: bool


async def receive(store: Store, inbound: InboundEvent) -> Accepted:
    """Store the event durably and wake a worker; the platform may then be answered.

    The same external id on the same channel is the same event, and changes nothing.
    """
    async with store.begin() as session:
        conversation_id = await conversations.ensure(session, inbound.channel, inbound.chat)
        inbox_id, new = await inbox.put(
            session,
            conversation_id=conversation_id,
            channel=inbound.channel,
            external_id=inbound.external_id,
            payload=event_to_json(inbound.event),
            received_at=inbound.received_at,
        )
    return Accepted(inbox_id, conversation_id, new)
