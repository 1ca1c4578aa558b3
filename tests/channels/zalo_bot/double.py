"""A stand-in for Zalo's Bot Platform that refuses what it is documented to refuse."""

from __future__ import annotations

from collections import deque
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

TOKEN = "123456789:TEST-double"


class ZaloBotDouble:
    """A bot of the platform."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.files: list[str] = []
        self.failures: deque[Response] = deque()
        self.webhook: dict[str, Any] = {}
        self.app = FastAPI()
        self.app.post("/bot{token}/{method}", response_model=None)(self._call)

    async def _call(self, token: str, method: str, request: Request) -> Response:
        if self.failures:
            return self.failures.popleft()
        if token != TOKEN:
            return refusal(401, "Unauthorized")
        body = await request.json()
        match method:
            case "getMe":
                return _ok({"id": "1", "account_name": "bot.ansinh", "can_join_groups": False})
            case "getUpdates" if self.webhook:
                return refusal(409, "Conflict: a webhook is set")
            case "sendMessage":
                return self._send(body)
            case "sendPhoto":
                return self._send_photo(body)
            case "setWebhook":
                secret = body.get("secret_token", "")
                if not body["url"].startswith("https://") or not 8 <= len(secret) <= 256:
                    return refusal(400, "Bad Request: webhook")
                self.webhook = body
                return _ok({"url": body["url"]})
            case "getWebhookInfo":
                return _ok({"url": self.webhook.get("url", "")})
            case "deleteWebhook":
                self.webhook = {}
                return _ok({"url": ""})
            case _:
                return refusal(404, "Not Found")

    def _send(self, body: dict[str, Any]) -> Response:
        if not isinstance(body.get("chat_id"), str) or not body["chat_id"]:
            return refusal(400, "Bad Request: chat_id is empty")
        if body.get("parse_mode", "html") not in {"markdown", "html"}:
            return refusal(400, "Bad Request: parse_mode")
        if not 1 <= len(body["text"]) <= 2000:
            return refusal(400, "Bad Request: text must be 1 to 2000 characters")
        self.sent.append(body)
        return _ok({"message_id": f"m{len(self.sent)}", "date": 1789033572455})

    def _send_photo(self, body: dict[str, Any]) -> Response:
        if not body["photo"].startswith("https://") or len(body["caption"]) > 2000:
            return refusal(400, "Bad Request: photo")
        self.files.append(body["photo"])
        return _ok({"message_id": f"p{len(self.files)}", "date": 1789033572455})


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def refusal(code: int, description: str) -> Response:
    """Return what the platform answers when it refuses."""
    return JSONResponse({"ok": False, "error_code": code, "description": description})
