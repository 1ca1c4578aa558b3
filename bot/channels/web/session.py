"""Which chat a browser is in: a random id in a signed cookie, and nothing else."""

from __future__ import annotations

import secrets
from http.cookies import Morsel
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot.settings import Settings

COOKIE = "ansinh_chat"
MAX_AGE_SECONDS = 30 * 24 * 3600


class Sessions:
    """Reads and sets the cookie.

    A page in a frame of another site needs a cookie of its own for that site (CHIPS): without
    `Partitioned` browsers drop it.
    """

    def __init__(self, settings: Settings) -> None:
        self._secure = settings.secure_cookies
        self._serializer = URLSafeTimedSerializer(
            settings.secret_key.get_secret_value(), salt="web-chat"
        )

    def chat_of(self, request: Request) -> str | None:
        """Return the chat of the browser, or None where the cookie is missing, old or forged."""
        try:
            chat = self._serializer.loads(request.cookies.get(COOKIE, ""), max_age=MAX_AGE_SECONDS)
        except BadSignature:
            return None
        return chat if isinstance(chat, str) else None

    def begin(self, response: Response, *, embedded: bool) -> str:
        """Give the browser a new chat and return its id."""
        chat = secrets.token_urlsafe(16)
        self._set(response, str(self._serializer.dumps(chat)), MAX_AGE_SECONDS, embedded)
        return chat

    def end(self, response: Response, *, embedded: bool) -> None:
        """Have the browser forget its chat."""
        self._set(response, "", 0, embedded)

    def _set(self, response: Response, value: str, max_age: int, embedded: bool) -> None:
        cookie: Morsel[str] = Morsel()
        cookie.set(COOKIE, value, value)
        framed = embedded and self._secure
        attributes: dict[str, Any] = {
            "max-age": max_age,
            "path": "/",
            "httponly": True,
            "secure": self._secure,
            "samesite": "None" if framed else "Lax",
        }
        cookie.update(attributes)
        text = cookie.OutputString()
        # http.cookies knows the attribute from Python 3.14 on.
        response.headers.append("set-cookie", f"{text}; Partitioned" if framed else text)
