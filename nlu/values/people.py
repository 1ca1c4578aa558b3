"""How many people are meant: `4 người`, `nhà 5 khẩu`, `hai vợ chồng ba con`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nlu.values.correction import is_denied, takes_back
from nlu.values.household import Household, household_of
from nlu.values.kin import Mention, is_range, mention_at, number_at
from nlu.values.numbers import whole
from nlu.values.tokens import Found, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_PERSON: Final = Words.of(
    "người", "khẩu", "nhân", "thành", "đứa", "suất", "thẻ", "ng", "miệng", "mạng",
    "ngài",
)  # fmt: skip
_CHOSEN: Final = Words.of("cho", "mua", "chỉ", "đóng", "còn", "cả", "cộng", "là")
"""Words before the number that counts, where a text names two."""
_ALONE: Final = ("mot minh", "rieng minh", "moi minh")
_ALONE_ASKED: Final = ("minh toi", "minh em", "minh anh", "minh chi", "moi toi", "toi thoi")
_ALONE_OPENINGS: Final = frozenset(words.split()[0] for words in _ALONE + _ALONE_ASKED)
_MOST: Final = 99
_MOST_ASKED: Final = 999
"""Numbers beyond what a household can be are values all the same: the rule refuses them."""


@dataclass(frozen=True)
class _Total:
    count: int
    start: int
    end: int


def find_people(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield the head count. Ranges (`4-5 người`) and ordinals (`người thứ 3`) are none.

    A number said of all goes before the members named one by one, unless these are more.
    """
    family = household_of(tokens)
    most = _MOST_ASKED if awaiting == "people_count" else _MOST
    totals = list(_totals(tokens, most, alone=not family.described))
    if totals:
        yield from _agreed(tokens, totals, family)
    elif family.described:
        if family.count is not None:
            yield Found("people_count", family.count, family.start, family.end)
    else:
        if awaiting == "people_count":
            yield from _bare(tokens)
        yield from _alone(tokens, awaiting)


def _totals(tokens: Tokens, most: int, *, alone: bool) -> Iterator[_Total]:
    """Yield the numbers said of all; `alone`: nobody is described, so `2 đứa` may be all."""
    for at in tokens.numerals:
        number = number_at(tokens, at)
        if number and number[0] <= most and _counts_people(tokens, at, number[1], alone=alone):
            yield _Total(number[0], at, number[1] + 1)


def _counts_people(tokens: Tokens, at: int, end: int, *, alone: bool) -> bool:
    unit, before = tokens.at(end), tokens.at(at - 1)
    if not unit.among(_PERSON) or before.says("người", "mỗi", "từng", "trừ", "bớt"):
        return False
    if is_denied(tokens, at):
        return False
    if unit.says("thành") and not tokens.at(end + 1).says("viên"):
        return False
    if unit.says("nhân") and not tokens.at(end + 1).says("khẩu"):
        return False
    member = mention_at(tokens, at, first=False)
    if member and not (alone and _are_all(tokens, at, member)):
        return False
    if tokens[at].says("một") or tokens[at].text == "1":
        return not before.says(
            "nhiêu", "tiền", "đồng", "triệu", "mấy", "có", "những", "gặp", "nhờ", "tìm"
        )
    return tokens[at].is_digits or not tokens[at].says("không")


def _are_all(tokens: Tokens, at: int, member: Mention) -> bool:
    """Return whether the children counted there are all that is asked about."""
    if tokens.words(0, at).endswith((" co", " nuoi", " duoc", " tru")):
        return False
    return member.plain or tokens.at(at - 1).says("cho")


def _agreed(tokens: Tokens, totals: list[_Total], family: Household) -> Iterator[Found]:
    """Yield the number that the totals and the members named agree on, if they do."""
    total = totals[0]
    for other in totals[1:]:
        between = tokens.words(total.end, other.start)
        if takes_back(between) or _is_chosen(tokens, other):
            total = other
        elif other.count > total.count:
            return
    less = sum(each.count or 0 for each in family.away if each.start >= total.end)
    short = family.described and (family.count or 0) > total.count - less
    if (short and not _is_chosen(tokens, total)) or _joined_by_more(tokens, total):
        return
    if total.count >= less:
        yield Found("people_count", total.count - less, total.start, total.end)


def _is_chosen(tokens: Tokens, total: _Total) -> bool:
    return tokens.at(total.start - 1).among(_CHOSEN)


def _joined_by_more(tokens: Tokens, total: _Total) -> bool:
    """Return whether it is open if those named next are among them: `4 người và 1 cháu nhỏ`."""
    if not tokens.at(total.end).says("và", "với", "cùng", "thêm", "cộng"):
        return False
    return mention_at(tokens, total.end + 1, first=False) is not None


def _bare(tokens: Tokens) -> Iterator[Found]:
    for at in tokens.numerals:
        number = whole(tokens, at)
        least = 0 if tokens[at].is_digits else 1
        if number is None or is_denied(tokens, at):
            continue
        end = number[1] + (tokens.at(number[1]).text in ("-", "–"))
        if whole(tokens, end) and is_range(tokens, end):
            return
        if least <= number[0] <= _MOST_ASKED and not is_range(tokens, at):
            yield Found("people_count", number[0], at, number[1])
            return


def _alone(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    alone = _ALONE + _ALONE_ASKED if awaiting == "people_count" else _ALONE
    for at, token in enumerate(tokens):
        if token.fold in _ALONE_OPENINGS and tokens.words(at, at + 2) in alone:
            yield Found("people_count", 1, at, at + 2)
