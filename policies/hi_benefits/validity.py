"""From which day a card is valid (*thời điểm thẻ BHYT có giá trị*).

Law 51/2024/QH15 article 16(3)(c), Decree 188/2025/NĐ-CP article 13: first or after a long gap, 30
days after full payment; else from the payment, and a card renewed in time follows the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..benefits.person import read_flag
from ..errors import PolicyError
from ..household_hi.members import ASK_GROUP, GROUP
from ..household_hi.months import add_months
from ..household_hi.topup import PROVINCE_SHARE
from ..wording import day
from .child import CHILD, quote_child_card

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..parameter import Value
    from ..quotation import Quote
    from ..ruleset import Ruleset
    from ..worksheet import Worksheet

FIELDS = ("group", "birth", "months", "previous_card_end", "first_time")
DAYS = "hi_validity.days"
ONE_DAY = timedelta(days=1)
MOST_MONTHS = 60
STUDENT = "student"

ASK_PREVIOUS = "Thẻ bảo hiểm y tế gần nhất của anh/chị hết hạn ngày nào, hay đây là lần đầu?"
ASK_MONTHS = "Anh/chị đóng mấy tháng?"


@dataclass(frozen=True, slots=True)
class CardValidity:
    """The first day of a card, the days of waiting and without insurance before it, and why.

    `gap_days` are the days between the old card and the payment, None for a first card; `reason`
    is `first_card`, `long_gap`, `short_gap` or `renewed`; `basis` the dated rule.
    """

    first_day: date
    waiting_days: int
    gap_days: int | None
    reason: str
    basis: Value


def card_validity(
    ruleset: Ruleset, paid_on: date, previous_card_end: date | None = None
) -> CardValidity:
    """Return from when a card paid in full on a day is valid; no previous card is a first one.

    For those who pay all or a part themselves. Raises `NoRuleForDate` before 2025-07-01.
    """
    basis = ruleset.value(DAYS, paid_on)
    waiting, longest = basis.value["waiting"], basis.value["gap"]
    after_waiting = paid_on + timedelta(days=waiting)
    if previous_card_end is None:
        return CardValidity(after_waiting, waiting, None, "first_card", basis)
    if paid_on <= previous_card_end:
        return CardValidity(previous_card_end + ONE_DAY, 0, 0, "renewed", basis)
    gap = (paid_on - previous_card_end).days - 1
    if gap >= longest:
        return CardValidity(after_waiting, waiting, gap, "long_gap", basis)
    return CardValidity(paid_on, 0, gap, "short_gap" if gap else "renewed", basis)


def quote_hi_validity(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the first day of a card paid on the day, and its last where the months are told.

    Nothing is paid here, so there are no totals: the facts hold the answer.
    """
    if inputs.get("group") == CHILD:
        return quote_child_card(inputs, sheet)
    if inputs.has("birth"):
        raise inputs.bad("birth", "Nhóm đối tượng này không cần thông tin đó.")
    group = _read_group(inputs, sheet)
    validity = card_validity(sheet.ruleset, sheet.on, _previous(inputs, sheet.on))
    basis = sheet.use(DAYS)
    sheet.step(
        "hi_validity.first_day",
        _explain(validity, sheet.on),
        {"paid_on": sheet.on.isoformat(), "waiting_days": validity.waiting_days},
        validity.waiting_days,
        "none",
        (basis,),
    )
    sheet.fact("first_day", validity.first_day)
    if inputs.has("months"):
        months = inputs.whole_between(
            "months", 1, MOST_MONTHS, ASK_MONTHS, f"Số tháng phải từ 1 đến {MOST_MONTHS}."
        )
        sheet.fact("last_day", add_months(validity.first_day, months) - ONE_DAY)
    sheet.fact("waiting_days", validity.waiting_days)
    if validity.gap_days is not None:
        sheet.fact("gap_days", validity.gap_days)
    sheet.fact("reason", validity.reason)
    if validity.first_day > sheet.on and validity.reason != "renewed":
        sheet.warn(
            "not_insured_while_waiting",
            f"Trước ngày {day(validity.first_day)}, thẻ chưa dùng để khám chữa bệnh được.",
        )
    if group == STUDENT:
        sheet.warn(
            "school_card_dates",
            "Học sinh, sinh viên đóng qua nhà trường: thẻ theo năm học, nhà trường báo ngày.",
        )
    return sheet.finish("hi_validity", {})


def _explain(validity: CardValidity, paid_on: date) -> str:
    since = f"thẻ có giá trị từ ngày {day(validity.first_day)}"
    if validity.reason == "first_card":
        return f"Tham gia lần đầu: {since}, sau {validity.waiting_days} ngày kể từ ngày đóng đủ"
    if validity.reason == "long_gap":
        return (
            f"Gián đoạn {validity.gap_days} ngày: {since}, sau {validity.waiting_days} ngày kể từ "
            "ngày đóng đủ"
        )
    if validity.reason == "short_gap":
        return f"Gián đoạn {validity.gap_days} ngày: {since}, là ngày đóng ({day(paid_on)})"
    return f"Đóng nối tiếp thẻ cũ: {since}"


def _read_group(inputs: Inputs, sheet: Worksheet) -> str:
    """Return the group; raises `not_eligible` for one whose card does not follow a payment."""
    if not inputs.has("group"):
        return "household"
    groups = sheet.ruleset.family(GROUP)
    group = inputs.word("group", groups, ASK_GROUP, "Em không biết nhóm đối tượng này.")
    joins = sheet.use(GROUP + group).value
    share = joins.state + sheet.known_province_share(PROVINCE_SHARE, group)
    if joins.joins == "elsewhere" or share >= 1:
        raise PolicyError(
            "not_eligible",
            "group",
            "Anh/chị không phải đóng nên thẻ không theo ngày đóng tiền: có giá trị từ ngày ghi "
            "trong quyết định, hoặc theo nơi làm việc, nơi chi trả lương hưu, trợ cấp.",
        )
    return group


def _previous(inputs: Inputs, on: date) -> date | None:
    """Return the last day of the previous card, None for a first card."""
    if read_flag(inputs, "first_time"):
        if inputs.has("previous_card_end"):
            raise inputs.bad("previous_card_end", "Lần đầu tham gia thì chưa có thẻ cũ.")
        return None
    ended = inputs.day("previous_card_end", ASK_PREVIOUS)
    latest = add_months(on, MOST_MONTHS)
    if ended > latest:
        raise inputs.bad(
            "previous_card_end", f"Ngày hết hạn của thẻ cũ phải trước ngày {day(latest)}."
        )
    return ended
