"""The allowance for a birth (*trợ cấp thai sản*): Law 41/2024/QH15 articles 94 to 97."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..quotation import STATE, Quote
from ..wording import day
from .person import read_flag

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

FIELDS = ("months_paid_before_birth", "children", "fetus_weeks", "compulsory_maternity")
YEAR = 12
MOST_CHILDREN = 10
MOST_WEEKS = 45

ASK_MONTHS = "Trong 12 tháng trước khi sinh, anh/chị đã đóng bảo hiểm xã hội mấy tháng?"
ASK_CHILDREN = "Anh/chị sinh mấy con?"
ASK_WEEKS = "Thai được bao nhiêu tuần?"


def quote_maternity(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the allowance (`allowance_vnd`) for a birth on the day, for mother or father."""
    minimum = sheet.use("maternity.minimum_months")
    months = inputs.whole_between(
        "months_paid_before_birth", 0, YEAR, ASK_MONTHS, f"Số tháng phải từ 0 đến {YEAR}."
    )
    if months < minimum.value:
        raise PolicyError(
            "not_eligible",
            "months_paid_before_birth",
            f"Phải đóng từ đủ {minimum.value} tháng trong {YEAR} tháng trước khi sinh; anh/chị mới "
            f"có {months} tháng.",
            minimum.value,
        )
    if read_flag(inputs, "compulsory_maternity"):
        raise PolicyError(
            "not_eligible",
            "compulsory_maternity",
            "Người đủ điều kiện hưởng thai sản của bảo hiểm xã hội bắt buộc thì hưởng theo chế độ "
            "bắt buộc.",
        )
    children = 1
    if inputs.has("children"):
        children = inputs.whole_between(
            "children", 1, MOST_CHILDREN, ASK_CHILDREN, f"Số con phải từ 1 đến {MOST_CHILDREN}."
        )
    _check_fetus(inputs, sheet)
    each = sheet.use("maternity.allowance")
    amount: int = each.value * children
    sheet.step(
        "maternity.allowance",
        each.label,
        {"allowance_vnd": each.value, "children": children, "months_paid": months},
        amount,
        "none",
        (each, minimum),
    )
    sheet.line("maternity", "Trợ cấp thai sản", STATE, amount, 1)
    claim = sheet.use("maternity.days").value["claim"]
    sheet.fact("claim_by", sheet.on + timedelta(days=claim))
    sheet.warn(
        "one_parent_only",
        "Nếu cả cha và mẹ cùng đủ điều kiện thì chỉ một người được hưởng; nộp hồ sơ trong "
        f"{claim} ngày, chậm nhất ngày {day(sheet.on + timedelta(days=claim))}.",
    )
    return sheet.finish("maternity", {"allowance_vnd": amount})


def _check_fetus(inputs: Inputs, sheet: Worksheet) -> None:
    """Check the age of a fetus that died in the womb or in labour, where one is told."""
    if not inputs.has("fetus_weeks"):
        return
    least = sheet.use("maternity.fetus_weeks").value
    weeks = inputs.whole_between(
        "fetus_weeks", 0, MOST_WEEKS, ASK_WEEKS, f"Số tuần phải từ 0 đến {MOST_WEEKS}."
    )
    if weeks < least:
        raise PolicyError(
            "not_eligible",
            "fetus_weeks",
            f"Chế độ này áp dụng khi thai từ đủ {least} tuần.",
            least,
        )
