"""The page's own files, and the button that opens the chat on another site."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.desk import Desk

_WORDS = ("widget_open", "widget_close", "widget_frame")


def widget_routes(desk: Desk, router: APIRouter) -> None:
    """Add `/widget.js`, `/widget-demo` and the files of the page."""
    files = {asset.path: asset for asset in desk.renderer.assets.values()}

    @router.get("/web/{path:path}", include_in_schema=False)
    async def asset(request: Request) -> Response:
        found = files.get(request.url.path)
        if found is None:
            return Response(status_code=404)
        for_ever = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(found.body, media_type=found.media_type, headers=for_ever)

    @router.get("/widget.js", include_in_schema=False)
    async def widget() -> Response:
        words = {name.removeprefix("widget_"): desk.words(f"web.{name}") for name in _WORDS}
        script = desk.renderer.assets["widget.js"].body.decode()
        body = script.replace("WORDS", json.dumps(words, ensure_ascii=False), 1)
        an_hour = {"Cache-Control": "public, max-age=3600"}
        return Response(body, media_type="text/javascript", headers=an_hour)

    @router.get("/widget-demo", include_in_schema=False)
    async def demo(request: Request) -> Response:
        address = desk.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
        return HTMLResponse(desk.renderer.page("widget-demo.html", address=address))
