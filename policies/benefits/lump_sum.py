"""Taking the money out once (*bảo hiểm xã hội một lần*): Law 41/2024/QH15 article 102."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..quotation import FUND, Quote
from ..wording import day, percent
from .by_years import MULTIPLES, ROUNDING, amount_paid, sum_by_years, whole_average
from .calendar import month_number
from .periods import months_of, read_past_periods
from .person import age_words, read_birth, read_sex
from .retirement import retirement_age
from .supported import state_supported

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ..inputs import Inputs
    from ..worksheet import Worksheet
    from .periods import Period

FIELDS = ("reason", "sex", "birth", "periods", "category", "state_supported_vnd")
DISABILITY = "disability"
ILL = ("serious_illness", DISABILITY)
REASONS = ("retirement_age", "before_2025", "emigration", *ILL)
NEW_LAW_FROM = date(2025, 7, 1)
MONTHS_OF_A_YEAR = 12
LABEL = "Bảo hiểm xã hội một lần"

ASK_REASON = (
    "Anh/chị muốn nhận một lần vì lý do nào: đến tuổi mà chưa đủ năm, đã dừng đóng từ 12 tháng, "
    "ra nước ngoài định cư, bệnh nặng hay khuyết tật đặc biệt nặng?"
)


def quote_lump_sum(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the lump sum, the state's support taken out of it, and what is paid (VND).

    Raises `not_eligible` where the reason does not hold on the day.
    """
    reason = inputs.word("reason", REASONS, ASK_REASON, "Em không biết lý do này.")
    periods = read_past_periods(inputs, sheet)
    if reason == "retirement_age":
        _check_age(inputs, sheet, periods)
    if reason == "before_2025":
        _check_stopped(sheet, periods)
    if reason == DISABILITY:
        _tell_capacity_loss(sheet)
    average = whole_average(periods, sheet)
    lump_sum, rounding = sheet.rounded(ROUNDING, _exact(periods, average, sheet))
    supported = 0 if reason in ILL else min(state_supported(inputs, sheet, periods), lump_sum)
    payable = lump_sum - supported
    sheet.step(
        "lump_sum.payable",
        "Số tiền được nhận sau khi trừ phần Nhà nước đã hỗ trợ",
        {"lump_sum_vnd": lump_sum, "state_supported_vnd": supported},
        payable,
        rounding,
        (sheet.use(MULTIPLES),),
    )
    sheet.line("lump_sum", LABEL, FUND, payable, months_of(periods))
    sheet.fact("months", months_of(periods))
    sheet.warn(
        "pension_given_up",
        "Nhận một lần thì không còn lương hưu và thời gian đóng này không được tính lại nữa; "
        "anh/chị nên hỏi kỹ trước khi quyết định.",
    )
    return sheet.finish(
        "lump_sum",
        {
            "lump_sum_vnd": lump_sum,
            "state_supported_vnd": supported,
            "payable_vnd": payable,
            "average_income_vnd": average,
        },
    )


def _exact(periods: Sequence[Period], average: int, sheet: Worksheet) -> Fraction:
    """Return the lump sum before the support is taken out: what was paid in less than a year."""
    if months_of(periods) >= MONTHS_OF_A_YEAR:
        return sum_by_years("lump_sum.by_years", LABEL, periods, average, sheet)
    most: Fraction = average * sheet.use(MULTIPLES).value["under_a_year"]
    return min(amount_paid(periods, sheet), most)


def _check_age(inputs: Inputs, sheet: Worksheet, periods: Sequence[Period]) -> None:
    retirement = retirement_age(sheet.ruleset, read_sex(inputs), read_birth(inputs, sheet))
    if retirement.day > sheet.on:
        raise PolicyError(
            "not_eligible",
            "birth",
            f"Ngày {day(sheet.on)} chưa đến tuổi nghỉ hưu; anh/chị đủ {age_words(retirement.age)} "
            f"vào ngày {day(retirement.day)}.",
            retirement.months,
        )
    years = sheet.use("pension.minimum_years").value
    if months_of(periods) >= 12 * years:
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Đã đủ {years} năm đóng nên anh/chị hưởng lương hưu, không nhận một lần vì lý do này.",
            12 * years,
        )


def _tell_capacity_loss(sheet: Worksheet) -> None:
    loss = percent(sheet.use("lump_sum.capacity_loss").value)
    sheet.warn(
        "capacity_loss_needed",
        f"Lý do này cần suy giảm khả năng lao động từ {loss} trở lên, hoặc khuyết tật đặc biệt "
        "nặng.",
    )


def _check_stopped(sheet: Worksheet, periods: Sequence[Period]) -> None:
    """Check who paid before the new law, has stopped, and has not paid too long."""
    limits = sheet.use("lump_sum.months").value
    if periods[0].start >= month_number(NEW_LAW_FROM):
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Người bắt đầu đóng từ ngày {day(NEW_LAW_FROM)} không được nhận một lần vì đã dừng "
            "đóng.",
        )
    stopped = max(month_number(sheet.on) - periods[-1].end, 0)
    if stopped < limits["stopped"]:
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Phải dừng đóng đủ {limits['stopped']} tháng; đến ngày {day(sheet.on)} mới được "
            f"{stopped} tháng.",
            limits["stopped"],
        )
    if months_of(periods) >= limits["paid_below"]:
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Chỉ người đóng dưới {limits['paid_below'] // 12} năm mới được nhận một lần vì lý do "
            "này.",
            limits["paid_below"],
        )
