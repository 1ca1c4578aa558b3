"""Several questions in one message, taken apart at the ends of sentences."""

from __future__ import annotations

import re

from nlu import Meaning

MOST = 3
SURE = 0.8
"""Confidence from which a piece is a question of its own."""
_SHORTEST = 2
_BREAK = re.compile(r"[?!;\n]+|\.(?=\s|$)|,\s*(?=(?:và|còn|với lại|rồi|va|con|voi lai)\s)")
_ASKS = ("ask_", "calc_")
_BY_THE_WAY = frozenset({"inform", "greet", "thanks", "goodbye", "affirm"})


def pieces(text: str) -> list[str]:
    """Return the sentences of a message, without those of a word or two."""
    found = [piece.strip() for piece in _BREAK.split(text)]
    return [piece for piece in found if len(piece.split()) >= _SHORTEST]


def questions(heard: list[tuple[str, Meaning]]) -> list[tuple[str, Meaning]]:
    """Return the questions among the sentences, at most `MOST`; none unless two are certain.

    One sentence that is neither a question of the task nor said by the way makes the message one
    whole: it may well belong to the others.
    """
    asked = []
    for text, meaning in heard:
        if meaning.intent.startswith(_ASKS) and meaning.confidence >= SURE:
            asked.append((text, meaning))
        elif meaning.intent not in _BY_THE_WAY:
            return []
    different = {(meaning.intent, meaning.faq) for _, meaning in asked}
    return asked[:MOST] if len(different) > 1 else []
