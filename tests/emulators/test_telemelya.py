"""The whole bot in front of Telemelya, over HTTP both ways."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import Installation, web_app
from bot.channels.telegram.channel import TelegramChannel
from bot.serving import Server
from bot.store.models import Lead, Message, OptIn, Outbox
from tests.channels.requests import TELEGRAM_SECRET, recorded
from tests.channels.serving import serving
from tests.emulators.conftest import TOKEN
from tests.emulators.telemelya_server import Telegram

QUESTION = "bhyt 4 nguoi het bao nhieu"


class Office:
    """A running bot, and the Telegram it talks with."""

    def __init__(self, telegram: Telegram, home: Installation, address: str) -> None:
        self.telegram = telegram
        self.home = home
        self.address = address

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.home.store.read() as session:
            return list((await session.scalars(select(table).order_by(table.id))).all())

    async def until(self, table: type[Any], count: int) -> list[Any]:
        async with asyncio.timeout(20):
            while len(rows := await self.rows(table)) < count:
                await asyncio.sleep(0.02)
        return rows


@asynccontextmanager
async def running(home: Installation) -> AsyncIterator[str]:
    """Run the bot as `ansinh run` does; give its address."""
    server = Server(web_app(home, deliver_here=True), "127.0.0.1", 0, "")
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        await task


@pytest.fixture(params=["polling", "webhook"])
async def office(
    request: pytest.FixtureRequest, installation: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    telegram = Telegram(monkeypatch)
    async with serving(telegram) as api:
        secret = TELEGRAM_SECRET if request.param == "webhook" else ""
        home = installation(telegram_api=api, telegram_webhook_secret=SecretStr(secret))
        async with running(home) as address:
            if secret:
                async with TelegramChannel(TOKEN, api) as channel:
                    await channel.set_webhook(f"{address}/hooks/telegram", secret)
            yield Office(telegram, home, address)


def choices(message: dict[str, Any]) -> dict[str, str]:
    """Return the data of the inline buttons of a message by their labels."""
    rows = message["reply_markup"]["inline_keyboard"]
    return {key["text"]: key["callback_data"] for row in rows for key in row}


async def test_from_the_first_start_to_a_figure_and_a_press(office: Office) -> None:
    telegram = office.telegram
    await telegram.does(command="/start")
    menu = await telegram.says(1)
    assert "trợ lý" in menu["text"]
    assert "flow:hi" in choices(menu).values()

    await telegram.does(text=QUESTION)
    figure = await telegram.says(2)
    assert "3.825.360 đồng" in figure["text"]
    near_poor = next(data for data in choices(figure).values() if data.endswith("=near_poor"))

    told = await telegram.does(callback_data=near_poor, callback_message_id=figure["message_id"])
    assert "hộ cận nghèo" in (await telegram.says(3))["text"]
    acknowledged = await telegram.calls("answerCallbackQuery")
    assert acknowledged or "answerCallbackQuery" in told["response_body"]


@pytest.mark.parametrize(
    ("card", "kind"), [("own_contact", "contact"), ("forwarded_contact", "text")]
)
async def test_a_number_is_a_persons_own_only_from_its_owner(
    office: Office, card: str, kind: str
) -> None:
    telegram = office.telegram
    await telegram.does(text="goi lai cho toi")
    consent = await telegram.says(1)
    assert "lead:consent=yes" in choices(consent).values()
    await telegram.does(callback_data="lead:consent=yes")
    asking = await telegram.says(2)
    ((key,),) = asking["reply_markup"]["keyboard"]
    assert key["request_contact"] is True
    await telegram.delivers(TOKEN, recorded("telegram", card))
    await telegram.says(3)
    [logged] = await office.until(Lead, 1)
    heard = [one for one in await office.rows(Message) if one.direction == "in"]
    assert heard[-1].kind == kind
    assert logged.status == "new"


async def test_a_corrected_message_is_answered_anew_and_a_late_one_is_not(office: Office) -> None:
    telegram = office.telegram
    await telegram.does(text=QUESTION)
    four = await telegram.says(1)
    await telegram.delivers(TOKEN, recorded("telegram", "corrected_late"))
    await telegram.delivers(TOKEN, recorded("telegram", "edited"))
    five = await telegram.says(2)
    assert five["text"] != four["text"]
    assert "5 người" in five["text"]


async def test_a_voice_message_is_kept_and_answered_kindly(office: Office) -> None:
    await office.telegram.delivers(TOKEN, recorded("telegram", "voice"))
    answer = await office.telegram.says(1)
    assert "em chưa nghe được tin nhắn thoại" in answer["text"]
    [heard] = [one for one in await office.rows(Message) if one.direction == "in"]
    assert heard.kind == "voice"


async def test_a_reply_to_who_blocked_the_bot_is_given_up(office: Office) -> None:
    telegram = office.telegram
    refusal = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    telegram.refusals.append(refusal)
    await telegram.does(text=QUESTION)
    async with asyncio.timeout(20):
        while [one.status for one in await office.rows(Outbox)] != ["failed"]:
            await asyncio.sleep(0.02)
    await telegram.delivers(TOKEN, recorded("telegram", "blocked"))
    await telegram.does(text=QUESTION)
    await telegram.says(1)
    assert [one for one in await office.rows(OptIn) if one.opted_out_at is None] == []


async def test_slow_down_is_obeyed_and_the_answer_arrives(office: Office) -> None:
    telegram = office.telegram
    telegram.refusals.append(
        {
            "error_code": 429,
            "description": "Too Many Requests: retry after 3",
            "parameters": {"retry_after": 3},
        }
    )
    before = time.monotonic()
    await telegram.does(text=QUESTION)
    assert "3.825.360 đồng" in (await telegram.says(1))["text"]
    assert time.monotonic() - before >= 3
    assert not telegram.refusals


@pytest.mark.parametrize("office", ["webhook"], indirect=True)
async def test_the_webhook_takes_nothing_without_its_secret(office: Office) -> None:
    telegram = office.telegram
    telegram.secret = ""
    assert (await telegram.does(text=QUESTION))["status_code"] == 403
    telegram.secret = "not-the-secret-of-the-webhook"
    assert (await telegram.does(text=QUESTION))["status_code"] == 403
    telegram.secret = TELEGRAM_SECRET
    assert (await telegram.does(text=QUESTION))["status_code"] == 200
    await telegram.says(1)
    assert len(await office.rows(Message)) == 2


@pytest.mark.parametrize("office", ["polling"], indirect=True)
async def test_without_a_secret_there_is_no_webhook(office: Office) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{office.address}/hooks/telegram", json={"update_id": 1})
    assert answer.status_code in {404, 405}
