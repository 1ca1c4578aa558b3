"""What surrounds the bot breaks: nothing is lost, and it goes on when the rest does."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import OperationalError

from bot.channels.contract import DeliveryError, Outcome
from bot.conversation.events import Text
from bot.delivery.answerer import Answerer
from bot.delivery.service import deliver
from bot.store import inbox
from bot.store.models import Inbox, Message, Outbox
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store
from bot.store.vault import Vault
from nlu import Meaning
from tests.delivery.tools import owe, statuses


async def until(look: Any) -> None:
    async with asyncio.timeout(30):
        while not look():
            await asyncio.sleep(0.02)


@pytest.fixture
async def serving(bot: Any, content: Any) -> Any:
    """Keep the whole delivery going around a test."""
    stop = asyncio.Event()
    running = asyncio.create_task(
        deliver(
            bot.store,
            bot.answerer,
            bot.channels,
            stop,
            content=lambda: content,
        )
    )
    yield bot
    stop.set()
    bot.store.wake.touch(["inbox", "outbox"])
    await asyncio.wait_for(running, 30)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_database_goes_and_comes_back(serving: Any, database_url: str) -> None:
    bot, plain = serving, serving.channels["plain"]
    await bot.receives(Text("xin chào"))
    await until(lambda: plain.arrived)
    name = make_url(database_url).database
    server = make_url(database_url).set(database="postgres").render_as_string(hide_password=False)
    async with Store(server, Vault([Fernet.generate_key().decode()], "x")) as outside:

        async def say(statement: str, **values: Any) -> None:
            async with outside.begin() as session:
                await session.execute(text(statement), values)

        await say(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await say(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name",
            name=name,
        )
        with pytest.raises(DATABASE_AWAY):
            await bot.receives(Text("cảm ơn"), key="while away")
        await asyncio.sleep(0.5)
        await say(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    before = len(plain.arrived)
    await bot.receives(Text("cảm ơn"), key="while away")
    await until(lambda: len(plain.arrived) > before)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_somebody_locks_loses_nothing(
    bot: Any, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.BUSY_MILLISECONDS", 50)
    await bot.hears(Text("xin chào"))
    await bot.receives(Text("cảm ơn"), key="before")

    def impatient(connection: Any, _branch: Any = None) -> None:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")

    event.listen(bot.store._engine.sync_engine, "begin", impatient, insert=True)
    with closing(sqlite3.connect(make_url(database_url).database or "")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        for work in (bot.worker.step, bot.sender.step):
            with pytest.raises(DATABASE_AWAY, match="locked"):
                await work()
        for answerer in (None, bot.answerer):
            with pytest.raises(DATABASE_AWAY, match="locked"):
                await bot.receives(Text("gọi lại cho tôi"), key="while locked", answerer=answerer)
        other.execute("COMMIT")
    assert (await bot.receives(Text("gọi lại cho tôi"), key="while locked")).new
    before = len(bot.channels["plain"].arrived)
    await bot.works()
    await bot.sends()
    assert {row.status for row in await bot.rows(Inbox)} == {"done"}
    assert len(bot.channels["plain"].arrived) >= before + 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_refuses_the_event_and_loses_none(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    engine = bot.store._engine.sync_engine
    limit = "PRAGMA max_page_count = 1"

    def fill(connection: Any, branch: Any = None) -> None:
        connection.exec_driver_sql(limit)

    event.listen(engine, "begin", fill)
    taken = 0

    async def fill_up() -> None:
        nonlocal taken
        for number in range(500):
            await bot.receives(Text("chữ " * 200), chat=f"chat-{number}", key=f"full-{number}")
            taken += 1

    with pytest.raises(DATABASE_AWAY, match="full"):
        await fill_up()
    event.remove(engine, "begin", fill)
    limit = "PRAGMA max_page_count = 1000000"
    event.listen(engine, "begin", fill)
    for number in range(taken, taken + 3):
        assert (await bot.receives(Text("xin chào"), chat="sau", key=f"full-{number}")).new
    await bot.works()
    assert {row.status for row in await bot.rows(Inbox)} == {"done"}
    assert len(await bot.rows(Inbox)) == 1 + taken + 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_in_the_middle_of_a_turn_leaves_nothing_of_it(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    engine = bot.store._engine.sync_engine
    limit = "PRAGMA max_page_count = 1"

    def fill(connection: Any, branch: Any = None) -> None:
        connection.exec_driver_sql(limit)

    # The event fits into what is left, what is logged of it does not.
    long = Text("chữ " * 5000)
    before = {table: len(await bot.rows(table)) for table in (Inbox, Message, Outbox)}
    event.listen(engine, "begin", fill)
    with pytest.raises(DATABASE_AWAY, match="full"):
        await bot.receives(long, key="long", answerer=bot.answerer)
    limit = "PRAGMA max_page_count = 1000000"
    assert {table: len(await bot.rows(table)) for table in before} == before
    again = await bot.receives(long, key="long", answerer=bot.answerer)
    assert again.new
    assert again.turn is not None
    assert {row.status for row in await bot.rows(Inbox)} == {"done"}


@pytest.mark.parametrize(
    "outcome",
    [
        DeliveryError(Outcome.RETRY, "429", 30),
        DeliveryError(Outcome.IN_DOUBT, "500"),
        ValueError("nonsense where JSON was due"),
    ],
)
async def test_whatever_a_platform_answers_the_reply_arrives(
    bot: Any, clock: Any, outcome: Exception
) -> None:
    bot.channels["plain"].outcomes = [outcome]
    await owe(bot, "một", "hai")
    for _ in range(3):
        await bot.sends()
        clock.turn(minutes=1)
    assert bot.channels["plain"].texts("lan") == ["một", "hai"]
    assert await statuses(bot) == ["sent", "sent"]


async def test_a_platform_that_never_answers_holds_up_only_its_message(bot: Any) -> None:
    plain = bot.channels["plain"]

    async def never() -> None:
        await asyncio.Event().wait()

    plain.while_sending = never
    await owe(bot, "một", chat="lan")
    await bot.new_sender(lease=timedelta(seconds=0.2)).step()
    assert await statuses(bot) == ["in_doubt"]
    plain.while_sending = None
    await owe(bot, "hai", chat="minh")
    await bot.sends()
    assert plain.texts("minh") == ["hai"]


@pytest.mark.parametrize("days", [400, -400])
async def test_a_clock_that_jumps_and_comes_back_stops_nothing(
    bot: Any, clock: Any, days: int
) -> None:
    await bot.hears(Text("xin chào"))
    clock.turn(days=days)
    await bot.receives(Text("cảm ơn"))
    async with bot.store.begin() as session:
        assert await inbox.claim(session, "dead", timedelta(seconds=60)) is not None
    await owe(bot, "trả lời", chat="lan")
    clock.turn(days=-days)
    clock.turn(minutes=2)
    await bot.works()
    await bot.sends()
    assert {row.status for row in await bot.rows(Inbox)} == {"done"}
    assert set(await statuses(bot)) == {"sent"}


class Failing:
    """Understands nothing: it raises, or never answers."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        if self.answer is None:
            await asyncio.Event().wait()
        raise self.answer


@pytest.mark.parametrize(
    ("answer", "at_once"),
    [(RuntimeError("no model"), False), (RuntimeError("no model"), True), (None, False)],
)
async def test_a_sentence_that_is_not_understood_ends_in_an_apology(
    bot: Any, clock: Any, answer: Any, at_once: bool
) -> None:
    bot.answerer = Answerer(Failing(answer), bot.context_factory)
    worker = bot.new_worker(attempts=2, lease=timedelta(seconds=0.4))
    accepted = await bot.receives(Text("xin chào"), answerer=bot.answerer if at_once else None)
    assert accepted.new
    assert accepted.turn is None
    for _ in range(3):
        await worker.step()
        clock.turn(minutes=5)
    await bot.sends()
    [said] = bot.channels["plain"].texts("lan")
    assert said.startswith("Dạ, em đang gặp trục trặc")
    [row] = await bot.rows(Inbox)
    assert row.status == "failed"


async def test_an_event_that_breaks_does_not_hold_up_the_others(bot: Any) -> None:
    bot.phrasebook.broken.add("hỏng")
    await bot.receives(Text("hỏng"), chat="lan")
    await bot.receives(Text("xin chào"), chat="minh")
    await bot.works()
    await bot.sends()
    assert bot.channels["plain"].texts("minh") != []
    assert [row.status for row in await bot.rows(Inbox)] == ["pending", "done"]


async def test_a_database_that_is_away_right_after_a_send_makes_nothing_doubtful(
    bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, away = bot.store.begin, iter([True] * 3)

    def stumbling() -> Any:
        if sent and next(away, False):
            raise OperationalError("UPDATE", None, ConnectionError())
        return begin()

    sent = bot.channels["plain"].arrived
    monkeypatch.setattr(bot.store, "begin", stumbling)
    monkeypatch.setattr("bot.delivery.sender.WRITE_AGAIN_SECONDS", 0.001)
    await owe(bot, "Câu dài. " * 100)
    await bot.sends()
    assert next(away, None) is None
    assert len(sent) == 2
    [row] = await bot.rows(Outbox)
    assert (row.status.value, row.doubts, row.parts_sent) == ("sent", 0, 1)


async def test_a_database_that_stays_away_after_a_send_leaves_it_in_doubt(
    bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = bot.store.begin
    sent = bot.channels["plain"].arrived

    def gone() -> Any:
        if sent:
            raise OperationalError("UPDATE", None, ConnectionError())
        return begin()

    monkeypatch.setattr("bot.delivery.sender.WRITE_AGAIN_SECONDS", 0.001)
    await owe(bot, "một")
    with monkeypatch.context() as away:
        away.setattr(bot.store, "begin", gone)
        with pytest.raises(DATABASE_AWAY):
            await bot.new_sender(lease=timedelta(seconds=0.05)).step()
    bot.store.clock.turn(minutes=2)
    await bot.sends()
    [row] = await bot.rows(Outbox)
    assert (row.status.value, row.doubts, len(sent)) == ("sent", 1, 2)


async def test_a_channel_that_cannot_ask_the_database_has_sent_nothing(
    bot: Any, clock: Any
) -> None:
    bot.channels["plain"].outcomes = [OperationalError("SELECT", None, ConnectionError())] * 3
    await owe(bot, "một")
    await owe(bot, "hai", chat="minh")
    await bot.sends()
    assert await statuses(bot) == ["pending", "pending"]
    clock.turn(minutes=1)
    await bot.sends()
    clock.turn(minutes=1)
    await bot.sends()
    assert await statuses(bot) == ["sent", "sent"]
    assert [row.doubts for row in await bot.rows(Outbox)] == [0, 0]


async def test_a_platform_that_is_silent_rests_and_is_tried_by_one_at_a_time(
    bot: Any, clock: Any
) -> None:
    plain = bot.channels["plain"]
    plain.outcomes = [DeliveryError(Outcome.IN_DOUBT, "500")] * 4
    for number in range(6):
        await owe(bot, "câu", chat=f"chat-{number}")
    sender, tried = bot.new_sender(), []
    for _ in range(8):
        before = len(plain.keys)
        while await sender.step():
            pass
        tried.append(len(plain.keys) - before)
        clock.turn(seconds=2)
    # Two show that it is silent; then it rests for 2, 4 and 8 seconds.
    assert tried == [2, 1, 0, 1, 0, 0, 0, 4]
    assert await statuses(bot) == ["in_doubt"] * 2 + ["sent"] * 4
