"""Which way is better: ways of paying, incomes, or paying before or after the rules change.

Nothing is asked: what is not known yet is an example, and said to be one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import caveats, sources_of
from bot.conversation.flows.changes import next_change
from bot.conversation.flows.contract import Immediate
from bot.conversation.flows.household_hi import PERIODS, HouseholdHI
from bot.conversation.flows.incomes import SHOWN_INCOMES
from bot.conversation.flows.voluntary_si import VoluntarySI
from bot.conversation.meaning import Meaning
from policies import PolicyError, Quote, Way, compare, income_bounds
from policies.rounding import half_up

KIND_OF_CUE = {
    "compare_methods": "methods",
    "compare_incomes": "incomes",
    "compare_dates": "dates",
}
ADVANCE_YEARS = (2, 3, 5)
SHOWN_CATEGORIES = ("poor", "near_poor", "ethnic_minority", "other")
MOST_INCOMES = 4


class Compare(Immediate):
    """Compares for the family or the person that was told, or for an example."""

    name = "compare"

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Compare what the sentence asks for; a button asks for the ways of paying."""
        values = meaning.values if meaning else {}
        kind = KIND_OF_CUE.get(str(values.get("cue")), "methods")
        told = VoluntarySI().read(values, None)
        one = [told["income"]] if "income" in told else None
        draft.forget(self.name)
        draft.remember(
            self.name,
            {
                "kind": kind,
                "category": told.get("category"),
                "incomes": values.get("amounts") or one,
                "on": values.get("date"),
            },
        )
        self._tell(draft)

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `category=<id>` or `kind=methods|incomes|dates`."""
        if key == "category" or (key == "kind" and value in KIND_OF_CUE.values()):
            draft.remember(self.name, {key: value})
        self._tell(draft)

    def _tell(self, draft: Draft) -> None:
        slots = draft.state.slots_of(self.name)
        family = HouseholdHI().request(draft.state.slots_of("hi"), draft)
        of_family = draft.state.last == "hi" and slots.get("kind") != "incomes"
        if of_family and family.keys() & {"members", "household_size"}:
            self._family(draft, family, slots)
        else:
            self._person(draft, slots)

    def _family(self, draft: Draft, request: Mapping[str, Any], slots: Mapping[str, Any]) -> None:
        if slots.get("kind") == "dates":
            self._dates(draft, request, slots, draft.text("compare.of_family"))
            return
        ways = self._ways(draft, request, [{"months": months} for months in reversed(PERIODS)])
        lines = [
            draft.text(
                "compare.line_months",
                months=way.overrides["months"],
                total=draft.money(answer.totals["payable_vnd"]),
                month=_per_month(draft, way),
            )
            for way, answer in _answered(ways)
        ]
        self._say(draft, "compare.hi_head", lines, "compare.hi_conclusion", ways)

    def _person(self, draft: Draft, slots: Mapping[str, Any]) -> None:
        floor, ceiling = income_bounds(draft.context.ruleset, draft.context.today)
        known = {"category": "other", "income": "minimum", **draft.state.slots_of("si")}
        if "category" in slots:
            known["category"] = slots["category"]
        told = [one for one in slots.get("incomes") or () if isinstance(one, int)]
        if len(told) == 1 and floor <= told[0] <= ceiling:
            known["income"] = told[0]
            draft.remember("si", {"income": told[0]})
        if "category" in slots:
            draft.remember("si", {"category": slots["category"]})
        draft.change(last="si")
        request = {**VoluntarySI().request(known, draft), "method": "monthly"}
        request.pop("years", None)
        whom = draft.text(
            "compare.of_person",
            category=draft.text(f"si.category_{request['category']}"),
            income=draft.money(request["income_vnd"]),
        )
        match slots.get("kind"):
            case "incomes":
                named = told if len(told) > 1 else [floor, *told, *SHOWN_INCOMES]
                self._incomes(draft, request, sorted(set(named))[:MOST_INCOMES])
            case "dates":
                self._dates(draft, request, slots, whom)
            case _:
                self._methods(draft, request, whom)

    def _methods(self, draft: Draft, request: Mapping[str, Any], whom: str) -> None:
        regular: list[dict[str, Any]] = [{"method": m} for m in ("monthly", "3m", "6m", "12m")]
        years = [{"method": "advance", "years": n} for n in ADVANCE_YEARS]
        ways = self._ways(draft, request, [*regular, *years])
        monthly = ways[0].per_month or Fraction(0)
        lines = []
        alike = [way for way in ways[:4] if way.per_month == monthly]
        if len(alike) == len(regular):
            lines.append(draft.text("compare.line_regular", month=_per_month(draft, ways[0])))
            shown = ways[4:]
        else:
            shown = ways
        for way, answer in _answered(shown):
            label = draft.text(
                f"si.method_{way.overrides['method']}", years=way.overrides.get("years", 0)
            )
            saved = half_up(monthly * (way.months or 0)) - answer.totals["payable_vnd"]
            lines.append(
                draft.text(
                    "compare.line_method",
                    method=label[0].upper() + label[1:],
                    total=draft.money(answer.totals["payable_vnd"]),
                    month=_per_month(draft, way),
                    saved=draft.money(saved),
                )
            )
        self._say(draft, "compare.methods_head", lines, "compare.methods_conclusion", ways, whom)

    def _incomes(self, draft: Draft, request: Mapping[str, Any], incomes: Sequence[int]) -> None:
        ways = self._ways(draft, request, [{"income_vnd": income} for income in incomes])
        lines = []
        for way in ways:
            income = draft.money(int(str(way.overrides["income_vnd"])))
            if isinstance(way.result, PolicyError):
                lines.append(f"{income}: {draft.refusal(way.result)}")
                continue
            totals = way.result.totals
            lines.append(
                draft.text(
                    "compare.line_income",
                    income=income,
                    total=draft.money(totals["payable_vnd"]),
                    support=draft.money(totals["state_vnd"] + totals["province_vnd"]),
                )
            )
        whom = draft.text(f"si.category_{request['category']}")
        self._say(draft, "compare.incomes_head", lines, "compare.incomes_conclusion", ways, whom)

    def _dates(
        self, draft: Draft, request: Mapping[str, Any], slots: Mapping[str, Any], whom: str
    ) -> None:
        today = draft.context.today
        told = date.fromisoformat(slots["on"]) if "on" in slots else None
        later = told if told and told > today else next_change(draft.context.ruleset, request)
        if later is None:
            draft.reply("compare.no_change", self._buttons(draft), on=draft.day(today))
            return
        ways = list(self._ways(draft, request, [{}, {"on": later.isoformat()}]))
        refused = ways[1].result
        of_months = "compare.each_month" if "method" in request else "compare.for_months"
        said = {
            "on": draft.day(later),
            "period": draft.text(of_months, months=request.get("months")),
        }
        lines = [draft.text("compare.line_now", total=_payable(draft, ways[0]), **said)]
        if isinstance(refused, PolicyError):
            lines.append(draft.refusal(refused))
            if refused.code == "income_below_floor":
                least = {"on": later.isoformat(), "income_vnd": refused.limit}
                ways += self._ways(draft, request, [least])
        if not isinstance(ways[-1].result, PolicyError):
            lines.append(draft.text("compare.line_later", total=_payable(draft, ways[-1]), **said))
        self._say(draft, "compare.dates_head", lines, "compare.dates_conclusion", ways, whom)

    def _ways(
        self, draft: Draft, request: Mapping[str, Any], overrides: Sequence[Mapping[str, Any]]
    ) -> tuple[Way, ...]:
        """Return the ways compared; what was computed is stored, the first as the latest."""
        asked = {**request, "compare": list(overrides)}
        ways = compare(draft.context.ruleset, asked).ways
        for way, answer in reversed(_answered(ways)):
            draft.told_quote(self.name, {**request, **way.overrides}, answer)
        return ways

    def _say(
        self,
        draft: Draft,
        head: str,
        lines: Sequence[str],
        conclusion: str,
        ways: Sequence[Way],
        whom: str = "",
    ) -> None:
        answers = [answer for _, answer in _answered(ways)]
        paragraphs = [
            draft.text(head, whom=whom, on=draft.day(draft.context.today)),
            "\n".join(f"• {line}" for line in lines),
            draft.text(conclusion),
            *dict.fromkeys(one for answer in answers for one in caveats(draft, answer)),
            draft.text("common.for_reference"),
        ]
        sources = [source for answer in answers for source in sources_of(answer)]
        heard = "\n".join([draft.text(conclusion), *lines])
        draft.speak("\n\n".join(paragraphs), self._buttons(draft), sources, voice=heard)

    def _buttons(self, draft: Draft) -> list[Any]:
        if draft.state.last == "hi":
            return [draft.button("lead", "flow:lead")]
        slots = draft.state.slots_of(self.name)
        chosen = slots.get("category", draft.state.slots_of("si").get("category", "other"))
        return [
            *(
                draft.button(f"si_category_{category}", f"compare:category={category}")
                for category in SHOWN_CATEGORIES
                if category != chosen
            ),
            draft.button("si_calculate_mine", "flow:si"),
            draft.button("lead", "flow:lead"),
        ]


def _answered(ways: Sequence[Way]) -> list[tuple[Way, Quote]]:
    return [(way, way.result) for way in ways if not isinstance(way.result, PolicyError)]


def _per_month(draft: Draft, way: Way) -> str:
    return draft.money(half_up(way.per_month or Fraction(0)))


def _payable(draft: Draft, way: Way) -> str:
    return (
        "" if isinstance(way.result, PolicyError) else draft.money(way.result.totals["payable_vnd"])
    )
