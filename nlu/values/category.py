"""The household's category, and members who are insured in another group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.values.kin import number_at
from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_PEOPLES: Final = "thieu so|thai|mong|hmong|tho|kho mu|o du|tay|dan lai|muong|thanh|mien nui"
_FARMING: Final = "nong|nong nghiep|lam nong|nong lam ngu|ngu nghiep|diem nghiep"
_AVERAGE: Final = "muc song trung binh|ho trung binh|nong lam ngu( nghiep)?"
_NONE: Final = "khong thuoc (dien|ho|doi tuong)( nao| gi)?( ca)?|khong (co )?dien (nao|gi)"
_CATEGORIES: Final = tuple(
    (category, re.compile(rf"\b(?:{pattern})\b"))
    for category, pattern in (
        ("near_poor", r"(?<!thoat )(ho |dien |nha |gia dinh )?can ngheo"),
        ("poor", r"(ho|dien|so|nha|gia dinh|the) ngheo(?! nan)"),
        ("average_agri", rf"(ho )?({_FARMING})[\w, ]{{0,40}}muc song trung binh|{_AVERAGE}"),
        (
            "ethnic_minority",
            rf"(dong bao |nguoi )?dan toc (it nguoi|{_PEOPLES})|dong bao dan toc",
        ),
        ("island", r"xa dao|huyen dao|hai dao|ngoai dao|dan dao"),
        ("student", r"hoc sinh|sinh vien"),
        ("other", rf"{_NONE}|ho binh thuong|nguoi binh thuong|dan thuong"),
    )
)
_BARE: Final = tuple(
    (category, re.compile(pattern))
    for category, pattern in (
        ("poor", r"\bngheo\b"),
        ("ethnic_minority", rf"\bdan toc\b|\bnguoi ({_PEOPLES})\b"),
        ("average_agri", r"\btrung binh\b|\blam nong\b|\bnong nghiep\b"),
        ("island", r"\bdao\b"),
        ("other", r"\bbinh thuong\b|\bkhac\b|\bkhong( co| thuoc)?\b|\bkinh\b"),
    )
)
_YOUNG: Final = r"(be |chau |dua |tre em |tre |con |nho |em |trai |gai )*"
_BELOW: Final = "(duoi|chua (den|du|toi))"
_SCHOOL: Final = "(lop|cap|dai hoc|tieu hoc|pho thong)"
_FEW: Final = r"([1-5]|mot|hai|ba|bon|nam)"
_DENIED = re.compile(r"\b(khong phai|khong thuoc|chua phai|thoat|chuan|het)( (ho|dien|la))* ?\Z")
_GROUPS: Final = tuple(
    (group, re.compile(rf"(?:{pattern})\b"))
    for group, pattern in (
        (
            "child_under_6",
            rf"{_YOUNG}({_BELOW} (6|sau) tuoi|(moi |duoc )?{_FEW} (tuoi|thang))",
        ),
        (
            "student",
            rf"{_YOUNG}(nguoi |dang |deu )*(la )?(hoc sinh|sinh vien|di hoc|hoc {_SCHOOL})",
        ),
        ("employee", r"(nguoi |dua |con |chau )*(dang |da )?(lam |di lam |co the )cong ty"),
        ("pensioner", r"(nguoi |ong |ba )*(dang |co |huong |linh )*(luong huu|huu tri)"),
    )
)


def find_categories(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield the household category. `không phải hộ nghèo` and `chuẩn nghèo` name none."""
    text, starts = _joined(tokens)
    patterns = _CATEGORIES + (_BARE if awaiting in ("category", "household_category") else ())
    for category, pattern in patterns:
        for match in pattern.finditer(text):
            if category == "other" or not _DENIED.search(text[: match.start()]):
                yield Found("household_category", category, *_span(starts, match))
                return


def find_member_groups(tokens: Tokens) -> Iterator[Found]:
    """Yield the groups of counted members (`hai cháu học sinh`), one entry a person."""
    text, starts = _joined(tokens)
    groups: list[str] = []
    first, last = len(tokens), 0
    for at in range(len(tokens)):
        number = number_at(tokens, at)
        if number is None or not 1 <= number[0] <= 12 or number[1] >= len(tokens):
            continue
        for group, pattern in _GROUPS:
            match = pattern.match(text, starts[number[1]])
            if match:
                groups += [group] * number[0]
                first, last = min(first, at), max(last, _span(starts, match)[1])
                break
    if groups:
        yield Found("member_groups", groups, first, last)


def _joined(tokens: Tokens) -> tuple[str, list[int]]:
    """Return the folded tokens with single spaces, and where each starts."""
    starts: list[int] = []
    position = 0
    for token in tokens:
        starts.append(position)
        position += len(token.fold) + 1
    return tokens.words(0, len(tokens)), starts


def _span(starts: list[int], match: re.Match[str]) -> tuple[int, int]:
    inside = [at for at, start in enumerate(starts) if match.start() <= start < match.end()]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
