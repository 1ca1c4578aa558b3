"""Members of a household who are insured in another group: pupils, small children, pensioners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.text.words import word_set
from nlu.values.category import joined, span_of
from nlu.values.kin import mention_at, number_at
from nlu.values.tokens import Found, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_YOUNG: Final = r"(be |chau |dua |tre em |tre |con |nho |em |trai |gai )"
_BELOW: Final = "(duoi|chua (den|du|toi|day|tron|qua))"
_SCHOOL: Final = "(lop|cap|dai hoc|tieu hoc|trung hoc|pho thong|mau giao)"
_FEW: Final = r"([1-5]|mot|hai|ba|bon|nam)"
_PERSON: Final = "(?:nguoi |ong |ba |bo |me |cu |dua |con |chau )"
_STATE: Final = "(?:la |dang |da |co |duoc |thuoc |dien |ve )*"
_BY_LAW: Final = (
    ("veteran", "cuu chien binh"),
    ("meritorious", "(nguoi )?(co cong|thuong binh|benh binh|me viet nam anh hung)(?! nghiep)"),
    ("social_pension", "((huong|linh|nhan) )*(tro cap )?huu tri xa hoi"),
    ("pensioner", "((huong|linh|nhan|lanh) )*(luong huu|huu tri|tien huu)|nghi huu"),
    ("social_assistance", "((huong|linh|nhan) )*(tro cap )?bao tro xa hoi|tro cap khuyet tat"),
    ("unemployed_on_benefit", "((huong|linh|nhan) )+(tro cap |bao hiem )?that nghiep"),
    ("employee", "((di )?lam |co the )(o )?cong ty|((di )?lam )?cong nhan"),
)
_NAMED: Final = tuple(
    (group, re.compile(rf"{_PERSON}?{_STATE}(?:{pattern})\b")) for group, pattern in _BY_LAW
)
_COUNTED: Final = (
    (
        "child_under_6",
        re.compile(
            rf"(?:{_YOUNG}*({_BELOW} (6|sau) tuoi)|{_YOUNG}+(moi |duoc )?{_FEW} (tuoi|thang))\b"
        ),
    ),
    (
        "student",
        re.compile(
            rf"(?:{_YOUNG}*(nguoi |dang |deu )*(la )?(hoc sinh|sinh vien|di hoc|hoc {_SCHOOL}))\b"
        ),
    ),
    *((group, re.compile(rf"{_PERSON}+{_STATE}(?:{pattern})\b")) for group, pattern in _BY_LAW),
)
_TELLING: Final = word_set("tuoi thang hoc sinh chien cong binh hung huu tro nghiep")
"""Every group is told with one of these words."""
_MOST: Final = 12
_BETWEEN: Final = Words.of(
    "tôi", "em", "tui", "mình", "nhà", "cháu", "chị", "anh", "thì", "năm", "nay", "cũng", "vẫn",
    "nội", "ngoại", "già", "ấy", "nó", "là", "đã",
)  # fmt: skip
_REACH: Final = 3


def find_member_groups(tokens: Tokens, *, counted: bool) -> Iterator[Found]:
    """Yield the groups of a household's members, one entry a person, in the order they are told.

    Counted ones (`hai cháu học sinh`) always; of a member named alone (`bà đang hưởng lương hưu`)
    only where the household is `counted`: elsewhere such words ask about the benefit itself.
    """
    if tokens.folds.isdisjoint(_TELLING) or not (counted or tokens.numerals):
        return
    text, starts = joined(tokens)
    groups: list[str] = []
    first, at, last = len(tokens), 0, 0
    while at < len(tokens):
        found = _numbered(tokens, at, text, starts)
        if found is None and counted:
            found = _named(tokens, at, text, starts)
        if found is None:
            at += 1
            continue
        members, end = found
        groups += members
        first, last = min(first, at), end
        at = end
    if groups:
        yield Found("member_groups", groups, first, last)


def _numbered(
    tokens: Tokens, at: int, text: str, starts: list[int]
) -> tuple[list[str], int] | None:
    number = number_at(tokens, at)
    if number is None or not 1 <= number[0] <= _MOST or number[1] >= len(tokens):
        return None
    for group, pattern in _COUNTED:
        match = pattern.match(text, starts[number[1]])
        if match:
            return [group] * number[0], span_of(starts, match)[1]
    return None


def _named(tokens: Tokens, at: int, text: str, starts: list[int]) -> tuple[list[str], int] | None:
    mention = mention_at(tokens, at, first=False)
    if mention and mention.count and not mention.numbered:
        count, end = mention.count, mention.end
    elif tokens[at].says("tôi", "tui", "em", "mình") and tokens.at(at + 1).says("là", "đang"):
        count, end = 1, at + 1
    else:
        return None
    for near in range(end, min(end + _REACH + 1, len(tokens))):
        for group, pattern in _NAMED:
            match = pattern.match(text, starts[near])
            if match:
                return [group] * count, span_of(starts, match)[1]
        if not tokens[near].among(_BETWEEN):
            return None
    return None
