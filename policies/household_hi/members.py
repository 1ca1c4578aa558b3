"""Who is to be insured: the people of a request, in paying order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..benefits.person import age_on, read_birth
from ..errors import PolicyError
from ..inputs import Inputs
from ..wording import day

if TYPE_CHECKING:
    from datetime import date

    from ..worksheet import Worksheet

GROUP = "household_hi.group."
LEFT_AREA = "ethnic_left_difficult_area"
LEFT_LISTS = ("861",)
LARGEST_HOUSEHOLD = 30
OLDEST = 150
FIELDS = ("group", "left_on", "left_list", "age", "birth")

ASK_PEOPLE = "Gia đình mình có mấy người cùng tham gia bảo hiểm y tế?"
ASK_GROUP = "Người này thuộc nhóm nào: hộ gia đình, hộ nghèo, hộ cận nghèo, học sinh, …?"
ASK_AGE = "Người này năm nay bao nhiêu tuổi?"
ASK_LEFT = "Xã của anh/chị ra khỏi vùng khó khăn từ ngày nào?"
TOO_MANY = (
    f"Số người phải từ 1 đến {LARGEST_HOUSEHOLD}; gia đình đông hơn, anh/chị tính riêng giúp."
)


class Member(NamedTuple):
    """One person: the group (*nhóm đối tượng*), the age in full years where it was told.

    `left_on` or `left_list` say when the commune left the difficult area.
    """

    group: str
    age: int | None = None
    left_on: date | None = None
    left_list: str | None = None


def read_members(inputs: Inputs, sheet: Worksheet) -> tuple[Member, ...]:
    """Return the people of `household_size` or of `members`; raises `PolicyError`."""
    if not inputs.has("members"):
        size = inputs.whole_between(
            "household_size",
            1,
            LARGEST_HOUSEHOLD,
            ASK_PEOPLE,
            TOO_MANY,
        )
        return (Member("household"),) * size
    if inputs.has("household_size"):
        raise inputs.bad("household_size", "Chỉ cần số người hoặc danh sách từng người.")
    raw = inputs.get("members")
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= LARGEST_HOUSEHOLD:
        raise inputs.bad("members", TOO_MANY, LARGEST_HOUSEHOLD)
    groups = sheet.ruleset.family(GROUP)
    return tuple(
        _read_member(_inputs_of(inputs, one, place), groups, sheet) for place, one in enumerate(raw)
    )


def read_paid_positions(inputs: Inputs) -> int:
    """Return how many household-form members already joined this year, 0 where nobody did."""
    if not inputs.has("paid_positions"):
        return 0
    return inputs.whole_between("paid_positions", 0, LARGEST_HOUSEHOLD, ASK_PEOPLE, TOO_MANY)


def _inputs_of(inputs: Inputs, raw: object, place: int) -> Inputs:
    if not isinstance(raw, Mapping):
        raise inputs.bad(f"members[{place}]", "Mỗi người cần có nhóm đối tượng.")
    return Inputs(raw, f"members[{place}].")


def _read_member(inputs: Inputs, groups: Mapping[str, object], sheet: Worksheet) -> Member:
    inputs.only(FIELDS)
    group = inputs.word("group", groups, ASK_GROUP, "Em không biết nhóm đối tượng này.")
    if group != LEFT_AREA:
        for name in ("left_on", "left_list"):
            if inputs.has(name):
                raise inputs.bad(name, "Nhóm đối tượng này không cần thông tin đó.")
        return Member(group, _read_age(inputs, sheet))
    age = _read_age(inputs, sheet)
    if inputs.has("left_list"):
        if inputs.has("left_on"):
            raise inputs.bad("left_on", "Chỉ cần ngày hoặc danh sách xã.")
        listed = inputs.word("left_list", LEFT_LISTS, ASK_LEFT, "Em không biết danh sách xã này.")
        return Member(group, age, left_list=listed)
    left_on = inputs.day("left_on", ASK_LEFT)
    if left_on > sheet.on:
        raise PolicyError(
            "not_eligible",
            inputs.field("left_on"),
            f"Đến ngày {day(sheet.on)}, xã vẫn còn trong vùng khó khăn nên chưa thuộc nhóm này.",
        )
    return Member(group, age, left_on)


def _read_age(inputs: Inputs, sheet: Worksheet) -> int | None:
    """Return the age in full years on the day, as told or from the birth; None where neither is."""
    if inputs.has("birth"):
        if inputs.has("age"):
            raise inputs.bad("age", "Chỉ cần tuổi hoặc ngày sinh.")
        return age_on(read_birth(inputs, sheet), sheet.on).years
    if not inputs.has("age"):
        return None
    return inputs.whole_between("age", 0, OLDEST, ASK_AGE, f"Tuổi phải từ 0 đến {OLDEST}.")
