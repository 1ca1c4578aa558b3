"""When someone reaches retirement age (*tuổi nghỉ hưu*): Labour Code 45/2019/QH14 article 169."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..household_hi.months import add_months
from ..wording import day
from .calendar import month_number
from .periods import VOLUNTARY, months_of
from .person import Age, age_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..parameter import Value
    from ..ruleset import Ruleset
    from ..worksheet import Worksheet
    from .periods import Period

PARAMETER = "pension.retirement_age"
FIRST_YEAR = 2008
YOUNGEST_AGE = 50
NEW_AGES_FROM = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class RetirementAge:
    """The age (in months of life), the day on which it is reached, and the value behind it."""

    months: int
    day: date
    basis: Value

    @property
    def age(self) -> Age:
        """The age in years and months."""
        return Age(*divmod(self.months, 12))


def retirement_age(ruleset: Ruleset, sex: str, birth: date) -> RetirementAge:
    """Return when someone (`male` or `female`) born on a day reaches retirement age.

    The age rises year by year, and that of the first year by whose end it is reached holds.
    """
    year = max(birth.year + YOUNGEST_AGE, FIRST_YEAR)
    while True:
        value = ruleset.value(PARAMETER, date(year, 12, 31))
        months: int = value.value[sex]
        reached = add_months(birth, months)
        if reached.year <= year:
            return RetirementAge(months, reached, value)
        year += 1


def find_retirement(
    sheet: Worksheet, sex: str, birth: date, periods: Sequence[Period]
) -> RetirementAge:
    """Return when the person with these periods reaches retirement age, and write it down.

    Who joined before 2021 and has paid 20 years in the voluntary form retires earlier: Law
    41/2024/QH15 article 141(9).
    """
    found = retirement_age(sheet.ruleset, sex, birth)
    rule = sheet.look("pension.joined_before_2021")
    joined = min((one.start for one in periods if one.kind == VOLUNTARY), default=None)
    if (
        joined is not None
        and joined < month_number(NEW_AGES_FROM)
        and months_of(periods, VOLUNTARY) >= rule.value["voluntary"]
        and rule.value[sex] < found.months
    ):
        months = rule.value[sex]
        found = RetirementAge(months, add_months(birth, months), sheet.use(rule.id))
    if found.basis.confidence == "unconfirmed":
        sheet.doubt("value_unconfirmed", found.basis.note or found.basis.label)
    sheet.step(
        "benefits.retirement_age",
        f"Đến tuổi nghỉ hưu ({age_words(found.age)}) vào ngày {day(found.day)}",
        {"birth": birth.isoformat(), "sex": sex},
        found.months,
        "none",
        (found.basis,),
    )
    sheet.fact("retirement_age", found.age._asdict())
    sheet.fact("retirement_date", found.day)
    return found
