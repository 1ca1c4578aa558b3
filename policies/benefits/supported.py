"""What the state has paid of voluntary contributions (*tiền Nhà nước đã hỗ trợ*), month by month.

A month's support is the share of the category times the contribution on the rural poverty line
of that month, from 2018-01-01: order 595/QĐ-BHXH article 12, Decree 159/2025/NĐ-CP article 9.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ..voluntary_si.support import ASK_CATEGORY, CATEGORY, ROUNDING
from ..wording import percent
from .calendar import first_day, month_number
from .periods import VOLUNTARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet
    from .periods import Period

    Level = tuple[Value, Value, Value]

SUPPORT_FROM = date(2018, 1, 1)


def state_supported(inputs: Inputs, sheet: Worksheet, periods: Sequence[Period]) -> int:
    """Return what the state has paid (VND): as told, or worked out from category and months."""
    if inputs.has("state_supported_vnd"):
        return inputs.whole("state_supported_vnd", "")
    left: int = sheet.look("voluntary_si.supported_months").value
    kinds: Counter[Level] = Counter()
    for level, months in _months(inputs, sheet, periods):
        kinds[level] += min(months, left)
        left -= min(months, left)
        if not left:
            break
    total = Fraction(0)
    for (share, rate, line), months in kinds.items():
        exact = share.value * rate.value * line.value * months
        total += exact
        sheet.step(
            "benefits.state_supported",
            f"Nhà nước đã hỗ trợ {percent(share.value)}: {share.label}",
            {
                "share": share.value,
                "rate": rate.value,
                "rural_poverty_line": line.value,
                "months": months,
            },
            exact,
            "none",
            (share, rate, line),
        )
    if kinds:
        sheet.warn(
            "support_worked_out",
            "Em tính tiền Nhà nước hỗ trợ theo từng tháng đóng; con số đúng ghi ở sổ và dữ liệu "
            "của cơ quan bảo hiểm xã hội.",
        )
    return sheet.rounded(ROUNDING, total)[0]


def _months(
    inputs: Inputs, sheet: Worksheet, periods: Sequence[Period]
) -> Iterator[tuple[Level, int]]:
    """Yield share, rate and poverty line with how many months in a row they hold, in order."""
    for period in periods:
        if period.kind != VOLUNTARY:
            continue
        start = max(period.start, month_number(SUPPORT_FROM))
        if start >= period.end:
            continue
        category = period.category or _category(inputs, sheet)
        while start < period.end:
            when = first_day(start)
            level = (
                sheet.ruleset.value(CATEGORY + category, when),
                sheet.ruleset.value("voluntary_si.rate", when),
                sheet.ruleset.value("rural_poverty_line", when),
            )
            ends = (month_number(one.valid_to) + 1 for one in level if one.valid_to)
            until = min((period.end, *ends))
            yield level, until - start
            start = until


def _category(inputs: Inputs, sheet: Worksheet) -> str:
    return inputs.word(
        "category",
        sheet.ruleset.family(CATEGORY),
        ASK_CATEGORY,
        "Em không biết nhóm đối tượng này.",
    )
