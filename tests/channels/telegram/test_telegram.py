"""The Telegram channel against a loopback Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from telegram.error import InvalidToken

from bot.channels.contract import DeliveryError, InboundEvent, Outcome
from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.events import Press
from bot.conversation.replies import REQUEST_PHONE, Button, Reply
from tests.channels.requests import recorded
from tests.channels.serving import serving
from tests.channels.telegram.double import TOKEN, TelegramDouble


@pytest.fixture
async def double() -> TelegramDouble:
    return TelegramDouble()


@pytest.fixture
async def channel(double: TelegramDouble) -> AsyncIterator[TelegramChannel]:
    async with serving(double) as address, TelegramChannel(TOKEN, address) as channel:
        yield channel


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
        (401, {"description": "Unauthorized"}, Outcome.HOLD, None),
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
    double.updates = [recorded("telegram", "text"), recorded("telegram", "press")]
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
