"""Several questions in one message, taken apart at the ends of sentences."""

from __future__ import annotations

import dataclasses
import re

from nlu import Meaning

MOST = 3
SURE = 0.8
"""Confidence from which a piece is a question of its own."""
LIKELY = 0.5
"""The same for a calculation beside a certain question: `từ khi nào? 6 tháng bao nhiêu?`."""
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
    schemes = {one for _, meaning in heard if (one := _scheme_of(meaning)) is not None}
    sure = any(meaning.intent.startswith("ask_") and _is(meaning, SURE) for _, meaning in heard)
    for text, meaning in heard:
        if _is_calculation(meaning) and sure and _is(meaning, LIKELY) and len(schemes) == 1:
            asked.append((text, dataclasses.replace(meaning, intent=f"calc_{min(schemes)}")))
        elif meaning.intent.startswith(_ASKS) and _is(meaning, SURE):
            asked.append((text, meaning))
        elif meaning.intent not in _BY_THE_WAY:
            return []
    different = {(meaning.intent, meaning.faq) for _, meaning in asked}
    return asked[:MOST] if len(different) > 1 else []


def _is(meaning: Meaning, confidence: float) -> bool:
    return meaning.confidence >= confidence


def _is_calculation(meaning: Meaning) -> bool:
    return meaning.intent in {"calc_hi", "calc_si"}


def _scheme_of(meaning: Meaning) -> str | None:
    """Return the scheme that a piece names or asks about; a bare `đóng bao nhiêu` has none."""
    named = meaning.values.get("scheme")
    if isinstance(named, str):
        return named
    asks = re.match("ask_(hi|si)_", meaning.intent)
    return asks[1] if asks else None
