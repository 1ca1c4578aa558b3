"""What a household pays for health insurance, and what state and province pay of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quotation import CITIZEN, PROVINCE, STATE, Quote, shared_totals
from ..wording import percent
from .enrolment import Enrolment, enrol
from .hint import hint_household_form
from .members import read_members, read_paid_positions
from .months import read_months
from .premium import ROUNDING, Premium

if TYPE_CHECKING:
    from fractions import Fraction

    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet

FIELDS = ("household_size", "members", "paid_positions", "months")


def quote_household_hi(inputs: Inputs, sheet: Worksheet) -> Quote:
    """Return what each person, the state and the province pay, VND.

    A citizen line for each person in paying order, then what the state and the province pay for
    each group.
    """
    members = read_members(inputs, sheet.ruleset, sheet.on)
    paid_positions = read_paid_positions(inputs)
    enrolments = enrol(members, paid_positions, sheet)
    months = read_months(inputs, sheet, enrolments)
    premium = Premium(sheet, months)
    shares = _Shares(sheet, premium)
    for place, enrolment in enumerate(enrolments, start=1):
        payable = shares.share_out(enrolment)
        sheet.line(f"member-{place}", _label(place, enrolment, premium), CITIZEN, payable, months)
    shares.write_lines()
    hint_household_form(sheet, premium, enrolments, paid_positions)
    return sheet.finish(
        "household_hi", shared_totals(shares.contribution, shares.state, shares.province)
    )


class _Shares:
    """Shares each person's premium out between the person, the state and the province."""

    def __init__(self, sheet: Worksheet, premium: Premium) -> None:
        self.sheet = sheet
        self.premium = premium
        self.contribution = self.state = self.province = 0
        self._lines: dict[tuple[str, str], tuple[str, int, int]] = {}
        self._written: set[tuple[str, str]] = set()

    def share_out(self, enrolment: Enrolment) -> int:
        """Return what is left for the person to pay (VND)."""
        contribution = self.premium.contribution(enrolment)
        state = self._part(STATE, enrolment, enrolment.state, enrolment.group, contribution)
        province = self._part(
            PROVINCE,
            enrolment,
            enrolment.province,
            enrolment.province_basis,
            contribution,
            contribution - state,
        )
        self.contribution += contribution
        self.state += state
        self.province += province
        return contribution - state - province

    def write_lines(self) -> None:
        """Write one line for each payer and group, after the lines of the people."""
        for (payer, group), (label, amount, people) in self._lines.items():
            self.sheet.line(
                f"{payer}-{group}",
                f"{label} ({people} người)",
                payer,
                amount,
                self.premium.months,
            )

    def _part(
        self,
        payer: str,
        enrolment: Enrolment,
        share: Fraction,
        basis: Value | None,
        contribution: int,
        at_most_vnd: int | None = None,
    ) -> int:
        if not share or basis is None:
            return 0
        exact = share * contribution
        amount, rounding = self.sheet.rounded(ROUNDING, exact)
        if at_most_vnd is not None:
            amount = min(amount, at_most_vnd)
        key = (payer, enrolment.member.group)
        if key not in self._written:
            self._written.add(key)
            self.sheet.step(
                f"household_hi.{payer}_support",
                basis.label,
                {"contribution_vnd": contribution, "share": share},
                amount,
                rounding,
                (basis,),
            )
        who = "Nhà nước" if payer == STATE or self.sheet.place is None else self.sheet.place.name
        label = f"{who} hỗ trợ {percent(share)}: {enrolment.group.label}"
        _, so_far, people = self._lines.get(key, (label, 0, 0))
        self._lines[key] = (label, so_far + amount, people + 1)
        return amount


def _label(place: int, enrolment: Enrolment, premium: Premium) -> str:
    text = f"Người thứ {place}: {enrolment.group.label}"
    if enrolment.joins == "household":
        share = percent(premium.position_share(enrolment.position))
        return f"{text}, thứ {enrolment.position} trong hộ, đóng {share}"
    return text
