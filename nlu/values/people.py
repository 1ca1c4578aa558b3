"""How many people are meant: `4 người`, `nhà 5 khẩu`, `hai vợ chồng ba con`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlu.values.numbers import digit, whole
from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_PERSON: Final = ("người", "khẩu", "nhân", "thành", "đứa", "suất", "thẻ", "ng", "miệng", "mạng")
_CHILD: Final = ("con", "đứa", "cháu", "nhóc", "bé", "cu")
_KIN: Final = ("mẹ", "bố", "ba", "cha", "bà", "ông", "chị", "anh", "cô", "vợ", "má", "dì")
_MOST: Final = 30


def find_people(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield head counts. Ranges (`4-5 người`) and ordinals (`người thứ 3`) are none."""
    family = _family(tokens)
    if family:
        yield family
        return
    for at in range(len(tokens)):
        number = whole(tokens, at)
        if number is None or not 1 <= number[0] <= _MOST:
            continue
        value, end = number
        if _counts_people(tokens, at, end):
            yield Found("people_count", value - _left_out(tokens, end), at, end + 1)
    if awaiting == "people_count":
        yield from _bare(tokens)
    yield from _alone(tokens, awaiting)


def _counts_people(tokens: Tokens, at: int, end: int) -> bool:
    unit, before = tokens.at(end), tokens.at(at - 1)
    if (
        not unit.says(*_PERSON)
        or before.says("thứ", "người", "mỗi", "từng")
        or before.fold == "thu"
    ):
        return False
    if unit.says("thành") and not tokens.at(end + 1).says("viên"):
        return False
    if unit.says("nhân") and not tokens.at(end + 1).says("khẩu"):
        return False
    if tokens[at].says("một") or tokens[at].text == "1":
        return not before.says("nhiêu", "tiền", "đồng", "triệu", "mấy", "có", "những")
    return not _is_range(tokens, at)


def _is_range(tokens: Tokens, at: int) -> bool:
    before = at - 2 if tokens.at(at - 1).text in ("-", "–", ",") else at - 1
    is_number = tokens.at(before).is_digits or digit(tokens.at(before)) is not None
    return is_number and tokens.words(before - 2, before) != "khong phai"


def _family(tokens: Tokens) -> Found | None:
    """Return the count of a couple with children, or of a parent with children counted together."""
    for at in range(len(tokens)):
        couple = tokens.words(at, at + 2) == "vo chong"
        if couple or tokens[at].text == "vc":
            lead = whole(tokens, at - 1)
            start = at - 1 if lead and lead[0] == 2 else at
            end = at + (2 if couple else 1)
            children, stop = _children(tokens, end)
            if children or start < at:
                return Found("people_count", 2 + children, start, stop)
        number = whole(tokens, at)
        if number and tokens.at(number[1]).says(*_KIN) and 2 <= number[0] <= _MOST:
            together = tokens.at(number[1] + 1)
            if together.says("con", "cháu", "bà", "mẹ", "em", "cha") and not tokens.at(
                number[1]
            ).says("vợ"):
                return Found("people_count", number[0], at, number[1] + 2)
    return None


def _children(tokens: Tokens, at: int) -> tuple[int, int]:
    """Return the number of children named within the next words, and the index after them."""
    for start in range(at, min(at + 5, len(tokens))):
        number = whole(tokens, start)
        if number and tokens.at(number[1]).says(*_CHILD) and number[0] <= 12:
            end = number[1] + 1
            return number[0], end + tokens.at(end).says("con", "nhỏ")
        if tokens.at(start).text in (".", "?", "!"):
            break
    return 0, at


def _left_out(tokens: Tokens, end: int) -> int:
    """Return how many the next words take away (`5 người trừ một đứa`)."""
    for at in range(end + 1, min(end + 5, len(tokens))):
        if tokens[at].says("trừ"):
            number = whole(tokens, at + 1)
            if number and tokens.at(number[1]).says(*_PERSON, *_CHILD):
                return number[0]
    return 0


def _bare(tokens: Tokens) -> Iterator[Found]:
    for at in range(len(tokens)):
        number = whole(tokens, at)
        if number and 1 <= number[0] <= _MOST and not _is_range(tokens, at):
            yield Found("people_count", number[0], at, number[1])
            return


def _alone(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    for at in range(len(tokens)):
        words = tokens.words(at, at + 2)
        if words in ("mot minh", "rieng minh") or (
            awaiting == "people_count"
            and words in ("minh toi", "minh em", "minh anh", "minh chi", "moi toi", "toi thoi")
        ):
            yield Found("people_count", 1, at, at + 2)
