"""Times of contribution (*thời gian đóng bảo hiểm xã hội*) as a person tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import NoRuleForDate, PolicyError
from ..inputs import Inputs
from ..voluntary_si.income import income_bounds
from ..wording import money
from .calendar import first_day, month_name, month_number, parse_month
from .person import read_flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..worksheet import Worksheet

VOLUNTARY = "voluntary"
COMPULSORY = "compulsory"
KINDS = (VOLUNTARY, COMPULSORY)
FIELDS = ("from", "months", "income_vnd", "kind", "adjusted", "category")
MOST_PERIODS = 100
MOST_MONTHS = 720

ASK_PERIODS = "Anh/chị đã đóng (hoặc định đóng) từ tháng nào, bao nhiêu tháng, mức thu nhập nào?"
ASK_FROM = "Thời gian đóng này bắt đầu từ tháng nào?"
ASK_MONTHS = "Thời gian đóng này dài bao nhiêu tháng?"
ASK_INCOME = "Trong thời gian này, mức thu nhập làm căn cứ đóng là bao nhiêu đồng một tháng?"
ASK_KIND = "Thời gian này đóng tự nguyện hay bắt buộc?"


@dataclass(frozen=True, slots=True)
class Period:
    """Months paid one after the other on one income (VND a month), from the month `start`.

    `adjusted` says that the income is already an average in money of the day of settlement;
    `category` is the one of the state's support, where it was told.
    """

    start: int
    months: int
    income: int
    kind: str
    adjusted: bool = False
    category: str | None = None

    @property
    def end(self) -> int:
        """The month after the last one paid."""
        return self.start + self.months

    @property
    def name(self) -> str:
        """The months as `01/2020 - 12/2024`."""
        return f"{month_name(self.start)} - {month_name(self.end - 1)}"

    def months_before(self, month: int) -> int:
        """Return how many of the months lie before a month."""
        return min(max(month - self.start, 0), self.months)


def read_periods(inputs: Inputs, sheet: Worksheet) -> tuple[Period, ...]:
    """Return the periods in the order of time; raises `PolicyError` where two share a month."""
    if not inputs.has("periods"):
        raise inputs.missing("periods", ASK_PERIODS)
    raw = inputs.get("periods")
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= MOST_PERIODS:
        raise inputs.bad("periods", f"Cần từ 1 đến {MOST_PERIODS} thời gian đóng.", MOST_PERIODS)
    read = sorted(
        ((_read(_inputs_of(inputs, one, place), sheet), place) for place, one in enumerate(raw)),
        key=lambda one: one[0].start,
    )
    for (before, _), (period, place) in pairwise(read):
        if period.start < before.end:
            raise inputs.bad(
                f"periods[{place}].from",
                f"Tháng {month_name(period.start)} đã có trong thời gian {before.name}; "
                "mỗi tháng chỉ tính một lần.",
            )
    return tuple(period for period, _ in read)


def read_past_periods(inputs: Inputs, sheet: Worksheet) -> tuple[Period, ...]:
    """Return the periods, all paid by the day; raises `PolicyError` for a month still to come."""
    periods = read_periods(inputs, sheet)
    this_month = month_number(sheet.on)
    if periods[-1].end > this_month + 1:
        raise inputs.bad(
            "periods", f"Chỉ tính thời gian đã đóng, đến hết tháng {month_name(this_month)}."
        )
    return periods


def months_of(periods: Iterable[Period], kind: str | None = None) -> int:
    """Return how many months the periods have together, of one kind or of all."""
    return sum(one.months for one in periods if kind in (None, one.kind))


def check_income(field: str, income: int, month: int, sheet: Worksheet) -> None:
    """Raise `PolicyError` for a voluntary income outside the bounds of its month, as of today.

    A month to come has today's bounds; one before the first known bounds is not checked.
    """
    try:
        bounds = income_bounds(sheet.ruleset, min(first_day(month), sheet.on))
    except NoRuleForDate:
        return
    when = month_name(min(month, month_number(sheet.on)))
    if income < bounds.floor_vnd:
        raise PolicyError(
            "income_below_floor",
            field,
            f"Tháng {when}, mức thu nhập thấp nhất được chọn là {money(bounds.floor_vnd)}.",
            bounds.floor_vnd,
        )
    if income > bounds.ceiling_vnd:
        raise PolicyError(
            "income_above_ceiling",
            field,
            f"Tháng {when}, mức thu nhập cao nhất được chọn là {money(bounds.ceiling_vnd)}.",
            bounds.ceiling_vnd,
        )


def _inputs_of(inputs: Inputs, raw: object, place: int) -> Inputs:
    if not isinstance(raw, Mapping):
        raise inputs.bad(f"periods[{place}]", ASK_PERIODS)
    return Inputs(raw, f"periods[{place}].")


def _read(inputs: Inputs, sheet: Worksheet) -> Period:
    inputs.only(FIELDS)
    written = inputs.get("from")
    if written is None:
        raise inputs.missing("from", ASK_FROM)
    start = parse_month(written) if isinstance(written, str) else None
    if start is None:
        raise inputs.bad("from", "Tháng bắt đầu cần viết theo dạng năm-tháng, ví dụ 2020-01.")
    months = inputs.whole_between(
        "months", 1, MOST_MONTHS, ASK_MONTHS, f"Số tháng đóng phải từ 1 đến {MOST_MONTHS}."
    )
    income = inputs.whole("income_vnd", ASK_INCOME)
    if income == 0:
        raise inputs.bad("income_vnd", "Mức thu nhập phải từ 1 đồng trở lên.", 1)
    kind = inputs.word(
        "kind", KINDS, ASK_KIND, "Thời gian đóng là tự nguyện (voluntary) hoặc bắt buộc."
    )
    adjusted = read_flag(inputs, "adjusted")
    if kind == VOLUNTARY and not adjusted:
        check_income(inputs.field("income_vnd"), income, start, sheet)
    return Period(start, months, income, kind, adjusted, _category(inputs, sheet))


def _category(inputs: Inputs, sheet: Worksheet) -> str | None:
    if not inputs.has("category"):
        return None
    known = sheet.ruleset.family("voluntary_si.category.")
    return inputs.word("category", known, "", "Em không biết nhóm đối tượng này.")
