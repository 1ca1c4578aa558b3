"""Pictures of calculations, at addresses that nobody can guess."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta

from fastapi import APIRouter, Response

from bot.channels.web.desk import Desk
from bot.channels.web.guard import RefusedError
from bot.sheets.picture import draw
from bot.sheets.sheet import sheet_of

MOST_A_MINUTE = 60
"""Pictures that a process draws in a minute, whoever asks: it has citizens to answer as well."""


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
    """Add `/q/<token>.png`. It opens without a cookie: the family has none of the chat."""
    pace = Pace()
    # One at a time: drawing is heavy, and nobody needs two at once.
    drawing = asyncio.Lock()

    @router.get("/q/{token}.png", include_in_schema=False)
    async def picture(token: str) -> Response:
        quote_id = desk.links.quote_id(token)
        if quote_id is None:
            return Response(status_code=404)
        if not pace.admits(desk.now()):
            raise RefusedError(429, "too_fast")
        quote = await desk.transcript.quote(quote_id)
        sheet = sheet_of(quote.request, quote.answer, desk.words.content) if quote else None
        if sheet is None:
            return Response(status_code=404)
        async with drawing:
            body = await asyncio.to_thread(draw, sheet)
        return Response(body, media_type="image/png")
