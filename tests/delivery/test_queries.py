"""The questions that are asked all the time stay quick when the tables grow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.conversation.events import Text
from bot.store.store import Store


@asynccontextmanager
async def traced(store: Store, note: Callable[[str], None]) -> AsyncIterator[None]:
    """Hear of every statement of the only connection, with its values in it."""
    async with store._engine.connect() as connection:
        here = (await connection.get_raw_connection()).driver_connection.here
    here.set_trace_callback(note)
    yield
    here.set_trace_callback(None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_queues_are_read_through_the_indexes_of_what_waits(bot: Any) -> None:
    await bot.receives(Text("xin chào"))
    asked: list[str] = []
    async with traced(bot.store, asked.append):
        await bot.works()
        await bot.sends()

    looks = {statement for statement in asked if statement.startswith("SELECT")}
    assert len(looks) > 5
    async with bot.store.read() as session:
        connection = await session.connection()
        for statement in looks:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
            steps = [row.detail for row in plan]
            # There are as many accounts as channels.
            tables = [step for step in steps if step.startswith("SCAN") and "ix_" not in step]
            assert [step for step in tables if step != "SCAN account"] == [], statement


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_event_is_answered_in_one_transaction_of_few_statements(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    begun: list[str] = []
    async with traced(bot.store, begun.append):
        accepted = await bot.receives(Text("cảm ơn"), answerer=bot.answerer)
    assert accepted.turn is not None
    kinds = [one.split(" ", 1)[0] for one in begun if "PRAGMA" not in one]
    writes = ["INSERT", "INSERT", "INSERT", "INSERT", "UPDATE"]
    assert kinds == ["BEGIN", "SELECT", *writes, "COMMIT"]
