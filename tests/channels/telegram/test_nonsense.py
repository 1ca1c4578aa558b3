"""Asking Telegram for updates while it, or the network before it, answers nonsense."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from prometheus_client import REGISTRY
from telegram.error import InvalidToken, TelegramError

from bot.channels import outward
from bot.channels.contract import ChatChange, InboundEvent
from bot.channels.telegram import channel as module
from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.events import Press, Text
from tests.channels.faulty import FAULTS, Fault, Faulty, answer, html
from tests.channels.requests import recorded
from tests.channels.telegram.double import TOKEN, TelegramDouble


async def polled(channel: TelegramChannel, count: int) -> list[Any]:
    """Return the first events that polling gives."""
    heard: list[Any] = []

    async def receive(told: InboundEvent | ChatChange) -> None:
        assert isinstance(told, InboundEvent)
        heard.append(told.event)

    poll = asyncio.create_task(channel.poll(receive))
    async with asyncio.timeout(10):
        while len(heard) < count and not poll.done():
            await asyncio.sleep(0.01)
    poll.cancel()
    with suppress(asyncio.CancelledError):
        await poll
    return heard


async def test_polling_outlives_every_nonsense_and_logs_none_of_it(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "PAUSE_AFTER_ERROR_SECONDS", 0.01)
    monkeypatch.setattr(module, "POLL_SECONDS", 0)
    monkeypatch.setattr(outward, "SECONDS", 0.15)
    double = TelegramDouble()
    telegram = Faulty(double)
    faults = [fault for fault in FAULTS if not fault.takes]

    async def fail_in_turn() -> None:
        for fault in faults:
            telegram.fault, asked = fault, len(telegram.asked)
            while len(telegram.asked) < asked + 2:
                await asyncio.sleep(0.005)
        telegram.fault = None
        double.updates = [recorded("telegram", "text")]

    async with telegram.serving() as address, TelegramChannel(TOKEN, address) as channel:
        failing = asyncio.create_task(fail_in_turn())
        assert await polled(channel, 1) == [Text("bhyt 4 nguoi het bao nhieu")]
        await failing
    logged = "".join(capsys.readouterr()) + caplog.text
    assert "telegram cannot be asked" in logged
    for private in (TOKEN, "Bà Hoa", "912345678", "Just a moment", "bhyt"):
        assert private not in logged


@pytest.mark.parametrize(
    "unreadable",
    [
        {"message": {"message_id": 1, "date": "hôm qua", "chat": 7}},
        {"message": {"message_id": 1, "date": 1795312800, "chat": {"id": 7}}},
        {"message": ["Bà Hoa 0912345678"]},
        {"callback_query": {"id": 5}},
    ],
)
async def test_update_that_cannot_be_read_keeps_none_back(
    unreadable: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    labels = {"channel": "telegram", "reason": "malformed"}
    before = REGISTRY.get_sample_value("ansinh_refused_total", labels) or 0
    double = TelegramDouble()
    double.updates = [
        recorded("telegram", "text"),
        {"update_id": 700000002, **unreadable},
        {**recorded("telegram", "press"), "update_id": 700000003},
    ]
    async with (
        Faulty(double).serving() as address,
        TelegramChannel(TOKEN, address) as channel,
    ):
        heard = await polled(channel, 2)
    assert heard == [Text("bhyt 4 nguoi het bao nhieu"), Press("hi:months=6")]
    assert REGISTRY.get_sample_value("ansinh_refused_total", labels) == before + 1
    assert "912345678" not in "".join(capsys.readouterr()) + caplog.text


async def test_what_is_refused_in_a_pages_words_is_not_telegrams_refusal() -> None:
    telegram = Faulty(TelegramDouble())
    async with telegram.serving() as address, TelegramChannel(TOKEN, address) as channel:
        for status in (401, 404):
            telegram.fault = Fault("page", html(status))
            with pytest.raises(TelegramError) as failure:
                await channel.who()
            assert not isinstance(failure.value, InvalidToken)
            telegram.fault = Fault("word", answer(status, b'{"ok":false,"description":"no"}'))
            with pytest.raises(InvalidToken):
                await channel.who()
