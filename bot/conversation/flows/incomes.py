"""Choosing the income that voluntary contributions are counted on (*thu nhập làm căn cứ đóng*)."""

from __future__ import annotations

from bot.conversation.draft import Draft
from policies import income_bounds

SHOWN_INCOMES = (2_000_000, 3_000_000, 5_000_000)
"""Incomes in VND a month that are offered beside the lowest; any other can be typed."""


def chosen_income(told: object, draft: Draft) -> int | None:
    """Return the income (VND a month) of an amount or of `minimum` and `maximum`, or None."""
    if isinstance(told, int):
        return told
    floor, ceiling = income_bounds(draft.context.ruleset, draft.context.today)
    return {"minimum": floor, "maximum": ceiling}.get(str(told))


def ask_income(draft: Draft, flow: str, named: int | None = None) -> None:
    """Ask for it with the bounds of the day; the buttons belong to `flow`.

    `named` is an amount that was told for it; below the floor it may be what they can pay.
    """
    floor, ceiling = income_bounds(draft.context.ruleset, draft.context.today)
    lowest = draft.button("si_minimum", f"{flow}:income_choice=minimum", amount=draft.money(floor))
    others = [
        draft.button("si_income", f"{flow}:amount_vnd={income}", amount=draft.money(income))
        for income in SHOWN_INCOMES
        if income > floor
    ]
    if named is not None and named < floor:
        meant = draft.button("means_payment_of", f"afford:pay={named}", amount=draft.money(named))
        others = [meant, *others]
    draft.reply(
        "si.ask_income", [lowest, *others], floor=draft.money(floor), ceiling=draft.money(ceiling)
    )
