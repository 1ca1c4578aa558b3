"""The card of a child under six (*thẻ của trẻ dưới 6 tuổi*): from birth, paid by the state.

Decree 188/2025/NĐ-CP article 13: born until 30 September, to that day of the year in which the
child turns 72 months; born later, to the end of the month in which it does.
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from ..benefits.person import read_birth
from ..errors import PolicyError
from ..household_hi.months import add_months
from ..wording import day

if TYPE_CHECKING:
    from datetime import date

    from ..inputs import Inputs
    from ..quotation import Quote
    from ..worksheet import Worksheet

CHILD = "child_under_6"
CARD = "hi_validity.child_card"
NOT_NEEDED = ("months", "previous_card_end", "first_time")


def quote_child_card(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the first and last day of the card; raises `not_eligible` for a child too old."""
    for name in NOT_NEEDED:
        if inputs.has(name):
            raise inputs.bad(name, "Thẻ của trẻ dưới 6 tuổi không cần thông tin này.")
    terms = sheet.use(CARD)
    birth = read_birth(inputs, sheet)
    last = _last_day(birth, terms.value["age"], terms.value["school_year_end"])
    if sheet.on > last:
        raise PolicyError(
            "not_eligible",
            "birth",
            f"Thẻ của trẻ dưới 6 tuổi có giá trị đến hết ngày {day(last)}.",
            terms.value["age"],
        )
    sheet.step(
        CARD,
        f"Thẻ của trẻ dưới 6 tuổi có giá trị từ ngày sinh đến hết ngày {day(last)}",
        {"birth": birth.isoformat()},
        terms.value["age"],
        "none",
        (terms,),
    )
    sheet.fact("first_day", birth)
    sheet.fact("last_day", last)
    return sheet.finish("hi_validity", {})


def _last_day(birth: date, months: int, school_year_end: int) -> date:
    reached = add_months(birth, months)
    month = school_year_end if birth.month <= school_year_end else reached.month
    return reached.replace(month=month, day=monthrange(reached.year, month)[1])
