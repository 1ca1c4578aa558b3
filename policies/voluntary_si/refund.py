"""What is given back of a payment for months that are no longer needed (*hoàn trả*).

Decree 159/2025/NĐ-CP article 8; before, order 595/QĐ-BHXH article 10(6). The support of state and
province is not given back to the person.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..quotation import FUND, Quote
from .factors import discounted
from .payment import METHOD, PERIODS, investment_rate, offered, read_years
from .support import ROUNDING, read_category

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet

FIELDS = (
    "category",
    "income_vnd",
    "method",
    "years",
    "months",
    "months_left",
    "state_supported_vnd",
    "investment_rate_monthly",
)
REFUNDED = (*PERIODS[1:], "advance")

ASK_METHOD = "Anh/chị đã đóng 3 tháng, 6 tháng, 12 tháng một lần hay một lần cho nhiều năm?"
ASK_INCOME = "Khi đóng, anh/chị đã chọn mức thu nhập bao nhiêu đồng một tháng?"
ASK_LEFT = "Còn bao nhiêu tháng đã đóng mà chưa dùng đến?"
ASK_SUPPORTED = "Nhà nước đã hỗ trợ bao nhiêu tiền cho những tháng còn lại đó?"


def quote_refund(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return what is given back for the last `months_left` months of a payment (`refund_vnd`)."""
    if inputs.has("category"):
        read_category(inputs, sheet)
    name = inputs.word("method", REFUNDED, ASK_METHOD, "Cách đóng này không có phần hoàn trả.")
    method = offered(sheet, name)
    months = _months_paid(inputs, method)
    income = inputs.whole("income_vnd", ASK_INCOME)
    left = inputs.whole_between(
        "months_left", 1, months, ASK_LEFT, f"Số tháng còn lại phải từ 1 đến {months}."
    )
    supported = inputs.whole("state_supported_vnd", ASK_SUPPORTED)
    factor = Fraction(left)
    basis: tuple[Value, ...] = (method,)
    if name == "advance":
        rate, published = investment_rate(inputs, sheet)
        factor = discounted(months, rate) - discounted(months - left, rate)
        basis += published
        if published:
            sheet.doubt(
                "investment_rate_of_payment_year",
                "Kết quả dùng lãi suất đầu tư của năm nay; nếu anh/chị đã đóng từ năm trước thì "
                "phải dùng lãi suất của lần đóng đó.",
            )
    share = sheet.use("voluntary_si.rate")
    paid, rounding = sheet.rounded(ROUNDING, income * share.value * factor)
    refund = max(0, paid - supported)
    sheet.step(
        "voluntary_si.refund",
        "Hoàn trả tiền đóng của những tháng còn lại",
        {
            "income_vnd": income,
            "rate": share.value,
            "months_paid": months,
            "months_left": left,
            "paid_vnd": paid,
            "state_supported_vnd": supported,
        },
        refund,
        rounding,
        (share, *basis),
    )
    sheet.line("refund", "Quỹ bảo hiểm xã hội hoàn trả cho anh/chị", FUND, refund, left)
    return sheet.finish("si_refund", {"refund_vnd": refund})


def _months_paid(inputs: Inputs, method: Value) -> int:
    if method.id != f"{METHOD}advance":
        months: int = method.value
        if inputs.has("years") or inputs.get("months") not in (None, months):
            raise inputs.bad("months", f"Cách đóng đã chọn là {months} tháng một lần.", months)
        return months
    if inputs.has("months") and not inputs.has("years"):
        months = inputs.whole("months", "")
        if months % 12 or months // 12 not in method.value:
            raise inputs.bad("months", "Số tháng đã đóng phải là 24, 36, 48 hoặc 60.")
        return months
    return 12 * read_years(inputs, method)
