"""The database itself: transactions, moments, encryption, and waking who waits."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from bot.store import conversations, log, schema
from bot.store.engine import PATIENCE, listen_address, make_engine
from bot.store.models import Conversation, Lead, Message
from bot.store.schema import BrokenReferencesError
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store
from bot.store.types import UTCDateTime
from bot.store.vault import Vault


async def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    with suppress(ZeroDivisionError):
        async with store.begin() as session:
            await conversations.ensure(session, "web", "a")
            raise ZeroDivisionError
    async with store.read() as session:
        assert await conversations.find(session, "web", "a") is None


async def test_a_look_changes_nothing(store: Store) -> None:
    async with store.read() as session:
        await conversations.ensure(session, "web", "a")
    async with store.read() as session:
        assert await conversations.find(session, "web", "a") is None


async def test_writers_wait_for_each_other(store: Store, clock: Any) -> None:
    async with store.begin() as session:
        conversation_id = await conversations.ensure(session, "web", "a")

    async def count() -> None:
        async with store.begin() as session:
            conversation = await conversations.lock(session, conversation_id)
            seen = conversation.last_position
            await asyncio.sleep(0.01)
            conversation.last_position = seen + 1

    await asyncio.gather(*(count() for _ in range(8)))
    async with store.read() as session:
        assert (await conversations.get(session, conversation_id)).last_position == 8  # type: ignore[union-attr]


async def test_two_processes_wait_for_each_other(
    database_url: str, vault: Vault, clock: Any
) -> None:
    async with Store(database_url, vault, clock) as one, Store(database_url, vault, clock) as two:
        async with one.begin() as session:
            conversation_id = await conversations.ensure(session, "web", "a")
        held = asyncio.Event()

        async def slow() -> None:
            async with one.begin() as session:
                (await conversations.lock(session, conversation_id)).last_position += 1
                held.set()
                await asyncio.sleep(0.2)

        async def fast() -> None:
            await held.wait()
            async with two.begin() as session:
                (await conversations.lock(session, conversation_id)).last_position += 1

        await asyncio.gather(slow(), fast())
        async with two.read() as session:
            found = await conversations.get(session, conversation_id)
            assert found is not None
            assert found.last_position == 2


async def test_references_are_enforced(store: Store, clock: Any) -> None:
    with pytest.raises(IntegrityError):
        async with store.begin() as session:
            session.add(Lead(consent_id=99, interest="hi", created_at=clock(), updated_at=clock()))


async def test_moments_come_back_in_utc_whatever_they_went_in_as(store: Store) -> None:
    here = datetime(2026, 11, 23, 9, 30, 0, 123456, timezone(timedelta(hours=7)))
    async with store.begin() as session:
        conversation_id = await conversations.ensure(session, "web", "a")
        (await conversations.lock(session, conversation_id)).last_inbound_at = here
    async with store.read() as session:
        [found] = (await session.scalars(select(Conversation))).all()
        assert found.last_inbound_at == here
        assert found.last_inbound_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        UTCDateTime().process_bind_param(datetime(2026, 11, 23), sqlite.dialect())  # noqa: DTZ001


async def test_two_stores_never_share_a_key(tmp_path: Path, clock: Any) -> None:
    stores = [
        Store(
            f"sqlite+aiosqlite:///{tmp_path}/{number}.db",
            Vault([Fernet.generate_key().decode()], "hash"),
            clock,
        )
        for number in range(2)
    ]
    for store in stores:
        await store.create_tables()
        async with store.begin() as session:
            conversation_id = await conversations.ensure(session, "web", "a")
            (await conversations.lock(session, conversation_id)).state = {"flow": "hi"}
    for store in stores:
        async with store.read() as session:
            [found] = (await session.scalars(select(Conversation))).all()
            assert found.state == {"flow": "hi"}
        await store.close()


async def test_sqlite_is_durable(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    async with engine.connect() as connection:
        pragmas = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await engine.dispose()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


async def test_a_migration_that_breaks_references_is_rolled_back(sqlite_url: str) -> None:
    await schema.downgrade(sqlite_url, "base")
    path = sqlite_url.removeprefix("sqlite+aiosqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent INTEGER REFERENCES parent(id))")
        connection.execute("INSERT INTO child VALUES (7)")
    connection.close()
    with pytest.raises(BrokenReferencesError, match="child"):
        await schema.upgrade(sqlite_url)
    engine = make_engine(sqlite_url)
    async with engine.connect() as connected:
        tables = (await connected.execute(text("SELECT name FROM sqlite_master"))).scalars().all()
    await engine.dispose()
    assert "lead" not in tables


async def test_who_waits_is_woken_by_the_commit(store: Store, clock: Any) -> None:
    waiting = asyncio.create_task(store.wake.wait("messages", store.wake.ticket("messages"), 30))
    await asyncio.sleep(0.05)
    await say_something(store, clock)
    await asyncio.wait_for(waiting, 5)


async def test_who_comes_late_does_not_sleep(store: Store, clock: Any) -> None:
    ticket = store.wake.ticket("messages")
    await say_something(store, clock)
    await asyncio.wait_for(store.wake.wait("messages", ticket, 30), 5)


async def test_a_transaction_that_raises_wakes_nobody(store: Store, clock: Any) -> None:
    ticket = store.wake.ticket("messages")
    with suppress(ZeroDivisionError):
        await say_something(store, clock, fail=True)
    assert store.wake.ticket("messages") == ticket


async def test_another_process_is_woken_by_postgresql(
    postgres_url: str, vault: Vault, clock: Any
) -> None:
    async with (
        Store(postgres_url, vault, clock) as here,
        Store(postgres_url, vault, clock) as there,
    ):
        # Listening itself wakes once; wait it out.
        await there.wake.wait("messages", there.wake.ticket("messages"), 5)
        waiting = asyncio.create_task(
            there.wake.wait("messages", there.wake.ticket("messages"), 30)
        )
        await say_something(here, clock)
        await asyncio.wait_for(waiting, 5)


async def test_listening_goes_on_after_the_connection_was_cut(
    postgres_url: str, vault: Vault, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.wake._RECONNECT_SECONDS", 0.05)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    async with (
        Store(postgres_url, vault, clock) as here,
        Store(postgres_url, vault, clock) as there,
    ):
        await there.wake.wait("messages", there.wake.ticket("messages"), 5)
        ticket = there.wake.ticket("messages")
        async with here.begin() as session:
            await session.execute(cut)
        await there.wake.wait("messages", ticket, 5)
        ticket = there.wake.ticket("messages")
        await say_something(here, clock)
        await asyncio.wait_for(there.wake.wait("messages", ticket, 30), 5)


async def say_something(store: Store, clock: Any, *, fail: bool = False) -> None:
    async with store.begin() as session:
        conversation_id = await conversations.ensure(session, "web", "a")
        conversation = await conversations.lock(session, conversation_id)
        await log.heard(session, conversation, "text", "xin chào", clock())
        if fail:
            raise ZeroDivisionError


async def test_a_writer_waits_for_another_process_while_everything_else_goes_on(
    sqlite_url: str, vault: Any, clock: Any
) -> None:
    other = sqlite3.connect(sqlite_url.partition(":///")[2], isolation_level=None)
    async with Store(sqlite_url, vault, clock) as store:
        await say_something(store, clock)
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(say_something(store, clock))
        for _ in range(10):
            await asyncio.sleep(0.02)
        assert not writing.done()
        other.execute("COMMIT")
        other.close()
        await asyncio.wait_for(writing, 10)
        async with store.read() as session:
            assert len((await session.scalars(select(Message.id))).all()) == 2
            busy = await session.execute(text("PRAGMA busy_timeout"))
            assert busy.scalar_one() == 30_000


async def test_a_server_that_takes_a_connection_and_says_nothing_is_away(
    vault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PATIENCE, "connect_timeout", "1")

    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"postgresql+psycopg://a:b@127.0.0.1:{mute.getsockname()[1]}/c"
        async with Store(url, vault) as store, asyncio.timeout(8):
            with pytest.raises(DATABASE_AWAY):
                await store.ping()


def test_an_address_may_say_itself_how_long_to_wait() -> None:
    address = listen_address("postgresql+psycopg://a:b@db/c?connect_timeout=3")
    assert address is not None
    assert "connect_timeout=3" in address
    assert "keepalives_idle=30" in address
    assert listen_address("sqlite+aiosqlite:///x.db") is None
