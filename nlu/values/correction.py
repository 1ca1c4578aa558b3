"""What a text takes back: `không phải 4, 5 người`, `sáu à không năm người`, `3 hay 6 tháng`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from nlu.values.numbers import digit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlu.values.tokens import Found, Token, Tokens

_NOT: Final = (
    "khong phai",
    "no phai",
    "dau phai",
    "chang phai",
    "chu khong",
    "khong con",
    "chua phai",
)
_NOT_OPENINGS: Final = frozenset(words.split()[0] for words in _NOT)
_REACH: Final = 4
"""Words that may stand between `không phải` and what it denies (`không phải mức …`)."""
_TAKES_BACK = re.compile(
    r"\b(nham|(bi|y|a|go|noi|bam) lon|lon roi|(y|a|o) quen|(sua|noi|doi|chinh) lai|y la"
    r"|khong (lay|dong|chon|theo) (\w+ ){0,3}nua"
    r"|dung (ra )?(la|phai la)|bo roi|khong dung nua|khong phai( dau)?|(a|anh|o) khong"
    r"|khong dung)\b|^(ma )?(, )?(khong|thoi)( ,)?( \w+)?$|\b(thoi|ma) (lay|chon|cho|de)$"
)
_ALTERNATIVE = re.compile(r"^(\w+ ){0,3}(hay|hoac)( la)?( \w+){0,3}$")
_CLAUSE_ENDS: Final = (",", ".", ";", "mà", "nhưng", "chứ")


def standing(tokens: Tokens, found: Iterable[Found]) -> list[Found]:
    """Return the values of one kind that the text neither denies nor takes back, in their order.

    Of two that are offered as alternatives (`3 tháng hay 6 tháng`) none stands.
    """
    listed: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not listed or each.end > listed[-1].end:
            listed.append(each)
    dropped = [each for each in listed if is_denied(tokens, each.start)]
    for first, second in pairwise(listed):
        between = tokens.words(first.end, second.start)
        if first.end > second.start or second in dropped:
            continue
        if _TAKES_BACK.search(between):
            dropped.append(first)
        elif _ALTERNATIVE.match(between):
            dropped += [first, second]
    return [each for each in listed if each not in dropped]


def takes_back(words: str) -> bool:
    """Return whether such words (unaccented) between two values take the first one back."""
    return _TAKES_BACK.search(words) is not None


def is_denied(tokens: Tokens, start: int) -> bool:
    """Return whether `không phải` stands before that token, words but no value between them."""
    for at in range(start - 2, max(-1, start - 3 - _REACH), -1):
        token = tokens.at(at + 2) if at + 2 < start else None
        if token and (token.text in _CLAUSE_ENDS or _is_number(token)):
            return False
        if _denies(tokens, at):
            return True
    return False


def _denies(tokens: Tokens, at: int) -> bool:
    return tokens.at(at).fold in _NOT_OPENINGS and tokens.words(at, at + 2) in _NOT


def _is_number(token: Token) -> bool:
    return token.is_digits or (digit(token) is not None and token.fold != "nam")


def denied_words(tokens: Tokens) -> set[int]:
    """Return the indices of the words of every `không phải …` clause, to its comma or end."""
    inside: set[int] = set()
    at = 0
    while at < len(tokens):
        if _denies(tokens, at):
            while at < len(tokens) and (tokens[at].text not in _CLAUSE_ENDS or _denies(tokens, at)):
                inside.add(at)
                at += 1
        at += 1
    return inside
