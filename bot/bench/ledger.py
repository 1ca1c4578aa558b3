"""What is left after a crash: every event and every message accounted for."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import func, select

from bot.conversation.events import Event, Text
from bot.store.models import (
    Conversation,
    Direction,
    Inbox,
    InboxStatus,
    Lead,
    Message,
    Outbox,
    OutboxStatus,
)
from bot.store.session import Session
from bot.store.store import Store


class Sent(Protocol):
    """What a platform sent: its events by their ids, and the chats whose order it kept."""

    @property
    def events(self) -> Mapping[str, Event]: ...

    @property
    def in_order(self) -> set[str]: ...


@dataclass(slots=True)
class Found:
    """What is wrong, each with a sentence, and the messages of which nobody knows."""

    turns: int = 0
    messages: int = 0
    sent_again: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misordered: list[str] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)


async def settled(store: Store) -> bool:
    """Return whether nothing waits to be handled or sent."""
    async with store.read() as session:
        for table in (Inbox, Outbox):
            waits = select(func.count()).where(table.not_before.is_not(None))
            if (await session.scalars(waits)).one():
                return False
    return True


async def look(store: Store, platform: Sent, arrived: str) -> Found:
    """Account for every event that `platform` sent and every line of `arrived`."""
    found = Found()
    async with store.read() as session:
        chats = dict((await session.execute(select(Conversation.id, Conversation.chat))).all())
        await _events(session, platform, chats, found)
        await _leads(session, platform, chats, found)
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
    _messages(rows, chats, platform, arrived, found)
    return found


async def _events(session: Session, platform: Sent, chats: Mapping[int, str], found: Found) -> None:
    rows = (await session.scalars(select(Inbox).order_by(Inbox.id))).all()
    found.turns = len(rows)
    kept = Counter(row.external_id for row in rows)
    found.lost += [f"event {key} is not there" for key in platform.events if not kept[key]]
    found.doubled += [f"event {key} is there {n} times" for key, n in kept.items() if n > 1]
    found.lost += [
        f"event {row.external_id} became {row.status}, {row.error}"
        for row in rows
        if row.status is not InboxStatus.DONE
    ]
    said: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        event = platform.events[row.external_id]
        said[chats[row.conversation_id]].append(event.text if isinstance(event, Text) else "")
    heard: defaultdict[str, list[str]] = defaultdict(list)
    log = select(Message).where(Message.direction == Direction.IN).order_by(Message.id)
    for message in await session.scalars(log):
        heard[chats[message.conversation_id]].append(message.text or "")
    for chat, texts in said.items():
        if len(heard[chat]) > len(texts):
            found.doubled.append(f"{chat}: {len(heard[chat])} turns of {len(texts)} events")
        elif len(heard[chat]) < len(texts):
            found.lost.append(f"{chat}: {len(heard[chat])} turns of {len(texts)} events")
        elif any(
            text.startswith("cảm ơn") and text != other
            for text, other in zip(texts, heard[chat], strict=True)
        ):
            found.misordered.append(f"{chat}: turns were not made in the order of the events")


async def _leads(session: Session, platform: Sent, chats: Mapping[int, str], found: Found) -> None:
    rows = await session.scalars(select(Lead.conversation_id))
    leads = Counter(chats[one] for one in rows if one is not None)
    found.lost += [f"{chat}: no lead" for chat in sorted(platform.in_order) if not leads[chat]]
    found.doubled += [f"{chat}: {count} leads" for chat, count in leads.items() if count > 1]


def _messages(
    rows: Sequence[Outbox], chats: Mapping[int, str], platform: Sent, arrived: str, found: Found
) -> None:
    found.messages = len(rows)
    found.sent_again = sum(row.doubts for row in rows)
    arrivals: defaultdict[str, list[int]] = defaultdict(list)
    for line in arrived.splitlines():
        chat, key = json.loads(line)
        arrivals[chat].append(int(key.partition(".")[0]))
    for chat, ids in arrivals.items():
        if ids != sorted(ids):
            found.misordered.append(f"{chat}: messages arrived in another order")
    times = Counter(one for ids in arrivals.values() for one in ids)
    for row in rows:
        if row.status is OutboxStatus.IN_DOUBT:
            found.in_doubt.append(f"message {row.id}, which arrived {times[row.id]} times")
        elif row.status is not OutboxStatus.SENT or not times[row.id]:
            found.lost.append(f"message {row.id} is {row.status} and arrived {times[row.id]} times")
        if times[row.id] > 1 + row.doubts:
            found.doubled.append(f"message {row.id} arrived {times[row.id]} times")
    owed = Counter(chats[row.conversation_id] for row in rows)
    usual = {owed[chat] for chat in platform.in_order}
    if len(usual) > 1:
        found.doubled.append(f"the same story was answered with {sorted(usual)} messages")
