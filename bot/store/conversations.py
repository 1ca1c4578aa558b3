"""Queries about conversations: who owns one, and which wait for a person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.contract import Rate
from bot.conversation.events import Returned, event_to_json
from bot.store import audit, buckets, hand_offs, inbox
from bot.store.models import Conversation, Owner, Staff
from bot.store.prepared import Prepared
from bot.store.rows import Rows
from bot.store.session import insert_into, now


class AlreadyTakenError(Exception):
    """Another member of staff owns the conversation."""


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation in a list; `staff_name` is empty while it waits for somebody."""

    id: int
    channel: str
    owner: Owner
    staff_id: int | None
    staff_name: str | None
    reason: str | None
    handed_off_at: datetime | None
    last_inbound_at: datetime | None


async def ensure(session: AsyncSession, channel: str, chat: str) -> int:
    """Return the id of the conversation, which is made where there was none."""
    known = await find(session, channel, chat)
    if known is not None:
        return known
    await session.execute(
        insert_into(session, Conversation)
        .values(channel=channel, chat=chat, created_at=now(session))
        .on_conflict_do_nothing(index_elements=["channel", "chat"])
    )
    return (await session.scalars(_id_of(channel, chat))).one()


async def find(session: AsyncSession, channel: str, chat: str) -> int | None:
    """Return the id of the conversation, or None where there is none."""
    return (await session.scalars(_id_of(channel, chat))).one_or_none()


def _id_of(channel: str, chat: str) -> Select[int]:
    return select(Conversation.id).filter_by(channel=channel, chat=chat)


async def of_sender(session: AsyncSession, channel: str, chat: str) -> Conversation:
    """Return the conversation of who sends, made where there was none, and held.

    It is no object of the session: `keep` writes what is changed of it.
    """
    of_chat = {"of_channel": channel, "of_chat": chat}
    found = await _OF_CHAT.run(session, of_chat)
    if not found:
        await ensure(session, channel, chat)
        found = await _OF_CHAT.run(session, of_chat)
    return ROWS.of(found[0])


async def keep(session: AsyncSession, conversation: Conversation) -> None:
    """Write down what was changed of a conversation of `ROWS`."""
    await ROWS.keep(session, conversation)


ROWS = Rows(Conversation, fixed=("id", "channel", "chat", "created_at"))
_OF_CHAT = Prepared(
    lambda _: (
        select(ROWS.table)
        .where(
            Conversation.channel == bindparam("of_channel"),
            Conversation.chat == bindparam("of_chat"),
        )
        .with_for_update()
    )
)


def admit(session: AsyncSession, sender: Conversation, limit: Rate) -> bool:
    """Count one event of the person; return False where it came too fast."""
    at = now(session)
    full_at = sender.heard_full_at
    if buckets.opens_at(full_at, limit, at, buckets.WHOLE) > at:
        return False
    if full_at is None or full_at <= at:
        sender.flood_told_at = None
    sender.heard_full_at = buckets.take(full_at, limit, at)
    return True


def first_of_flood(session: AsyncSession, sender: Conversation) -> bool:
    """Return whether the person was not told yet to go slower; they are told now."""
    if sender.flood_told_at is not None:
        return False
    sender.flood_told_at = now(session)
    return True


async def get(session: AsyncSession, conversation_id: int) -> Conversation | None:
    """Return the conversation, or None where there is none."""
    return await session.get(Conversation, conversation_id)


async def lock(session: AsyncSession, conversation_id: int) -> Conversation:
    """Return the conversation, held for the rest of the transaction.

    Raises:
        LookupError: there is none.
    """
    conversation = await session.get(
        Conversation, conversation_id, with_for_update=True, populate_existing=True
    )
    if conversation is None:
        raise LookupError(f"no conversation {conversation_id}")
    return conversation


async def take_over(session: AsyncSession, conversation_id: int, staff_id: int) -> Conversation:
    """Let a member of staff speak in the conversation; the bot falls silent.

    Raises:
        LookupError: there is no such conversation.
        AlreadyTakenError: somebody else, whose account is not disabled, speaks in it.
    """
    conversation = await lock(session, conversation_id)
    if conversation.owner_staff_id not in (None, staff_id):
        other = await session.get_one(Staff, conversation.owner_staff_id)
        if other.active:
            raise AlreadyTakenError(
                f"conversation {conversation_id} is with another member of staff"
            )
        await hand_offs.release(session, conversation)
    if conversation.owner_staff_id is None:
        conversation.owner = Owner.PERSON
        conversation.owner_staff_id = staff_id
        conversation.handed_off_at = conversation.handed_off_at or now(session)
        hand_offs.end(conversation)
        audit.write(session, staff_id, "conversation.taken_over", "conversation", conversation_id)
    return conversation


async def hand_back(session: AsyncSession, conversation_id: int, staff_id: int) -> None:
    """Give the conversation back to the bot, which says so in its next turn.

    The change of owner is that turn's: what the citizen wrote before it stays with the person.

    Raises:
        LookupError: there is no such conversation.
    """
    conversation = await lock(session, conversation_id)
    if conversation.owner is Owner.BOT:
        return
    audit.write(session, staff_id, "conversation.handed_back", "conversation", conversation_id)
    await inbox.put(
        session,
        conversation_id=conversation_id,
        channel=conversation.channel,
        external_id=f"returned:{uuid.uuid4()}",
        payload=event_to_json(Returned()),
        received_at=now(session),
    )


async def waiting(session: AsyncSession, limit: int = 100) -> list[ConversationRow]:
    """Return the conversations that a person owns or should own, the longest wait first."""
    query = (
        select(Conversation, Staff.name)
        .outerjoin(Staff, Staff.id == Conversation.owner_staff_id)
        .where(Conversation.owner == Owner.PERSON)
        .order_by(Conversation.owner_staff_id.is_not(None), Conversation.handed_off_at)
        .limit(limit)
    )
    return [
        ConversationRow(
            id=found.id,
            channel=found.channel,
            owner=found.owner,
            staff_id=found.owner_staff_id,
            staff_name=name,
            reason=found.hand_off_reason,
            handed_off_at=found.handed_off_at,
            last_inbound_at=found.last_inbound_at,
        )
        for found, name in await session.execute(query)
    ]
