"""Household health insurance (BHYT hộ gia đình): what a family pays, by head count or by member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import Calculator, caveats, sources_of
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Button
from policies import Quote, hi_groups, quote

PERIODS = (12, 6, 3)
"""Months that the law sells, the longest first."""

SHOWN_SIZES = range(1, 6)
WHOLE_HOUSEHOLD = frozenset(
    {"poor", "near_poor", "near_poor_poor_commune", "specially_difficult_area", "island"}
)
"""Groups that everybody at home is in, and that go before being a student or a small child."""

LARGEST_HOUSEHOLD = 30
"""People beyond which the rule refuses a household; it says so itself."""


class HouseholdHI(Calculator):
    """Asks for the head count, at most; twelve months unless told otherwise."""

    name = "hi"
    questions = {  # noqa: RUF012
        "household_size": "people_count",
        "members": "people_count",
        "months": "months",
    }
    primary = frozenset({"people_count", "member_groups"})

    def read(self, values: Mapping[str, object], awaiting: str | None) -> dict[str, Any]:  # noqa: ARG002
        """Return people_count, months, category and member_groups from the values told."""
        told: dict[str, Any] = {}
        for slot, key in (
            ("people_count", "people_count"),
            ("months", "months"),
            ("category", "household_category"),
            ("member_groups", "member_groups"),
        ):
            if (value := values.get(key)) is not None:
                told[slot] = value
        if values.get("cue") == "children" and "people_count" not in told:
            told["children"] = True
        if "months" not in told and isinstance(years := values.get("years"), int):
            told["months"] = 12 * years
        return told

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        """Take the answer; a family of fewer people is not the one described before.

        More people are those described and others: `1 học sinh với 1 trẻ nhỏ`, then `5 người`.
        """
        values, counted_anew = meaning.values, draft.state.awaiting is None
        before = draft.state.slots_of(self.name).get("people_count")
        now = values.get("people_count")
        fewer = isinstance(now, int) and isinstance(before, int) and now <= before
        if counted_anew and fewer and meaning.intent != "deny":
            draft.remember(self.name, {"member_groups": None})
        return super().answer(draft, text, meaning)

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take the value of a button; `show=more` offers more of them."""
        if key == "show":
            self._show_more(draft)
        else:
            super().press(draft, key, value)

    def request(self, slots: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Return the request: everyone in household form, or each member in a group.

        Groups of some members alone do not say how many there are: the head count is asked for.
        """
        request = self.base_request(draft, "household_hi")
        request["months"] = slots.get("months", PERIODS[0])
        people, groups = slots.get("people_count"), list(slots.get("member_groups") or ())
        category = slots.get("category")
        known = hi_groups(draft.context.ruleset, draft.context.today)
        if category in WHOLE_HOUSEHOLD:
            groups = []
        if people is not None and 0 < len(groups) <= people <= LARGEST_HOUSEHOLD:
            filler = category if category in known else "household"
            groups += [filler] * (people - len(groups))
            request["members"] = [{"group": group} for group in groups]
        elif people is not None and category in known and 0 < people <= LARGEST_HOUSEHOLD:
            request["members"] = [{"group": category}] * people
        elif people is not None:
            request["household_size"] = people
        return request

    def question(self, draft: Draft, awaiting: str) -> None:
        """Ask for the head count or for the period."""
        if awaiting == "months":
            draft.reply("hi.ask_months", self._periods(draft, chosen=None))
        else:
            slots = draft.state.slots_of(self.name)
            some = slots.get("member_groups") or slots.get("children")
            draft.reply(
                "hi.ask_people_in_all" if some else "hi.ask_people",
                [draft.button("people", f"hi:people_count={n}", count=n) for n in SHOWN_SIZES],
            )

    def present(self, draft: Draft, request: Mapping[str, Any], answer: Quote) -> None:
        """Say each member's share, the total, the other periods, and who may pay less."""
        months, members = request["months"], request.get("members")
        totals = answer.totals
        paragraphs = [
            draft.text(
                "hi.result_head",
                count=len(members) if members else request["household_size"],
                months=months,
                on=draft.day(draft.context.today),
            ),
            "\n".join(f"• {share}" for share in self._shares(draft, members, answer)),
            draft.text("hi.result_total", total=draft.money(totals["payable_vnd"]), months=months),
        ]
        if totals["state_vnd"] or totals["province_vnd"]:
            paragraphs.append(
                draft.text(
                    "hi.result_support",
                    contribution=draft.money(totals["contribution_vnd"]),
                    state=draft.money(totals["state_vnd"]),
                    province=draft.money(totals["province_vnd"]),
                )
            )
        if totals["payable_vnd"]:
            paragraphs.append(self._other_periods(draft, request))
        paragraphs += caveats(draft, answer)
        paragraphs.append(draft.text("hi.group_is_official" if members else "hi.who_pays_less"))
        paragraphs.append(draft.text("common.for_reference"))
        others = self._periods(draft, chosen=months) if totals["payable_vnd"] else []
        buttons = [draft.button("share", "share:of=hi"), draft.button("lead", "flow:lead")]
        if members:
            buttons = [*others, *buttons, draft.button("remind", "flow:remind")]
        else:
            buttons = [
                draft.button("near_poor", "hi:household_category=near_poor"),
                draft.button("average_agri", "hi:household_category=average_agri"),
                *buttons,
                draft.button("more", "hi:show=more"),
            ]
        heard = draft.text(
            "voice.hi",
            count=len(members) if members else request["household_size"],
            months=months,
            total=draft.money(totals["payable_vnd"]),
            on=draft.day(draft.context.today),
        )
        draft.speak("\n\n".join(paragraphs), buttons, sources_of(answer), voice=heard)

    def _show_more(self, draft: Draft) -> None:
        """Offer what is asked for less often after a result."""
        chosen = draft.state.slots_of(self.name).get("months", PERIODS[0])
        remind, human = draft.button("remind", "flow:remind"), draft.button("human", "flow:human")
        draft.reply("common.more_ways", [*self._periods(draft, chosen), remind, human])

    def _shares(
        self, draft: Draft, members: Sequence[Mapping[str, str]] | None, answer: Quote
    ) -> list[str]:
        """Return what each person pays, a line each; one line where all are in one group."""
        own = [line for line in answer.lines if line.payer == "citizen"]
        if not members:
            return [
                draft.text("hi.person", place=place, amount=draft.money(line.amount_vnd))
                for place, line in enumerate(own, start=1)
            ]
        groups = {member["group"] for member in members}
        if len(groups) == 1 and len({line.amount_vnd for line in own}) == 1:
            label = self._group(draft, groups.pop())
            return [draft.text("hi.each", group=label, amount=draft.money(own[0].amount_vnd))]
        told = zip(members, own, strict=True)
        labels = [
            draft.ruled(
                "member", line.label, place=place, group=self._group(draft, member["group"])
            )
            for place, (member, line) in enumerate(told, start=1)
        ]
        return [
            f"{label}: {draft.money(line.amount_vnd)}"
            for label, line in zip(labels, own, strict=True)
        ]

    def _group(self, draft: Draft, group: str) -> str:
        words = hi_groups(draft.context.ruleset, draft.context.today)[group]
        return draft.ruled(f"group.{group}", words)

    def _other_periods(self, draft: Draft, request: Mapping[str, Any]) -> str:
        prices = []
        for months in PERIODS:
            if months != request["months"]:
                other = quote(draft.context.ruleset, {**request, "months": months})
                total = draft.money(other.totals["payable_vnd"])
                prices.append(draft.text("hi.period_price", months=months, total=total))
        return draft.text("hi.other_periods", prices="; ".join(prices))

    def _periods(self, draft: Draft, chosen: int | None) -> list[Button]:
        return [
            draft.button("months", f"hi:months={months}", months=months)
            for months in PERIODS
            if months != chosen
        ]
