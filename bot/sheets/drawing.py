"""Draws the sheets of stored quotes beside what else a process does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.content.types import Content
from bot.sheets.codes import Codes
from bot.sheets.links import Form
from bot.sheets.page import lay_out
from bot.sheets.picture import draw
from bot.sheets.sheet import sheet_of

_HOW = {Form.PICTURE: draw, Form.PAGE: lay_out}


class Drawing:
    """Draws one sheet at a time, in a thread: it is heavy, and nobody waits for two at once."""

    def __init__(self, content: Callable[[], Content], codes: Codes) -> None:
        self._content = content
        self._codes = codes
        self._lock = asyncio.Lock()

    async def draw(
        self, quote_id: int, request: Mapping[str, Any], answer: Mapping[str, Any], form: Form
    ) -> bytes | None:
        """Return the sheet of a quote as a file, or None where it is of a benefit."""
        sheet = sheet_of(request, answer, self._content(), self._codes.of(quote_id))
        if sheet is None:
            return None
        async with self._lock:
            return await asyncio.to_thread(_HOW[form], sheet)
