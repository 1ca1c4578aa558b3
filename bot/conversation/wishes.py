"""Wishes that are heard by their phrases, beside the intents, and the flow each leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.meaning import Meaning

_OPEN = frozenset({"inform", "unclear", "calc_si", "calc_hi", "calc_pension"})
"""Intents beside which a phrase may ask for something else."""
_COMPARED_BESIDE = frozenset({"ask_si_payment_methods", "ask_si_benefits", "ask_law_change"})
"""Questions that a comparison sounds like: `đóng bây giờ hay để sang năm thì lợi hơn`."""
_OF_ONESELF = frozenset({"years", "months", "amount_vnd", "age", "birth_year", "sex"})


def _always(meaning: Meaning) -> bool:  # noqa: ARG001
    return True


def _money(meaning: Meaning) -> bool:
    """`Chị đóng được ba năm` is no money that can be spared, and reads like `chỉ đóng được`."""
    return "amount_vnd" in meaning.values or meaning.intent in _OPEN


def _amount_of_si(meaning: Meaning) -> bool:
    """`Đóng 2 triệu một tháng` may be the income as well as the payment."""
    of_si = meaning.intent in {"calc_si", "inform", "unclear"}
    return of_si and "amount_vnd" in meaning.values


def _comparing(meaning: Meaning) -> bool:
    return meaning.intent in _OPEN | _COMPARED_BESIDE


def _own_group(meaning: Meaning) -> bool:
    """`Không thuộc diện nào` answers; who may join, and with what, is told by the FAQ."""
    asks = meaning.intent in _OPEN | {"ask_subsidy", "other"}
    return asks and meaning.values.get("household_category") != "other"


def _own_support(meaning: Meaning) -> bool:
    """The entries of the FAQ know more about the support of one scheme."""
    asks = meaning.intent in {"inform", "unclear", "ask_subsidy"}
    return asks and "scheme" not in meaning.values


def _own_money(meaning: Meaning) -> bool:
    """Who tells nothing of themselves is answered by an entry of the FAQ."""
    asks = meaning.intent in _OPEN | {"ask_si_lump_sum"}
    return asks and bool(_OF_ONESELF & meaning.values.keys())


@dataclass(frozen=True, slots=True)
class Wish:
    """The flow that a phrase asks for, where `holds`."""

    flow: str
    holds: Callable[[Meaning], bool] = _always


WISHES = {
    # Whole flows by their names: a language that the intents were not trained on has its phrases.
    "hi": Wish("hi"),
    "si": Wish("si"),
    "pension": Wish("pension"),
    "lead": Wish("lead"),
    "delete": Wish("delete"),
    "kept": Wish("data"),
    "withdraw": Wish("data"),
    "share": Wish("share"),
    "remind_stop": Wish("remind"),
    "remind": Wish("remind"),
    "lump": Wish("lump", _own_money),
    "group": Wish("group", _own_group),
    "support": Wish("group", _own_support),
    "afford": Wish("afford", _money),
    "afford_year": Wish("afford", _money),
    "compare_dates": Wish("compare", _comparing),
    "compare_methods": Wish("compare", _comparing),
    "compare_incomes": Wish("compare", _comparing),
    "pay_or_income": Wish("afford", _amount_of_si),
}
"""By the name of the list in `texts/cue.yml`; lists not named here answer a question of a flow."""

ANSWERED_BY_PHRASE = frozenset({"meant", "si_kind", "category"})
"""What may be awaited that a phrase answers, whatever intent it is taken for."""


def wish_of(meaning: Meaning) -> str | None:
    """Return the flow that a phrase of the sentence asks for, if any."""
    wish = WISHES.get(str(meaning.values.get("cue")))
    return wish.flow if wish is not None and wish.holds(meaning) else None
