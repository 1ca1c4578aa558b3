"""By when a payment is made (*thời hạn đóng*): Law 41/2024/QH15 article 36(3).

Nothing is told for a day that no established rule covers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .payment import PERIODS

if TYPE_CHECKING:
    from ..worksheet import Worksheet

PAY_WITHIN = "voluntary_si.pay_within"
PAY_WHEN = "voluntary_si.pay_when"
MISSING_BEFORE_AGE = "voluntary_si.missing_before_age"


def tell_deadline(sheet: Worksheet, method: str) -> None:
    """Tell the facts of a method: `pay_within_months`, from the first month of the period paid.

    Years ahead and missing years tell `pay_when` (`registering`); missing years also
    `earliest_months_before_age`, counted back from the month of reaching retirement age.
    """
    if method in PERIODS:
        if sheet.seek(PAY_WITHIN) is not None:
            within = sheet.use(PAY_WITHIN)
            sheet.fact("pay_within_months", within.value[method], within)
        return
    if method != "late" and sheet.seek(PAY_WHEN) is not None:
        when = sheet.use(PAY_WHEN)
        sheet.fact("pay_when", when.value, when)
    if method == "missing" and sheet.seek(MISSING_BEFORE_AGE) is not None:
        before = sheet.use(MISSING_BEFORE_AGE)
        sheet.fact("earliest_months_before_age", before.value, before)
