"""Which group am I in, and what support is there: a short check that decides nothing officially."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import caveats, sources_of
from bot.conversation.meaning import Meaning
from policies import Quote, hi_groups, income_bounds, quote, si_categories

SETTLED = frozenset({"poor", "near_poor", "island", "ethnic_minority"})
"""Answers after which being of an ethnic minority changes no support here."""
SHOWN = ("poor", "near_poor", "average_agri", "other")
UNKNOWN = "unknown"
ETHNIC = "household_category"
"""What is awaited for it: the understanding then reads the name of a people as a category."""


class Belonging:
    """Asks for the commune's list, and for the ethnic minority where it changes the support."""

    name = "group"
    changed_by: frozenset[str] = frozenset()

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Begin with the category that the sentence names, if any."""
        draft.forget(self.name)
        category = meaning.values.get("household_category") if meaning else None
        draft.remember(self.name, {"category": category})
        self._next(draft)

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:  # noqa: ARG002
        """Take the category, or whether they are of an ethnic minority."""
        category = meaning.values.get("household_category")
        if draft.state.awaiting == ETHNIC:
            if category == "ethnic_minority" or meaning.intent == "affirm":
                self.press(draft, "ethnic", "yes")
            elif category == "other" or meaning.intent == "deny":
                self.press(draft, "ethnic", "no")
            else:
                return False
            return True
        if meaning.values.get("cue") == "not_known":
            category = UNKNOWN
        if not isinstance(category, str):
            return False
        self.press(draft, "category", category)
        return True

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `category=<id>|unknown` or `ethnic=yes|no`."""
        if key in {"category", "ethnic"}:
            draft.remember(self.name, {key: value})
        self._next(draft)

    def ask(self, draft: Draft) -> None:
        """Ask for what is awaited."""
        if draft.state.awaiting == ETHNIC:
            draft.reply(
                "group.ask_ethnic",
                [draft.button("yes", "group:ethnic=yes"), draft.button("no", "group:ethnic=no")],
            )
            return
        buttons = [draft.button(f"group_{one}", f"group:category={one}") for one in SHOWN]
        draft.reply(
            "group.ask_category", [*buttons, draft.button("not_known", "group:category=unknown")]
        )

    def _next(self, draft: Draft) -> None:
        slots = draft.state.slots_of(self.name)
        if "category" not in slots:
            draft.wait(self.name, "category")
        elif slots["category"] not in SETTLED and "ethnic" not in slots:
            draft.wait(self.name, ETHNIC)
        else:
            draft.leave()
            self._tell(draft, slots["category"], ethnic=slots.get("ethnic") == "yes")
            return
        self.ask(draft)

    def _tell(self, draft: Draft, told: str, *, ethnic: bool) -> None:
        """Say the support of both schemes, and who really decides."""
        ethnic = ethnic or told == "ethnic_minority"
        category, pension = self._pension_scheme(draft, told, ethnic=ethnic)
        group, card = self._card(draft, told)
        label = self._label(draft, told, ethnic=ethnic)
        paragraphs = [
            draft.text("group.head_unknown" if told == UNKNOWN else "group.head", group=label),
            draft.text("group.si", **_amounts(draft, pension)),
            *caveats(draft, pension),
            draft.text(
                "group.hi_household" if group == "household" else "group.hi",
                **_amounts(draft, card),
            ),
            *caveats(draft, card),
        ]
        if ethnic:
            paragraphs.append(draft.text("group.hi_ethnic"))
        if told == UNKNOWN:
            paragraphs.append(draft.text("group.where_to_ask"))
        paragraphs.append(draft.text("group.official"))
        draft.remember("si", {"category": category})
        buttons = [draft.button("si", f"si:category={category}")]
        if group == "household":
            buttons.append(draft.button("hi", "flow:hi"))
        else:
            draft.remember("hi", {"category": group})
            buttons.append(draft.button("hi", f"hi:household_category={group}"))
        buttons.append(draft.button("lead", "flow:lead"))
        sources = [*sources_of(pension), *sources_of(card)]
        draft.speak("\n\n".join(paragraphs), buttons, sources)

    def _pension_scheme(self, draft: Draft, told: str, *, ethnic: bool) -> tuple[str, Quote]:
        """Return the category with the most support, and a month's quote on the lowest income."""
        ruleset, today = draft.context.ruleset, draft.context.today
        known = si_categories(ruleset, today)
        possible = [told if told in known else "other", *(["ethnic_minority"] if ethnic else [])]
        request = {
            **_base(draft, "voluntary_si"),
            "income_vnd": income_bounds(ruleset, today).floor_vnd,
            "method": "monthly",
        }
        answers = {one: quote(ruleset, {**request, "category": one}) for one in possible}
        best = min(answers, key=lambda one: answers[one].totals["payable_vnd"])
        _store(draft, {**request, "category": best}, answers[best])
        return best, answers[best]

    def _card(self, draft: Draft, told: str) -> tuple[str, Quote]:
        """Return the group of health insurance, and a year's quote for one person in it."""
        ruleset, today = draft.context.ruleset, draft.context.today
        group = told if told in hi_groups(ruleset, today) else "household"
        request = {**_base(draft, "household_hi"), "members": [{"group": group}], "months": 12}
        answer = quote(ruleset, request)
        _store(draft, request, answer)
        return group, answer

    def _label(self, draft: Draft, told: str, *, ethnic: bool) -> str:
        if ethnic and told not in {"poor", "near_poor", "average_agri", "island"}:
            return draft.text("group.label_ethnic_minority")
        known = told in {*SETTLED, "average_agri"}
        label = draft.text(f"group.label_{told if known else 'other'}")
        return draft.text("group.label_and_ethnic", label=label) if ethnic else label


def _base(draft: Draft, scheme: str) -> dict[str, Any]:
    context = draft.context
    return {"scheme": scheme, "on": context.today.isoformat(), "province": context.province}


def _store(draft: Draft, request: Mapping[str, Any], answer: Quote) -> None:
    draft.told_quote(Belonging.name, request, answer)


def _amounts(draft: Draft, answer: Quote) -> dict[str, str]:
    names = {"state": "state_vnd", "province": "province_vnd", "payable": "payable_vnd"}
    support = answer.totals["state_vnd"] + answer.totals["province_vnd"]
    return {
        **{name: draft.money(answer.totals[total]) for name, total in names.items()},
        "support": draft.money(support),
    }
