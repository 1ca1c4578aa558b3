"""Wishes that are heard by their phrases, beside the intents, and the flow each leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.meaning import Meaning


def _always(meaning: Meaning) -> bool:  # noqa: ARG001
    return True


def _amount_of_si(meaning: Meaning) -> bool:
    """`Đóng 2 triệu một tháng` may be the income as well as the payment."""
    of_si = meaning.intent in {"calc_si", "inform", "unclear"}
    return of_si and "amount_vnd" in meaning.values


def _of_no_scheme(meaning: Meaning) -> bool:
    """The entries of the FAQ know more about the support of one scheme."""
    return "scheme" not in meaning.values and meaning.intent != "calc_hi"


def _of_somebody(meaning: Meaning) -> bool:
    """Who tells nothing of themselves is answered by an entry of the FAQ."""
    told = {"years", "months", "amount_vnd", "age", "birth_year", "sex"}
    return bool(told & meaning.values.keys())


@dataclass(frozen=True, slots=True)
class Wish:
    """The flow that a phrase asks for, where `holds`."""

    flow: str
    holds: Callable[[Meaning], bool] = _always


WISHES = {
    "afford": Wish("afford"),
    "afford_year": Wish("afford"),
    "kept": Wish("data"),
    "withdraw": Wish("data"),
    "remind_stop": Wish("remind"),
    "remind": Wish("remind"),
    "lump_amount": Wish("lump"),
    "lump_or_keep": Wish("lump", _of_somebody),
    "group": Wish("group"),
    "support": Wish("group", _of_no_scheme),
    "compare_dates": Wish("compare"),
    "compare_methods": Wish("compare"),
    "compare_incomes": Wish("compare"),
    "pay_or_income": Wish("afford", _amount_of_si),
}
"""By the name of the list in `texts/cue.yml`; lists not named here answer a question of a flow."""

ANSWERED_BY_PHRASE = frozenset({"meant", "si_kind", "category"})
"""What may be awaited that a phrase answers, whatever intent it is taken for."""


def wish_of(meaning: Meaning) -> str | None:
    """Return the flow that a phrase of the sentence asks for, if any."""
    wish = WISHES.get(str(meaning.values.get("cue")))
    return wish.flow if wish is not None and wish.holds(meaning) else None
