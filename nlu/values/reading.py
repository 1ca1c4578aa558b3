"""All parsers over one message, and whether the message is nothing but an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from nlu.text.words import word_set
from nlu.values.age import find_ages, find_birth_years
from nlu.values.amount import MONEY_SLOTS, find_amounts
from nlu.values.category import find_categories
from nlu.values.choice import find_choices
from nlu.values.correction import denied_words, standing
from nlu.values.date import find_dates
from nlu.values.members import find_member_groups
from nlu.values.name import find_name
from nlu.values.people import find_people
from nlu.values.period import PERIOD_SLOTS, find_periods
from nlu.values.phone import find_phones
from nlu.values.place import find_place
from nlu.values.sex import find_sex
from nlu.values.tokens import Found, Tokens, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlu.text import Views

_ANSWERS: Final = {
    **dict.fromkeys(MONEY_SLOTS, frozenset({"amount_vnd", "income_choice"})),
    **dict.fromkeys(PERIOD_SLOTS, frozenset({"months", "years"})),
    **dict.fromkeys(("category", "household_category"), frozenset({"household_category"})),
    **dict.fromkeys(("place", "commune", "district", "province"), frozenset({"place"})),
    **dict.fromkeys(("birth", "birth_date"), frozenset({"birth_year", "date"})),
}
"""The slot asked for, to the values that answer it; a slot not named here is its own value."""

_FILLERS: Final = word_set(
    """
    dạ da vâng vang ạ a à á ừ u ừm um ờ o là la thì thi thôi thoi khoảng khoang tầm tam cỡ độ
    chừng em tôi toi tui mình minh cháu chau chị chi anh bác bac cô chú nhà nha con tên ten có
    co được duoc đóng dong chọn chon mức muc đồng mỗi moi một lần lan cho với voi nhé nhe hè
    nờ ơi oi quản trị hộ ho gia đình dinh người nguoi thuộc thuoc diện dien số so điện thoại
    thoai năm nam nay tất tat cả ca và va cái cai chắc chac ấy ay đó do đây day còn thiếu
    thieu về ve ở xã xa huyện huyen tỉnh tinh phường phuong xóm xom rồi roi nữa thu nhập nhap
    tháng thang vnd đ lấy lay trên dưới gọi goi zalo liên hệ he sống song thêm hiện đang dang
    bên ben kể ke hết het tính chỉ lại lai nớ đi di tuổi tuoi sinh
    """
)
_QUESTION: Final = word_set("gì gi sao đâu dau nào nao nhiêu nhieu mấy ? hả ha khi ntn tại làm")
_LONGEST_ANSWER: Final = 14
_OF_MANY: Final = frozenset({"member_groups", "people_count"})
"""Values that speak of members whose age or group may stand among the same words."""


@dataclass
class Reading:
    """The values of a message."""

    values: dict[str, object] = field(default_factory=dict)
    answers: bool = False
    """Whether the message is only values and filler words, or answers the question asked."""


def read(seen: Views, awaiting: str | None = None, today: date | None = None) -> Reading:
    """Return the values of a message, read in the light of the slot just asked for, if any.

    `today` is the day it was written, now unless named: nobody was born later.
    Where a value is said twice the first counts, unless the text takes it back.
    """
    tokens = tokenise(seen.nfc)
    taken: set[int] = set()
    values: dict[str, object] = {}
    for found in _all_found(tokens, seen, awaiting, (today or date.today()).year):  # noqa: DTZ011
        span = set(range(found.start, found.end))
        settled = found.key == "income_choice" and "amount_vnd" in values
        free = not span & taken or (found.key in _OF_MANY and not span <= taken)
        if found.key not in values and free and not settled:
            values[found.key] = found.value
            taken |= span
    named = _place(seen, awaiting, tokens)
    if named and not set(range(named.start, named.end)) & taken:
        values["place"] = named.value
        taken |= set(range(named.start, named.end))
    name = find_name(seen, awaiting)
    if name and not values:
        values["name"] = name
        taken = set(range(len(tokens)))
    return Reading(values, _is_answer(tokens, taken, values, awaiting))


def _all_found(
    tokens: Tokens, seen: Views, awaiting: str | None, this_year: int
) -> Iterable[Found]:
    people = list(find_people(tokens, awaiting))
    groups = (
        find_phones(tokens, seen.fold),
        find_birth_years(tokens, awaiting, this_year),
        find_dates(tokens, seen.fold),
        find_ages(tokens, awaiting),
        find_amounts(tokens, awaiting),
        find_periods(tokens, awaiting),
        find_member_groups(tokens, counted=bool(people) or awaiting == "member_groups"),
        people,
        find_categories(tokens, awaiting),
        find_sex(tokens, awaiting),
        find_choices(tokens, awaiting),
    )
    for group in map(list, groups):
        if group:
            yield from standing(tokens, group)


def _place(seen: Views, awaiting: str | None, tokens: Tokens) -> Found | None:
    """Return the place, its span carried over from the text before words were expanded."""
    plain = tokens if seen.plain == seen.nfc else tokenise(seen.plain)
    place = find_place(plain, seen.written, awaiting)
    if place is None:
        return None
    words = [token.fold for token in plain[place.start : place.end]]
    for at in range(len(tokens) - len(words) + 1):
        if [token.fold for token in tokens[at : at + len(words)]] == words:
            return Found("place", place.value, at, at + len(words))
    return Found("place", place.value, len(tokens), len(tokens))


def _is_answer(
    tokens: Tokens, taken: set[int], values: dict[str, object], awaiting: str | None
) -> bool:
    if not values:
        return False
    rest = [
        (at, token)
        for at, token in enumerate(tokens)
        if at not in taken and token.text[0].isalnum() | (token.text == "?")
    ]
    if all(token.text in _FILLERS for _, token in rest):
        return True
    wanted = _ANSWERS.get(awaiting, frozenset({awaiting})) if awaiting else frozenset()
    denied = denied_words(tokens)
    said = [token for at, token in rest if at not in denied]
    asks = any(token.text in _QUESTION for token in said)
    return bool(wanted & values.keys()) and not asks and len(said) <= _LONGEST_ANSWER
