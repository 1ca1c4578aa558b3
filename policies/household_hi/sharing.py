"""Who pays each premium: the state first, then the province on top, the person the rest, VND."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quotation import PROVINCE, STATE
from ..wording import percent
from .premium import ROUNDING

if TYPE_CHECKING:
    from fractions import Fraction

    from ..parameter import Value
    from ..worksheet import Worksheet
    from .enrolment import Enrolment
    from .premium import Premium


@dataclass(frozen=True, slots=True)
class Split:
    """One person's premium and what the state and the province pay of it (VND)."""

    contribution: int
    state: int
    province: int


class Sharing:
    """The sums of a household, grown person by person; equal people are worked out once."""

    def __init__(self, sheet: Worksheet, premium: Premium) -> None:
        self.contribution_vnd = self.state_vnd = self.province_vnd = 0
        self._sheet = sheet
        self._premium = premium
        self._splits: dict[tuple[str, str, int], Split] = {}
        self._groups: dict[tuple[str, str], tuple[Enrolment, int, Split]] = {}

    def add(self, enrolment: Enrolment) -> int:
        """Take one person in and return what is left for that person to pay (VND)."""
        group = enrolment.member.group
        key = (group, enrolment.joins, enrolment.position)
        split = self._splits.get(key)
        if split is None:
            split = self._splits[key] = self._split(enrolment)
        self.contribution_vnd += split.contribution
        self.state_vnd += split.state
        self.province_vnd += split.province
        if split.state or split.province:
            _, people, _ = self._groups.get(key[:2], (enrolment, 0, split))
            self._groups[key[:2]] = (enrolment, people + 1, split)
        return split.contribution - split.state - split.province

    def write_lines(self) -> None:
        """Write one line for each group that the state helps, then for the province."""
        for enrolment, people, split in self._groups.values():
            self._line(STATE, enrolment, enrolment.state, people, split.state)
        for enrolment, people, split in self._groups.values():
            self._line(PROVINCE, enrolment, enrolment.province, people, split.province)

    def _line(
        self, payer: str, enrolment: Enrolment, share: Fraction, people: int, amount: int
    ) -> None:
        if amount:
            label = f"{self._label(payer, enrolment, share)} ({people} người)"
            name = f"{payer}-{enrolment.member.group}"
            self._sheet.line(name, label, payer, amount * people, self._premium.months)

    def _label(self, payer: str, enrolment: Enrolment, share: Fraction) -> str:
        place = self._sheet.place
        who = "Nhà nước hỗ trợ" if payer == STATE or place is None else f"{place.name} hỗ trợ thêm"
        return f"{who} {percent(share)}: {enrolment.group.label}"

    def _split(self, enrolment: Enrolment) -> Split:
        exact, contribution = self._premium.contribution(enrolment)
        state = self._support(STATE, enrolment, exact, enrolment.state, enrolment.group)
        province = self._support(
            PROVINCE, enrolment, exact, enrolment.province, enrolment.province_basis
        )
        return Split(contribution, state, min(province, contribution - state))

    def _support(
        self,
        payer: str,
        enrolment: Enrolment,
        exact: Fraction,
        share: Fraction,
        basis: Value | None,
    ) -> int:
        if not share or basis is None:
            return 0
        amount, rounding = self._sheet.rounded(ROUNDING, exact * share)
        self._sheet.step(
            f"household_hi.{payer}_support",
            self._label(payer, enrolment, share),
            {"premium": exact, "share": share},
            amount,
            rounding,
            (basis,),
        )
        return amount
