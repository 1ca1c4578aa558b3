"""For how many months health insurance is bought (*phương thức đóng*), and counting months."""

from __future__ import annotations

from calendar import monthrange
from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import NoRuleForDate, PolicyError
from ..wording import day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ..inputs import Inputs
    from ..ruleset import Ruleset
    from ..worksheet import Worksheet
    from .enrolment import Enrolment

ASK_MONTHS = "Anh/chị muốn đóng 3 tháng, 6 tháng hay 12 tháng?"
STUDENT = "student"
BUYERS = ("household", "supported")


@lru_cache(maxsize=1024)
def add_months(start: date, months: int) -> date:
    """Return the same day `months` later, or that month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(
        year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1])
    )


def hi_periods(ruleset: Ruleset, on: date, groups: Iterable[str] = ()) -> tuple[int, ...]:
    """Return the numbers of months that all of `groups` may buy at once on a day.

    Students also buy 9 and 15 months. Raises `NoRuleForDate` for a day that no rule covers.
    """
    periods: tuple[int, ...] = ruleset.value("household_hi.periods", on).value
    if set(groups) == {STUDENT}:
        try:
            periods = ruleset.value("household_hi.student_periods", on).value
        except NoRuleForDate:
            return periods
    return periods


def read_months(inputs: Inputs, sheet: Worksheet, enrolments: Iterable[Enrolment]) -> int:
    """Return for how many months is paid; raises `period_not_offered` for what is not sold.

    One month is accepted, for comparing with published monthly figures, with a warning. People
    for whom the state pays all, or who are insured elsewhere, do not limit the others' choice.
    """
    months = inputs.whole("months", ASK_MONTHS)
    buyers = {one.member.group for one in enrolments if one.terms.joins in BUYERS}
    periods = hi_periods(sheet.ruleset, sheet.on, buyers)
    if months == 1:
        sheet.warn("period_not_sold", "Số tiền của 1 tháng chỉ để tham khảo, không bán lẻ 1 tháng.")
    elif months not in periods:
        offer = ", ".join(str(one) for one in periods)
        raise PolicyError(
            "period_not_offered",
            "months",
            f"Ngày {day(sheet.on)} chỉ đóng được {offer} tháng một lần.",
            periods[0] if months < periods[0] else periods[-1],
        )
    return months
