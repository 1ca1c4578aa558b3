"""What every request and answer of the console passes: same origin, strict headers, one nonce."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = "Yêu cầu không đến từ trang này. Vui lòng tải lại trang và thử lại."


class Guard:
    """Refuses what another site sends, and tells the browser what it must not do.

    `public_url` is the address that people see: behind a proxy that ends TLS the links of the
    console take its scheme. `secure_cookies` marks every cookie `Secure`.
    """

    def __init__(self, app: ASGIApp, *, public_url: str, secure_cookies: bool) -> None:
        self._app = app
        self._public = urlsplit(public_url)
        self._secure_cookies = secure_cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self._public.scheme == "https" and headers.get("host") == self._public.netloc:
            scope["scheme"] = "https"
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        asset = scope["path"].removeprefix(scope.get("root_path", "")).startswith("/static/")

        async def harden(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._harden(MutableHeaders(scope=message), nonce, asset=asset)
            await send(message)

        if scope["method"] not in SAFE_METHODS and not self._from_here(headers):
            await PlainTextResponse(REFUSED, status_code=403)(scope, receive, harden)
            return
        await self._app(scope, receive, harden)

    def _from_here(self, headers: Headers) -> bool:
        """Say whether a page of this console sent the request; without any sign of it, no."""
        site = headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        origin = headers.get("origin") or headers.get("referer")
        if origin is None:
            return site is not None
        return urlsplit(origin).netloc in {headers.get("host"), self._public.netloc} - {None, ""}

    def _harden(self, headers: MutableHeaders, nonce: str, *, asset: bool) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        # Not `no-referrer`: browsers would then send `Origin: null` with the console's own forms.
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers["Cache-Control"] = "public, max-age=604800" if asset else "no-store"
        headers["Content-Security-Policy"] = "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' 'nonce-{nonce}'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        )
        if self._secure_cookies:
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                marked = "; secure" in cookie.lower()
                headers.append("set-cookie", cookie if marked else f"{cookie}; Secure")
