"""What someone means to pay from now on: until an age, for a number of years, missing months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ..errors import NoRuleForDate, PolicyError
from ..household_hi.months import add_months
from ..wording import day, money
from .calendar import first_day, month_name, month_number
from .periods import VOLUNTARY, Period, check_income, months_of
from .person import Age, age_on, age_words

if TYPE_CHECKING:
    from datetime import date

    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet

FIELDS = ("until_age", "target_years", "missing_income_vnd")
FLOOR = "rural_poverty_line"
ONE_DAY = timedelta(days=1)
OLDEST = 100
MOST_YEARS = 60

ASK_MORE = "Anh/chị định đóng đến bao nhiêu tuổi, hoặc đóng tất cả bao nhiêu năm?"


@dataclass(frozen=True, slots=True)
class Missing:
    """Missing months paid at once (*đóng một lần cho những năm còn thiếu*) on an income (VND)."""

    months: int
    income: int


NOTHING_MISSING = Missing(0, 0)


def extend(
    inputs: Inputs, sheet: Worksheet, birth: date, periods: tuple[Period, ...]
) -> tuple[Period, ...]:
    """Return the periods with the months still to be paid on the last income, if any are asked."""
    if inputs.has("until_age") and inputs.has("target_years"):
        raise inputs.bad("target_years", "Chỉ cần tuổi hoặc số năm định đóng.")
    start = max(periods[-1].end, month_number(sheet.on))
    if inputs.has("until_age"):
        months = _months_until(inputs, birth, start)
    elif inputs.has("target_years"):
        months = _months_towards(inputs, sheet, months_of(periods))
    else:
        months = 0
    if months == 0:
        return periods
    added = Period(start, months, periods[-1].income, VOLUNTARY)
    check_income("periods", added.income, start, sheet)
    return (*periods, added)


def read_missing(inputs: Inputs, sheet: Worksheet, paid: int, needed: int) -> Missing:
    """Return the missing months that the person pays at once, none where nothing is missing.

    Raises `not_eligible` where months are missing and not paid at once, and `period_not_offered`
    where they are more than may be paid at once.
    """
    if paid >= needed:
        return NOTHING_MISSING
    lacking = needed - paid
    offer = sheet.look("voluntary_si.method.missing").value
    if not inputs.has("missing_income_vnd"):
        hint = (
            f"Khi đến tuổi nghỉ hưu, anh/chị được đóng một lần cho {lacking} tháng còn thiếu."
            if lacking <= offer
            else f"Anh/chị có thể đóng tiếp; khi còn thiếu không quá {offer} tháng thì được đóng "
            "một lần cho đủ."
        )
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Mới có {paid} tháng, còn thiếu {lacking} tháng mới đủ {needed // 12} năm để hưởng "
            f"lương hưu. {hint}",
            needed,
        )
    income = inputs.whole("missing_income_vnd", "")
    if lacking > offer:
        raise PolicyError(
            "period_not_offered",
            "missing_income_vnd",
            f"Còn thiếu {lacking} tháng, mà chỉ được đóng một lần cho nhiều nhất {offer} tháng.",
            offer,
        )
    check_income("missing_income_vnd", income, month_number(sheet.on), sheet)
    sheet.use("voluntary_si.method.missing")
    sheet.fact("missing_months", lacking)
    return Missing(lacking, income)


def warn_of_later_floor(sheet: Worksheet, periods: tuple[Period, ...]) -> None:
    """Warn where the least income rises above what is planned for a month to come."""
    for period in periods:
        if period.kind != VOLUNTARY or period.adjusted:
            continue
        floor = _floor_above(sheet, period.income, first_day(period.end - 1))
        if floor is not None:
            sheet.doubt(
                "income_below_later_floor",
                f"Từ ngày {day(floor.valid_from)}, mức thu nhập thấp nhất được chọn là "
                f"{money(floor.value)}, cao hơn mức {money(period.income)} anh/chị định đóng nên "
                "sẽ phải đóng cao hơn.",
            )
            return


def _floor_above(sheet: Worksheet, income: int, last: date) -> Value | None:
    """Return the first floor after today, known up to a day, that lies above an income."""
    floor = sheet.look(FLOOR)
    while floor.valid_to is not None and floor.valid_to < last:
        try:
            floor = sheet.ruleset.value(FLOOR, floor.valid_to + ONE_DAY)
        except NoRuleForDate:
            return None
        if floor.value > income:
            return floor
    return None


def _months_until(inputs: Inputs, birth: date, start: int) -> int:
    least = age_on(birth, first_day(start)).years + 1
    age = inputs.whole_between(
        "until_age",
        least,
        OLDEST,
        ASK_MORE,
        f"Tuổi đóng đến phải từ {least} (tuổi sắp tới vào {month_name(start)}) đến {OLDEST}.",
    )
    return max(month_number(add_months(birth, 12 * age)) - start, 0)


def _months_towards(inputs: Inputs, sheet: Worksheet, paid: int) -> int:
    least = sheet.look("pension.minimum_years").value
    years = inputs.whole_between(
        "target_years",
        least,
        MOST_YEARS,
        ASK_MORE,
        f"Số năm định đóng phải từ {least} (ít nhất để hưởng lương hưu) đến {MOST_YEARS}.",
    )
    if 12 * years < paid:
        raise inputs.bad(
            "target_years",
            f"Anh/chị đã có {age_words(Age(*divmod(paid, 12))).replace('tuổi', 'năm')} đóng, "
            "nhiều hơn số năm này.",
            paid // 12,
        )
    return 12 * years - paid
