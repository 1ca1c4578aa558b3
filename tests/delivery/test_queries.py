"""The questions that are asked all the time stay quick when the tables grow."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from bot.conversation.events import Text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_queues_are_read_through_the_indexes_of_what_waits(bot: Any) -> None:
    await bot.receives(Text("xin chào"))
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    engine = bot.store._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await bot.works()
    await bot.sends()
    event.remove(engine, "before_cursor_execute", note)

    looks = {statement: values for statement, values in asked if statement.startswith("SELECT")}
    assert len(looks) > 5
    async with bot.store.read() as session:
        connection = await session.connection()
        for statement, values in looks.items():
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row.detail for row in plan]
            whole = [step for step in steps if step.startswith("SCAN") and "ix_" not in step]
            assert whole == [], statement


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_event_is_answered_in_one_transaction_of_few_statements(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    begun: list[str] = []
    async with bot.store._engine.connect() as connection:
        raw = await connection.get_raw_connection()
        raw.driver_connection.here.set_trace_callback(begun.append)
    accepted = await bot.receives(Text("cảm ơn"), answerer=bot.answerer)
    assert accepted.turn is not None
    kinds = [one.split(" ", 1)[0] for one in begun if "PRAGMA" not in one]
    writes = ["INSERT", "INSERT", "INSERT", "INSERT", "UPDATE"]
    assert kinds == ["BEGIN", "SELECT", *writes, "COMMIT"]
