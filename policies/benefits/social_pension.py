"""The social pension (*trợ cấp hưu trí xã hội*): Law 41/2024/QH15 articles 21 and 22."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..household_hi.months import add_months
from ..quotation import STATE, Quote
from ..wording import day
from .person import age_on, read_birth, read_flag

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

FIELDS = ("birth", "category", "has_pension")
AGES = "social_pension.ages"
EVERYONE = "everyone"
OTHER = "other"

ASK_CATEGORY = "Nhà mình thuộc hộ nghèo, hộ cận nghèo hay không thuộc hai diện này?"


def quote_social_pension(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return the allowance a month (`allowance_vnd`) on the day, for whoever is old enough.

    Raises `not_eligible` with the age needed as the limit; asks for the category only where it
    changes the answer.
    """
    ages = sheet.use(AGES)
    birth = read_birth(inputs, sheet)
    age = age_on(birth, sheet.on)
    names = {*ages.value, OTHER} - {EVERYONE}
    category = OTHER
    if inputs.has("category") or min(ages.value.values()) <= age.years < ages.value[EVERYONE]:
        category = inputs.word(
            "category", names, ASK_CATEGORY, "Em chỉ cần biết hộ nghèo, hộ cận nghèo hay khác."
        )
    needed: int = ages.value.get(category, ages.value[EVERYONE])
    since = add_months(birth, 12 * needed)
    if age.years < needed:
        raise PolicyError(
            "not_eligible",
            "birth",
            f"Trợ cấp hưu trí xã hội dành cho người từ đủ {ages.value[EVERYONE]} tuổi, hộ nghèo và "
            f"hộ cận nghèo từ đủ {ages.value['poor']} tuổi; anh/chị đủ {needed} tuổi vào ngày "
            f"{day(since)}.",
            needed,
        )
    if read_flag(inputs, "has_pension"):
        raise PolicyError(
            "not_eligible",
            "has_pension",
            "Người đang hưởng lương hưu hoặc trợ cấp bảo hiểm xã hội hằng tháng thì không nhận "
            "trợ cấp này.",
        )
    allowance = sheet.use("social_pension.allowance")
    sheet.step(
        "social_pension.allowance",
        allowance.label,
        {"age": age.years, "age_needed": needed},
        allowance.value,
        "none",
        (allowance, ages),
    )
    sheet.line("social_pension", allowance.label, STATE, allowance.value, 1)
    sheet.fact("age", age._asdict())
    sheet.fact("entitled_from", max(since, ages.valid_from))
    sheet.warn(
        "request_at_commune",
        "Cần có đơn gửi Ủy ban nhân dân xã; người đang có lương hưu hoặc trợ cấp bảo hiểm xã hội "
        "hằng tháng thì không nhận trợ cấp này.",
    )
    return sheet.finish("social_pension", {"allowance_vnd": allowance.value})
