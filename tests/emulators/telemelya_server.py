"""Telemelya, a Telegram that others wrote, on a port of this machine.

It makes the updates, delivers them to our webhook and takes our calls. What it lacks is added here:
it has no `getUpdates`, forgets the webhook's secret, never refuses, echoes a keyboard for sharing a
number as if it were an inline one (Telegram does not), and numbers updates by a clock that runs
round every three hours.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from functools import partial
from typing import Any

import aiohttp
import fakeredis.aioredis
import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from telemelya.server import app as telemelya
from telemelya.server import bot_api, control_api, webhook
from telemelya.server.state import state_manager

from tests.emulators.conftest import TOKEN

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PERSON = 5550001


class Telegram:
    """Telemelya with one person, who writes to the bot."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refusals: deque[dict[str, Any]] = deque()
        self.secret = ""
        self._waiting: list[dict[str, Any]] = []
        self._numbers = itertools.count(700_000_000)
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(
            state_manager, "_redis", fakeredis.aioredis.FakeRedis(decode_responses=True)
        )
        monkeypatch.setattr(control_api, "deliver_update", self.delivers)
        self.app = FastAPI()
        self.app.post("/bot{token}/getUpdates", response_model=None)(self._updates)
        self.app.post("/bot{token}/setWebhook", response_model=None)(self._set_webhook)
        self.app.post("/bot{token}/sendMessage", response_model=None)(self._send)
        self.app.mount("/", telemelya.app)

    async def does(self, **what: Any) -> dict[str, Any]:
        """Let the person write, command or press, as Telemelya makes the update of it."""
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://telegram") as client:
            answer = await client.post(
                "/api/v1/test/send_update",
                params={"bot_token": TOKEN},
                headers={"Authorization": "Bearer x"},
                json={"chat_id": PERSON, **what},
            )
        answer.raise_for_status()
        delivered: dict[str, Any] = answer.json()["delivery"]
        return delivered

    async def delivers(self, token: str, update: dict[str, Any]) -> dict[str, Any]:
        """Deliver an update: to the webhook, or when it is asked for."""
        update["update_id"] = next(self._numbers)
        if await state_manager.get_webhook(token):
            with self._monkeypatch.context() as patch:
                headers = {HEADER: self.secret} if self.secret else {}
                session = partial(aiohttp.ClientSession, headers=headers)
                patch.setattr(webhook.aiohttp, "ClientSession", session)
                told: dict[str, Any] = await webhook.deliver_update(token, update)
                return told
        self._waiting.append(update)
        return {"delivered": True}

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """Return what the bot called, as Telemelya recorded it."""
        recorded = await state_manager.get_responses("default")
        return [one for one in recorded if one["method"] == method]

    async def says(self, count: int) -> dict[str, Any]:
        """Wait until the bot sent that many messages; return the last."""
        async with asyncio.timeout(20):
            while len(sent := await self.calls("sendMessage")) < count:
                await asyncio.sleep(0.02)
        assert len(sent) == count
        return sent[-1]

    async def _updates(self, request: Request) -> JSONResponse:
        form = await request.form()
        offset = int(str(form.get("offset", 0)))
        self._waiting = [one for one in self._waiting if one["update_id"] >= offset]
        if not self._waiting:
            await asyncio.sleep(0.05)
        return JSONResponse({"ok": True, "result": self._waiting})

    async def _set_webhook(self, token: str, request: Request) -> Any:
        self.secret = str((await request.form()).get("secret_token", ""))
        return await bot_api.set_webhook(token, request)

    async def _send(self, token: str, request: Request) -> Any:
        if self.refusals:
            refusal = {"ok": False, **self.refusals.popleft()}
            return JSONResponse(refusal, status_code=refusal["error_code"])
        answer = await bot_api.send_message(token, request)
        if "inline_keyboard" not in answer.result.get("reply_markup", {}):
            answer.result.pop("reply_markup", None)
        return answer
