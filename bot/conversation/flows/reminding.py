"""A reminder before a health card ends: the day, the consent, the promise; and taking it back."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Button

PURPOSE = "reminder"
KIND = "card_expiry"
BEFORE = (timedelta(days=30), timedelta(days=7))
"""How long before the last day to remind; the first that is still to come."""
UNREACHED = frozenset({"web", "terminal"})
"""Channels on which a message waits until the citizen comes back."""


class Remind:
    """Asks for the day on which the card ends, and for consent where there is none yet."""

    name = "remind"
    changed_by: frozenset[str] = frozenset()

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Begin with the day that the sentence names; or take the promise back."""
        values = meaning.values if meaning else {}
        if values.get("cue") == "remind_stop":
            self._cancel(draft)
            return
        draft.forget(self.name)
        last = _day_told(values, draft.context.today)
        if last is None:
            draft.wait(self.name, "date")
            self.ask(draft)
        else:
            self._promise(draft, last)

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:  # noqa: ARG002
        """Take the day, or the consent."""
        if draft.state.awaiting == "consent":
            if meaning.intent not in {"affirm", "deny"}:
                return False
            self._consent(draft, given=meaning.intent == "affirm")
            return True
        last = _day_told(meaning.values, draft.context.today)
        if last is None:
            return False
        self._promise(draft, last)
        return True

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `on=<ISO day>`, `consent=yes|no`, `stop=yes`."""
        if key == "stop":
            self._cancel(draft)
        elif key == "consent" and "last" in draft.state.slots_of(self.name):
            self._consent(draft, given=value == "yes")
        elif key == "on" and (last := _iso(value)) is not None:
            self._promise(draft, last)
        else:
            draft.wait(self.name, "date")
            self.ask(draft)

    def ask(self, draft: Draft) -> None:
        """Ask for the day, or for the consent."""
        if draft.state.awaiting == "consent":
            draft.speak(
                draft.content.consents[PURPOSE].text,
                [
                    draft.button("consent_yes", "remind:consent=yes"),
                    draft.button("consent_no", "remind:consent=no"),
                ],
                verbatim=True,
            )
        else:
            draft.reply("remind.ask_date", self._ends(draft))

    def _ends(self, draft: Draft) -> list[Button]:
        """Return the ends of the next months as buttons, and that of the year."""
        today = draft.context.today
        nexts = [_end(today.year, today.month + ahead) for ahead in (1, 2)]
        ends = dict.fromkeys([*nexts, _end(today.year + (today.month == 12), 12)])
        return [
            draft.button("end_of_month", f"remind:on={end.isoformat()}", month=draft.month(end))
            for end in sorted(ends)
        ]

    def _promise(self, draft: Draft, last: date) -> None:
        """Go on to the consent or the promise; a card that ends too soon is to be renewed now."""
        today = draft.context.today
        due = next((last - before for before in BEFORE if last - before > today), None)
        if due is None:
            draft.leave()
            ended = last < today
            entry = "hi-card-expired" if ended else "hi-renew"
            draft.reply(
                "remind.ended" if ended else "remind.soon",
                [draft.entry(draft.content.faqs[entry]), draft.button("lead", "flow:lead")],
                last=draft.day(last),
            )
            return
        draft.remember(self.name, {"last": last.isoformat(), "due": due.isoformat()})
        if draft.state.reminder_consent is None:
            draft.wait(self.name, "consent")
            self.ask(draft)
        else:
            self._schedule(draft)

    def _consent(self, draft: Draft, *, given: bool) -> None:
        consent = draft.content.consents[PURPOSE]
        if not given:
            draft.forget(self.name)
            draft.leave()
            draft.reply("remind.refused", [draft.button("menu", "flow:menu")])
            return
        if draft.state.reminder_consent is None:
            draft.effect(EffectType.CONSENT_GIVEN, consent=consent.proof)
            draft.change(reminder_consent=consent.version)
        self._schedule(draft)

    def _schedule(self, draft: Draft) -> None:
        slots = draft.state.slots_of(self.name)
        draft.effect(EffectType.REMINDER_SCHEDULED, reminder={"kind": KIND, "on": slots["due"]})
        draft.change(reminder_on=slots["due"])
        draft.leave()
        waits = draft.context.channel in UNREACHED
        draft.reply(
            "remind.promised_here" if waits else "remind.promised",
            [draft.button("remind_stop", "remind:stop=yes"), draft.button("menu", "flow:menu")],
            last=draft.day(date.fromisoformat(slots["last"])),
            due=draft.day(date.fromisoformat(slots["due"])),
        )

    def _cancel(self, draft: Draft) -> None:
        promised = draft.state.reminder_on is not None
        withdraw(draft)
        draft.forget(self.name)
        draft.leave()
        if promised:
            draft.reply("remind.cancelled")
        else:
            # Nothing was promised: other messages must be meant.
            draft.effect(EffectType.OPTED_OUT)
            draft.reply("common.opted_out", [draft.button("delete", "flow:delete")])


def withdraw(draft: Draft) -> None:
    """Take back the consent to reminders; the promises go with it."""
    if draft.state.reminder_consent is not None:
        proof = draft.content.consents[PURPOSE].proof
        draft.effect(EffectType.CONSENT_WITHDRAWN, consent=proof)
    draft.change(reminder_consent=None, reminder_on=None)


def _day_told(values: Mapping[str, object], today: date) -> date | None:
    """Return the day on which the card ends; a month alone stands for its last day.

    Without a year it is the next such day.
    """
    if (told := _iso(str(values.get("date", "")))) is not None:
        return told
    said = values.get("month")
    if not isinstance(said, Mapping):
        return None
    years = [said["year"]] if "year" in said else [today.year, today.year + 1]
    ends = [_end(year, said["month"]) for year in years]
    days = [end.replace(day=min(said.get("day", end.day), end.day)) for end in ends]
    return next((one for one in days if one >= today), days[-1])


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _end(year: int, month: int) -> date:
    """Return the last day of a month; a month beyond December is one of the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
