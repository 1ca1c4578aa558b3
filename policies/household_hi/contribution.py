"""What a household pays for health insurance, and what state and province pay of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..quotation import CITIZEN, Quote, shared_totals
from .enrolment import Enrolment, enrol
from .hint import hint_household_form
from .members import read_members, read_paid_positions
from .months import read_months
from .premium import full_premium
from .sharing import Sharing

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

FIELDS = ("household_size", "members", "paid_positions", "months")


def quote_household_hi(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return what each person, the state and the province pay, VND.

    A citizen line for each person in paying order, then one line for each group that the state
    helps, then one for each group that the province helps.
    """
    members = read_members(inputs, sheet)
    paid_positions = read_paid_positions(inputs)
    enrolments = enrol(members, paid_positions, sheet)
    months = read_months(inputs, sheet, enrolments)
    premium = sheet.remembered(("premium", months), partial(full_premium, months))
    sharing = Sharing(sheet, premium)
    for place, enrolment in enumerate(enrolments, start=1):
        split = sharing.add(enrolment)
        payable = split.contribution - split.state - split.province
        label = _label(place, enrolment, split.how)
        sheet.line(f"member-{place}", label, CITIZEN, payable, months)
    sharing.write_lines()
    hint_household_form(sheet, premium, enrolments, paid_positions)
    return sheet.finish(
        "household_hi",
        shared_totals(sharing.contribution_vnd, sharing.state_vnd, sharing.province_vnd),
    )


def _label(place: int, enrolment: Enrolment, share: str) -> str:
    who = f"Người thứ {place}: {enrolment.terms.group.label}"
    if not enrolment.position:
        return who
    counted = "" if enrolment.position == place else f" (thứ {enrolment.position} trong hộ)"
    return f"{who}{counted}, đóng {share}"
