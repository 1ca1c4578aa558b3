"""How someone pays (*phương thức đóng*): how many months at once, and by what factor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import NoRuleForDate, PolicyError
from ..wording import day
from .factors import compounded, discounted, late

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet

METHOD = "voluntary_si.method."
PERIODS = ("monthly", "3m", "6m", "12m")
ONCE = ("advance", "missing", "late")
METHODS = PERIODS + ONCE
LATEST_MONTHS = 120
OWN_INPUTS = {"advance": {"years"}, "missing": {"months"}, "late": {"of", "months_late"}}

ASK_METHOD = "Anh/chị muốn đóng hằng tháng, 3 tháng, 6 tháng, 12 tháng hay một lần cho nhiều năm?"
ASK_YEARS = "Anh/chị muốn đóng một lần cho mấy năm về sau?"
ASK_MONTHS = "Anh/chị còn thiếu bao nhiêu tháng?"
ASK_OF = "Khoản chậm đóng là đóng hằng tháng, 3 tháng, 6 tháng hay 12 tháng một lần?"
ASK_LATE = "Anh/chị đóng chậm bao nhiêu tháng?"


@dataclass(frozen=True, slots=True)
class Payment:
    """A way to pay: `months` covered, `factor` on one month's amount, which rule gives the support.

    `name` is one of `METHODS`; `rate` the fund's monthly investment rate where the method uses one;
    `basis` the values on which months and factor rest.
    """

    name: str
    method: Value
    months: int
    factor: Fraction
    support: str
    rate: Fraction | None
    basis: tuple[Value, ...]


def read_payment(inputs: Inputs, sheet: Worksheet) -> Payment:
    """Return how the person pays; raises `PolicyError` for what the date does not offer."""
    name = inputs.word("method", METHODS, ASK_METHOD, "Em không biết cách đóng này.")
    _reject_inputs_of_other_methods(inputs, name)
    method = offered(sheet, name)
    if name in PERIODS:
        months = method.value
        return Payment(name, method, months, Fraction(months), "period", None, (method,))
    if name == "advance":
        months = 12 * read_years(inputs, method)
        rate, basis = investment_rate(inputs, sheet)
        return Payment(name, method, months, discounted(months, rate), name, rate, (method, *basis))
    if name == "missing":
        months = _missing_months(inputs, method)
        rate, basis = investment_rate(inputs, sheet)
        return Payment(name, method, months, compounded(months, rate), name, rate, (method, *basis))
    of = inputs.word("of", PERIODS, ASK_OF, "Em không biết cách đóng này.")
    paid_late = offered(sheet, of)
    months_late = inputs.whole_between(
        "months_late",
        1,
        LATEST_MONTHS,
        ASK_LATE,
        f"Số tháng chậm đóng phải từ 1 đến {LATEST_MONTHS}.",
    )
    rate, basis = investment_rate(inputs, sheet)
    factor = late(paid_late.value, rate, months_late)
    return Payment(name, method, paid_late.value, factor, name, rate, (method, paid_late, *basis))


def offered(sheet: Worksheet, name: str) -> Value:
    """Return a method as the day offers it; raises `no_rule_for_date` where no rule is known."""
    try:
        return sheet.use(METHOD + name)
    except NoRuleForDate as error:
        raise PolicyError(
            "no_rule_for_date",
            "method",
            f"Em chưa có quy định về cách đóng này cho ngày {day(sheet.on)}; "
            "anh/chị vui lòng hỏi cơ quan bảo hiểm xã hội.",
        ) from error


def read_years(inputs: Inputs, method: Value) -> int:
    """Return how many years are paid ahead; raises `period_not_offered` outside the offer."""
    years = inputs.whole("years", ASK_YEARS)
    least, most = method.value[0], method.value[-1]
    if years not in method.value:
        raise PolicyError(
            "period_not_offered",
            inputs.field("years"),
            f"Đóng một lần cho nhiều năm về sau được từ {least} đến {most} năm.",
            least if years < least else most,
        )
    return years


def investment_rate(inputs: Inputs, sheet: Worksheet) -> tuple[Fraction, tuple[Value, ...]]:
    """Return the rate given, for replaying an example, or else the one published for the day."""
    if inputs.has("investment_rate_monthly"):
        rate = inputs.rate("investment_rate_monthly")
        sheet.warn(
            "investment_rate_given",
            "Kết quả dùng lãi suất đầu tư do người hỏi đưa ra, không phải lãi suất được công bố.",
        )
        return rate, ()
    try:
        value = sheet.use("voluntary_si.investment_rate")
    except NoRuleForDate as error:
        raise PolicyError(
            "no_rule_for_date",
            "investment_rate_monthly",
            f"Em chưa có lãi suất đầu tư quỹ được công bố cho ngày {day(sheet.on)}.",
        ) from error
    return value.value, (value,)


def _missing_months(inputs: Inputs, method: Value) -> int:
    months = inputs.whole("months", ASK_MONTHS)
    if months == 0:
        raise inputs.bad("months", "Số tháng còn thiếu phải từ 1 trở lên.", 1)
    if months > method.value:
        raise PolicyError(
            "period_not_offered",
            inputs.field("months"),
            f"Chỉ được đóng một lần cho nhiều nhất {method.value} tháng còn thiếu.",
            method.value,
        )
    return months


def _reject_inputs_of_other_methods(inputs: Inputs, method: str) -> None:
    for owner, names in OWN_INPUTS.items():
        for name in sorted(names):
            if owner != method and inputs.has(name):
                raise inputs.bad(name, "Cách đóng đã chọn không cần thông tin này.")
