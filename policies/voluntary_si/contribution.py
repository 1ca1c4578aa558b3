"""What a person pays for voluntary social insurance, and what state and province add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quotation import CITIZEN, Quote, shared_totals
from .deadline import tell_deadline
from .eligibility import check_may_join
from .income import read_income
from .payment import read_payment
from .support import ROUNDING, read_category, state_and_province

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

FIELDS = (
    "category",
    "income_vnd",
    "method",
    "years",
    "months",
    "of",
    "months_late",
    "supported_months_used",
    "investment_rate_monthly",
    "age",
    "has_pension",
)


def quote_voluntary_si(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the quote of a payment (*đóng bảo hiểm xã hội tự nguyện*), VND.

    Contribution = income × rate × the factor of the method, rounded once at the end.
    """
    check_may_join(inputs, sheet)
    category = read_category(inputs, sheet)
    income = read_income(inputs, sheet)
    payment = read_payment(inputs, sheet)
    rate = sheet.use("voluntary_si.rate")
    contribution, rounding = sheet.rounded(ROUNDING, income * rate.value * payment.factor)
    details = {} if payment.rate is None else {"investment_rate": payment.rate}
    sheet.step(
        "voluntary_si.contribution",
        payment.method.label,
        {"income_vnd": income, "rate": rate.value, "months": payment.months, **details},
        contribution,
        rounding,
        (rate, *payment.basis),
    )
    state, province = state_and_province(inputs, sheet, category, payment, contribution)
    tell_deadline(sheet, payment.name)
    totals = shared_totals(contribution, state, province)
    sheet.line(
        "citizen",
        f"Phần anh/chị đóng ({payment.method.label.lower()})",
        CITIZEN,
        totals["payable_vnd"],
        payment.months,
    )
    return sheet.finish("voluntary_si", totals)
