"""The funeral allowance (*trợ cấp mai táng*): Law 41/2024/QH15 article 109."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..quotation import FUND, Quote
from .deceased import CONTRIBUTOR, read_deceased, reject_inputs_of_the_other

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

FIELDS = ("deceased", "months_paid")
MOST_MONTHS = 900
ASK_MONTHS = "Người mất đã đóng bảo hiểm xã hội bao nhiêu tháng?"


def quote_funeral(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the allowance (`allowance_vnd`) for a death on the day, for whoever buries."""
    minimum = sheet.use("funeral.minimum_months")
    if read_deceased(inputs) == CONTRIBUTOR:
        months = inputs.whole_between(
            "months_paid", 0, MOST_MONTHS, ASK_MONTHS, f"Số tháng phải từ 0 đến {MOST_MONTHS}."
        )
        if months < minimum.value:
            raise PolicyError(
                "not_eligible",
                "months_paid",
                f"Người mất phải đóng từ đủ {minimum.value} tháng; mới có {months} tháng.",
                minimum.value,
            )
    else:
        reject_inputs_of_the_other(inputs, ("months_paid",))
    times, level = sheet.use("funeral.multiple"), sheet.use("reference_level")
    amount: int = times.value * level.value
    sheet.step(
        "funeral.allowance",
        f"Trợ cấp mai táng bằng {times.value} lần mức tham chiếu",
        {"multiple": times.value, "reference_level": level.value},
        amount,
        "none",
        (times, level, minimum),
    )
    sheet.line("funeral", "Trợ cấp mai táng", FUND, amount, 1)
    return sheet.finish("funeral", {"allowance_vnd": amount})
