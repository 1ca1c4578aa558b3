"""From the money somebody can spare to the income they can contribute on, and what that gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import Calculator, caveats, sources_of
from bot.conversation.flows.fitting import highest_income
from bot.conversation.flows.voluntary_si import VoluntarySI, ask_category, known_category, shares
from bot.conversation.meaning import Meaning
from policies import Quote, income_bounds


class Affordable(Calculator):
    """Asks for the category, and for the money where it was not named; paid every month, or every
    year where the money is that of a year."""

    name = "afford"
    questions = {"category": "category", "income_vnd": "amount_vnd"}  # noqa: RUF012
    primary = frozenset({"pay"})

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Begin; the open question about the income is answered by this, or asked anew."""
        draft.change(paused=tuple(left for left in draft.state.paused if left.flow != "si"))
        values = meaning.values if meaning else {}
        yearly = values.get("cue") == "afford_year"
        draft.forget(self.name)
        draft.remember(self.name, {"method": "12m" if yearly else "monthly"})
        told = self.read(values, None)
        floor = income_bounds(draft.context.ruleset, draft.context.today).floor_vnd
        if values.get("cue") == "pay_or_income" and told["pay"] >= floor:
            draft.remember(self.name, told)
            draft.wait(self.name, "meant")
            self.ask(draft)
        else:
            self.take(draft, told)

    def read(self, values: Mapping[str, object], awaiting: str | None) -> dict[str, Any]:  # noqa: ARG002
        """Return pay (VND a payment) and category from the values told."""
        told: dict[str, Any] = {}
        for slot, keys in (("pay", ("pay", "amount_vnd")), ("category", ("category",))):
            if (value := next((values[key] for key in keys if key in values), None)) is not None:
                told[slot] = value
        if "household_category" in values:
            told["category"] = values["household_category"]
        return told

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        """Take the answer; asked what an amount meant, take the word for it."""
        if draft.state.awaiting == "meant" and "amount_vnd" not in meaning.values:
            heard = meaning.values.get("cue")
            if heard not in {"income", "payment"}:
                return False
            self.press(draft, "meant", str(heard))
            return True
        return super().answer(draft, text, meaning)

    def ask(self, draft: Draft) -> None:
        """Ask again, or go on where the category became known meanwhile."""
        if draft.state.awaiting == "category" and "category" in draft.state.slots_of("si"):
            self.take(draft, {})
        else:
            super().ask(draft)

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take the value of a button; `meant=income|payment` says what the amount was."""
        if key != "meant":
            super().press(draft, key, value)
            return
        slots = draft.state.slots_of(self.name)
        if value == "income" and "pay" in slots:
            draft.leave()
            told = {"income": slots["pay"], "category": slots.get("category")}
            VoluntarySI().take(draft, {key: one for key, one in told.items() if one is not None})
        else:
            self.take(draft, {})

    def request(self, slots: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Return the request on the highest income that fits, or on the lowest where none does."""
        request = self.base_request(draft, "voluntary_si")
        request["method"] = slots.get("method", "monthly")
        told = slots.get("category", draft.state.slots_of("si").get("category"))
        if (category := known_category(told, draft)) is None or "pay" not in slots:
            return request if category is None else {**request, "category": category}
        request["category"] = category
        ruleset, today = draft.context.ruleset, draft.context.today
        fitting = highest_income(ruleset, request, slots["pay"])
        return {**request, "income_vnd": fitting or income_bounds(ruleset, today).floor_vnd}

    def question(self, draft: Draft, awaiting: str) -> None:
        """Ask for the category, for the money, or what an amount meant."""
        if awaiting == "category":
            ask_category(draft, self.name)
        elif awaiting == "meant":
            amount = draft.money(draft.state.slots_of(self.name)["pay"])
            draft.reply(
                "afford.ask_meant",
                [
                    draft.button("means_payment", "afford:meant=payment"),
                    draft.button("means_income", "afford:meant=income"),
                ],
                amount=amount,
            )
        else:
            draft.reply("afford.ask_pay")

    def present(self, draft: Draft, request: Mapping[str, Any], answer: Quote) -> None:
        """Say the income that fits and what it costs, or the least that can be paid."""
        slots = draft.state.slots_of(self.name)
        pay, payable = slots["pay"], answer.totals["payable_vnd"]
        period = draft.text(f"afford.period_{request['method']}")
        draft.remember("si", {name: request[name] for name in ("category", "method")})
        draft.remember("si", {"income": request["income_vnd"]})
        draft.change(last="si")
        years = draft.context.ruleset.value("pension.minimum_years", draft.context.today).value
        said = {
            "period": period,
            "pay": draft.money(pay),
            "income": draft.money(request["income_vnd"]),
            "payable": draft.money(payable),
            "category": draft.text(f"si.category_{request['category']}"),
            "on": draft.day(draft.context.today),
        }
        fits = payable <= pay
        paragraphs = [
            draft.text("afford.fits" if fits else "afford.too_little", **said),
            "\n".join(f"• {line}" for line in shares(draft, answer)),
            draft.text("afford.gives", years=years),
            *caveats(draft, answer),
            draft.text("common.for_reference"),
        ]
        buttons = [
            draft.button("pension_here", f"pension:amount_vnd={request['income_vnd']}"),
            draft.button("si_other_income", "si:income_choice=ask"),
            draft.button("share", "share:of=si"),
            draft.button("lead", "flow:lead"),
        ]
        heard = draft.text("voice.afford", **said)
        draft.speak("\n\n".join(paragraphs), buttons, sources_of(answer), voice=heard)
