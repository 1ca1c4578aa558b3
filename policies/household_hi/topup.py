"""What a province adds for a person (*phần tỉnh hỗ trợ thêm*): for the group, or for the age."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ..kinds import EVERYONE_ELSE
from ..wording import ages, percent

if TYPE_CHECKING:
    from ..parameter import AgeShare, Value
    from ..worksheet import Worksheet
    from .members import Member

PROVINCE_SHARE = "household_hi.province_share"
AGE_SHARE = "household_hi.province_age_share"
NOTHING = Fraction(0)


class TopUp(NamedTuple):
    """A share of the full premium, on what it rests, and whether the age brings it."""

    share: Fraction
    basis: Value | None
    by_age: bool = False


def top_up(member: Member, sheet: Worksheet, left: Fraction, *, of_group: bool) -> TopUp:
    """Return what the province adds where the state leaves `left` of the full premium.

    `of_group` says whether the share of the group counts. An age that is not known leaves the
    quote provisional where it would change the answer.
    """
    by_age = _by_age(member.group, sheet)
    if by_age is not None and member.age is not None and by_age.covers(member.age):
        known = sheet.known_province_share(PROVINCE_SHARE, member.group) if of_group else NOTHING
        if by_age.share > min(known, left):
            rule = sheet.use(AGE_SHARE)
            sheet.warn("support_by_age", f"{_told(by_age, rule, sheet)}.")
            return TopUp(by_age.share, rule, by_age=True)
    added = TopUp(NOTHING, None)
    if of_group:
        found, basis = sheet.province_share(PROVINCE_SHARE, member.group)
        added = TopUp(found or NOTHING, basis)
    if by_age is not None and member.age is None and by_age.share > added.share < left:
        sheet.doubt(
            "age_not_given",
            f"{_told(by_age, sheet.look(AGE_SHARE), sheet)}; anh/chị cho em biết tuổi từng người "
            "để tính đúng.",
        )
    return added


def _by_age(group: str, sheet: Worksheet) -> AgeShare | None:
    table = sheet.seek(AGE_SHARE)
    if table is None:
        return None
    found: AgeShare | None = table.value.get(group, table.value.get(EVERYONE_ELSE))
    return found


def _told(by_age: AgeShare, value: Value, sheet: Worksheet) -> str:
    where = f" ({sheet.place.name})" if sheet.place else ""
    share = percent(by_age.share)
    return f"{value.label}{where}: {share} cho người {ages(by_age.least, by_age.below)}"
