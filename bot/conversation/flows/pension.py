"""A pension plan: what somebody would receive who pays voluntary insurance from now on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import Calculator, caveats, sources_of
from bot.conversation.flows.incomes import ask_income, chosen_income
from policies import Quote

SHOWN_YEARS = (15, 20, 30)


class PensionPlan(Calculator):
    """Asks for sex, year of birth, income and years; counts the months from this one on."""

    name = "pension"
    questions = {"sex": "sex", "birth": "birth_year"}  # noqa: RUF012
    primary = frozenset({"sex", "birth_year", "age"})

    def read(self, values: Mapping[str, object], awaiting: str | None) -> dict[str, Any]:  # noqa: ARG002
        """Return sex, birth_year or age, income (VND a month, or `minimum`) and years."""
        told = {
            slot: values[slot] for slot in ("sex", "birth_year", "age", "years") if slot in values
        }
        if (income := values.get("amount_vnd", values.get("income_choice"))) is not None:
            told["income"] = income
        if "years" not in told and isinstance(months := values.get("months"), int):
            told |= {"years": months // 12} if months % 12 == 0 else {}
        return told

    def request(self, slots: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Return the request: one period from this month on, once income and years are known."""
        today = draft.context.today
        request = self.base_request(draft, "pension")
        del request["province"]
        if "sex" in slots:
            request["sex"] = slots["sex"]
        if "birth_year" in slots:
            request["birth"] = slots["birth_year"]
        elif "age" in slots:
            request["birth"] = today.year - slots["age"]
        income = chosen_income(slots.get("income"), draft)
        if income is not None and "years" in slots:
            request["periods"] = [
                {
                    "from": f"{today:%Y-%m}",
                    "months": 12 * slots["years"],
                    "income_vnd": income,
                    "kind": "voluntary",
                }
            ]
        return request

    def awaited(self, field: str, slots: Mapping[str, Any]) -> str | None:
        """Return what to ask for: a period lacks the income or the years."""
        if not field.startswith("periods"):
            return super().awaited(field, slots)
        if field.endswith("income_vnd") or "income" not in slots:
            return "income_vnd"
        return "years"

    def slots_behind(self, awaiting: str) -> tuple[str, ...]:
        """Return the slots that a refused value came from."""
        return {"income_vnd": ("income",), "birth_year": ("birth_year", "age")}.get(
            awaiting, (awaiting,)
        )

    def question(self, draft: Draft, awaiting: str) -> None:
        """Ask for the sex, the year of birth, the income or the years."""
        if awaiting == "sex":
            ask_sex(draft, self.name)
        elif awaiting == "birth_year":
            draft.reply("pension.ask_birth_year")
        elif awaiting == "years":
            draft.reply(
                "pension.ask_years",
                [draft.button("years", f"pension:years={n}", years=n) for n in SHOWN_YEARS],
            )
        else:
            ask_income(draft, self.name)

    def present(self, draft: Draft, request: Mapping[str, Any], answer: Quote) -> None:
        """Say the pension, from when, at which rate, and on which assumptions."""
        facts: Any = answer.as_json()["facts"]
        (period,), age = request["periods"], facts["age_at_pension"]
        years = period["months"] // 12
        paragraphs = [
            draft.text(
                "pension.result_head",
                sex=draft.text(f"pension.sex_{request['sex']}"),
                birth=request["birth"],
                years=years,
                income=draft.money(period["income_vnd"]),
                on=draft.day(draft.context.today),
            ),
            draft.text("pension.result", amount=draft.money(answer.totals["pension_monthly_vnd"])),
            draft.text(
                "pension.from",
                month=draft.month(date.fromisoformat(facts["pension_from"])),
                years=age["years"],
                months=age["months"],
                rate=draft.percent(Fraction(facts["rate"])),
            ),
            *caveats(draft, answer),
            draft.text("pension.for_reference"),
        ]
        buttons = [
            draft.button("years", f"pension:years={n}", years=n) for n in SHOWN_YEARS if n != years
        ]
        buttons += [draft.button("si", "flow:si"), draft.button("lead", "flow:lead")]
        heard = draft.text(
            "voice.pension",
            amount=draft.money(answer.totals["pension_monthly_vnd"]),
            month=draft.month(date.fromisoformat(facts["pension_from"])),
        )
        draft.speak("\n\n".join(paragraphs), buttons, sources_of(answer), voice=heard)


def ask_sex(draft: Draft, flow: str) -> None:
    """Ask for the sex; the buttons belong to `flow`."""
    sexes = ("female", "male")
    draft.reply("pension.ask_sex", [draft.button(one, f"{flow}:sex={one}") for one in sexes])
