"""Who asks: sex, birth, age (*giới tính, ngày sinh, tuổi*)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..wording import day
from .calendar import month_number

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

SEXES = ("male", "female")
EARLIEST_BIRTH = 1900

ASK_SEX = "Anh/chị cho em biết là nam hay nữ?"
ASK_BIRTH = "Anh/chị sinh ngày, tháng, năm nào? Chỉ nhớ năm sinh cũng được."


class Age(NamedTuple):
    """An age in full years and the full months above them."""

    years: int
    months: int


def read_sex(inputs: Inputs) -> str:
    """Return `male` or `female`."""
    return inputs.word("sex", SEXES, ASK_SEX, "Giới tính cần là nam (male) hoặc nữ (female).")


def read_birth(inputs: Inputs, sheet: Worksheet) -> date:
    """Return the day of birth; a year alone stands for its 1 January, and a warning says so."""
    raw = inputs.get("birth")
    if isinstance(raw, str) and len(raw) == len("1966") and raw.isdecimal():
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        if not EARLIEST_BIRTH <= raw <= sheet.on.year:
            raise inputs.bad(
                "birth", f"Năm sinh phải từ {EARLIEST_BIRTH} đến {sheet.on.year}.", sheet.on.year
            )
        sheet.warn(
            "birth_year_only",
            f"Vì chỉ có năm sinh nên em tính như anh/chị sinh ngày 01/01/{raw}.",
        )
        return date(raw, 1, 1)
    birth = inputs.day("birth", ASK_BIRTH)
    if birth.year < EARLIEST_BIRTH or birth > sheet.on:
        raise inputs.bad(
            "birth",
            f"Ngày sinh phải từ 01/01/{EARLIEST_BIRTH} đến {day(sheet.on)}.",
            sheet.on.year,
        )
    return birth


def age_on(birth: date, on: date) -> Age:
    """Return the age reached by a day that is not before the birth."""
    months = month_number(on) - month_number(birth) - (on.day < birth.day)
    return Age(*divmod(months, 12))


def age_words(age: Age) -> str:
    """Return an age as `61 tuổi 6 tháng`."""
    return f"{age.years} tuổi {age.months} tháng" if age.months else f"{age.years} tuổi"


def read_flag(inputs: Inputs, name: str) -> bool:
    """Return a yes or no, no where it is absent."""
    value = inputs.get(name)
    if value is not None and not isinstance(value, bool):
        raise inputs.bad(name, "Thông tin này cần trả lời có (true) hoặc không (false).")
    return bool(value)
