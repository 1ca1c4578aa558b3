"""Who pays each premium: the state first, then the province on top, the person the rest, VND."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..quotation import PROVINCE, STATE
from ..wording import percent
from .premium import POSITION_SHARES, ROUNDING, Premium, contribution, share_of

if TYPE_CHECKING:
    from fractions import Fraction

    from ..parameter import Value
    from ..worksheet import Worksheet
    from .enrolment import Enrolment, Terms

Key = TypeVar("Key")


class Split(NamedTuple):
    """One person's premium and what the state and the province pay of it (VND).

    `how` says what the person is asked for, where that is a share of the position.
    """

    contribution: int
    state: int
    province: int
    how: str


class Helped(NamedTuple):
    """The people whom a payer helps on the same terms, and what each of them gets (VND)."""

    terms: Terms
    people: int
    amount: int


class Sharing:
    """The sums of a household, grown person by person; equal people are worked out once."""

    def __init__(self, sheet: Worksheet, premium: Premium) -> None:
        self.contribution_vnd = self.state_vnd = self.province_vnd = 0
        self._sheet = sheet
        self._premium = premium
        self._splits: dict[tuple[str, str, bool, int], Split] = {}
        self._by_state: dict[tuple[str, str], Helped] = {}
        self._by_province: dict[tuple[str, bool], Helped] = {}

    def add(self, enrolment: Enrolment) -> Split:
        """Take one person in and return who pays what."""
        group, terms = enrolment.member.group, enrolment.terms
        key = (group, terms.joins, terms.by_age, enrolment.position)
        split = self._splits.get(key)
        if split is None:
            split = self._splits[key] = self._sheet.remembered(
                ("split", key, self._premium.months),
                partial(_split, self._premium, terms, enrolment.position),
            )
        self.contribution_vnd += split.contribution
        self.state_vnd += split.state
        self.province_vnd += split.province
        if split.state:
            _count(self._by_state, (group, terms.joins), terms, split.state)
        if split.province:
            _count(self._by_province, (group, terms.by_age), terms, split.province)
        return split

    def write_lines(self) -> None:
        """Write one line for each group that the state helps, then for the province.

        The province helps a group in two lines where some of it get more for their age.
        """
        for (group, _), helped in self._by_state.items():
            self._line(STATE, STATE, group, helped, helped.terms.state)
        for (group, by_age), helped in self._by_province.items():
            name = f"{PROVINCE}_age" if by_age else PROVINCE
            self._line(name, PROVINCE, group, helped, helped.terms.province)

    def _line(self, name: str, payer: str, group: str, helped: Helped, share: Fraction) -> None:
        label = f"{_label(self._sheet, payer, helped.terms, share)} ({helped.people} người)"
        amount = helped.amount * helped.people
        self._sheet.line(f"{name}-{group}", label, payer, amount, self._premium.months)


def _count(helped: dict[Key, Helped], key: Key, terms: Terms, amount: int) -> None:
    before = helped.get(key)
    helped[key] = Helped(terms, before.people + 1 if before else 1, amount)


def _label(sheet: Worksheet, payer: str, terms: Terms, share: Fraction) -> str:
    place = sheet.place
    who = "Nhà nước hỗ trợ" if payer == STATE or place is None else f"{place.name} hỗ trợ thêm"
    for_age = " theo tuổi" if payer == PROVINCE and terms.by_age else ""
    return f"{who} {percent(share)}{for_age}: {terms.group.label}"


def _split(premium: Premium, terms: Terms, position: int, sheet: Worksheet) -> Split:
    exact, amount = contribution(premium, terms.joins, position, sheet)
    state = _support(sheet, STATE, terms, exact, terms.state, terms.group)
    province = _support(sheet, PROVINCE, terms, exact, terms.province, terms.province_basis)
    how = ""
    if position:
        how = percent(share_of(sheet.use(POSITION_SHARES).value, position))
    return Split(amount, state, min(province, amount - state), how)


def _support(
    sheet: Worksheet,
    payer: str,
    terms: Terms,
    exact: Fraction,
    share: Fraction,
    basis: Value | None,
) -> int:
    if not share or basis is None:
        return 0
    amount, rounding = sheet.rounded(ROUNDING, exact * share)
    sheet.step(
        f"household_hi.{payer}_support",
        _label(sheet, payer, terms, share),
        {"premium": exact, "share": share},
        amount,
        rounding,
        (basis,),
    )
    return amount
