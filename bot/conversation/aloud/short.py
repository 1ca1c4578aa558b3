"""A reply shortened for the ear: what matters first, and one question at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_WORDS = 60
LEAST_CHOICE = 2
_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_POLITE = re.compile(r"Dạ(?: vâng)?,? ")
_CLAUSE = re.compile(r"(?<=[,;:])\s+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said now, and what is left to say if the listener wants to hear on."""

    text: str
    left: str = ""


def units(text: str) -> list[str]:
    """Return the sentences of a speakable text, what ends in a colon with what it announces."""
    found: list[str] = []
    for sentence in (one.strip() for one in _END.split(text)):
        if not sentence:
            continue
        if found and found[-1].endswith(":"):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return [_ended(one) for one in found]


def shortened(
    text: str, *, closing: str, going_on: str, options: Sequence[str] = (), most: int = MOST_WORDS
) -> Spoken:
    """Return a speakable text in about `most` words that end with one question.

    The question is the text's own last one, with its `options`; else `closing`, or `going_on` where
    something is left to say.
    """
    said = units(text)
    asked = [one for one in said if one.endswith("?")]
    told = [one for one in said if not one.endswith("?")]
    if asked:
        question = _with_options(asked[-1], options)
        body, _ = _fitting(told, most - _words(question))
        if body and (polite := _POLITE.match(question)):
            question = _capital(question[polite.end() :])
            body[0] = f"{polite[0]}{body[0][:1].lower()}{body[0][1:]}"
        return Spoken(" ".join([*body, question]))
    body, left = _fitting(told, most - max(_words(closing), _words(going_on)))
    return Spoken(" ".join([*body, going_on if left else closing]).strip(), " ".join(left))


def _fitting(said: list[str], room: int) -> tuple[list[str], list[str]]:
    """Return the first sentences that fit, and the rest; one too long is cut at a clause."""
    if not said:
        return [], []
    first, *others = said
    if _words(first) > room:
        clauses = _CLAUSE.split(first)
        kept = clauses[:1]
        while len(kept) < len(clauses) and _words(" ".join(clauses[: len(kept) + 1])) <= room:
            kept = clauses[: len(kept) + 1]
        rest = " ".join(clauses[len(kept) :])
        opening = _ended(" ".join(kept).rstrip(",;:"))
        return [opening], [rest, *others] if rest else others
    body = [first]
    for place, sentence in enumerate(others, start=1):
        if _words(" ".join(body)) + _words(sentence) > room:
            return body, said[place:]
        body.append(sentence)
    return body, []


def _with_options(question: str, options: Sequence[str]) -> str:
    """Return a question with its choices, unless it names them or they are numbers."""
    worth = [
        one[:1].lower() + one[1:] for one in options if one.casefold() not in question.casefold()
    ]
    if len(worth) < LEAST_CHOICE or any(one[:1].isdigit() for one in worth):
        return question
    *most, last = worth
    stem = question.rstrip("?").rstrip()
    return f"{stem}: {', '.join(most)}, hay {last}?"


def _ended(sentence: str) -> str:
    bare = sentence.rstrip(" ,;:")
    bare = _capital(bare)
    return bare if bare.endswith((".", "!", "?", "…")) else f"{bare}."


def _words(text: str) -> int:
    return len(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
