"""The double of the Bot Platform refuses what the platform's documentation says it refuses."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.channels.zalo_bot.double import TOKEN, ZaloBotDouble

SAID = {"chat_id": "a1b2", "text": "x"}
HOOK = {"url": "https://hoi.example.vn/hooks/zalo-bot", "secret_token": "s" * 8}


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [
        ("sendMessage", {**SAID, "text": "ệ" * 2000}, None),
        ("sendMessage", {**SAID, "text": "ệ" * 2001}, 400),
        ("sendMessage", {**SAID, "text": ""}, 400),
        ("sendMessage", {**SAID, "chat_id": ""}, 400),
        ("sendMessage", {**SAID, "parse_mode": "MarkdownV2"}, 400),
        ("setWebhook", HOOK, None),
        ("setWebhook", {**HOOK, "url": "http://hoi.example.vn"}, 400),
        ("setWebhook", {**HOOK, "secret_token": "s" * 7}, 400),
        ("setWebhook", {**HOOK, "secret_token": "s" * 257}, 400),
        ("sendContact", SAID, 404),
        ("getUpdates", {"timeout": 1}, 409),
    ],
)
async def test_each_call_is_taken_or_refused_as_documented(
    method: str, body: dict[str, Any], code: int | None
) -> None:
    double = ZaloBotDouble()
    double.webhook = HOOK if method == "getUpdates" else {}
    transport = httpx.ASGITransport(double.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://zalo") as client:
        answer = (await client.post(f"/bot{TOKEN}/{method}", json=body)).json()
        assert (answer["ok"], answer.get("error_code")) == (code is None, code)
        wrong = (await client.post(f"/bot{TOKEN}x/{method}", json=body)).json()
    assert wrong["error_code"] == 401
    assert len(double.sent) == (1 if method == "sendMessage" and code is None else 0)
