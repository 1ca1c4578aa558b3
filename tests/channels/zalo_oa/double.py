"""A stand-in for Zalo's open API and sign-in that refuses what Zalo is documented to refuse.

A refusal is HTTP 200 with `error` other than 0. Tokens live 25 hours; a refresh token is good once.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from bot.channels.contract import File

OA_ID, APP_ID, APP_SECRET, WEBHOOK_KEY = "38861", "36084", "the app's secret", "the OA's own key"
LIFE = timedelta(hours=25)
DAYS_7 = timedelta(days=7)


class ZaloDouble:
    """An account of Zalo with the people who wrote to it."""

    def __init__(self, clock: Callable[[], datetime], *, per_minute: int = 100) -> None:
        self.clock = clock
        self.per_minute = per_minute
        self.sent: list[dict[str, Any]] = []
        self.interacted: dict[str, datetime] = {}
        self.lost: dict[str, int] = {}
        """People who take nothing any more, with Zalo's code for why."""
        self.failures: deque[Response] = deque()
        self.spent: list[str] = []
        self.files: list[File] = []
        self._uploads: dict[str, File] = {}
        self._numbers = itertools.count(1)
        self._access: dict[str, datetime] = {}
        self._refresh = ""
        self._requests: deque[datetime] = deque()
        self.about: dict[str, Any] = {
            "oaid": OA_ID,
            "name": "BHXH tỉnh Nghệ An",
            "is_verified": True,
            "package_name": "Tăng trưởng",
            "package_valid_through_date": f"{clock() + timedelta(days=90):%d/%m/%Y}",
        }
        self.app = FastAPI()
        self.app.post("/v4/oa/access_token", response_model=None)(self._renew)
        self.app.get("/v2.0/oa/getoa", response_model=None)(self._about)
        self.app.post("/v3.0/oa/message/cs", response_model=None)(self._message)
        self.app.post("/v2.0/oa/upload/{kind}", response_model=None)(self._upload)
        self.app.post("/v2.0/oa/message", response_model=None)(self._guest_message)

    def issue(self) -> tuple[str, str]:
        """Return a new pair, as the developer pages show it once; older ones are void."""
        number = next(self._numbers)
        self._access = {f"access-{number}": self.clock() + LIFE}
        self._refresh = f"refresh-{number}"
        return f"access-{number}", self._refresh

    def revoke_access(self) -> None:
        """Let no access token be good any more."""
        self._access = {}

    async def _renew(self, request: Request) -> Response:
        form = await request.form()
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return JSONResponse({"error": -14004, "error_name": "Invalid app"})
        if self.failures:
            return self.failures.popleft()
        given = str(form.get("refresh_token"))
        self.spent.append(given)
        if form.get("grant_type") != "refresh_token" or given != self._refresh:
            return JSONResponse({"error": -14014, "error_name": "Invalid refresh token"})
        access, refresh = self.issue()
        return JSONResponse(
            {"access_token": access, "refresh_token": refresh, "expires_in": "90000"}
        )

    async def _message(self, request: Request) -> Response:
        body = await request.json()
        to = body["recipient"]
        if set(to) != {"user_id"} or not isinstance(to["user_id"], str):
            return refusal(-201)
        return self._answer(request, body, to["user_id"])

    async def _upload(self, kind: str, request: Request) -> Response:
        if self.failures:
            return self.failures.popleft()
        good_until = self._access.get(request.headers.get("access_token", ""))
        if good_until is None or self.clock() >= good_until:
            return refusal(-216)
        async with request.form() as form:
            upload = form["file"]
            if isinstance(upload, str):
                return refusal(-201)
            body, media_type = await upload.read(), upload.content_type or ""
        wanted = {"image": ("image/png", 1024 * 1024), "file": ("application/pdf", 5 * 1024 * 1024)}
        if media_type != wanted[kind][0] or len(body) > wanted[kind][1]:
            return refusal(-201)
        name = f"{kind}-{len(self._uploads)}"
        self._uploads[name] = File(upload.filename or "", "", media_type, "", body)
        field = {"image": "attachment_id", "file": "token"}[kind]
        return JSONResponse({"error": 0, "message": "Success", "data": {field: name}})

    def _attached(self, message: dict[str, Any]) -> File | None:
        """Return the upload that a message carries, with what is said beside it."""
        attachment = message.get("attachment", {})
        payload = attachment.get("payload", {})
        if attachment.get("type") == "file":
            return self._uploads[payload["token"]]
        if payload.get("template_type") == "media":
            (element,) = payload["elements"]
            upload = self._uploads[element["attachment_id"]]
            return dataclasses.replace(upload, caption=message.get("text", ""))
        return None

    async def _guest_message(self, request: Request) -> Response:
        body = await request.json()
        to = body["recipient"]
        if set(to) != {"anonymous_id", "conversation_id"}:
            return refusal(-201)
        if "attachment" in body["message"]:
            return refusal(-201)
        return self._answer(request, body, f"{to['anonymous_id']}:{to['conversation_id']}")

    async def _about(self, request: Request) -> Response:
        return self._refusal_of(request) or JSONResponse({"error": 0, "data": self.about})

    def _refusal_of(self, request: Request) -> Response | None:
        """Return why a request is refused, whatever it asks for."""
        at = self.clock()
        if self.failures:
            return self.failures.popleft()
        if (good_until := self._access.get(request.headers.get("access_token", ""))) is None:
            return refusal(-216)
        if at >= good_until:
            return refusal(-220)
        while self._requests and at - self._requests[0] >= timedelta(minutes=1):
            self._requests.popleft()
        if len(self._requests) >= self.per_minute:
            return refusal(-32)
        self._requests.append(at)
        return None

    def _answer(self, request: Request, body: dict[str, Any], person: str) -> Response:
        if (refused := self._refusal_of(request)) is not None:
            return refused
        if person in self.lost:
            return refusal(self.lost[person])
        if person not in self.interacted:
            return refusal(-232)
        if self.clock() - self.interacted[person] > DAYS_7:
            return refusal(-230)
        if (code := _wrong_with(body["message"])) is not None:
            return refusal(code)
        try:
            file = self._attached(body["message"])
        except KeyError:
            return refusal(-100)
        if file is not None:
            self.files.append(file)
        else:
            self.sent.append(body)
        message_id = f"message-{len(self.sent) + len(self.files)}"
        return JSONResponse({"error": 0, "message": "Success", "data": {"message_id": message_id}})


def refusal(code: int) -> Response:
    """Return what Zalo answers when it refuses."""
    return JSONResponse({"error": code, "message": "refused"})


def _wrong_with(message: dict[str, Any]) -> int | None:
    if len(message.get("text", "")) > 2000:
        return -210
    attachment = message.get("attachment")
    if attachment is None:
        return None if message.get("text") else -201
    # One attachment a message: a form, buttons, a picture, or a file; there is no sound.
    if not isinstance(attachment, dict) or attachment.get("type") not in {"template", "file"}:
        return -201
    payload = attachment.get("payload", {})
    if attachment["type"] == "file":
        return None if payload.get("token") else -201
    match payload.get("template_type"):
        case "request_user_info":
            fits = "buttons" not in payload and _is_form(payload.get("elements", []))
        case "media":
            elements = payload.get("elements", [])
            fits = len(elements) == 1 and bool(elements[0].get("attachment_id"))
        case _:
            fits = bool(message.get("text")) and _are_buttons(payload.get("buttons", []))
    return None if fits else -201


def _is_form(elements: list[dict[str, str]]) -> bool:
    return len(elements) == 1 and all(
        0 < len(one["title"]) <= 100
        and 0 < len(one["subtitle"]) <= 500
        and one["image_url"].startswith("https://")
        for one in elements
    )


def _are_buttons(buttons: list[dict[str, Any]]) -> bool:
    return 0 < len(buttons) <= 5 and all(
        0 < len(one["title"]) <= 100 and _leads_somewhere(one["type"], one["payload"])
        for one in buttons
    )


def _leads_somewhere(kind: str, payload: Any) -> bool:
    match kind:
        case "oa.query.show" | "oa.query.hide":
            return isinstance(payload, str) and 0 < len(payload) <= 1000
        case "oa.open.url":
            return str(payload.get("url", "")).startswith("https://")
        case "oa.open.phone":
            return bool(payload.get("phone_code"))
        case _:
            return False
