"""A loopback stand-in for Telegram's Bot API: python-telegram-bot talks to it over real HTTP.

It keeps what it was sent, hands out updates by offset as Telegram does, and answers the next
sends with the failures it was told to.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from bot.channels.contract import File

TOKEN = "4200042:TEST-double-of-the-platform"


class TelegramDouble:
    """What the double was sent and what it will answer."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.files: list[File] = []
        self.answered_callbacks: list[str] = []
        self.offsets: list[int] = []
        self.failures: deque[tuple[int, dict[str, Any]]] = deque()
        self.webhook: dict[str, str] = {}
        self.moved: dict[str, int] = {}
        """Groups that became supergroups: their old numbers to their new ones."""
        self.left: set[str] = set()
        """Groups that the bot is no member of."""
        self.app = FastAPI()
        self.app.post("/bot{token}/{method}", response_model=None)(self._call)

    async def _call(self, token: str, method: str, request: Request) -> JSONResponse:
        if token != TOKEN:
            return _error(404, "Not Found")
        form, uploads = await _read(request)
        match method.lower():
            case "getme":
                return _ok(
                    {"id": 42, "is_bot": True, "first_name": "An Sinh", "username": "ansinh_bot"}
                )
            case "getupdates" if self.webhook:
                return _error(409, "Conflict: can't use getUpdates method while webhook is active")
            case "getupdates":
                return _ok(await self._due(int(form.get("offset", 0))))
            case "answercallbackquery":
                self.answered_callbacks.append(form["callback_query_id"])
                return _ok(True)
            case "setwebhook":
                return self._set_webhook(form)
            case "deletewebhook":
                self.webhook = {}
                return _ok(True)
            case "getwebhookinfo":
                url = self.webhook.get("url", "")
                return _ok({"url": url, "has_custom_certificate": False, "pending_update_count": 0})
            case "getchat":
                return self._chat(form["chat_id"])
            case "sendmessage":
                return self._send(form)
            case "sendphoto" | "senddocument":
                return self._send_file(form, *uploads)
            case _:
                return _error(404, f"Not Found: method {method}")

    def _set_webhook(self, form: dict[str, str]) -> JSONResponse:
        if not form["url"].startswith("https://"):
            return _error(400, "Bad Request: bad webhook: an HTTPS URL must be provided")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", form.get("secret_token", "")):
            return _error(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = form
        return _ok(True)

    async def _due(self, offset: int) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        due = [update for update in self.updates if update["update_id"] >= offset]
        if not due:
            await asyncio.sleep(0.02)
        return due

    def _send(self, form: dict[str, str]) -> JSONResponse:
        if self.failures:
            status, body = self.failures.popleft()
            return JSONResponse({"ok": False, "error_code": status, **body}, status_code=status)
        if (refusal := self._no_chat(form["chat_id"])) is not None:
            return refusal
        if len(form["text"]) > 4096:
            return _error(400, "Bad Request: message is too long")
        markup = json.loads(form.get("reply_markup", "{}"))
        for row in markup.get("inline_keyboard", []):
            if any(len(key["callback_data"].encode()) > 64 for key in row):
                return _error(400, "Bad Request: BUTTON_DATA_INVALID")
        self.sent.append({**form, "reply_markup": markup})
        return _ok(
            {
                "message_id": len(self.sent),
                "date": 1795312800,
                "chat": {"id": int(form["chat_id"]), "type": "private"},
                "text": form["text"],
            }
        )

    def _chat(self, chat: str) -> JSONResponse:
        if (refusal := self._no_chat(chat)) is not None:
            return refusal
        title = {"title": "Trực BHXH", "type": "supergroup"}
        looks = {"accent_color_id": 1, "max_reaction_count": 11}
        gifts = {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        }
        told = {"id": int(chat), **title, **looks}
        return _ok({**told, "accepted_gift_types": gifts})

    def _no_chat(self, chat: str) -> JSONResponse | None:
        if chat in self.moved:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            return _error(400, reason, {"migrate_to_chat_id": self.moved[chat]})
        if chat in self.left:
            return _error(403, "Forbidden: bot was kicked from the supergroup chat")
        return None

    def _send_file(self, form: dict[str, str], upload: tuple[str, str, bytes]) -> JSONResponse:
        if self.failures:
            status, body = self.failures.popleft()
            return JSONResponse({"ok": False, "error_code": status, **body}, status_code=status)
        if len(form.get("caption", "")) > 1024:
            return _error(400, "Bad Request: message caption is too long")
        name, media_type, content = upload
        taken = File(name, form.get("caption", ""), media_type, "", content)
        self.files.append(taken)
        return _ok(
            {
                "message_id": len(self.files),
                "date": 1795312800,
                "chat": {"id": int(form["chat_id"]), "type": "private"},
            }
        )


async def _read(request: Request) -> tuple[dict[str, str], list[tuple[str, str, bytes]]]:
    """Return the fields of a form, and name, type and content of its files."""
    async with request.form() as sent:
        uploads = [
            (one.filename or "", one.content_type or "", await one.read())
            for one in sent.values()
            if isinstance(one, UploadFile)
        ]
        return {key: one for key, one in sent.items() if isinstance(one, str)}, uploads


def _ok(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def _error(status: int, description: str, parameters: dict[str, Any] | None = None) -> JSONResponse:
    body = {"ok": False, "error_code": status, "description": description}
    more = {} if parameters is None else {"parameters": parameters}
    return JSONResponse({**body, **more}, status_code=status)
