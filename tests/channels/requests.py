"""Requests as the platforms make them: recorded bodies with the proof each platform adds."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from itsdangerous import URLSafeTimedSerializer
from standardwebhooks import Webhook

from bot.channels.web.session import COOKIE
from tests.channels.webhook.double import SECRET_IN
from tests.channels.zalo_oa.double import APP_ID, WEBHOOK_KEY

WIRE = Path(__file__).resolve().parents[1] / "wire"
TELEGRAM_SECRET = "telegram-webhook-secret-of-the-tests"
WEB_SECRET = "the key that signs cookies in the tests"
WEB_CHAT = "w-1"
ZALO_BOT_SECRET = "zalo-bot-webhook-secret-of-the-tests"
HOOKS = {
    "telegram": "/hooks/telegram",
    "zalo_oa": "/hooks/zalo-oa",
    "zalo_bot": "/hooks/zalo-bot",
    "webhook": "/hooks/webhook",
    "web": "/api/chat",
}


def recorded(channel: str, name: str) -> dict[str, Any]:
    """Return a recorded body."""
    told: dict[str, Any] = json.loads((WIRE / channel / f"{name}.json").read_text("utf-8"))
    return told


def names(channel: str) -> list[str]:
    """Return the names of a channel's recorded bodies."""
    return sorted(path.stem for path in (WIRE / channel).glob("*.json"))


def body_of(told: object) -> bytes:
    """Return a body as a platform writes it."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def proof(channel: str, body: bytes, at: datetime) -> dict[str, str]:
    """Return the headers by which a platform proves that a request is its own."""
    headers = {"content-type": "application/json"}
    match channel:
        case "telegram":
            return headers | {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        case "web":
            cookie = URLSafeTimedSerializer(WEB_SECRET, salt="web-chat").dumps(WEB_CHAT)
            return headers | {"cookie": f"{COOKIE}={cookie}", "sec-fetch-site": "same-origin"}
        case "zalo_bot":
            return headers | {"X-Bot-Api-Secret-Token": ZALO_BOT_SECRET}
        case "zalo_oa":
            try:
                timestamp = str(json.loads(body)["timestamp"])
            except (ValueError, KeyError, TypeError, RecursionError):
                timestamp = ""
            signed = APP_ID.encode() + body + timestamp.encode() + WEBHOOK_KEY.encode()
            mac = hashlib.sha256(signed).hexdigest()
            return headers | {"X-ZEvent-Signature": f"mac={mac}"}
        case _:
            text = body.decode("utf-8", "replace")
            return headers | {
                "webhook-id": "msg_1",
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": Webhook(SECRET_IN).sign("msg_1", at, text),
            }


def another(
    channel: str, name: str, number: int, seconds: int, text: str | None = None
) -> dict[str, Any]:
    """Return a recorded body as one more event, so many seconds later by the platform's clock."""
    told = recorded(channel, name)
    match channel:
        case "telegram":
            told["update_id"] += number
            inner = next(one for key, one in told.items() if key != "update_id")
            inner["date"] += seconds
        case "zalo_oa":
            told["timestamp"] = str(int(told["timestamp"]) + 1000 * seconds)
            inner = told.get("message", {})
            inner["msg_id"] = f"m-{number}"
        case "zalo_bot":
            inner = told["message"]
            inner["date"] += 1000 * seconds
            inner["message_id"] = f"m-{number}"
        case "web":
            inner = told["event"]
            told["id"] = f"event-{number:04}"
        case _:
            inner = told
            told["id"] = f"m-{number}"
            told["ts"] = (
                datetime.fromisoformat(told["ts"]) + timedelta(seconds=seconds)
            ).isoformat()
    if text is not None:
        inner["text"] = text
    return told
