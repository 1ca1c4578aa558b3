"""What staff read while the database is away, instead of a page that broke."""

from __future__ import annotations

import structlog
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.delivery.loop import where
from bot.store.session import DATABASE_AWAY

_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Tạm nghỉ</title>
<p>Cơ sở dữ liệu chưa trả lời. Anh/chị chờ ít phút rồi tải lại trang.</p></html>"""

log = structlog.get_logger(__name__)


class Away:
    """Answers 503 to a request for which the database was not there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except DATABASE_AWAY as error:
            if begun:
                raise
            log.error("the database is away", path="/console", error=where(error))
            await HTMLResponse(_PAGE, 503, headers={"Retry-After": "5"})(scope, receive, send)
