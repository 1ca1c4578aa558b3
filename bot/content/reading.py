"""How hard a Vietnamese text is to read: long sentences, clerks' words, terms nobody explained.

Vietnamese is written syllable by syllable, so a sentence is as long as its syllables. The formulas
made for it (Nguyen and Henkin 1985; Luong, Nguyen and Dinh 2018) rest on the same two things: how
long sentences are and how many words are hard. Their weights were fitted to literature and school
books, so both are measured here on their own, where an editor can mend what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.findings import Finding, Level
from bot.content.types import PlainWords

LONG, TOO_LONG = 30, 60
"""Syllables of a sentence from which it is reported, and refused."""
MEAN, ENOUGH = 20, 3
"""Syllables that the sentences of a text have on average, at most, from so many sentences on."""
_PAUSE = re.compile(r"(?<=[.!?…;:])\s+|\n+")
_SYLLABLE = re.compile(r"[^\W\d_]+|\d[\d.,/%]*")
_EXPLAINED = r"\s*\(|\s+(?:là|tức|nghĩa)\b"
"""What follows a term that is explained where it stands: `cùng chi trả (phần mình phải trả)`."""
_NAMED = r"(?:gọi là|\()\s*"
"""What stands before a term that is itself the explanation: `nhà nước lo (ngân sách)`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text asks of its reader: syllables a sentence, share (0 to 1) of hard words."""

    mean: float
    longest: int
    hard: float


def sentences(text: str) -> list[str]:
    """Return the sentences; a colon, a semicolon and a new line give the reader a rest as well."""
    return [one for one in _PAUSE.split(text) if _SYLLABLE.search(one)]


def syllables(text: str) -> int:
    """Return how many syllables a text has; a number counts as one."""
    return len(_SYLLABLE.findall(text))


def measure(text: str, plain: PlainWords) -> Reading:
    """Return how hard `text` is to read."""
    lengths = [syllables(one) for one in sentences(text)] or [0]
    hard = [*clerkish(text, plain), *unexplained(text, plain)]
    total = max(sum(lengths), 1)
    return Reading(
        mean=sum(lengths) / len(lengths),
        longest=max(lengths),
        hard=sum(syllables(word) for word in hard) / total,
    )


def clerkish(text: str, plain: PlainWords) -> list[str]:
    """Return the words of `text` for which there is a plain one."""
    return [word for word in plain.instead if _finds(word, text)]


def unexplained(text: str, plain: PlainWords) -> list[str]:
    """Return the terms of `text` that are not explained where they are first said."""
    found = []
    for term in plain.explain:
        first = _finds(term, text)
        if first is None:
            continue
        told = re.match(_EXPLAINED, text[first.end() :])
        named = re.search(rf"{_NAMED}(?:\w+\s+){{0,2}}$", text[: first.start()])
        if not (told or named):
            found.append(term)
    return found


def check_reading(
    file: str, key: str, text: str, plain: PlainWords, *, said_before: str = ""
) -> Iterator[Finding]:
    """Find what makes `text` hard to read; `said_before` is what its reader has read already."""
    for sentence in sentences(text):
        if (length := syllables(sentence)) > LONG:
            level: Level = "error" if length > TOO_LONG else "warning"
            reason = f"{_start(sentence)} has {length} syllables; over {LONG} is hard to follow"
            yield Finding(level, file, key, reason)
    mean = measure(text, plain).mean
    if len(sentences(text)) >= ENOUGH and mean > MEAN:
        reason = f"has {mean:.0f} syllables a sentence; over {MEAN} is hard to follow"
        yield Finding("warning", file, key, reason)
    for word in clerkish(text, plain):
        yield Finding("warning", file, key, f"{word!r} is a clerk's word: {plain.instead[word]!r}")
    for term in unexplained(f"{said_before}\n{text}", plain):
        if _finds(term, text):
            yield Finding("warning", file, key, f"{term!r} is not explained where it is first said")


def _finds(word: str, text: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)


def _start(sentence: str) -> str:
    words = sentence.split()
    return repr(" ".join(words[:6]) + " …")
