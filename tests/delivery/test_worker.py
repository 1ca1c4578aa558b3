"""Workers: order, leases, and events that go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from bot.conversation.events import Returned, Text
from bot.delivery.backoff import backoff
from bot.delivery.worker import LEASE
from bot.store import conversations, inbox
from bot.store.models import Conversation, Inbox, InboxStatus, Lead, Message, Outbox


class Interrupted(BaseException):
    """The process dies here."""


async def said(bot: Any, chat: str) -> list[str]:
    async with bot.store.read() as session:
        conversation_id = await conversations.find(session, "plain", chat)
    return [
        row.text
        for row in await bot.rows(Message)
        if row.direction == "in" and row.conversation_id == conversation_id
    ]


async def test_several_workers_keep_the_order_of_each_conversation(bot: Any) -> None:
    chats = [f"chat-{number}" for number in range(5)]
    for number in range(6):
        for chat in chats:
            await bot.receives(Text(f"câu {number}"), chat=chat)
    workers = [bot.new_worker() for _ in range(4)]

    async def work(worker: Any) -> None:
        idle = 0
        while idle < 20:
            idle = 0 if await worker.step() else idle + 1
            await asyncio.sleep(0.001)

    await asyncio.gather(*(work(worker) for worker in workers))
    for chat in chats:
        assert await said(bot, chat) == [f"câu {number}" for number in range(6)]


async def test_while_one_conversation_is_at_work_the_others_go_on(bot: Any) -> None:
    await bot.receives(Text("xin chào"), chat="lan")
    await bot.receives(Text("cảm ơn"), chat="lan")
    await bot.receives(Text("xin chào"), chat="minh")
    async with bot.store.begin() as session:
        held = await inbox.claim(session, "another worker", LEASE)
        assert held is not None
    await bot.works()
    assert await said(bot, "lan") == []
    assert await said(bot, "minh") == ["xin chào"]


async def test_an_event_of_a_worker_that_died_is_taken_over_when_the_lease_expires(
    bot: Any, clock: Any
) -> None:
    await bot.receives(Text("xin chào"))
    async with bot.store.begin() as session:
        assert await inbox.claim(session, "dead", LEASE) is not None
    assert await bot.worker.step() is None
    clock.turn(seconds=LEASE.total_seconds() + 1)
    await bot.works()
    assert await said(bot, "lan") == ["xin chào"]


@pytest.fixture
def overtaken(bot: Any, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Return a function that has the next event taken by another worker while it is understood.

    What it is given happens to the first worker then.
    """
    understand = bot.phrasebook.understand

    def prepare(then: Callable[[], None]) -> None:
        async def slowly(sentence: str, awaiting: str | None, today: date) -> Any:
            monkeypatch.setattr(bot.phrasebook, "understand", understand)
            clock.turn(seconds=LEASE.total_seconds() + 1)
            assert (await bot.new_worker().step()).turn is not None
            then()
            return await understand(sentence, awaiting, today)

        monkeypatch.setattr(bot.phrasebook, "understand", slowly)

    return prepare


async def test_a_worker_that_lost_its_lease_leaves_nothing(bot: Any, overtaken: Any) -> None:
    await bot.receives(Text("xin chào"))
    overtaken(lambda: None)
    handled = await bot.worker.step()
    assert handled.turn is None
    assert len(await said(bot, "lan")) == 1
    assert len(await bot.rows(Outbox)) == 1


async def test_a_worker_whose_lease_another_one_has_now_leaves_nothing(
    bot: Any, clock: Any
) -> None:
    await bot.receives(Text("xin chào"))
    async with bot.store.begin() as session:
        slow = await inbox.claim(session, "slow", LEASE)
    clock.turn(seconds=LEASE.total_seconds() + 1)
    async with bot.store.begin() as session:
        fast = await inbox.claim(session, "fast", LEASE)
    async with bot.store.begin() as session:
        with pytest.raises(inbox.LeaseLostError, match="conversation"):
            await inbox.hold(session, slow, "slow")
        assert await inbox.hold(session, fast, "fast")


async def test_a_worker_that_lost_its_event_while_it_failed_changes_nothing(
    bot: Any, overtaken: Any
) -> None:
    await bot.receives(Text("xin chào"))
    overtaken(lambda: bot.phrasebook.broken.add("xin chào"))
    assert (await bot.worker.step()).turn is None
    [event] = await bot.rows(Inbox)
    assert (event.status, event.attempts) == (InboxStatus.DONE, 0)


async def test_an_event_that_another_one_finished_under_the_same_lease_is_left(
    bot: Any,
) -> None:
    await bot.receives(Text("xin chào"))
    async with bot.store.begin() as session:
        claimed = await inbox.claim(session, "token", LEASE)
    async with bot.store.begin() as session:
        await session.execute(update(Inbox).values(status=InboxStatus.DONE, not_before=None))
    async with bot.store.begin() as session:
        with pytest.raises(inbox.LeaseLostError, match="event"):
            await inbox.hold(session, claimed, "token")


async def test_a_bad_event_is_tried_again_later_and_holds_up_its_conversation(
    bot: Any, clock: Any
) -> None:
    bot.phrasebook.broken = {"hỏng"}
    await bot.receives(Text("hỏng"))
    await bot.receives(Text("xin chào"))
    await bot.receives(Text("xin chào"), chat="minh")
    await bot.works()
    assert await said(bot, "lan") == []
    assert await said(bot, "minh") == ["xin chào"]
    bot.phrasebook.broken = set()
    clock.at += backoff(1)
    await bot.works()
    assert await said(bot, "lan") == ["hỏng", "xin chào"]


async def test_an_event_that_stays_bad_gets_one_apology_and_the_next_is_handled(
    bot: Any, clock: Any, content: Any
) -> None:
    bot.phrasebook.broken = {"hỏng 0912345678"}
    await bot.receives(Text("hỏng 0912345678"))
    await bot.receives(Text("xin chào"))
    for _ in range(12):
        await bot.works()
        clock.turn(hours=1)
    await bot.sends()
    apology, greeting = bot.channels["plain"].texts("lan")
    assert content.office.hotline in apology
    assert "trợ lý tự động" in greeting
    failed, _ = await bot.rows(Inbox)
    assert (failed.status, failed.attempts) == (InboxStatus.FAILED, 5)
    assert failed.payload == {"type": "text", "text": "hỏng 0912345678"}
    assert "912345678" not in failed.error
    assert failed.error.startswith("RuntimeError at ")
    assert await said(bot, "lan") == ["hỏng [điện thoại ***678]", "xin chào"]


async def test_an_event_nobody_can_read_is_answered_with_an_apology(bot: Any) -> None:
    accepted = await bot.receives(Text("xin chào"))
    async with bot.store.begin() as session:
        row = await session.get_one(Inbox, accepted.inbox_id)
        row.payload = {"type": "smoke signal"}
    worker = bot.new_worker(attempts=1)
    assert (await worker.step()).turn is None
    await bot.sends()
    assert len(bot.channels["plain"].texts("lan")) == 1
    assert await said(bot, "lan") == []


async def test_what_no_key_decrypts_does_not_hold_up_the_others(bot: Any, clock: Any) -> None:
    await bot.hears(Text("xin chào"), chat="lan")
    await bot.receives(Text("cảm ơn"), chat="lan")
    await bot.works()
    await bot.receives(Text("cảm ơn"), chat="lan")
    async with bot.store.begin() as session:
        for table, column in (("inbox", "payload"), ("outbox", "body"), ("conversation", "state")):
            broken = f"UPDATE {table} SET {column} = 'x' WHERE {column} IS NOT NULL"  # noqa: S608
            await session.execute(text(broken))
    await bot.receives(Text("xin chào"), chat="minh")
    for _ in range(6):
        await bot.works()
        await bot.sends()
        clock.turn(hours=1)
    assert len(bot.channels["plain"].texts("minh")) == 1
    assert [row.status for row in await bot.rows(Inbox)] == ["done", "done", "failed", "done"]
    assert [row.status for row in await bot.rows(Outbox)] == ["sent", "failed", "sent", "sent"]


async def test_understanding_that_hangs_is_a_failure_and_not_the_end(
    bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(sentence: str, awaiting: str | None, today: date) -> Any:
        await asyncio.sleep(60)

    monkeypatch.setattr(bot.phrasebook, "understand", hang)
    await bot.receives(Text("xin chào"))
    worker = bot.new_worker(lease=timedelta(seconds=0.1))
    assert (await worker.step()).turn is None
    [event] = await bot.rows(Inbox)
    assert (event.attempts, event.status) == (1, InboxStatus.PENDING)
    assert event.error.startswith("TimeoutError")


async def test_an_event_is_not_to_blame_when_the_database_is_away(bot: Any) -> None:
    await bot.receives(Text("xin chào"))
    engine = bot.store._engine.sync_engine

    def away(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("UPDATE inbox"):
            raise OperationalError(statement, None, Exception("the server closed the connection"))

    sqlalchemy_event.listen(engine, "before_cursor_execute", away)
    for _ in range(8):
        with pytest.raises(OperationalError):
            await bot.worker.step()
    sqlalchemy_event.remove(engine, "before_cursor_execute", away)
    [event] = await bot.rows(Inbox)
    assert (event.status, event.attempts) == (InboxStatus.PENDING, 0)
    await bot.works()
    assert await said(bot, "lan") == ["xin chào"]


async def test_a_list_that_arrives_during_a_turn_is_not_forgotten(
    bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.receives(Text("gọi lại cho tôi"))
    await bot.works()
    await bot.receives(Text("xin chào"))
    understand = bot.phrasebook.understand

    async def meanwhile(sentence: str, awaiting: str | None, today: date) -> Any:
        await bot.sends()
        return await understand(sentence, awaiting, today)

    monkeypatch.setattr(bot.phrasebook, "understand", meanwhile)
    await bot.worker.step()
    [conversation] = await bot.rows(Conversation)
    assert conversation.choices == ["lead:consent=yes", "lead:consent=no"]


async def test_a_conversation_comes_back_to_the_bot_in_its_place_in_the_order(
    bot: Any, clock: Any
) -> None:
    await bot.hears(Text("gặp người"))
    await bot.receives(Text("cho người thật"))
    [conversation] = await bot.rows(Conversation)
    async with bot.store.begin() as session:
        await conversations.hand_back(session, conversation.id, None)
    await bot.receives(Text("xin chào"))
    before = len(bot.channels["plain"].texts("lan"))
    await bot.works()
    await bot.sends()
    returned, greeting = bot.channels["plain"].texts("lan")[before:]
    assert "tiếp tục giúp" in returned
    assert "trợ lý" in greeting or "em đây" in greeting
    [conversation] = await bot.rows(Conversation)
    assert (conversation.owner, conversation.handed_off_at) == ("bot", None)
    assert "returned" not in {row.kind for row in await bot.rows(Message)}


async def test_the_table_and_not_the_state_says_who_owns_a_conversation(
    bot: Any,
) -> None:
    await bot.hears(Text("xin chào"))
    [conversation] = await bot.rows(Conversation)
    assert conversation.state["owner"] == "bot"
    async with bot.store.begin() as session:
        await session.execute(update(Conversation).values(owner="person"))
    assert await bot.hears(Text("xin chào")) == []
    assert await bot.hears(Returned()) != []


async def test_a_death_at_any_statement_loses_nothing_and_doubles_nothing(bot: Any) -> None:
    """Die at the first statement, then at the second, and so on, until a turn goes through."""
    await bot.hears(Text("gọi lại cho tôi"))
    await bot.hears(Text("1"))
    await bot.receives(Text("0912 345 678"))
    engine = bot.store._engine.sync_engine
    deaths = 0
    while True:
        left = deaths

        def die(*_: Any) -> None:
            nonlocal left
            if left == 0:
                raise Interrupted
            left -= 1

        names = ("before_cursor_execute", "commit")
        for name in names:
            sqlalchemy_event.listen(engine, name, die)
        try:
            with suppress(Interrupted):
                assert await bot.worker.step() is not None
                break
        finally:
            for name in names:
                sqlalchemy_event.remove(engine, name, die)
        deaths += 1
        assert await bot.rows(Lead) == []
        assert [row.status for row in await bot.rows(Inbox)][-1] == "pending"
        assert [row.status for row in await bot.rows(Outbox)].count("pending") == 0
    assert deaths > 10
    await bot.sends()
    assert len(await bot.rows(Lead)) == 1
    assert (await said(bot, "lan")).count("[điện thoại ***678]") == 1
    texts = bot.channels["plain"].texts("lan")
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_workers_go_on_when_the_database_comes_back(bot: Any) -> None:
    stop = asyncio.Event()
    worker = bot.new_worker(poll_seconds=0.05)
    running = asyncio.create_task(worker.run(stop))
    await bot.receives(Text("xin chào"), chat="lan")
    await until(lambda: said(bot, "lan"))
    async with bot.store.read() as session:
        with suppress(Exception):
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database()"
                )
            )
    await bot.receives(Text("cảm ơn"), chat="lan")
    await until(lambda: said(bot, "lan"), 2)
    stop.set()
    await asyncio.wait_for(running, 5)


async def until(look: Any, count: int = 1) -> None:
    for _ in range(200):
        if len(await look()) >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")
