"""The questions that are asked all the time stay quick when the tables grow."""

from __future__ import annotations

import asyncio
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
async def test_an_event_costs_few_statements_and_the_last_is_followed_by_no_look(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    begun: list[str] = []

    def note(_: Any, __: Any, statement: str, ___: Any, *____: Any) -> None:
        begun.append(statement.split(" ", 1)[0])

    event.listen(bot.store._engine.sync_engine, "before_cursor_execute", note)
    worker, stop = bot.new_worker(instant=True, poll_seconds=30), asyncio.Event()
    done = asyncio.Event()
    worker.committed = lambda _: done.set()
    running = asyncio.create_task(worker.run(stop))
    await asyncio.sleep(0.2)
    begun.clear()
    await bot.receives(Text("cảm ơn"))
    assert begun == ["BEGIN", "SELECT", "INSERT"]
    await done.wait()
    await asyncio.sleep(0.2)
    assert begun[3:5] == ["BEGIN", "SELECT"]
    assert begun.count("BEGIN") == 2
    assert sorted(begun[5:]) == ["INSERT", "INSERT", "INSERT", "UPDATE", "UPDATE"]
    stop.set()
    bot.store.wake.touch(["inbox"])
    await running
