"""Voluntary social insurance (BHXH tự nguyện): what a person pays and what the state pays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import Calculator, caveats, sources_of
from bot.conversation.flows.incomes import ask_income, chosen_income
from policies import Quote, si_categories

METHOD_MONTHS = {1: "monthly", 3: "3m", 6: "6m", 12: "12m"}
"""Months paid at once to the method of payment."""

SHOWN_CATEGORIES = ("poor", "near_poor", "ethnic_minority", "island", "other")
SHOWN_METHODS = ("monthly", "3m", "6m", "12m")


class VoluntarySI(Calculator):
    """Asks for the category and the income; paid monthly unless told otherwise."""

    name = "si"
    questions = {  # noqa: RUF012
        "category": "category",
        "income_vnd": "income_vnd",
        "method": "months",
        "years": "years",
        "months": "months",
    }
    primary = frozenset({"category", "income"})
    changed_by = frozenset({"ask_si_payment_methods"})

    def read(self, values: Mapping[str, object], awaiting: str | None) -> dict[str, Any]:
        """Return category, income (VND a month, or `minimum`, `maximum`), method and years.

        `named` keeps an amount that may turn out to be the payment and not the income.
        """
        told: dict[str, Any] = {}
        if (category := values.get("household_category", values.get("category"))) is not None:
            told["category"] = category
        if (income := values.get("amount_vnd", values.get("income_choice"))) is not None:
            told["income"] = None if income == "ask" else income
            told["named"] = income if isinstance(income, int) else None
        if isinstance(method := values.get("method"), str):
            told |= {"method": method, "years": None}
        elif isinstance(months := values.get("months"), int) and awaiting != "years":
            told |= {"method": METHOD_MONTHS.get(months, f"{months}m"), "years": None}
        elif isinstance(years := values.get("years"), int):
            many = {"method": "advance", "years": years}
            told |= {"method": "12m", "years": None} if years == 1 else many
        return told

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take the value of a button; `show=more` offers more of them."""
        if key == "show":
            self._show_more(draft)
        else:
            super().press(draft, key, value)

    def request(self, slots: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Return the request; a category that this scheme does not know counts as `other`."""
        request = self.base_request(draft, "voluntary_si")
        if (category := known_category(slots.get("category"), draft)) is not None:
            request["category"] = category
        if (income := chosen_income(slots.get("income"), draft)) is not None:
            request["income_vnd"] = income
        request["method"] = slots.get("method", "monthly")
        if years := slots.get("years"):
            request["years"] = years
        return request

    def slots_behind(self, awaiting: str) -> tuple[str, ...]:
        """Return the slots that a refused value came from."""
        slots = {
            "income_vnd": ("income",),
            "months": ("method", "years"),
            "years": ("method", "years"),
        }
        return slots.get(awaiting, (awaiting,))

    def question(self, draft: Draft, awaiting: str) -> None:
        """Ask for the category, the income or the method."""
        if awaiting == "category":
            ask_category(draft, self.name)
        elif awaiting == "income_vnd":
            ask_income(draft, self.name, named=draft.state.slots_of(self.name).get("named"))
        else:
            draft.reply("si.ask_method", self._methods(draft, chosen=None))

    def present(self, draft: Draft, request: Mapping[str, Any], answer: Quote) -> None:
        """Say the contribution, the support and what is left to pay, and what may come on top."""
        method = draft.text(f"si.method_{request['method']}", years=request.get("years", 0))
        paragraphs = [
            draft.text(
                "si.result_head",
                method=method,
                category=draft.text(f"si.category_{request['category']}"),
                income=draft.money(request["income_vnd"]),
                on=draft.day(draft.context.today),
            ),
            "\n".join(f"• {line}" for line in shares(draft, answer)),
            *self._deadline(draft, answer),
            *caveats(draft, answer),
            draft.text("common.for_reference"),
        ]
        buttons = [
            draft.button("si_other_income", "si:income_choice=ask"),
            draft.button("compare", "flow:compare"),
            draft.button("share", "share:of=si"),
            draft.button("lead", "flow:lead"),
            draft.button("more", "si:show=more"),
        ]
        totals = answer.totals
        heard = draft.text(
            "voice.si",
            method=method,
            category=draft.text(f"si.category_{request['category']}"),
            income=draft.money(request["income_vnd"]),
            payable=draft.money(totals["payable_vnd"]),
            support=draft.money(totals["state_vnd"] + totals["province_vnd"]),
        )
        draft.speak("\n\n".join(paragraphs), buttons, sources_of(answer), voice=heard)

    def _show_more(self, draft: Draft) -> None:
        """Offer what is asked for less often after a result."""
        slots = draft.state.slots_of(self.name)
        income = chosen_income(slots.get("income"), draft)
        buttons = self._methods(draft, chosen=slots.get("method", "monthly"))
        if income is not None:
            buttons.append(draft.button("pension_here", f"pension:amount_vnd={income}"))
        draft.reply("common.more_ways", [*buttons[:4], draft.button("human", "flow:human")])

    def _deadline(self, draft: Draft, answer: Quote) -> list[str]:
        """Return by when to pay, where the law of the day says it for the method."""
        months = answer.facts.get("pay_within_months")
        if months is None:
            return []
        key = "si.pay_this_month" if months == 1 else "si.pay_within"
        return [draft.text(key, months=months)]

    def _methods(self, draft: Draft, chosen: str | None) -> list[Any]:
        return [
            draft.button("si_" + method, f"si:method={method}")
            for method in SHOWN_METHODS
            if method != chosen
        ]


def known_category(told: object, draft: Draft) -> str | None:
    """Return the category told; one that this scheme does not know counts as `other`."""
    if told is None:
        return None
    known = si_categories(draft.context.ruleset, draft.context.today)
    return str(told) if told in known else "other"


def ask_category(draft: Draft, flow: str) -> None:
    """Ask for the category; the buttons belong to `flow`."""
    known = si_categories(draft.context.ruleset, draft.context.today)
    draft.reply(
        "si.ask_category",
        [
            draft.button("si_category_" + category, f"{flow}:category={category}")
            for category in SHOWN_CATEGORIES
            if category in known
        ],
    )


def shares(draft: Draft, answer: Quote) -> list[str]:
    """Return who pays how much, a line each."""
    totals = answer.totals
    lines = [
        draft.text("si.line_contribution", amount=draft.money(totals["contribution_vnd"])),
        draft.text("si.line_state", amount=draft.money(totals["state_vnd"])),
    ]
    if totals["province_vnd"]:
        lines.append(draft.text("si.line_province", amount=draft.money(totals["province_vnd"])))
    return [*lines, draft.text("si.line_payable", amount=draft.money(totals["payable_vnd"]))]
