"""What pension someone gets, from when (*lương hưu*): Law 41/2024/QH15 articles 98 to 104."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..household_hi.months import add_months
from ..quotation import FUND, Quote
from ..wording import day, money, percent
from .average import average_income
from .calendar import first_day, month_number
from .periods import COMPULSORY, VOLUNTARY, months_of, read_periods
from .person import age_on, read_birth, read_sex
from .plan import FIELDS as PLAN_FIELDS
from .plan import extend, read_missing, warn_of_later_floor
from .rate import replacement_rate
from .retirement import RetirementAge, find_retirement
from .years import HALF_YEAR, counted_years

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..inputs import Inputs
    from ..worksheet import Worksheet
    from .periods import Period
    from .plan import Missing

FIELDS = ("sex", "birth", "periods", *PLAN_FIELDS)
ROUNDING = "pension.rounding"
NONE = Fraction(0)


def quote_pension(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the monthly pension and the lump sum at retirement (VND), in money of the day.

    Raises `not_eligible` where the months are too few, with the months needed as the limit.
    """
    sex = read_sex(inputs)
    birth = read_birth(inputs, sheet)
    periods = read_periods(inputs, sheet)
    _check_joining_age(periods, birth, sheet)
    periods = extend(inputs, sheet, birth, periods)
    retirement = find_retirement(sheet, sex, birth, periods)
    needed = 12 * sheet.use("pension.minimum_years").value
    missing = read_missing(inputs, sheet, months_of(periods), needed)
    months = months_of(periods) + missing.months
    average = average_income(periods, sheet, (missing.months, missing.income))
    years, share = replacement_rate(sheet, sex, months)
    pension, rounding = sheet.rounded(ROUNDING, average * share)
    sheet.step(
        "pension.monthly",
        f"Lương hưu mỗi tháng: {percent(share)} thu nhập bình quân",
        {"average_income_vnd": average, "rate": share},
        pension,
        rounding,
        (sheet.use("pension.rate"), sheet.look(ROUNDING)),
    )
    sheet.line("pension", "Lương hưu mỗi tháng", FUND, pension, 1)
    lump_sum = _lump_sum(sheet, sex, years, average, _months_after(periods, retirement))
    _tell_days(sheet, birth, periods, missing, retirement)
    sheet.fact("months", months)
    sheet.fact("voluntary_months", months_of(periods, VOLUNTARY) + missing.months)
    sheet.fact("compulsory_months", months_of(periods, COMPULSORY))
    sheet.fact("years_counted", years)
    sheet.fact("rate", share)
    _name_assumptions(sheet, periods, pension, needed)
    shown, _ = sheet.rounded(ROUNDING, average)
    return sheet.finish(
        "pension",
        {
            "pension_monthly_vnd": pension,
            "average_income_vnd": shown,
            "retirement_lump_sum_vnd": lump_sum,
        },
    )


def _check_joining_age(periods: Sequence[Period], birth: date, sheet: Worksheet) -> None:
    least = sheet.use("voluntary_si.joining_age").value
    joined = min((one.start for one in periods if one.kind == VOLUNTARY), default=None)
    if joined is not None and joined < month_number(add_months(birth, 12 * least)):
        raise PolicyError(
            "not_eligible",
            "periods",
            f"Chỉ được đóng bảo hiểm xã hội tự nguyện từ khi đủ {least} tuổi.",
            least,
        )


def _months_after(periods: Sequence[Period], retirement: RetirementAge) -> int:
    """Return how many months were paid after the month of retirement age."""
    border = month_number(retirement.day) + 1
    return sum(one.months - one.months_before(border) for one in periods)


def _lump_sum(
    sheet: Worksheet, sex: str, years: Fraction, average: Fraction, months_after: int
) -> int:
    """Return the lump sum at retirement (*trợ cấp một lần khi nghỉ hưu*), VND: article 100."""
    ladder = sheet.use("pension.rate_years")
    extra = years - ladder.value[f"{sex}_most"]
    if extra <= 0:
        return 0
    times = sheet.use("pension.retirement_lump_sum")
    late = min(extra, counted_years(months_after, sheet.use(HALF_YEAR).value))
    factor = (extra - late) * times.value["before_age"] + late * times.value["after_age"]
    amount, rounding = sheet.rounded(ROUNDING, average * factor)
    label = "Trợ cấp một lần khi nghỉ hưu cho những năm đóng cao hơn mức hưởng tối đa"
    sheet.step(
        "pension.retirement_lump_sum",
        label,
        {"average_income_vnd": average, "years": extra - late, "years_after_age": late},
        amount,
        rounding,
        (times, ladder),
    )
    sheet.line("retirement_lump_sum", label, FUND, amount, 1)
    return amount


def _tell_days(
    sheet: Worksheet,
    birth: date,
    periods: Sequence[Period],
    missing: Missing,
    retirement: RetirementAge,
) -> None:
    """Write down from when the pension is paid: the month after all conditions are met."""
    reached = month_number(retirement.day)
    last = max(reached, periods[-1].end - 1)
    if missing.months:
        last = max(last, month_number(sheet.on))
    start = first_day(last + 1)
    sheet.fact("pension_from", start)
    sheet.fact("age_at_pension", age_on(birth, start)._asdict())
    if start.year > sheet.on.year:
        sheet.doubt(
            "todays_money",
            f"Số tiền tính theo giá trị đồng tiền và hệ số điều chỉnh của năm {sheet.on.year}; "
            f"hệ số của năm {start.year} chưa có.",
        )
        sheet.doubt(
            "law_of_today",
            f"Kết quả theo quy định của ngày {day(sheet.on)}; đến khi nghỉ hưu quy định có thể "
            "thay đổi.",
        )
    elif start <= sheet.on.replace(day=1):
        sheet.warn(
            "already_eligible",
            f"Anh/chị đủ điều kiện hưởng từ {day(start)}; em tính như giải quyết vào ngày "
            f"{day(sheet.on)}.",
        )


def _name_assumptions(
    sheet: Worksheet, periods: tuple[Period, ...], pension: int, needed: int
) -> None:
    warn_of_later_floor(sheet, periods)
    level = sheet.look("reference_level").value
    if months_of(periods, COMPULSORY) >= needed:
        sheet.doubt(
            "compulsory_rules_apply",
            f"Người có từ {needed // 12} năm đóng bắt buộc hưởng theo quy định của bảo hiểm xã hội "
            "bắt buộc; anh/chị vui lòng hỏi cơ quan bảo hiểm xã hội.",
        )
    elif pension < level:
        sheet.warn(
            "no_minimum_pension",
            f"Lương hưu tự nguyện không được bù cho bằng mức tham chiếu ({money(level)}).",
        )
