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
        self._done: dict[tuple[str, int], int] = {}
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

    def contribution(self, enrolment: Enrolment) -> int:
        """Return the premium of one person (VND), after the step of the position."""
        if enrolment.joins == "elsewhere":
            return 0
        key = (enrolment.joins, enrolment.position)
        amount = self._done.get(key)
        if amount is None:
            amount = self._done[key] = self._work_out(enrolment)
        return amount

    def _work_out(self, enrolment: Enrolment) -> int:
        if enrolment.joins == "household":
            shares = self.sheet.use("household_hi.position_shares")
            share = self.position_share(enrolment.position)
            amount, rounding = self.sheet.rounded(ROUNDING, self.monthly * self.months * share)
            self.sheet.step(
                "household_hi.position",
                f"Người thứ {enrolment.position} trong hộ đóng {percent(share)}",
                {"premium": self.monthly, "months": self.months, "share": share},
                amount,
                rounding,
                (shares,),
            )
            return amount
        exact = self.monthly * self.months
        if enrolment.joins == "state":
            exact = self._following_base()
        amount, rounding = self.sheet.rounded(ROUNDING, exact)
        self.sheet.step(
            "household_hi.full_premium",
            "Mức đóng đầy đủ của một người",
            {"premium": self.monthly, "months": self.months},
            amount,
            rounding,
            (self.rate, self.base),
        )
        return amount

    def _following_base(self) -> Fraction:
        """Sum the months, each on the level of its first day: the state pays what comes to be due.

        Whoever pays a part keeps the level of the day of payment (Decree 146/2018/NĐ-CP 10).
        """
        days = [add_months(self.sheet.on, month) for month in range(self.months)]
        levels = [self.sheet.ruleset.value("reference_level", one).value for one in days]
        if levels[-1] != levels[0]:
            self.sheet.use("household_hi.state_paid_base")
        return sum((self.rate.value * level for level in levels), Fraction(0))
