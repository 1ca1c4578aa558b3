"""Sheets of calculations, at addresses that nobody can guess."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from fastapi import APIRouter, Response

from bot.channels.web.desk import Desk
from bot.channels.web.guard import RefusedError
from bot.sheets.links import MEDIA_TYPES, Form

MOST_A_MINUTE = 60
"""Sheets that a process draws in a minute, whoever asks: it has citizens to answer as well."""


class Pace:
    """Counts what was drawn in the last minute."""

    def __init__(self) -> None:
        self._drawn: deque[datetime] = deque(maxlen=MOST_A_MINUTE)

    def admits(self, at: datetime) -> bool:
        """Return whether one more may be drawn, and count it."""
        if len(self._drawn) == MOST_A_MINUTE and at - self._drawn[0] < timedelta(minutes=1):
            return False
        self._drawn.append(at)
        return True


def picture_routes(desk: Desk, router: APIRouter) -> None:
    """Add `/q/<token>.png` and `.pdf`. They open without a cookie: the family has none of ours."""
    pace = Pace()

    @router.get("/q/{token}.{form}", include_in_schema=False)
    async def sheet(token: str, form: Form) -> Response:
        quote_id = desk.links.quote_id(token)
        if quote_id is None:
            return Response(status_code=404)
        if not pace.admits(desk.now()):
            raise RefusedError(429, "too_fast")
        quote = await desk.transcript.quote(quote_id)
        body = quote and await desk.drawing.draw(quote_id, quote.request, quote.answer, form)
        return Response(body, media_type=MEDIA_TYPES[form]) if body else Response(status_code=404)
