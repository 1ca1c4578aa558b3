"""What a family gets after a death (*trợ cấp tuất*): Law 41/2024/QH15 articles 110 and 111."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..quotation import FUND, Quote
from ..wording import money
from .by_years import ROUNDING, amount_paid, sum_by_years, whole_average
from .deceased import CONTRIBUTOR, read_deceased, reject_inputs_of_the_other
from .periods import COMPULSORY, VOLUNTARY, months_of, read_past_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..inputs import Inputs
    from ..worksheet import Worksheet
    from .periods import Period

FIELDS = ("deceased", "periods", "pension_monthly_vnd", "pension_months")
MULTIPLES = "survivor.multiples"
LABEL = "Trợ cấp tuất một lần"
MOST_MONTHS = 900

ASK_PENSION = "Lương hưu của người mất là bao nhiêu đồng một tháng?"
ASK_PENSION_MONTHS = "Người mất đã hưởng lương hưu bao nhiêu tháng?"


def quote_survivor(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the survivors' lump sum (`allowance_vnd`) for a death on the day."""
    if read_deceased(inputs) == CONTRIBUTOR:
        reject_inputs_of_the_other(inputs, ("pension_monthly_vnd", "pension_months"))
        exact = _of_contributor(inputs, sheet)
    else:
        reject_inputs_of_the_other(inputs, ("periods",))
        exact = _of_pensioner(inputs, sheet)
    amount, rounding = sheet.rounded(ROUNDING, exact)
    sheet.step(
        "survivor.lump_sum",
        LABEL,
        {"exact_vnd": exact},
        amount,
        rounding,
        (sheet.look(ROUNDING),),
    )
    sheet.line("survivor", LABEL, FUND, amount, 1)
    return sheet.finish("survivor", {"allowance_vnd": amount})


def _of_contributor(inputs: Inputs, sheet: Worksheet) -> Fraction:
    periods = read_past_periods(inputs, sheet)
    minimum = sheet.use("survivor.minimum_months").value
    average = whole_average(periods, sheet)
    if months_of(periods) < minimum:
        exact = amount_paid(periods, sheet)
        if months_of(periods, VOLUNTARY):
            sheet.doubt(
                "support_in_amount_paid",
                f"Đóng dưới {minimum} tháng thì trợ cấp bằng số tiền đã đóng; phần Nhà nước đã hỗ "
                "trợ có tính vào hay không, cơ quan bảo hiểm xã hội sẽ trả lời.",
            )
    else:
        exact = sum_by_years("survivor.by_years", LABEL, periods, average, sheet)
    if months_of(periods, VOLUNTARY) and months_of(periods, COMPULSORY):
        times = sheet.use(MULTIPLES)
        least = average * times.value["mixed_least"]
        if least > exact:
            sheet.step(
                "survivor.mixed_least",
                "Có cả thời gian bắt buộc và tự nguyện thì không thấp hơn mức này",
                {"average_income_vnd": average, "times": times.value["mixed_least"]},
                least,
                "none",
                (times,),
            )
            exact = least
    _tell_monthly(sheet, periods)
    return exact


def _of_pensioner(inputs: Inputs, sheet: Worksheet) -> Fraction:
    """Return 48 months of pension for an early death, half a month less for each later month."""
    pension = inputs.whole("pension_monthly_vnd", ASK_PENSION)
    months = inputs.whole_between(
        "pension_months",
        0,
        MOST_MONTHS,
        ASK_PENSION_MONTHS,
        f"Số tháng phải từ 0 đến {MOST_MONTHS}.",
    )
    value = sheet.use(MULTIPLES)
    terms = value.value
    later = max(months - terms["first_months"], Fraction(0))
    due = max(terms["pension_months"] - later * terms["each_month"], terms["pension_least"])
    sheet.step(
        "survivor.pension_months",
        "Số tháng lương hưu được trả một lần",
        {"pension_monthly_vnd": pension, "months_received": months},
        due,
        "none",
        (value,),
    )
    exact: Fraction = pension * due
    return exact


def _tell_monthly(sheet: Worksheet, periods: Sequence[Period]) -> None:
    """Tell of the monthly allowance where compulsory time is long enough for it."""
    if months_of(periods, COMPULSORY) < 12 * sheet.use("pension.minimum_years").value:
        return
    shares = sheet.use("survivor.monthly_share")
    level = sheet.use("reference_level")
    people = sheet.use("survivor.monthly_relatives").value
    each = {
        name: sheet.rounded(ROUNDING, share * level.value)[0]
        for name, share in shares.value.items()
    }
    sheet.fact("monthly_allowance_vnd", each)
    sheet.doubt(
        "monthly_survivor_allowance",
        "Người mất có từ 15 năm đóng bắt buộc: thân nhân đủ điều kiện có thể nhận hằng tháng "
        f"{money(each['relative'])} một người, {money(each['nobody_to_care'])} nếu không còn ai "
        f"nuôi dưỡng, nhiều nhất {people} người.",
    )
