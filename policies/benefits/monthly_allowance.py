"""A monthly allowance out of one's own contributions (*trợ cấp hằng tháng từ tiền đã đóng*).

For whoever is of retirement age with too few years for a pension, and too young for the social
pension: Law 41/2024/QH15 article 23, Decree 159/2025/NĐ-CP article 14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..household_hi.months import add_months
from ..quotation import FUND, Quote
from ..wording import day, exact
from .average import average_income
from .calendar import month_number
from .periods import months_of, read_past_periods
from .person import read_birth, read_sex
from .retirement import find_retirement
from .years import HALF_YEAR, counted_years

if TYPE_CHECKING:
    from datetime import date

    from ..inputs import Inputs
    from ..worksheet import Worksheet

FIELDS = ("sex", "birth", "periods")
ROUNDING = "pension.rounding"


def quote_monthly_allowance(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the money there is (`money_vnd`) and the least allowance a month (`allowance_vnd`).

    The facts tell for how many months the money lasts at that level.
    """
    sex = read_sex(inputs)
    birth = read_birth(inputs, sheet)
    periods = read_past_periods(inputs, sheet)
    retirement = find_retirement(sheet, sex, birth, periods)
    months = months_of(periods)
    left = _months_left(sheet, birth, retirement.day, months)
    average = average_income(periods, sheet)
    half = sheet.use(HALF_YEAR)
    years = counted_years(months, half.value)
    times = sheet.use("monthly_allowance.multiple")
    allowance = sheet.use("social_pension.allowance")
    money = average * times.value * years
    lasts = money / allowance.value
    shown, rounding = sheet.rounded(ROUNDING, money)
    sheet.step(
        "monthly_allowance.money",
        "Số tiền để trả trợ cấp hằng tháng",
        {"average_income_vnd": average, "times": times.value, "years": years},
        shown,
        rounding,
        (times, half),
    )
    sheet.step(
        "monthly_allowance.months",
        "Số tháng được trả ở mức thấp nhất",
        {"money_vnd": money, "allowance_vnd": allowance.value},
        lasts,
        "none",
        (allowance, times),
    )
    sheet.line("monthly_allowance", "Trợ cấp mỗi tháng, thấp nhất", FUND, allowance.value, 1)
    sheet.fact("months", lasts.numerator // lasts.denominator)
    sheet.fact("months_exact", exact(lasts))
    sheet.fact("months_to_social_pension", left)
    if lasts > left:
        sheet.doubt(
            "allowance_may_be_higher",
            "Số tiền đủ trả lâu hơn thời gian còn lại đến tuổi hưởng trợ cấp hưu trí xã hội nên "
            "mức mỗi tháng sẽ cao hơn; cơ quan bảo hiểm xã hội tính cụ thể.",
        )
    return sheet.finish("monthly_allowance", {"allowance_vnd": allowance.value, "money_vnd": shown})


def _months_left(sheet: Worksheet, birth: date, retired: date, months: int) -> int:
    """Return the months until the social pension; raises `not_eligible` outside the rule."""
    needed = 12 * sheet.use("pension.minimum_years").value
    if retired > sheet.on:
        raise PolicyError(
            "not_eligible",
            "birth",
            f"Ngày {day(sheet.on)} chưa đến tuổi nghỉ hưu; anh/chị đến tuổi vào ngày "
            f"{day(retired)}.",
        )
    if months >= needed:
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Đã đủ {needed // 12} năm đóng nên anh/chị hưởng lương hưu.",
            needed,
        )
    age = sheet.use("social_pension.ages").value["everyone"]
    end = add_months(birth, 12 * age)
    if end <= sheet.on:
        raise PolicyError(
            "not_eligible",
            "birth",
            f"Từ đủ {age} tuổi, anh/chị hưởng trợ cấp hưu trí xã hội.",
            age,
        )
    return month_number(end) - month_number(sheet.on)
