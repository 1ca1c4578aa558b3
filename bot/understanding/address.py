"""How citizens call themselves (`bác muốn hỏi`), so that they are called so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_MARKS = re.compile(r"[^\w]+")
WHO = "*"


class Address:
    """Hears the word that somebody uses for themselves."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._forms = dict(_forms(texts["address.forms"].splitlines()))
        who = "|".join(map(re.escape, self._forms))
        opening = "|".join(map(re.escape, texts["address.openings"].splitlines()))
        first = _phrases(texts["address.at_the_start"], who)
        anywhere = _phrases(texts["address.anywhere"], who)
        self._said = re.compile(rf"^(?:(?:{opening}) )*(?:{first})\b|\b(?:{anywhere})\b")

    def heard(self, text: str) -> str | None:
        """Return how to call whoever wrote `text` (lower case, with accents), if it says."""
        match = self._said.search(" ".join(_MARKS.sub(" ", text).split()))
        if match is None:
            return None
        return next(self._forms[who] for who in match.groups() if who is not None)


def _forms(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield each word heard with the form of address it leads to, the first of its line."""
    for line in lines:
        words = [word.strip() for word in line.split(",")]
        yield from ((word, words[0]) for word in words)


def _phrases(lines: str, who: str) -> str:
    return "|".join(re.escape(line).replace(r"\*", f"({who})") for line in lines.splitlines())
