"""What each person's premium is (*mức đóng bảo hiểm y tế*), VND.

4.5% of the base salary a month (Decree 188/2025/NĐ-CP article 6) for the full premium; the share
of the position in household form. Months are multiplied first and the result rounded once.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from ..wording import percent
from .months import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..parameter import Value
    from ..worksheet import Worksheet
    from .enrolment import Enrolment

ROUNDING = "household_hi.rounding"
POSITION_SHARES = "household_hi.position_shares"


def share_of(shares: Sequence[Fraction], position: int) -> Fraction:
    """Return the share of a position, counted from 1; the last one holds for all after it."""
    return shares[min(position, len(shares)) - 1]


class Premium:
    """The premiums of one payment of `months` on the day of the sheet."""

    def __init__(self, sheet: Worksheet, months: int) -> None:
        self.sheet = sheet
        self.months = months
        self.rate = sheet.use("household_hi.rate")
        self.base = sheet.use("reference_level")
        self.monthly: Fraction = self.rate.value * self.base.value
        self.full = self.monthly * months
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
        return share_of(self.sheet.use(POSITION_SHARES).value, position)

    def contribution(self, enrolment: Enrolment) -> tuple[Fraction, int]:
        """Return the premium of one person for all months, exactly and in whole VND."""
        if enrolment.joins == "elsewhere":
            return Fraction(0), 0
        if enrolment.joins == "household":
            return self._of_position(enrolment.position)
        if enrolment.joins == "state" and len(levels := self._levels()) > 1:
            return self._following_base(levels)
        return self._written(
            "household_hi.full_premium",
            "Mức đóng đầy đủ của một người",
            {"premium": self.monthly, "months": self.months},
            self.full,
            (self.rate, self.base),
        )

    def _of_position(self, position: int) -> tuple[Fraction, int]:
        share = self.position_share(position)
        return self._written(
            "household_hi.position",
            f"Người thứ {position} trong hộ đóng {percent(share)}",
            {"premium": self.monthly, "months": self.months, "share": share},
            self.full * share,
            (self.sheet.use(POSITION_SHARES),),
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

    def _levels(self) -> dict[Value, int]:
        """Return the base salaries of the months to come, each with its number of months."""
        days = (add_months(self.sheet.on, month) for month in range(self.months))
        return Counter(self.sheet.ruleset.value("reference_level", one) for one in days)

    def _following_base(self, levels: Mapping[Value, int]) -> tuple[Fraction, int]:
        """Write the premium of someone for whom the state pays all: each month on its own level.

        Whoever pays a part keeps the level of the day of payment (Decree 146/2018/NĐ-CP 10).
        """
        months = {f"months_at_{level.value}": months for level, months in levels.items()}
        base_months = sum((level.value * months for level, months in levels.items()), 0)
        return self._written(
            "household_hi.full_premium_following_base",
            "Mức đóng đầy đủ của một người, theo lương cơ sở của từng tháng",
            {"rate": self.rate.value, **months},
            self.rate.value * base_months,
            (self.sheet.use("household_hi.state_paid_base"), self.rate, *levels),
        )
