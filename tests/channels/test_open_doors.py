"""Our doors over real HTTP: whoever does wrong is refused there, and the others are answered."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.app import web_app
from bot.channels import door
from bot.channels.web import guard
from bot.serving import Server
from bot.settings import Settings
from bot.store.models import Inbox
from bot.store.store import Store
from bot.store.vault import Vault
from tests.channels.requests import (
    HOOKS,
    TELEGRAM_SECRET,
    WEB_CHAT,
    WEB_SECRET,
    ZALO_BOT_SECRET,
    another,
    body_of,
    proof,
    recorded,
)
from tests.channels.webhook.double import SECRET_IN
from tests.channels.zalo_oa.double import WEBHOOK_KEY

PRIVATE = (
    TELEGRAM_SECRET,
    WEB_SECRET,
    ZALO_BOT_SECRET,
    SECRET_IN.removeprefix("whsec_"),
    WEBHOOK_KEY,
    "bhyt 4 nguoi",
    "5550001",
    "246845883529197922",
    "a1b2c3d4e5f6a7b8c9d0",
    "sms-x:u-1",
    WEB_CHAT,
)
PATIENCE = 0.2


@dataclass
class House:
    """The process that citizens and platforms reach, and what it was told."""

    host: str
    port: int
    client: httpx.AsyncClient
    store: Store
    clock: Any
    signed_at: datetime | None = None

    def headers(self, channel: str, body: bytes) -> dict[str, str]:
        # A signature of a partner is looked at by the clock of the machine.
        return proof(channel, body, self.signed_at or datetime.now(UTC))

    async def knock(
        self, channel: str, body: bytes, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        proven = self.headers(channel, body) if headers is None else headers
        return await self.client.post(HOOKS[channel], content=body, headers=proven)

    async def raw(
        self, channel: str, headers: dict[str, str], *pieces: bytes, ends: bool = False
    ) -> bytes:
        """Send a request piece by piece as it is, and return all that is answered."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        lines = [f"POST {HOOKS[channel]} HTTP/1.1", "Host: ours"]
        lines += [f"{name}: {one}" for name, one in headers.items()]
        writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            if ends:
                return b""
            async with asyncio.timeout(2):
                return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def metrics(self) -> dict[str, float]:
        """Return what the process counts, as it is asked for over HTTP."""
        answer = await self.client.get("/metrics")
        found = re.findall(r"^(\w+(?:\{[^}]*\})?) ([0-9.e+-]+)$", answer.text, re.MULTILINE)
        return {name: float(value) for name, value in found}

    @asynccontextmanager
    async def refuses(self, channel: str, reason: str, times: int = 1) -> AsyncIterator[None]:
        """Assert that so many requests are refused meanwhile, as `/metrics` tells."""
        name = f'ansinh_refused_total{{channel="{channel}",reason="{reason}"}}'
        before = (await self.metrics()).get(name, 0.0)
        yield
        async with asyncio.timeout(5):
            while (now := (await self.metrics()).get(name, 0.0)) < before + times:
                await asyncio.sleep(0.02)
        assert now == before + times

    async def stored(self) -> list[str]:
        """Return the ids of what was let in; that somebody is too fast is an event too."""
        async with self.store.read() as session:
            return list(await session.scalars(select(Inbox.external_id).order_by(Inbox.id)))

    async def serves(self, channel: str, number: int) -> None:
        """Assert that an honest request is taken now, and at once."""
        told = body_of(another(channel, "text", number, number))
        async with asyncio.timeout(2):
            assert (await self.knock(channel, told)).is_success


@pytest.fixture
async def house(
    sqlite_url: str,
    vault: Vault,
    clock: Any,
    loaded: Any,
    settings_with: Callable[..., Settings],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[House]:
    monkeypatch.setattr(door, "BODY_SECONDS", PATIENCE)
    monkeypatch.setattr(guard, "BODY_SECONDS", PATIENCE)
    store = Store(sqlite_url, vault, clock)
    settings = settings_with(database_url=sqlite_url, secure_cookies=False)
    home = dataclasses.replace(loaded, settings=settings, store=store)
    monkeypatch.setattr("bot.app.utc_now", clock)
    server = Server(web_app(home, deliver_here=False), "127.0.0.1", 0, "")
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as client:
        yield House(host, port, client, store, clock)
    server.should_exit = True
    await serving
    # What is closed is gone at the next turn of the loop.
    await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def private(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> AsyncIterator[None]:
    """Assert of every test that nothing of a person, no secret and no traceback was logged."""
    yield
    logged = "".join(capsys.readouterr()) + caplog.text
    for one in (*PRIVATE, "Exception in ASGI"):
        assert one not in logged
    assert "Traceback" not in caplog.text


async def forged(house: House, channel: str) -> None:
    body = body_of(recorded(channel, "text"))
    headers = {"content-type": "application/json"}
    if channel == "web":
        headers |= {"cookie": "ansinh_chat=ImFiYyI.aaaa.bbbb"}
    async with house.refuses(channel, "no_cookie" if channel == "web" else "forged", 3):
        for _ in range(3):
            assert (await house.knock(channel, body, headers)).status_code in {401, 403}


async def oversized(house: House, channel: str) -> None:
    body = body_of(recorded(channel, "text")) + b" " * (3 * 1024 * 1024)
    headers = {**house.headers(channel, body[:2000]), "Content-Length": str(len(body))}
    async with house.refuses(channel, "too_long" if channel == "web" else "oversized"):
        told = await house.raw(channel, headers, body)
        # Who goes on sending may find the connection closed before the answer is read.
        assert told == b"" or told.startswith(b"HTTP/1.1 413 ")


async def oversized_in_chunks_without_a_length(house: House, channel: str) -> None:
    headers = house.headers(channel, b"{}") | {"Transfer-Encoding": "chunked"}
    chunks = [b"10000\r\n" + b" " * 65536 + b"\r\n"] * 200
    async with house.refuses(channel, "too_long" if channel == "web" else "oversized"):
        told = await house.raw(channel, headers, *chunks)
        assert told == b"" or told.startswith(b"HTTP/1.1 413 ")


async def of_a_wrong_type(house: House, channel: str) -> None:
    body = body_of(recorded(channel, "text"))
    headers = house.headers(channel, body) | {"content-type": "text/plain"}
    async with house.refuses(channel, "bad_request" if channel == "web" else "wrong_type"):
        assert (await house.knock(channel, body, headers)).status_code in {415, 422}


async def broken_off(house: House, channel: str) -> None:
    body = body_of(recorded(channel, "text"))
    headers = {**house.headers(channel, body), "Content-Length": str(len(body))}
    async with house.refuses(channel, "bad_request" if channel == "web" else "broken_off"):
        await house.raw(channel, headers, body[:20], ends=True)


async def that_never_ends(house: House, channel: str) -> None:
    body = body_of(recorded(channel, "text"))
    headers = {**house.headers(channel, body), "Content-Length": str(len(body))}
    async with house.refuses(channel, "too_slow" if channel == "web" else "slow", 20):
        slow = [asyncio.create_task(house.raw(channel, headers, body[:20])) for _ in range(20)]
        await asyncio.sleep(PATIENCE / 4)
        assert (await house.client.get("/health")).text == '"ok"'
        for told in await asyncio.gather(*slow):
            assert told.startswith(b"HTTP/1.1 408 ")


MISDEEDS = [
    forged,
    oversized,
    oversized_in_chunks_without_a_length,
    of_a_wrong_type,
    broken_off,
    that_never_ends,
]


@pytest.mark.parametrize("channel", HOOKS)
class TestEveryDoor:
    async def test_refuses_what_is_no_request_of_ours_and_serves_the_next(
        self, house: House, channel: str, subtests: pytest.Subtests
    ) -> None:
        for number, misdeed in enumerate(MISDEEDS, start=1):
            with subtests.test(misdeed=misdeed.__name__):
                before = await house.stored()
                await misdeed(house, channel)
                assert await house.stored() == before
                await house.serves(channel, number)

    async def test_takes_nothing_twice_and_stops_a_flood(
        self, house: House, channel: str, subtests: pytest.Subtests
    ) -> None:
        body = body_of(recorded(channel, "text"))
        with subtests.test("replayed"):
            for _ in range(3):
                assert (await house.knock(channel, body)).is_success
            assert len(await house.stored()) == 1
        with subtests.test("flooding"):
            house.clock.turn(minutes=5)
            bodies = [body_of(another(channel, "text", number, number)) for number in range(1, 31)]
            async with house.refuses(channel, "too_fast", 18):
                answers = await asyncio.gather(*(house.knock(channel, one) for one in bodies))
            stored = (await house.stored())[1:]
            # Asked once to go slower; the web chat says so itself.
            asked = sum(one.endswith(":too_fast") for one in stored)
            assert (len(stored) - asked, asked) == (12, channel != "web")
            refusals = [one for one in answers if not one.is_success]
            assert [one.status_code for one in refusals] == [429] * (18 if channel == "web" else 0)
        with subtests.test("replayed days later"):
            before = await house.stored()
            house.clock.turn(days=2)
            house.signed_at = datetime.now(UTC) - timedelta(minutes=10)
            dated = channel in {"zalo_oa", "zalo_bot", "webhook"}
            async with house.refuses(channel, "stale", int(dated)):
                assert (await house.knock(channel, body)).is_success is not dated
            assert await house.stored() == before


async def test_garbage_that_is_no_request_is_refused_and_harms_nobody(house: House) -> None:
    for garbage in (b"\x16\x03\x01\x02\x00\x01" * 40, b"GET\r\n\r\n", b"A" * 200_000, b"\r\n" * 9):
        reader, writer = await asyncio.open_connection(house.host, house.port)
        writer.write(garbage + b"\r\n\r\n")
        try:
            async with asyncio.timeout(1):
                assert not (await reader.read()).startswith(b"HTTP/1.1 2")
        except (TimeoutError, ConnectionError):
            pass
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
    for number, channel in enumerate(HOOKS, start=1):
        await house.serves(channel, number)


async def test_another_person_is_served_while_one_floods(house: House) -> None:
    flood = [
        house.knock("telegram", body_of(another("telegram", "text", number, number)))
        for number in range(1, 41)
    ]
    other = another("telegram", "text", 99, 1)
    other["message"]["chat"]["id"] = other["message"]["from"]["id"] = 5550009
    *_, served = await asyncio.gather(*flood, house.knock("telegram", body_of(other)))
    assert served.is_success
    stored = await house.stored()
    assert sum(one.endswith(":too_fast") for one in stored) == 1
    assert len(stored) == 12 + 1 + 1
