"""Taking the money out once (*BHXH một lần*) against keeping it for a pension: both figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import Asking, caveats, sources_of
from bot.conversation.flows.incomes import SHOWN_INCOMES, chosen_income
from bot.conversation.flows.pension import PensionPlan, ask_sex
from bot.conversation.flows.voluntary_si import known_category
from policies import PolicyError, Quote, income_bounds, quote, retirement_age

SINCE_LAST_PAID = 12
"""Months since the last contribution: the least that the rule asks of who is below the age."""
EARLIEST_BIRTH = 1900
SHOWN_YEARS = (3, 5, 8, 12)
KINDS = ("compulsory", "voluntary")
ORDER = ("kind", "months", "income", "sex", "birth_year")
AWAITED = {"kind": "si_kind", "months": "years", "income": "income_vnd"}
SLOT_OF_FIELD = {"birth": "birth_year", "periods[0].income_vnd": "income"}
"""Field of a request that a rule may refuse, to the slot that is asked for again."""


class LumpSum(Asking):
    """Asks where and how long they paid, on which income, their sex and year of birth."""

    name = "lump"
    primary = frozenset({"months"})

    def read(self, values: Mapping[str, object], awaiting: str | None) -> dict[str, Any]:
        """Return kind, months paid, income (VND a month), sex and birth_year."""
        told = PensionPlan().read({**values, "months": None}, awaiting)
        if (years := told.pop("years", None)) is not None:
            told["months"] = 12 * years
        if isinstance(months := values.get("months"), int):
            told["months"] = months
        if (kind := values.get("kind")) in KINDS:
            told["kind"] = kind
        return told

    def take(self, draft: Draft, told: Mapping[str, Any]) -> None:
        """Remember what was told; ask for the first thing missing, or tell both figures."""
        draft.remember(self.name, told)
        slots = draft.state.slots_of(self.name)
        if "age" in slots:
            birth = draft.context.today.year - slots["age"]
            draft.remember(self.name, {"age": None, "birth_year": birth})
            slots = draft.state.slots_of(self.name)
        missing = next((slot for slot in ORDER if slot not in slots), None)
        if missing is None:
            self._tell(draft, slots)
        else:
            self._ask_for(draft, missing)

    def question(self, draft: Draft, awaiting: str) -> None:
        """Ask for one value."""
        match awaiting:
            case "si_kind":
                draft.reply(
                    "lump.ask_kind",
                    [draft.button(f"kind_{one}", f"lump:kind={one}") for one in KINDS],
                )
            case "years":
                draft.reply(
                    "lump.ask_years",
                    [draft.button("years", f"lump:years={n}", years=n) for n in SHOWN_YEARS],
                )
            case "income_vnd":
                draft.reply(
                    "lump.ask_income",
                    [
                        draft.button("si_income", f"lump:amount_vnd={n}", amount=draft.money(n))
                        for n in SHOWN_INCOMES
                    ],
                )
            case "sex":
                ask_sex(draft, self.name)
            case _:
                draft.reply("pension.ask_birth_year")

    def _ask_for(self, draft: Draft, slot: str) -> None:
        awaiting = AWAITED.get(slot, slot)
        draft.wait(self.name, awaiting)
        self.question(draft, awaiting)

    def _tell(self, draft: Draft, slots: Mapping[str, Any]) -> None:
        context = draft.context
        period = {
            "from": _month(context.today, -SINCE_LAST_PAID - slots["months"]),
            "months": slots["months"],
            "income_vnd": chosen_income(slots["income"], draft),
            "kind": slots["kind"],
        }
        person = {
            "on": context.today.isoformat(),
            "sex": slots["sex"],
            "birth": slots["birth_year"],
        }
        more = self._still_to_pay(draft, period)
        ways = [
            {**person, "scheme": "pension", "periods": [period, *more]},
            {
                **person,
                "scheme": "lump_sum",
                "reason": self._reason(draft, slots),
                "category": self._category(draft),
                "periods": [period],
            },
        ]
        kept, taken = (self._answer_to(draft, request) for request in ways)
        for answer in (kept, taken):
            if isinstance(answer, PolicyError) and answer.code != "not_eligible":
                slot = SLOT_OF_FIELD.get(answer.field, "months")
                draft.remember(self.name, {slot: None})
                draft.speak(draft.refusal(answer))
                self._ask_for(draft, slot)
                return
        draft.leave()
        draft.change(last=self.name)
        self._say(draft, period, more, taken, kept)

    def _say(
        self,
        draft: Draft,
        period: Mapping[str, Any],
        more: list[dict[str, Any]],
        taken: Quote | PolicyError,
        kept: Quote | PolicyError,
    ) -> None:
        """Say what is paid out now, what a pension would be, and what was assumed."""
        slots = draft.state.slots_of(self.name)
        paragraphs = [
            draft.text(
                "lump.head",
                sex=draft.text(f"pension.sex_{slots['sex']}"),
                birth=slots["birth_year"],
                kind=draft.text(f"lump.kind_{slots['kind']}"),
                time=_time(draft, slots["months"]),
                income=draft.money(period["income_vnd"]),
                on=draft.day(draft.context.today),
            ),
            self._taken(draft, taken),
            self._kept(draft, more, kept),
        ]
        answers = [one for one in (taken, kept) if isinstance(one, Quote)]
        if isinstance(taken, Quote) and isinstance(kept, Quote):
            pension = kept.totals["pension_monthly_vnd"]
            months = -(-taken.totals["payable_vnd"] // pension)
            paragraphs.append(draft.text("lump.as_months", months=months))
        paragraphs += dict.fromkeys(one for answer in answers for one in caveats(draft, answer))
        paragraphs.append(draft.text("lump.assumed"))
        buttons = [
            draft.button("pension", "flow:pension"),
            draft.button("human", "flow:human"),
            draft.button("lead", "flow:lead"),
        ]
        sources = [source for answer in answers for source in sources_of(answer)]
        draft.speak("\n\n".join(paragraphs), buttons, sources)

    def _taken(self, draft: Draft, answer: Quote | PolicyError) -> str:
        if isinstance(answer, PolicyError):
            return draft.text("lump.not_taken", reason=draft.refusal(answer))
        totals = answer.totals
        key = "lump.taken_less_support" if totals["state_supported_vnd"] else "lump.taken"
        return draft.text(
            key,
            amount=draft.money(totals["payable_vnd"]),
            supported=draft.money(totals["state_supported_vnd"]),
        )

    def _kept(self, draft: Draft, more: list[dict[str, Any]], answer: Quote | PolicyError) -> str:
        if isinstance(answer, PolicyError):
            return draft.text("lump.not_kept", reason=draft.refusal(answer))
        start = answer.facts["pension_from"]
        said = {
            "amount": draft.money(answer.totals["pension_monthly_vnd"]),
            "month": draft.month(start) if isinstance(start, date) else "",
        }
        if not more:
            return draft.text("lump.kept", **said)
        (period,) = more
        request = {
            "scheme": "voluntary_si",
            "on": draft.context.today.isoformat(),
            "province": draft.context.province,
            "category": self._category(draft),
            "income_vnd": period["income_vnd"],
            "method": "monthly",
        }
        price = quote(draft.context.ruleset, request).totals["payable_vnd"]
        return draft.text(
            "lump.kept_and_paid",
            time=_time(draft, period["months"]),
            price=draft.money(price),
            income=draft.money(period["income_vnd"]),
            **said,
        )

    def _answer_to(self, draft: Draft, request: Mapping[str, Any]) -> Quote | PolicyError:
        try:
            answer = quote(draft.context.ruleset, request)
        except PolicyError as error:
            return error
        draft.told_quote(self.name, request, answer)
        return answer

    def _still_to_pay(self, draft: Draft, period: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the months that a pension lacks, on the same income where that is allowed."""
        context = draft.context
        needed = 12 * context.ruleset.value("pension.minimum_years", context.today).value
        lacking = needed - period["months"]
        if lacking <= 0:
            return []
        floor, ceiling = income_bounds(context.ruleset, context.today)
        return [
            {
                "from": f"{context.today:%Y-%m}",
                "months": lacking,
                "income_vnd": min(max(period["income_vnd"], floor), ceiling),
                "kind": "voluntary",
            }
        ]

    def _reason(self, draft: Draft, slots: Mapping[str, Any]) -> str:
        """Return on which ground the money can be taken out: the age, or having stopped."""
        context, year = draft.context, slots["birth_year"]
        if not EARLIEST_BIRTH <= year <= context.today.year:
            return "before_2025"
        of_age = retirement_age(context.ruleset, slots["sex"], date(year, 1, 1))
        return "retirement_age" if of_age.day <= context.today else "before_2025"

    def _category(self, draft: Draft) -> str:
        return known_category(draft.state.slots_of("si").get("category"), draft) or "other"


def _month(today: date, offset: int) -> str:
    """Return the month that many months from `today`, as `2020-01`."""
    years, month = divmod(today.year * 12 + today.month - 1 + offset, 12)
    return f"{years}-{month + 1:02}"


def _time(draft: Draft, months: int) -> str:
    """Return a time in years and months."""
    years, rest = divmod(months, 12)
    parts = [draft.text("lump.years", years=years)] if years else []
    parts += [draft.text("lump.months", months=rest)] if rest else []
    return " ".join(parts)
