"""What every request to the web chat passes: where it comes from, how big it is, what it may say.

A refusal is a Vietnamese sentence, whoever asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from html import escape
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bot.channels.door import storable
from bot.channels.web.words import Words
from bot.delivery.counts import REFUSED
from bot.delivery.loop import where
from bot.settings import Settings
from bot.store.session import DATABASE_AWAY

TEXT_CHARACTERS = 5_000
"""The longest message that is passed on."""
BODY_BYTES = 64 * 1024
"""The longest message as a form sends it: up to twelve bytes a character, and the fields."""
READ_BYTES = 2 * 1024 * 1024
"""How much of a body that is too large is read, so that the browser gets to see the answer."""
BODY_SECONDS = 30.0
"""How long a body may take, on the slowest network."""

log = structlog.get_logger(__name__)


class RefusedError(Exception):
    """A request that is not served; `code` names the text that says why, `web.<code>`."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

    def message(self, words: Words) -> str:
        """Return what the citizen reads."""
        return words(f"web.{self.code}", limit=TEXT_CHARACTERS)


class BoundedRequest(Request):
    """A request whose body has a limit.

    `body` raises RefusedError where it is longer than `BODY_BYTES`, or takes too long.
    """

    async def body(self) -> bytes:
        """Return the whole body."""
        if not hasattr(self, "_body"):
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    self._body = await self._read()
            except TimeoutError:
                raise RefusedError(408, "too_slow") from None
            except ClientDisconnect:
                raise RefusedError(400, "bad_request") from None
        return self._body

    async def _read(self) -> bytes:
        kept, size = bytearray(), 0
        async for chunk in self.stream():
            size += len(chunk)
            if size > READ_BYTES:
                break
            if size <= BODY_BYTES:
                kept += chunk
        if size > BODY_BYTES:
            raise RefusedError(413, "too_long")
        return bytes(kept)


def plain(text: str) -> str:
    """Return `text` as it can be kept: what no database takes becomes a replacement character.

    Raises:
        RefusedError: it is longer than `TEXT_CHARACTERS`.
    """
    if len(text) > TEXT_CHARACTERS:
        raise RefusedError(413, "too_long")
    return storable(text)


def is_from_here(request: Request, public_url: str) -> bool:
    """Return whether the request was made by our own page, or by no page at all."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {request.headers.get("host", ""), urlsplit(public_url).netloc} - {""}
    return urlsplit(origin).netloc in ours


def security_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every answer: nothing foreign, nothing inline, framed where allowed."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "frame-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": " ".join(["'self'", *settings.widget_origins]),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # Not `no-referrer`: a form would then be sent with the origin `null`.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def guarded_route(settings: Settings, words: Words) -> type[APIRoute]:
    """Return the class of the web chat's routes."""
    headers = security_headers(settings)

    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                try:
                    if request.method == "POST" and not is_from_here(request, settings.public_url):
                        raise RefusedError(403, "foreign_page")
                    response = await handle(BoundedRequest(request.scope, request.receive))
                except RefusedError as error:
                    response = refusal(error, words)
                except RequestValidationError:
                    response = refusal(RefusedError(422, "bad_request"), words)
                except HTTPException as error:
                    # FastAPI wraps whatever goes wrong while it reads a body.
                    cause = error.__cause__
                    if not isinstance(cause, RefusedError):
                        cause = RefusedError(422, "bad_request")
                    response = refusal(cause, words)
                except DATABASE_AWAY as error:
                    log.error(
                        "the database is away", path=request.scope["route"].path, error=where(error)
                    )
                    response = _away(request, words)
                for name, value in headers.items():
                    response.headers.setdefault(name, value)
                return response

            return guarded

    return GuardedRoute


def refusal(refused: RefusedError, words: Words) -> JSONResponse:
    """Return the answer that says why a request is not served."""
    if refused.code not in {"too_fast", "away"}:  # counted where it is decided, and no refusal
        REFUSED.labels("web", refused.code).inc()
    error = {"code": refused.code, "message": refused.message(words)}
    headers = {"Retry-After": "5"} if refused.status in {429, 503} else {}
    if refused.status in {408, 413}:
        # Who has not sent all of it is not listened to any more.
        headers = {"Connection": "close"}
    return JSONResponse({"error": error}, refused.status, headers=headers)


def _away(request: Request, words: Words) -> Response:
    """Return what somebody gets while the database is away: a page where they look at one."""
    refused = RefusedError(503, "away")
    if "text/html" not in request.headers.get("accept", ""):
        return refusal(refused, words)
    told = escape(refused.message(words))
    page = f'<!doctype html><html lang="{words.locale}"><meta charset="utf-8"><p>{told}</p></html>'
    return HTMLResponse(page, refused.status, headers={"Retry-After": "5"})
