"""The page's words: each one that is written is used, each one that is used is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import bot.channels.web
from bot.channels.web.transcript import Sender

ROOM = Path(bot.channels.web.__file__).parent


def test_every_text_is_used_and_every_used_text_is_there(content: Any) -> None:
    sources = [file.read_text() for kind in ("*.py", "*.html") for file in ROOM.rglob(kind)]
    patterns = [r'[("]web\.(\w+)"', r'RefusedError\(\d+, "(\w+)"']
    named = {name for text in sources for pattern in patterns for name in re.findall(pattern, text)}
    for text in sources:
        for names in re.findall(r"_WORDS\w* = \(([^)]*)\)", text):
            named |= set(re.findall(r'"(\w+)"', names))
    named |= set(get_args(Sender))

    written = {key.removeprefix("web.") for key in content.texts if key.startswith("web.")}

    assert named == written
