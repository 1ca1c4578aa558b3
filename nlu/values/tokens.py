"""The words, numbers and signs of a message, each in both views."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from nlu.text.fold import fold
from nlu.values.numbers import NUMBER_WORDS
from nlu.values.spelling import put_right

_ACCENTED_WORDS = 3
"""So many of them, and half of all words, show that somebody writes with accents."""
_UNITS = frozenset(
    ("tram", "trieu", "nghin", "muoi", "tuoi", "thang", "nguoi", "khau", "nam", "dua")
)
"""Before one of these without accents, a number has none either."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\s]")


class Words(frozenset[str]):
    """Words with accents, `bare` the same without."""

    bare: frozenset[str]

    @classmethod
    def of(cls, *listed: str) -> Words:
        """Return those words."""
        made = cls(listed)
        made.bare = frozenset(map(fold, listed))
        return made


class Token(NamedTuple):
    """One word, number or sign."""

    text: str
    """Lower case, with accents."""
    fold: str
    start: int
    end: int
    exact: bool = False
    """Whether the text around is written with accents: a word without any is meant as it stands."""

    @property
    def is_digits(self) -> bool:
        """Whether it is a number in digits, perhaps with `.` or `,` inside."""
        return self.text[0].isdecimal()

    @property
    def opens_number(self) -> bool:
        """Whether a number, in digits or in words, may begin with it."""
        return self.fold in NUMBER_WORDS or self.text[0].isdecimal()

    def among(self, words: Words) -> bool:
        """Return what `says` does of many words, looked up instead of compared."""
        return self.text in words or (self.text == self.fold and self.fold in words.bare)

    def says(self, *words: str) -> bool:
        """Return whether it is one of the accented words, or one of them typed without accents."""
        return self.text in words or (self.text == self.fold and self.fold in _folded(words))


@dataclass(frozen=True)
class Found:
    """A value and the tokens that state it."""

    key: str
    value: object
    start: int
    end: int


class Tokens(tuple[Token, ...]):
    """The tokens of a message; looking past either end gives an empty token."""

    @cached_property
    def folds(self) -> frozenset[str]:
        """All of them without accents, to see at once what a message cannot say."""
        return frozenset([token.fold for token in self])

    @cached_property
    def numerals(self) -> tuple[int, ...]:
        """The indices of those that may open a number."""
        return tuple([at for at, token in enumerate(self) if token.opens_number])

    @cached_property
    def has_digits(self) -> bool:
        """Whether any of them is a number in digits."""
        return any(self[at].is_digits for at in self.numerals)

    def at(self, index: int) -> Token:
        """Return the token there, or an empty one."""
        return self[index] if 0 <= index < len(self) else _NOTHING

    def glued(self, index: int) -> bool:
        """Return whether nothing stands between that token and the one before."""
        return 0 < index < len(self) and self[index - 1].end == self[index].start

    def words(self, start: int, end: int) -> str:
        """Return those tokens without accents, with single spaces."""
        return " ".join(token.fold for token in self[max(0, start) : end])


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


_NOTHING = Token(" ", " ", -1, -1)


@lru_cache(maxsize=16)
def tokenise(text: str) -> Tokens:
    """Return the tokens of a lower-case NFC text, mistyped words of numbers and units put right.

    Several readers ask for those of one message, one after the other.
    """
    found = list(_TOKEN.finditer(text))
    words = [_spelled(each[0]) for each in found]
    accented = sum([word != folded for word, folded in words])
    letters = sum([word[0].isalpha() for word, _ in words])
    exact = accented >= _ACCENTED_WORDS and 2 * accented >= letters
    after = [word for word, _ in words[1:]] + [""]
    return Tokens(
        [
            Token(word, folded, *each.span(), exact and follower not in _UNITS)
            for (word, folded), follower, each in zip(words, after, found, strict=False)
        ]
    )


@lru_cache(maxsize=4096)
def _spelled(word: str) -> tuple[str, str]:
    """Return a word put right, and that without accents; messages share most of their words."""
    right = put_right(word)
    return right, fold(right)
