"""The ledger finds what is lost, doubled and out of order: a clean crash means something."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.bench.ledger import Found, look, settled
from bot.channels.contract import InboundEvent
from bot.conversation.events import Event, Text
from bot.conversation.replies import Reply
from bot.delivery import receive
from bot.store import conversations, inbox, log, outbox
from bot.store.models import Inbox, Outbox, OutboxStatus
from bot.store.store import Store


@dataclass
class Sent:
    events: Mapping[str, Event]
    in_order: set[str]


EVENTS: Mapping[str, Event] = {"1": Text("cảm ơn 1"), "2": Text("cảm ơn 2")}


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    """Return a migrated SQLite file: what is counted is the same on both databases."""
    migrated = request.getfixturevalue("migrated_sqlite")
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    return f"sqlite+aiosqlite:///{copy}"


async def play(store: Store, heard: list[str], statuses: list[OutboxStatus]) -> None:
    """Receive both events, say that `heard` was handled, and owe messages that became so."""
    for key, one in EVENTS.items():
        await receive(store, InboundEvent("bench", key, "lan", one, store.clock()), limit=None)
    async with store.begin() as session:
        conversation = await conversations.lock(
            session, await conversations.ensure(session, "bench", "lan")
        )
        for row in await session.scalars(select(Inbox).order_by(Inbox.id)):
            inbox.consume(session, conversation, row)
        for text in heard:
            await log.heard(session, conversation, "text", text, store.clock())
        for status in statuses:
            owed = await outbox.add(session, conversation, Reply("Dạ"))
            message = await session.get_one(Outbox, owed)
            message.status, message.not_before = status, None


async def account(store: Store, arrived: list[int]) -> Found:
    lines = "".join(f"{json.dumps(['lan', f'{one}.0'])}\n" for one in arrived)
    return await look(store, Sent(EVENTS, set()), lines)


GOOD = ["cảm ơn 1", "cảm ơn 2"]
SENT = OutboxStatus.SENT


async def test_what_is_well_is_well(store: Store) -> None:
    await play(store, GOOD, [SENT, SENT])
    found = await account(store, [1, 2])
    assert (found.lost, found.doubled, found.misordered, found.in_doubt) == ([], [], [], [])
    assert await settled(store)


@pytest.mark.parametrize(
    ("heard", "statuses", "arrived", "fault"),
    [
        (GOOD[:1], [SENT], [1], "lost"),
        (GOOD, [SENT], [], "lost"),
        (GOOD, [OutboxStatus.FAILED], [], "lost"),
        ([*GOOD, GOOD[1]], [SENT], [1], "doubled"),
        (GOOD, [SENT], [1, 1], "doubled"),
        (GOOD[::-1], [SENT], [1], "misordered"),
        (GOOD, [SENT, SENT], [2, 1], "misordered"),
        (GOOD, [OutboxStatus.IN_DOUBT], [], "in_doubt"),
    ],
)
async def test_every_fault_is_found(
    store: Store, heard: list[str], statuses: list[OutboxStatus], arrived: list[int], fault: str
) -> None:
    await play(store, heard, statuses)
    found = await account(store, arrived)
    kinds = ("lost", "doubled", "misordered", "in_doubt")
    assert [kind for kind in kinds if getattr(found, kind)] == [fault]


async def test_an_event_that_never_came_is_lost(store: Store) -> None:
    await receive(store, InboundEvent("bench", "1", "lan", EVENTS["1"], store.clock()))
    found = await account(store, [])
    assert any("event 2 is not there" in line for line in found.lost)
    assert any("became pending" in line for line in found.lost)
    assert not await settled(store)
    async with store.read() as session:
        assert (await session.scalars(select(Outbox))).all() == []
