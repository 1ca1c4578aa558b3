"""The household's category."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.text.words import word_set
from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_PEOPLES: Final = "thieu so|thai|mong|hmong|tho|kho mu|o du|tay|dan lai|muong|thanh|mien nui"
_FARMING: Final = "nong|nong nghiep|lam nong|nong lam ngu|ngu nghiep|diem nghiep"
_AVERAGE: Final = "muc song trung binh|ho trung binh|nong lam ngu( nghiep)?"
_NONE: Final = (
    "khong thuoc (dien|ho|doi tuong)( nao| gi)?( ca)?(?! (can )?ngheo)|khong (co )?dien (nao|gi)"
)
_NEITHER = re.compile(
    r"\b(khong|chua|no|chang) (\w+ ){0,3}(can )?ngheo (hay|hoac|va|lan|(, )?(ma )?(cung )?khong) "
    r"(\w+ ){0,4}(can )?ngheo\b"
)
_NO: Final = (
    r"\bkhong( co| thuoc)?\b(?! (biet|ro|nho|hieu|can|muon|dong|tinh|hoi|lam|tham gia|nua)\b)"
)
"""An answer of no; `không biết` and `không cần nữa` are none."""
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
_TELLING: Final = word_set("ngheo trung ngu toc dao sinh thuoc dien thuong")
"""Each of them names a category in one of the ways above, and every way holds one of them."""
_BARE: Final = tuple(
    (category, re.compile(pattern))
    for category, pattern in (
        ("poor", r"\bngheo\b"),
        ("ethnic_minority", rf"\bdan toc\b|\bnguoi ({_PEOPLES})\b"),
        ("average_agri", r"\btrung binh\b|\blam nong\b|\bnong nghiep\b"),
        ("island", r"\bdao\b"),
        ("other", rf"\bbinh thuong\b|\bkhac\b|{_NO}|\bkinh\b"),
    )
)
_SHORT: Final = {"cận": "near_poor", "can": "near_poor", "cn": "near_poor", "hn": "poor"}
"""An answer in one word; `can` without accents is cần in any longer text."""
_POLITE: Final = word_set(
    "dạ da vâng vang ạ a em tôi toi nhà nha gia đình dinh hộ ho diện dien thuộc thuoc là la nhé "
    "nhe đó do thôi thoi ơi oi quản trị anh chị bác cô chú mình cháu hè nờ đấy"
)
_DENIED = re.compile(
    r"\b(khong phai|khong thuoc|chua phai|thoat|chuan|het|khong|khong con)( (la|ho|dien|nha))* ?\Z"
)
_IN_GENERAL = re.compile(r"\b(chi|hay|hoac|nhung|cac)( co| chi| la)* ?\Z")
"""Before a category that is asked about and not the speaker's own (`hay chỉ hộ nghèo mới có`)."""


def find_categories(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield the household category. `không phải hộ nghèo` and `chuẩn nghèo` name none."""
    asked = awaiting in ("category", "household_category")
    if not asked and tokens.folds.isdisjoint(_TELLING):
        return
    text, starts = joined(tokens)
    if asked and (neither := _NEITHER.search(text)):
        yield Found("household_category", "other", *span_of(starts, neither))
        return
    for category, pattern in _CATEGORIES + (_BARE if asked else ()):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            general = category != "student" and _IN_GENERAL.search(before)
            if category == "other" or not (_DENIED.search(before) or (general and not asked)):
                yield Found("household_category", category, *span_of(starts, match))
                return
    said = [at for at, token in enumerate(tokens) if token.text not in _POLITE]
    words = [at for at in said if tokens[at].text[0].isalpha()]
    short = _SHORT.get(tokens[words[0]].text) if asked and len(words) == 1 else None
    if short:
        yield Found("household_category", short, words[0], words[0] + 1)


def joined(tokens: Tokens) -> tuple[str, list[int]]:
    """Return the folded tokens with single spaces, and where each starts."""
    starts: list[int] = []
    position = 0
    for token in tokens:
        starts.append(position)
        position += len(token.fold) + 1
    return tokens.words(0, len(tokens)), starts


def span_of(starts: list[int], match: re.Match[str]) -> tuple[int, int]:
    """Return the first token of a match in joined tokens, and the one after its last."""
    inside = [at for at, start in enumerate(starts) if match.start() <= start < match.end()]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
