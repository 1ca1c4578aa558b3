"""A process killed in the middle of its work loses nothing and doubles nothing."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections import Counter
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from bot.channels.contract import InboundEvent
from bot.conversation.events import Event, Press, Text
from bot.delivery import receive
from bot.store.models import Inbox, InboxStatus, Lead, Message, Outbox, OutboxStatus
from bot.store.store import Store
from bot.store.vault import Vault

VICTIM = Path(__file__).with_name("victim.py")
ROOT = VICTIM.parents[2]
CHATS = 20
EVENTS_PER_CHAT = 10


def story(number: int) -> list[Event]:
    """Return what one citizen does: ask to be called, then leave a number, then thank."""
    thanks: list[Event] = [Text("cảm ơn")] * (EVENTS_PER_CHAT - 5)
    return [
        Text("gọi lại cho tôi"),
        Press("lead:consent=yes"),
        Text(f"09123456{number:02}"),
        Press("lead:skip=name"),
        Press("lead:skip=place"),
        *thanks,
    ]


async def test_two_hundred_events_survive_two_killed_processes(
    database_url: str, tmp_path: Path
) -> None:
    phone_key, arrived = Fernet.generate_key().decode(), tmp_path / "arrived"
    async with Store(database_url, Vault([phone_key], "hash key")) as store:
        await receive_all(store)
        command = [sys.executable, str(VICTIM), database_url, phone_key, "hash key", str(arrived)]
        for done in (30, 110):
            process = await create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT)
            await reach(store, Inbox, InboxStatus.DONE, done, process)
            process.send_signal(signal.SIGKILL)
            await process.wait()
        assert await count(store, Inbox, InboxStatus.PENDING) > 0
        process = await create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT)
        await reach(store, Inbox, InboxStatus.DONE, CHATS * EVENTS_PER_CHAT, process)
        sent = await total(store, Outbox)
        await reach(store, Outbox, OutboxStatus.SENT, sent, process)
        process.kill()
        await process.wait()
        await nothing_was_lost_or_doubled(store, arrived.read_text())


async def receive_all(store: Store) -> None:
    """Put every story into the inbox, side by side, each event twice."""
    stories = [story(number) for number in range(CHATS)]
    for step in range(EVENTS_PER_CHAT):
        for number, events in enumerate(stories):
            inbound = InboundEvent(
                channel="plain",
                external_id=f"{number}:{step}",
                chat=f"chat-{number}",
                event=events[step],
                received_at=store.clock(),
            )
            assert (await receive(store, inbound)).new
            assert not (await receive(store, inbound)).new


async def nothing_was_lost_or_doubled(store: Store, arrived: str) -> None:
    async with store.read() as session:
        leads = (await session.scalars(select(Lead))).all()
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
        said = (await session.scalars(select(Message).order_by(Message.id))).all()
    assert len(leads) == len({lead.contact_id for lead in leads}) == CHATS
    kinds = Counter((message.conversation_id, message.direction) for message in said)
    assert {n for (_, direction), n in kinds.items() if direction == "in"} == {EVENTS_PER_CHAT}
    assert {row.attempts for row in rows} == {0}

    owed = Counter(row.conversation_id for row in rows)
    assert len(set(owed.values())) == 1, "every citizen hears the same story"
    doubted = sum(row.doubts for row in rows)
    lines = [json.loads(line) for line in arrived.splitlines()]
    assert len(rows) <= len(lines) <= len(rows) + doubted
    for number in range(CHATS):
        texts = [text for chat, text in lines if chat == f"chat-{number}"]
        assert in_order(without_repeats(texts)) == in_order(without_repeats(told(said, number)))


def told(said: Any, number: int) -> list[str]:
    """Return what was said to the citizen whose conversation is the given one, in order."""
    ids = sorted({message.conversation_id for message in said})
    return [
        message.text
        for message in said
        if message.direction == "out" and message.conversation_id == ids[number]
    ]


def without_repeats(texts: list[str]) -> list[str]:
    """Return `texts` without one that repeats the one before: a message in doubt is sent again."""
    return [text for at, text in enumerate(texts) if at == 0 or text != texts[at - 1]]


def in_order(texts: list[str]) -> list[str]:
    """Return the beginnings, which a numbered list below the text does not change."""
    return [text.split("\n")[0] for text in texts]


async def reach(store: Store, table: type[Any], status: str, wanted: int, process: Process) -> None:
    """Wait until `wanted` rows have the status."""
    for _ in range(1200):
        if await count(store, table, status) >= wanted:
            return
        assert process.returncode is None, "the process ended by itself"
        await asyncio.sleep(0.05)
    raise AssertionError(f"fewer than {wanted} rows of {table.__name__} became {status}")


async def count(store: Store, table: type[Any], status: str) -> int:
    async with store.read() as session:
        query = select(func.count()).where(table.status == status)
        return (await session.scalars(query)).one()


async def total(store: Store, table: type[Any]) -> int:
    async with store.read() as session:
        return (await session.scalars(select(func.count()).select_from(table))).one()
