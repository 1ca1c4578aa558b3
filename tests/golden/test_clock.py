"""What a conversation makes of years depends on the day it is held, not on the day of the test."""

from __future__ import annotations

from datetime import date

import pytest

from bot.play import ContextOf, Line, Play, Stage
from bot.understanding.contract import Understander


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 11, 22), {"sex": "female"}),
        (date(2028, 11, 22), {"sex": "female", "birth_year": 2027}),
    ],
)
@pytest.mark.parametrize(
    "said",
    [["tôi muốn tính lương hưu", "nữ 2027"], ["tôi muốn tính lương hưu", "nữ", "sinh năm 2027"]],
)
async def test_nobody_was_born_after_the_conversation(
    understander: Understander,
    context_of: ContextOf,
    said: list[str],
    day: date,
    known: dict[str, object],
) -> None:
    lines = tuple(Line(each, day) for each in said)
    stage = Stage(Play("clock", "telegram", "pension", day, lines), understander, context_of)
    for line in lines:
        await stage.act(line)
    assert stage.state.slots_of("pension") == known
