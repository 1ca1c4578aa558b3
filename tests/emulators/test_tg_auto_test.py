"""A person at tg-auto-test's Telegram, in this process, talks with the bot.

Its client makes the updates and answers our calls; between the two runs the bot's own line: what
an update means, inbox, turn, outbox, sender. It makes no contact, no edit and no group.
"""

from __future__ import annotations

import asyncio
import io
import json
import struct
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import Application, TypeHandler
from tg_auto_test.test_utils.serverless_telegram_client import ServerlessTelegramClient

from bot.app import Installation
from bot.channels.telegram.channel import TelegramChannel
from bot.delivery import receive
from bot.delivery.sender import Sender
from bot.delivery.sheets import Sheets
from bot.store.models import Message, Outbox
from tests.emulators.conftest import TOKEN

QUESTION = "bhyt 4 nguoi het bao nhieu"
TWO_SECONDS = b"OggS\0\x04" + struct.pack("<q", 96_000) + bytes(12) + b"\1\1\0"
"""One page of an OGG file, as far as its length is told."""


class Line:
    """The way of a message through the bot, up to the last answer."""

    def __init__(self, home: Installation, telegram: ServerlessTelegramClient) -> None:
        self.home = home
        self.telegram = telegram
        self.channel = TelegramChannel(TOKEN, requests=(telegram._request, telegram._request))
        sheets = Sheets(home.settings, home.store, lambda: home.content)
        self.sender = Sender(home.store, {"telegram": self.channel}, sheets=sheets)

    async def takes(self, update: Update, _: object) -> None:
        receiving = partial(receive, self.home.store, answerer=self.home.answerer())
        await self.channel._take(update, receiving)
        await self.answers()

    async def answers(self) -> None:
        async with asyncio.timeout(20):
            while {row.status for row in await self.rows(Outbox)} & {"pending", "in_doubt"}:
                if not await self.sender.step():
                    await asyncio.sleep(0.02)

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.home.store.read() as session:
            return list((await session.scalars(select(table).order_by(table.id))).all())


@pytest.fixture
async def line(installation: Any) -> AsyncIterator[Line]:
    home = installation()
    opened: list[Line] = []

    def build(builder: Any) -> Application[Any, Any, Any, Any, Any, Any]:
        application = builder.build()
        application.add_handler(TypeHandler(Update, lambda *told: opened[0].takes(*told)))
        return application

    telegram = ServerlessTelegramClient(build_application=build)
    opened.append(Line(home, telegram))
    await telegram.connect()
    async with home.store, opened[0].channel:
        yield opened[0]
    await telegram.disconnect()


def question(line: Line) -> dict[str, Any]:
    """Return the update of a question, as the client makes it."""
    payload, message = line.telegram._helpers.base_message_update(9001)
    message["text"] = QUESTION
    return payload


def data_of(message: Any) -> list[str]:
    """Return the data of the inline buttons of a message."""
    return [key.data.decode() for row in message.buttons or [] for key in row]


async def test_from_the_first_start_to_a_figure_and_a_press(line: Line) -> None:
    async with line.telegram.conversation("bot") as talk:
        await talk.send_message("/start")
        menu = await talk.get_response()
        assert "flow:hi" in data_of(menu)

        await talk.send_message(QUESTION)
        figure = await talk.get_response()
        assert "3.825.360 đồng" in figure.text

        await figure.click(data=b"hi:show=more")
        more = await talk.get_response()
        await more.click(data=b"hi:months=6")
        assert "1.912.680 đồng cho 6 tháng" in (await talk.get_response()).text
    assert "answerCallbackQuery" in [call.api_method for call in line.telegram._api_calls]


async def test_a_calculation_comes_as_a_photo_and_a_document(line: Line) -> None:
    async with line.telegram.conversation("bot") as talk:
        await talk.send_message(QUESTION)
        figure = await talk.get_response()
        await figure.click(data=b"share:of=hi")
        said = await talk.get_response()
        assert "Mã tính: " in said.text
        picture, page = await talk.get_response(), await talk.get_response()
    assert picture.photo is not None
    assert page.document is not None
    sent = [call.api_method for call in line.telegram._api_calls]
    assert sent.index("sendPhoto") < sent.index("sendDocument")


async def test_a_number_is_asked_for_with_telegrams_own_button(line: Line) -> None:
    async with line.telegram.conversation("bot") as talk:
        await talk.send_message("goi lai cho toi")
        consent = await talk.get_response()
        await consent.click(data=b"lead:consent=yes")
        await talk.get_response()
    asked = line.telegram._last_api_call
    ((key,),) = json.loads(asked.parameters["reply_markup"])["keyboard"]
    assert key["request_contact"] is True


async def test_a_voice_message_is_kept_and_answered_kindly(line: Line) -> None:
    async with line.telegram.conversation("bot") as talk:
        await talk.send_file(TWO_SECONDS, voice_note=True)
        assert "em chưa nghe được tin nhắn thoại" in (await talk.get_response()).text
    [heard] = [one for one in await line.rows(Message) if one.direction == "in"]
    assert heard.kind == "voice"


async def test_a_picture_without_words_is_answered_kindly(line: Line) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    async with line.telegram.conversation("bot") as talk:
        await talk.send_file(picture.getvalue())
        assert (await talk.get_response()).text


@pytest.mark.parametrize(
    ("status", "body", "ends", "seconds"),
    [
        (403, {"description": "Forbidden: bot was blocked by the user"}, "failed", 0),
        (429, {"description": "Too Many", "parameters": {"retry_after": 4}}, "sent", 4),
        (500, {"description": "Internal Server Error"}, "sent", 2),
    ],
)
async def test_a_refusal_ends_as_it_must(
    line: Line, status: int, body: dict[str, Any], ends: str, seconds: float
) -> None:
    # Its conversations take every call for a message that was sent; so there is none here.
    request = line.telegram._request
    send = request._handlers["sendMessage"]
    refusals = [(status, json.dumps({"ok": False, "error_code": status, **body}).encode())]

    def refuse_once(parameters: dict[str, str]) -> tuple[int, bytes]:
        return refusals.pop() if refusals else send(parameters)

    request._handlers["sendMessage"] = refuse_once
    before = time.monotonic()
    await line.telegram._update_processor.process_update(line.telegram, question(line))
    assert [row.status.value for row in await line.rows(Outbox)] == [ends]
    assert time.monotonic() - before >= seconds
    assert not refusals


async def test_polling_hands_over_what_the_client_made_and_confirms_it(line: Line) -> None:
    """Its request has no `getUpdates`: it is added, the updates are the client's own."""
    payload = question(line)
    offsets: list[int] = []

    def updates(parameters: dict[str, Any]) -> tuple[int, bytes]:
        offsets.append(int(parameters.get("offset", 0)))
        if len(offsets) == 3:
            return 401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
        due = [payload] if offsets[-1] <= payload["update_id"] else []
        return 200, json.dumps({"ok": True, "result": due}).encode()

    line.telegram._request._handlers["getUpdates"] = updates
    with suppress(InvalidToken):
        await line.channel.poll(partial(receive, line.home.store, answerer=line.home.answerer()))
    assert offsets == [0, payload["update_id"] + 1, payload["update_id"] + 1]
    await line.answers()
    assert "3.825.360 đồng" in line.telegram._last_api_call.parameters["text"]
