"""How many a described household has: `2 vợ chồng, ba đứa con đi học, bà nội 81 tuổi` is six.

A household is never counted short: where the words leave the number open (`các con`), and where it
cannot be told whether someone was named before, it has none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nlu.text.words import word_set
from nlu.values.kin import Mention, mention_at
from nlu.values.tokens import Words

if TYPE_CHECKING:
    from nlu.values.tokens import Tokens

_LINKS: Final = Words.of("và", "với", "cùng", "thêm", "cộng", "có", "còn", "nữa", "gồm", "nuôi")
_SIGNS: Final = frozenset(",;+&:")
_DETAILS: Final = word_set(
    """
    tôi toi tui em mình minh anh chị chi bác bac cô chú nhà nha ta nó no già gia trẻ tre lớn lon
    nhỏ nho bé be đầu dau út ut cả ca trai gái gai ruột ruot nội noi ngoại ngoai dâu rể re vợ vo
    chồng chong mọn năm nam nay đã da đang dang còn con vẫn thì thi đều deu là la tuổi tuoi lớp lop
    cấp cap học hoc sinh viên vien đi mẫu mau giáo giao mầm mam non tiểu tieu đại dai làm lam ruộng
    ruong nông nong dưới duoi trên tren hơn hon gần gan ngoài ngoai khoảng khoang tầm độ do
    chưa chua được duoc tháng thang di hai bên ben sau sáu cái cai ấy ay đó một mot thêm them nữa
    nua rồi roi cháu chau ạ a dạ da cụ cu ông ong bà ba cố mới moi gia đình dinh cũng cung
    """
)
_QUESTION: Final = Words.of("nhiêu", "mấy", "?", "không", "sao")


@dataclass(frozen=True)
class _Link:
    """What stands between a mention and the one before."""

    words: int
    """Words that describe no member."""
    joined: bool
    """Whether `và`, a comma or the like stands there."""
    added: bool
    """Whether it is `và`, `với` or `thêm` that leads to it."""
    asked: bool
    """Whether a question stands there."""
    taken_away: bool
    """Whether `trừ` does."""


@dataclass(frozen=True)
class Household:
    """What a text says of a household's members, one expression after the other."""

    described: bool
    """Whether members are named such that they could be counted."""
    count: int | None
    """How many, those taken away left out; None where it is open."""
    start: int
    end: int
    away: tuple[Mention, ...]
    """Members that `trừ …` takes away."""


_NOBODY: Final = Household(described=False, count=None, start=0, end=0, away=())


def household_of(tokens: Tokens) -> Household:
    """Return what the text says of a household's members."""
    named: list[Mention] = []
    away: list[Mention] = []
    certain, joined = True, False
    mentions = _mentions(tokens)
    if not mentions:
        return _NOBODY
    for mention, link in mentions:
        if link.taken_away:
            away.append(mention)
        elif not named or not _named_before(mention, named, link):
            joined |= bool(named) and link.joined
            certain &= not named or _belongs(mention, link)
            named.append(mention)
    everyone = [*named, *away]
    certain &= all(each.count for each in everyone) and not _speaker_missing(tokens, named)
    count = sum(each.count or 0 for each in named) - sum(each.count or 0 for each in away)
    return Household(
        described=_is_household(named, joined=joined),
        count=count if certain and count > 0 else None,
        start=min(each.start for each in everyone),
        end=max(each.end for each in everyone),
        away=tuple(away),
    )


def _mentions(tokens: Tokens) -> list[tuple[Mention, _Link]]:
    found: list[tuple[Mention, _Link]] = []
    at = since = 0
    away = False
    while at < len(tokens):
        mention = mention_at(tokens, at, first=not found)
        if mention is None:
            at += 1
            continue
        link = _link(tokens, since, at)
        # What is taken away goes on over `và`: `trừ bà nội và một đứa`.
        away = _takes_away(tokens, at) or (away and link.joined and not link.words)
        found.append((mention, replace(link, taken_away=away)))
        at = since = mention.end
    return found


def _link(tokens: Tokens, start: int, end: int) -> _Link:
    between = tokens[start:end]
    words = sum(
        token.text[0].isalpha() and token.text not in _DETAILS and not token.among(_LINKS)
        for token in between
    )
    joined = any(token.text in _SIGNS or token.among(_LINKS) for token in between)
    return _Link(
        words,
        joined,
        added=bool(between) and between[-1].says("và", "với", "cùng", "thêm", "cộng"),
        asked=any(token.among(_QUESTION) for token in between),
        taken_away=False,
    )


def _takes_away(tokens: Tokens, at: int) -> bool:
    near = tokens.words(at - 3, at)
    return tokens.at(at - 1).says("trừ", "bớt") or near.endswith(
        ("tru ra", "tru di", "bo ra", "khong tinh", "khong ke", "tru cho")
    )


def _named_before(mention: Mention, named: list[Mention], link: _Link) -> bool:
    """Return whether the words speak of members already counted (`2 con, đứa lớn lớp 8`)."""
    kinds = {each.kind for each in named}
    if mention.kind == "spouse":
        return "couple" in kinds
    if mention.kind == "parent":
        return "parents" in kinds
    if mention.kind != "child" or mention.count is None:
        return False
    children = sum(each.count or 0 for each in named if each.kind == "child" and each.numbered)
    apart = mention.plain or not mention.numbered
    return apart and mention.count <= children and not link.added


def _belongs(mention: Mention, link: _Link) -> bool:
    """Return whether a mention surely goes on with the same household."""
    if not link.words:
        return not link.asked
    return mention.numbered and link.joined and not link.asked


def _is_household(named: list[Mention], *, joined: bool) -> bool:
    """Return whether people are counted at all: `bố mẹ tôi` alone counts nobody."""
    if len(named) == 1:
        return named[0].numbered and named[0].kind in ("couple", "parents", "part")
    adults = any(each.kind != "child" for each in named)
    return adults and (joined or any(each.numbered for each in named))


def _speaker_missing(tokens: Tokens, named: list[Mention]) -> bool:
    """Return whether `nhà tôi có vợ và 2 con` leaves out who says it."""
    if not named or not tokens.at(named[0].start - 1).says("có", "gồm", "nuôi"):
        return False
    before = set(tokens.words(named[0].start - 3, named[0].start).split())
    kinds = {each.kind for each in named}
    told = not {"couple", "self", "part"} & kinds and {"spouse", "child"} & kinds
    return bool(told and before & {"nha", "dinh", "toi", "em", "minh"})
