"""The Telegram channel against a loopback Bot API, and on recorded updates."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import uvicorn
from telegram import Update
from telegram.error import InvalidToken

from bot.channels.contract import DeliveryError, InboundEvent, Outcome
from bot.channels.telegram import TelegramChannel, inbound_event
from bot.conversation.events import Contact, Event, Location, Press, Start, Stop, Text, Voice
from bot.conversation.replies import REQUEST_PHONE, Button, Reply
from tests.channels.telegram.double import TOKEN, TelegramDouble

WIRE = Path(__file__).resolve().parents[2] / "wire" / "telegram"


def recorded(name: str) -> dict[str, object]:
    update: dict[str, object] = json.loads((WIRE / f"{name}.json").read_text("utf-8"))
    return update


@asynccontextmanager
async def serving(double: TelegramDouble) -> AsyncIterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(double.app, log_level="error", lifespan="off"))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


@pytest.fixture
async def double() -> TelegramDouble:
    return TelegramDouble()


@pytest.fixture
async def channel(double: TelegramDouble) -> AsyncIterator[TelegramChannel]:
    async with serving(double) as address, TelegramChannel(TOKEN, address) as channel:
        yield channel


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("text", Text("bhyt 4 nguoi het bao nhieu")),
        ("start", Start("hop-dan-12")),
        ("press", Press("hi:months=6")),
        ("own_contact", Contact("84912345678", "Hoa")),
        ("forwarded_contact", Text("+84987654321")),
        ("location", Location(18.6796, 105.6813)),
        ("voice", Voice("AwACAgUAAxkBAAIB")),
        ("photo_with_caption", Text("thẻ này còn hạn không")),
        ("blocked", Stop()),
    ],
)
def test_recorded_update_becomes_event(name: str, event: Event) -> None:
    data = recorded(name)
    inbound = inbound_event(Update.de_json(data, None))
    assert inbound is not None
    assert inbound.event == event
    assert inbound.external_id == str(data["update_id"])
    assert inbound.chat == "5550001"


@pytest.mark.parametrize("name", ["group_text", "edited"])
def test_groups_and_edits_are_not_answered(name: str) -> None:
    assert inbound_event(Update.de_json(recorded(name), None)) is None


async def test_send_shows_buttons_one_to_a_row(
    channel: TelegramChannel, double: TelegramDouble
) -> None:
    reply = Reply("Chọn kỳ đóng", (Button("6 tháng", "hi:months=6"), Button("3", "hi:months=3")))
    assert await channel.send("5550001", reply) == "1"
    (message,) = double.sent
    assert message["text"] == "Chọn kỳ đóng"
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "6 tháng", "callback_data": "hi:months=6"}],
        [{"text": "3", "callback_data": "hi:months=3"}],
    ]


async def test_asking_for_a_number_offers_telegrams_own_button(
    channel: TelegramChannel, double: TelegramDouble
) -> None:
    reply = Reply("Xin số", attachments=({"kind": REQUEST_PHONE, "label": "Gửi số"},))
    await channel.send("5550001", reply)
    ((key,),) = double.sent[0]["reply_markup"]["keyboard"]
    assert key == {"text": "Gửi số", "request_contact": True}


@pytest.mark.parametrize(
    ("status", "body", "outcome", "wait"),
    [
        (
            429,
            {"description": "Too Many Requests", "parameters": {"retry_after": 7}},
            Outcome.RETRY,
            7.0,
        ),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Outcome.DROP, None),
        (400, {"description": "Bad Request: chat not found"}, Outcome.DROP, None),
        (502, {"description": "Bad Gateway"}, Outcome.IN_DOUBT, None),
    ],
)
async def test_failed_send_says_what_to_do_next(
    channel: TelegramChannel,
    double: TelegramDouble,
    status: int,
    body: dict[str, object],
    outcome: Outcome,
    wait: float | None,
) -> None:
    double.failures.append((status, body))
    with pytest.raises(DeliveryError) as failure:
        await channel.send("5550001", Reply("xin chào"))
    assert failure.value.outcome is outcome
    assert failure.value.retry_after_seconds == wait
    assert TOKEN not in str(failure.value)


async def test_unreachable_telegram_is_safe_to_try_again(double: TelegramDouble) -> None:
    async with serving(double) as address:
        pass
    async with TelegramChannel(TOKEN, address) as channel:
        with pytest.raises(DeliveryError) as failure:
            await channel.send("5550001", Reply("xin chào"))
    assert failure.value.outcome is Outcome.RETRY


async def test_wrong_token_ends_the_polling(double: TelegramDouble) -> None:
    async def receive(inbound: InboundEvent) -> None:
        raise AssertionError(inbound)

    async with serving(double) as address, TelegramChannel("42:WRONG", address) as channel:
        with pytest.raises(InvalidToken):
            await channel.poll(receive)


async def test_update_is_confirmed_only_after_it_is_stored(
    channel: TelegramChannel, double: TelegramDouble
) -> None:
    double.updates = [recorded("text"), recorded("press")]
    stored: list[InboundEvent] = []
    crashes = iter([True])

    async def receive(inbound: InboundEvent) -> None:
        if isinstance(inbound.event, Press) and next(crashes, False):
            raise ConnectionError("the database is gone")
        stored.append(inbound)

    with pytest.raises(ConnectionError):
        await channel.poll(receive)
    assert [inbound.external_id for inbound in stored] == ["700000001"]
    assert max(double.offsets) < 700000003

    poll = asyncio.create_task(channel.poll(receive))
    async with asyncio.timeout(5):
        while max(double.offsets) <= 700000003:
            await asyncio.sleep(0.01)
    poll.cancel()
    with suppress(asyncio.CancelledError):
        await poll
    assert [inbound.external_id for inbound in stored][-1] == "700000003"
    assert double.answered_callbacks == ["4382bfdwdsb323b2d9"]
