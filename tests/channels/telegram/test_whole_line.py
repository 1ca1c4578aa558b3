"""A question on Telegram gets its figure from the real workers and senders."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from bot.app import Installation, delivering
from bot.channels.registry import open_channels
from bot.channels.web import WebChannel
from bot.settings import Settings
from bot.store import schema
from bot.store.vault import fresh_keys
from tests.channels.requests import recorded
from tests.channels.serving import serving
from tests.channels.telegram.double import TOKEN, TelegramDouble


async def test_question_press_and_repeat(tmp_path: Path) -> None:
    double = TelegramDouble()
    question = recorded("telegram", "text")
    double.updates = [question]
    async with serving(double) as address:
        keys = fresh_keys()
        settings = Settings.model_validate(
            {
                "database_url": f"sqlite+aiosqlite:///{tmp_path}/ansinh.db",
                "secret_key": keys["ANSINH_SECRET_KEY"],
                "phone_key": keys["ANSINH_PHONE_KEY"],
                "phone_hash_key": keys["ANSINH_PHONE_HASH_KEY"],
                "telegram_token": TOKEN,
                "telegram_api": address,
                "nlu_url": "",
            }
        )
        await schema.upgrade(settings.database_url)
        home = Installation.load(settings)
        async with (
            home.store,
            open_channels(settings, WebChannel(), home.store) as channels,
            delivering(home, channels),
        ):
            await sent(double, 1)
            assert "3.825.360 đồng" in double.sent[0]["text"]
            assert "Căn cứ: " in double.sent[0]["text"]
            keys_shown = json.dumps(double.sent[0]["reply_markup"])
            assert "share:of=hi" in keys_shown

            # The same update again, as after a lost confirmation, and then the press of a button.
            again = {**question, "update_id": 700000001}
            double.updates = [again, recorded("telegram", "press")]
            await sent(double, 2)
            assert "1.912.680 đồng cho 6 tháng" in double.sent[1]["text"]
            assert double.answered_callbacks
    assert len(double.sent) == 2


async def sent(double: TelegramDouble, count: int) -> None:
    """Wait until the double was sent that many messages."""
    async with asyncio.timeout(20):
        while len(double.sent) < count:
            await asyncio.sleep(0.02)
