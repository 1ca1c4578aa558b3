"""The schemes that can be quoted, and the way from a request to its quote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .benefits import (
    funeral,
    lump_sum,
    maternity,
    monthly_allowance,
    pension,
    social_pension,
    survivor,
)
from .errors import NoRuleForDate, PolicyError
from .hi_benefits import validity, visit
from .household_hi import contribution as household_hi
from .inputs import Inputs
from .provinces import read_place
from .voluntary_si import contribution as voluntary_si
from .voluntary_si import refund
from .wording import day
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .quotation import Quote
    from .ruleset import Ruleset

COMMON = ("id", "scheme", "on", "province")
# No rule of today says anything about a day after it, even one that holds until further notice.
LAST_DAY = date(2199, 12, 31)
ASK_ON = "Anh/chị dự định đóng vào ngày nào?"
ASK_SCHEME = "Anh/chị muốn tính bảo hiểm xã hội tự nguyện hay bảo hiểm y tế hộ gia đình?"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: the inputs it knows, its rule, and whether a province may add to it."""

    fields: tuple[str, ...]
    rule: Callable[[Inputs, Worksheet], Quote]
    provincial: bool


SCHEMES: Mapping[str, Scheme] = {
    "voluntary_si": Scheme(voluntary_si.FIELDS, voluntary_si.quote_voluntary_si, provincial=True),
    "household_hi": Scheme(household_hi.FIELDS, household_hi.quote_household_hi, provincial=True),
    "si_refund": Scheme(refund.FIELDS, refund.quote_refund, provincial=False),
    "pension": Scheme(pension.FIELDS, pension.quote_pension, provincial=False),
    "lump_sum": Scheme(lump_sum.FIELDS, lump_sum.quote_lump_sum, provincial=False),
    "maternity": Scheme(maternity.FIELDS, maternity.quote_maternity, provincial=False),
    "funeral": Scheme(funeral.FIELDS, funeral.quote_funeral, provincial=False),
    "survivor": Scheme(survivor.FIELDS, survivor.quote_survivor, provincial=False),
    "social_pension": Scheme(
        social_pension.FIELDS, social_pension.quote_social_pension, provincial=False
    ),
    "monthly_allowance": Scheme(
        monthly_allowance.FIELDS, monthly_allowance.quote_monthly_allowance, provincial=False
    ),
    "hi_benefits": Scheme(visit.FIELDS, visit.quote_hi_benefits, provincial=False),
    "hi_validity": Scheme(validity.FIELDS, validity.quote_hi_validity, provincial=False),
}


def quote(ruleset: Ruleset, request: Mapping[str, object]) -> Quote:
    """Return the quote of a request, as `ansinh quote` takes it.

    Raises `PolicyError` for a request that cannot be answered; `missing_field` names the next
    input to ask the person for, in the order in which one asks.
    """
    inputs = Inputs(request)
    scheme = _scheme(inputs)
    on = inputs.day("on", ASK_ON)
    if scheme is None:
        raise inputs.missing("scheme", ASK_SCHEME)
    if on > LAST_DAY:
        raise _no_rule(on)
    try:
        place = read_place(inputs, ruleset, on)
        sheet = Worksheet(ruleset, on, place, inputs.get("id"))
        if scheme.provincial and place is None:
            sheet.warn(
                "province_not_given",
                "Kết quả chỉ tính phần hỗ trợ chung của cả nước; một số tỉnh còn hỗ trợ thêm.",
            )
        return scheme.rule(inputs, sheet)
    except NoRuleForDate as error:
        raise _no_rule(on) from error


def _no_rule(on: date) -> PolicyError:
    return PolicyError("no_rule_for_date", "on", f"Em chưa có quy định cho ngày {day(on)} để tính.")


def _scheme(inputs: Inputs) -> Scheme | None:
    if not inputs.has("scheme"):
        inputs.only({*COMMON, *(name for one in SCHEMES.values() for name in one.fields)})
        return None
    name = inputs.word(
        "scheme",
        SCHEMES,
        ASK_SCHEME,
        "Em chưa tính được chế độ này; em tính được mức đóng và quyền lợi của bảo hiểm xã hội tự "
        "nguyện và bảo hiểm y tế hộ gia đình.",
    )
    scheme = SCHEMES[name]
    inputs.only({*COMMON, *scheme.fields})
    return scheme
