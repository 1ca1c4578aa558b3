"""Who of a family is named, and how many that is: `2 vợ chồng`, `bà nội`, `ba đứa con`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from nlu.text.fold import fold
from nlu.values.numbers import NUMBER_WORDS, digit, whole
from nlu.values.tokens import Words

if TYPE_CHECKING:
    from nlu.values.tokens import Tokens

Kind = Literal["couple", "parents", "parent", "spouse", "child", "sibling", "kin", "part", "self"]

_PAIRS: Final = (
    ("vợ", "chồng"), ("ông", "bà"), ("bà", "ông"), ("bố", "mẹ"), ("mẹ", "bố"), ("ba", "mẹ"),
    ("ba", "má"), ("cha", "mẹ"), ("bố", "má"), ("chú", "thím"),
)  # fmt: skip
_ACCENTED_PAIRS: Final = (
    ("bọ", "mạ"), ("thầy", "bu"), ("thầy", "mẹ"), ("cậu", "mợ"), ("cô", "dượng"), ("dì", "dượng"),
    ("o", "dượng"), ("cô", "chú"), ("ông", "mệ"), ("ba", "mạ"),
)  # fmt: skip
"""Pairs that without accents are other words (`di duong` is also đi đường)."""
_PAIR_OPENINGS: Final = frozenset({"vc", *(fold(a) for a, _ in _PAIRS + _ACCENTED_PAIRS)})
_PARENTS: Final = Words.of("mẹ", "cha")
_ACCENTED_PARENTS: Final = ("bố", "má", "bọ", "mạ", "tía", "bầm")
_ELDERS: Final = Words.of("ông", "thím")
_ACCENTED_ELDERS: Final = ("bà", "cụ", "cố", "dì", "dượng", "mợ", "mệ")
_LOOSE: Final = Words.of("bố", "ba", "bà", "má")
"""Words for the old that name one of the family only with another word behind them."""
_OLDER: Final = frozenset(
    map(fold, (*_PARENTS, *_ACCENTED_PARENTS, *_ELDERS, *_ACCENTED_ELDERS, *_LOOSE))
)
_SIDES: Final = ("nội", "ngoại")
_YOUNG: Final = Words.of("con", "cháu")
_PRONOUNS: Final = Words.of(
    *_YOUNG,
    "em",
    "anh",
    "chị",
    "cô",
    "chú",
    "bác",
    "cậu",
    "mình",
    "tôi",
    "tui",
    "tớ",
    "o",
)
_CHILD: Final = Words.of("con", "đứa", "cháu", "nhóc", "bé", "cu", "trẻ")
_CHILD_TAILS: Final = Words.of(
    "con", "em", "nhỏ", "trai", "gái", "cháu", "bé", "nít", "nội", "ngoại"
)
_ONE: Final = Words.of("trai", "gái", "dâu", "rể", "út", "đầu", "cả", "lớn", "ruột", "họ")
_SIBLINGS: Final = Words.of("em", "anh", "chị")
_SPECIFIC: Final = Words.of(
    "lớn", "già", "trẻ", "cao", "con", "cháu", "em", "anh", "chị", "bị", "ốm"
)
_THINGS: Final = Words.of("số", "dấu", "đường", "trâu", "bò", "gà", "lợn", "heo", "xe", "chữ")
_MANY: Final = Words.of("các", "mấy", "những", "nhiều", "vài", "đàn", "bầy", "lũ", "mọi")
_AND: Final = Words.of("và", "với", "cùng")
_ASIDE: Final = Words.of("giúp", "giùm", "hộ", "chào", "hỏi", "bảo", "nhờ", "thưa", "chỉ")
_GOES_ON: Final = Words.of(
    "muốn", "hỏi", "cần", "định", "xin", "ơi", "à", "ạ", "nhé", "đang", "nghe"
)
_NUMBERED: Final = Words.of("thứ", "lớp", "cấp", "khối", "xóm", "thôn", "tổ", "số")
_YEARS_BEFORE: Final = Words.of(
    "một", "mỗi", "hàng", "hằng", "cả", "mấy", "trong", "thêm", "nhiêu",
)  # fmt: skip
_FIRST_WORDS: Final = frozenset(
    fold(word)
    for word in (
        *(first for first, _ in (*_PAIRS, *_ACCENTED_PAIRS)), *_PARENTS, *_ACCENTED_PARENTS,
        *_ELDERS, *_ACCENTED_ELDERS, *_PRONOUNS, *_YOUNG, *_CHILD, *_MANY, *NUMBER_WORDS,
        "vc", "vợ", "chồng", "thằng",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """Members named by one expression."""

    kind: Kind
    count: int | None
    """How many; None where the words do not say (`các con`)."""
    start: int
    end: int
    numbered: bool = False
    """Whether the number itself stands in the text."""
    plain: bool = False
    """Whether the noun is only `đứa`, which often speaks of children already named."""


def mention_at(tokens: Tokens, at: int, *, first: bool) -> Mention | None:
    """Return who is named from that token on, or None; `first`: nobody was named before."""
    token = tokens[at]
    if not token.is_digits and token.fold not in _FIRST_WORDS:
        return None
    if token.opens_number:
        counted = _counted(tokens, at)
        if counted:
            return counted
        number = whole(tokens, at)
        if number and is_range(tokens, at) and _noun(tokens, number[1]):
            return Mention("child", None, at, number[1] + 1)
    if token.among(_MANY) and _noun(tokens, at + 1):
        return Mention("child", None, at, at + 2)
    return _pair(tokens, at) or _pronoun(tokens, at, first=first) or _single(tokens, at)


def number_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return a count of people and the index after it; years, ordinals and ranges are none."""
    number = whole(tokens, at) if tokens.at(at).opens_number else None
    before = tokens.at(at - 1)
    if number is None or before.among(_NUMBERED) or before.fold == "thu":
        return None
    if tokens[at].says("năm") and before.among(_YEARS_BEFORE):
        return None
    return None if is_range(tokens, at) else number


def is_range(tokens: Tokens, at: int) -> bool:
    """Return whether another number stands right before: `4-5 người`, `hai ba đứa`."""
    before = at - 2 if tokens.at(at - 1).text in ("-", "–", ",") else at - 1
    is_number = tokens.at(before).is_digits or bool(digit(tokens.at(before)))
    corrected = tokens.words(before - 2, before) == "khong phai"
    return is_number and not corrected and not tokens.at(before - 1).among(_NUMBERED)


def _counted(tokens: Tokens, at: int) -> Mention | None:
    number = number_at(tokens, at)
    if number is None or not 1 <= number[0] <= 20:
        return None
    count, end = number
    noun, after = tokens.at(end), tokens.at(end + 1)
    if noun.says("cặp", "đôi") and after.says("vợ"):
        return Mention("couple", 2 * count, at, end + 3, numbered=True)
    if count >= 2 and _together(tokens, end):
        return Mention("couple", count, at, _together(tokens, end), numbered=True)
    pair = _pair(tokens, end)
    if pair:
        kept = count == 2 and pair.count == 2
        return Mention(pair.kind, 2, at, pair.end, numbered=True) if kept else None
    if noun.text == "vc":
        return Mention("couple", 2, at, end + 1, numbered=True)
    if noun.says("người", "ng") and after.among(_SPECIFIC):
        kind: Kind = "child" if after.says("con", "cháu") else "part"
        return Mention(kind, count, at, end + 2, numbered=True)
    if noun.says("đứa") and after.says("em"):
        return Mention("sibling", count, at, end + 2, numbered=True)
    if noun.among(_CHILD) and not after.among(_THINGS):
        last = end + 1 + after.among(_CHILD_TAILS)
        plain = noun.says("đứa") and not after.says("con", "cháu", "trai", "gái")
        return Mention("child", count, at, last, numbered=True, plain=plain)
    if noun.among(_SIBLINGS):
        # `ba em` is a father or three: `ba` counts only before a noun that is nobody's father.
        sure = not tokens[at].says("ba")
        return Mention("sibling", count if sure else None, at, end + 1, numbered=sure)
    single = _single(tokens, end) if not tokens[at].says("ba") else None
    return single and Mention(single.kind, count, at, single.end, numbered=True)


def _together(tokens: Tokens, at: int) -> int:
    """Return the index after a group counted as one (`mẹ con`, `ông cháu`, `chị em`), or 0."""
    words = [tokens.at(near) for near in range(at, at + 3)]
    if words[0].says("anh") and words[1].says("chị") and words[2].says("em"):
        return at + 3
    if words[0].says("anh", "chị") and words[1].says("em"):
        return at + 2
    old = words[0].says(
        "mẹ", "bố", "cha", "má", "ông", "bà", "cô", "dì", "chú", "bác", "ba", "mạ", "bọ", "mệ"
    )  # fmt: skip
    return at + 2 if old and words[1].says("con", "cháu") else 0


def _pair(tokens: Tokens, at: int) -> Mention | None:
    first, second = tokens.at(at), tokens.at(at + 1)
    if first.fold not in _PAIR_OPENINGS:
        return None
    if first.text == "vc":
        return Mention("couple", 2, at, at + 1)
    accented = any((first.text, second.text) == pair for pair in _ACCENTED_PAIRS)
    if not accented and not any(first.says(a) and second.says(b) for a, b in _PAIRS):
        return None
    if first.says("vợ"):
        # `vợ chồng con trai` are the son and his wife, or the couple and a son: who knows.
        own = tokens.at(at + 2).says("con") and tokens.at(at + 3).says("trai", "gái", "út", "cả")
        return Mention("couple", None if own else 2, at, at + 2 + 2 * own)
    both = tokens.at(at + 2).says("nội") and tokens.at(at + 3).says("ngoại")
    if both or tokens.words(at + 2, at + 4) in ("hai ben", "2 ben"):
        return Mention("parents", 4, at, at + 4)
    return Mention("parents", 2, at, at + 2 + tokens.at(at + 2).says(*_SIDES, "vợ", "chồng"))


def _noun(tokens: Tokens, at: int) -> bool:
    return tokens.at(at).says(*_CHILD, *_SIBLINGS, "mẹ", "ông", "cụ")


def _pronoun(tokens: Tokens, at: int, *, first: bool) -> Mention | None:
    """Return a person named by a pronoun, where `và`, `với` or a list makes it a member."""
    token, before, after = tokens[at], tokens.at(at - 1), tokens.at(at + 1)
    if not token.among(_PRONOUNS) or after.among(_ONE):
        return None
    joined = after.among(_AND) and tokens.at(at + 2).text not in (",", ".", "?", "!", " ")
    if first:
        own = token.says("tôi", "tui", "mình", "tớ") or before.says("có", "gồm")
        opens = joined or (own and after.text == ",")
        if not opens or before.among(_ASIDE):
            return None
        bought = not before.says("cho") or tokens.at(at - 2).says("mua", "đóng")
        return Mention("self", 1 if bought else None, at, at + 1)
    linked = before.among(_AND) or (before.text == "," and (after.text == "," or joined))
    if not linked or after.among(_GOES_ON):
        return None
    if token.among(_YOUNG):
        return Mention("child", None, at, at + 1)
    return Mention("self" if token.says("tôi", "tui", "mình", "tớ") else "kin", 1, at, at + 1)


def _single(tokens: Tokens, at: int) -> Mention | None:
    token, after = tokens.at(at), tokens.at(at + 1)
    if token.says(*_YOUNG, "đứa", "thằng", "bé"):
        return _one_child(tokens, at)
    if token.says(*_SIBLINGS, "cô", "chú", "cậu") and after.among(_ONE):
        return Mention("sibling", 1, at, at + 2)
    if token.says("vợ", "chồng"):
        together = token.says("vợ") and after.says("con")
        return Mention("spouse", None if together else 1, at, at + 1 + together)
    if token.fold not in _OLDER:
        return None
    side = after.says(*_SIDES, "vợ", "chồng")
    owned = after.says("tôi", "tui", "em", "mình", "anh", "chị", "già", "cháu", "con")
    loose = token.among(_LOOSE) and (side or owned)
    if token.among(_PARENTS) or token.text in _ACCENTED_PARENTS or (loose and not token.says("bà")):
        group = after.says("con") and tokens.at(at + 2).says("tôi", "tui", "nhà", "chị", "cô")
        return Mention("parent", None if group else 1, at, at + 1 + (side or group))
    if token.among(_ELDERS) or token.text in _ACCENTED_ELDERS or loose:
        return Mention("kin", 1, at, at + 1 + side)
    return None


def _one_child(tokens: Tokens, at: int) -> Mention | None:
    token, after = tokens.at(at), tokens.at(at + 1)
    boy = token.text == "thằng" or (token.text == "thang" and after.says("cu", "con", "cháu"))
    if boy or (token.says("đứa") and after.says("con", "út", "lớn", "đầu")):
        return Mention("child", 1, at, at + 2)
    if token.among(_YOUNG) and after.among(_ONE):
        return Mention("child", 1, at, at + 2)
    if token.says("con") and after.says("cái", "cháu"):
        return Mention("child", None, at, at + 2)
    return None
