"""All that the dialogue is told of a sentence: its meaning, the places in it, the phrases heard."""

from __future__ import annotations

from bot.content.types import Content
from bot.understanding.contract import Understander
from bot.understanding.engine import load_engine
from bot.understanding.hearing import Hearing
from bot.understanding.in_process import InProcess
from bot.understanding.locating import Locating
from nlu import Engine


def whole(understander: Understander, content: Content) -> Hearing:
    """Return what adds to `understander` whatever the dialogue needs beside the bare meaning."""
    return Hearing(Locating(understander), content)


def whole_in_process(content: Content, engine: Engine | None = None) -> Hearing:
    """Return the same for this process; the engine of `content` is loaded where none is given."""
    return whole(InProcess(engine or load_engine(content)), content)
