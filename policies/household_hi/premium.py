"""What each person's premium is (*mức đóng bảo hiểm y tế*), VND.

4.5% of the base salary a month (Decree 188/2025/NĐ-CP article 6) for the full premium; the share
of the position in household form. Months are multiplied first and the result rounded once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..wording import percent
from .months import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..parameter import Value
    from ..worksheet import Worksheet
    from .enrolment import Enrolment

ROUNDING = "household_hi.rounding"


class Premium:
    """The premiums of one payment of `months` on the day of the sheet."""

    def __init__(self, sheet: Worksheet, months: int) -> None:
        self.sheet = sheet
        self.months = months
        self.rate = sheet.use("household_hi.rate")
        self.base = sheet.use("reference_level")
        self.monthly: Fraction = self.rate.value * self.base.value
        sheet.step(
            "household_hi.premium",
            self.rate.label,
            {"rate": self.rate.value, "reference_level": self.base.value},
            self.monthly,
            "none",
            (self.rate, self.base),
        )

    def position_share(self, position: int) -> Fraction:
        """Return the share of the full premium for a position, counted from 1."""
        shares: tuple[Fraction, ...] = self.sheet.use("household_hi.position_shares").value
        return shares[min(position, len(shares)) - 1]

    def contribution(self, enrolment: Enrolment) -> tuple[Fraction, int]:
        """Return the premium of one person for all months, exactly and in whole VND."""
        if enrolment.joins == "elsewhere":
            return Fraction(0), 0
        if enrolment.joins == "household":
            return self._of_position(enrolment.position)
        exact = self._following_base() if enrolment.joins == "state" else self._full()
        return self._written(
            "household_hi.full_premium",
            "Mức đóng đầy đủ của một người",
            {"premium": self.monthly, "months": self.months},
            exact,
            (self.rate, self.base),
        )

    def _full(self) -> Fraction:
        return self.monthly * self.months

    def _of_position(self, position: int) -> tuple[Fraction, int]:
        share = self.position_share(position)
        return self._written(
            "household_hi.position",
            f"Người thứ {position} trong hộ đóng {percent(share)}",
            {"premium": self.monthly, "months": self.months, "share": share},
            self._full() * share,
            (self.sheet.use("household_hi.position_shares"),),
        )

    def _written(
        self,
        rule: str,
        label: str,
        inputs: Mapping[str, int | str | Fraction],
        exact: Fraction,
        basis: tuple[Value, ...],
    ) -> tuple[Fraction, int]:
        amount, rounding = self.sheet.rounded(ROUNDING, exact)
        self.sheet.step(rule, label, inputs, amount, rounding, basis)
        return exact, amount

    def _following_base(self) -> Fraction:
        """Sum the months, each on the level of its first day: the state pays what comes to be due.

        Whoever pays a part keeps the level of the day of payment (Decree 146/2018/NĐ-CP 10).
        """
        days = [add_months(self.sheet.on, month) for month in range(self.months)]
        levels = [self.sheet.ruleset.value("reference_level", one).value for one in days]
        if levels[-1] != levels[0]:
            self.sheet.use("household_hi.state_paid_base")
        return sum((self.rate.value * level for level in levels), Fraction(0))
