"""What every request to the web chat passes: where it comes from, how big it is, what it may say.

A refusal is a Vietnamese sentence, whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot.channels.door import storable
from bot.channels.web.words import Words
from bot.delivery.counts import REFUSED
from bot.settings import Settings

TEXT_CHARACTERS = 5_000
"""The longest message that is passed on."""
BODY_BYTES = 64 * 1024
"""The longest message as a form sends it: up to twelve bytes a character, and the fields."""
READ_BYTES = 2 * 1024 * 1024
"""How much of a body that is too large is read, so that the browser gets to see the answer."""


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

    `body` raises RefusedError where it is longer than `BODY_BYTES`.
    """

    async def body(self) -> bytes:
        """Return the whole body."""
        if not hasattr(self, "_body"):
            kept, size = bytearray(), 0
            async for chunk in self.stream():
                size += len(chunk)
                if size > READ_BYTES:
                    break
                if size <= BODY_BYTES:
                    kept += chunk
            if size > BODY_BYTES:
                raise RefusedError(413, "too_long")
            self._body = bytes(kept)
        return self._body


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
                for name, value in headers.items():
                    response.headers.setdefault(name, value)
                return response

            return guarded

    return GuardedRoute


def refusal(refused: RefusedError, words: Words) -> JSONResponse:
    """Return the answer that says why a request is not served."""
    if refused.code != "too_fast":  # that one is counted where it is decided
        REFUSED.labels("web", refused.code).inc()
    error = {"code": refused.code, "message": refused.message(words)}
    retry = {"Retry-After": "5"} if refused.status == 429 else None
    return JSONResponse({"error": error}, refused.status, headers=retry)
