"""Who is to be insured: the people of a request, in paying order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..inputs import Inputs
from ..wording import day

if TYPE_CHECKING:
    from datetime import date

    from ..ruleset import Ruleset

GROUP = "household_hi.group."
LEFT_AREA = "ethnic_left_difficult_area"
LEFT_LISTS = ("861",)
LARGEST_HOUSEHOLD = 30

ASK_PEOPLE = "Gia đình mình có mấy người cùng tham gia bảo hiểm y tế?"
ASK_GROUP = "Người này thuộc nhóm nào: hộ gia đình, hộ nghèo, hộ cận nghèo, học sinh, …?"
ASK_LEFT = "Xã của anh/chị ra khỏi vùng khó khăn từ ngày nào?"
TOO_MANY = (
    f"Số người phải từ 1 đến {LARGEST_HOUSEHOLD}; gia đình đông hơn, anh/chị tính riêng giúp."
)


@dataclass(frozen=True, slots=True)
class Member:
    """One person: the group (*nhóm đối tượng*), and when the commune left the difficult area."""

    group: str
    left_on: date | None = None
    left_list: str | None = None


def read_members(inputs: Inputs, ruleset: Ruleset, on: date) -> tuple[Member, ...]:
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
    groups = ruleset.family(GROUP)
    return tuple(
        _read_member(_inputs_of(inputs, one, place), groups, on) for place, one in enumerate(raw)
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


def _read_member(inputs: Inputs, groups: Mapping[str, object], on: date) -> Member:
    inputs.only(("group", "left_on", "left_list"))
    group = inputs.word("group", groups, ASK_GROUP, "Em không biết nhóm đối tượng này.")
    if group != LEFT_AREA:
        for name in ("left_on", "left_list"):
            if inputs.has(name):
                raise inputs.bad(name, "Nhóm đối tượng này không cần thông tin đó.")
        return Member(group)
    if inputs.has("left_list"):
        if inputs.has("left_on"):
            raise inputs.bad("left_on", "Chỉ cần ngày hoặc danh sách xã.")
        listed = inputs.word("left_list", LEFT_LISTS, ASK_LEFT, "Em không biết danh sách xã này.")
        return Member(group, left_list=listed)
    left_on = inputs.day("left_on", ASK_LEFT)
    if left_on > on:
        raise PolicyError(
            "not_eligible",
            inputs.field("left_on"),
            f"Đến ngày {day(on)}, xã vẫn còn trong vùng khó khăn nên chưa thuộc nhóm này.",
        )
    return Member(group, left_on=left_on)
