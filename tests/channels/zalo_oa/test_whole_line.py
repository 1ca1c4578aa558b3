"""A question on Zalo gets its figure from the real workers and senders, by way of our door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from bot.app import Installation, delivering, web_app
from bot.channels.registry import open_channels
from bot.channels.web.channel import WebChannel
from bot.channels.zalo_oa.tokens import account_name
from bot.settings import Settings
from bot.store import token_pairs
from bot.store.store import utc_now
from tests.channels.requests import body_of, proof, recorded
from tests.channels.serving import serving
from tests.channels.zalo_oa.double import LIFE, OA_ID, ZaloDouble

PERSON = "246845883529197922"


async def sent(double: ZaloDouble, count: int) -> dict[str, Any]:
    """Wait until the double was sent that many messages; return the last one."""
    async with asyncio.timeout(20):
        while len(double.sent) < count:
            await asyncio.sleep(0.02)
    message: dict[str, Any] = double.sent[-1]["message"]
    return message


async def test_menu_question_repeat_and_press(
    sqlite_url: str, settings_with: Callable[..., Settings]
) -> None:
    double = ZaloDouble(utc_now)
    double.interacted[PERSON] = utc_now()
    async with serving(double) as address:
        settings = settings_with(
            database_url=sqlite_url,
            nlu_url="",
            telegram_token="",
            zalo_bot_token="",
            webhook_url="",
            zalo_oa_api=address,
            zalo_oa_signin=address,
        )
        home = Installation.load(settings)
        access, refresh = double.issue()
        async with home.store.begin() as session:
            until = utc_now() + LIFE - timedelta(minutes=1)
            await token_pairs.put(session, account_name(OA_ID), access, refresh, until)
        transport = httpx.ASGITransport(web_app(home, deliver_here=False))
        async with (
            home.store,
            open_channels(settings, WebChannel(), home.store) as channels,
            delivering(home, channels),
            httpx.AsyncClient(transport=transport, base_url="http://ours") as zalo,
        ):

            async def tells(name: str) -> None:
                told = recorded("zalo_oa", name)
                told["timestamp"] = str(int(utc_now().timestamp() * 1000))
                body = body_of(told)
                headers = proof("zalo_oa", body, utc_now())
                answer = await zalo.post("/hooks/zalo-oa", content=body, headers=headers)
                assert answer.status_code == 200

            await tells("follow")
            menu = (await sent(double, 1))["attachment"]["payload"]["buttons"]
            assert "#bhxh:flow:hi" in [one["payload"] for one in menu]

            await tells("text")
            await tells("text")
            assert "3.825.360 đồng" in (await sent(double, 2))["text"]

            await tells("press")
            assert "1.912.680 đồng cho 6 tháng" in (await sent(double, 3))["text"]
    assert len(double.sent) == 3
