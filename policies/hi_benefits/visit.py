"""What the card gives on a day: the group's share, the small visit, the five-year rule, a visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..quotation import CITIZEN, FUND, Quote
from ..wording import money, percent
from .share import FIRST_LEVEL, WHOLE, Share, read_benefit, read_route

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet

FIELDS = ("group", "birth", "route", "visit_cost_vnd", "copaid_vnd", "continuous_years")
LEVEL = "reference_level"
ROUNDING = "household_hi.rounding"
MOST_YEARS = 100

ASK_COST = "Chi phí khám chữa bệnh trong phạm vi bảo hiểm của lần này là bao nhiêu đồng?"
ASK_COPAID = "Từ đầu năm đến nay, anh/chị đã cùng chi trả bao nhiêu đồng?"
ASK_YEARS = "Anh/chị đã tham gia bảo hiểm y tế liên tục bao nhiêu năm?"


def quote_hi_benefits(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the limits of the day and, for the cost of a visit, who pays it (VND).

    `small_visit_limit_vnd`: a visit that costs less is paid in full. `copayment_limit_vnd`: after
    five continuous years, whoever has paid more than that in the calendar year pays no more.
    """
    benefit = read_benefit(inputs, sheet)
    route, part = read_route(inputs, sheet)
    level = sheet.use(LEVEL)
    small = _small_visit(sheet, level)
    copayment = _copayment_limit(sheet, level)
    usual = Share(
        WHOLE if route == FIRST_LEVEL else benefit.share * part.share,
        (*benefit.basis, *part.basis),
    )
    sheet.step(
        "hi_benefits.share",
        f"Quỹ bảo hiểm y tế trả {percent(usual.share)} chi phí trong phạm vi được hưởng",
        {"benefit": benefit.share, "route": part.share},
        usual.share,
        "none",
        usual.basis,
    )
    sheet.fact("benefit_share", benefit.share)
    sheet.fact("route_share", part.share)
    totals = {"small_visit_limit_vnd": small, "copayment_limit_vnd": copayment}
    five_years = _five_years(inputs, sheet, copayment)
    if inputs.has("visit_cost_vnd"):
        cost = inputs.whole("visit_cost_vnd", ASK_COST)
        if part.share == 1:
            usual = _paid_in_full(sheet, cost, small, five_years) or usual
        totals |= _split(sheet, cost, usual)
    sheet.fact("share", usual.share)
    return sheet.finish("hi_benefits", totals)


def _small_visit(sheet: Worksheet, level: Value) -> int:
    share = sheet.use("hi_benefits.small_visit_share")
    limit, rounding = sheet.rounded(ROUNDING, share.value * level.value)
    sheet.step(
        "hi_benefits.small_visit",
        f"Một lần khám dưới {money(limit)} được trả hết",
        {"share": share.value, "reference_level": level.value},
        limit,
        rounding,
        (share, level),
    )
    return limit


def _copayment_limit(sheet: Worksheet, level: Value) -> int:
    times = sheet.use("hi_benefits.copayment_multiple")
    years = sheet.use("hi_benefits.continuous_years")
    limit: int = times.value * level.value
    sheet.step(
        "hi_benefits.copayment_limit",
        f"Đủ {years.value} năm liên tục và cùng chi trả trong năm trên {money(limit)} thì được "
        "trả hết đến cuối năm",
        {"multiple": times.value, "reference_level": level.value},
        limit,
        "none",
        (times, level, years),
    )
    sheet.fact("continuous_years_needed", years.value)
    return limit


def _five_years(inputs: Inputs, sheet: Worksheet, limit: int) -> bool:
    """Whether the five-year rule pays everything for the rest of the year."""
    if not inputs.has("copaid_vnd") and not inputs.has("continuous_years"):
        return False
    copaid = inputs.whole("copaid_vnd", ASK_COPAID)
    years = inputs.whole_between(
        "continuous_years", 0, MOST_YEARS, ASK_YEARS, f"Số năm phải từ 0 đến {MOST_YEARS}."
    )
    needed = sheet.use("hi_benefits.continuous_years").value
    level = sheet.look(LEVEL)
    if level.valid_from > date(sheet.on.year, 1, 1):
        sheet.warn(
            "level_changed_this_year",
            "Mức lương cơ sở đã thay đổi trong năm: người đã vượt mức cũ trước đó vẫn được trả "
            "hết; người chưa vượt thì cơ quan bảo hiểm xã hội tính lại mức còn lại.",
        )
    reached = years >= needed and copaid > limit
    sheet.fact("copayment_left_vnd", max(limit - copaid, 0))
    return reached


def _paid_in_full(sheet: Worksheet, cost: int, small: int, five_years: bool) -> Share | None:
    """Return the whole share where a rule pays all of a visit at the right facility."""
    if cost < small:
        sheet.warn("small_visit", f"Chi phí dưới {money(small)} nên được trả hết.")
        return Share(WHOLE, (sheet.use("hi_benefits.small_visit_share"), sheet.use(LEVEL)))
    if five_years:
        sheet.warn(
            "five_years_reached", "Đủ điều kiện 5 năm liên tục nên được trả hết đến cuối năm."
        )
        return Share(
            WHOLE,
            (
                sheet.use("hi_benefits.continuous_years"),
                sheet.use("hi_benefits.copayment_multiple"),
                sheet.use(LEVEL),
            ),
        )
    return None


def _split(sheet: Worksheet, cost: int, part: Share) -> dict[str, int]:
    share = part.share
    fund, rounding = sheet.rounded(ROUNDING, cost * share)
    sheet.step(
        "hi_benefits.visit",
        f"Quỹ trả {percent(share)} của {money(cost)}",
        {"visit_cost_vnd": cost, "share": share},
        fund,
        rounding,
        part.basis,
    )
    sheet.line("fund", "Quỹ bảo hiểm y tế trả", FUND, fund, 1)
    sheet.line("citizen", "Anh/chị cùng chi trả", CITIZEN, cost - fund, 1)
    return {"fund_pays_vnd": fund, "citizen_pays_vnd": cost - fund}
