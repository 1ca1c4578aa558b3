"""Somebody wants to be called: consent first, then the number, then name and commune.

The lead is logged in the turn that brings the number, so that nobody who gave one is lost; name
and commune are added to it afterwards. A number that comes before the consent is not kept.
"""

from __future__ import annotations

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.events import Contact
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Button

PURPOSE = "lead"
LONGEST_NAME = 60
_YES, _NO = {"affirm"}, {"deny", "goodbye", "stop_messages"}


class Lead:
    """Consent, phone number, name, commune; the last two can be skipped."""

    name = "lead"
    changed_by: frozenset[str] = frozenset()

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Ask for consent, or straight for the number where it was given before."""
        draft.forget(self.name)
        if meaning is not None and (place := meaning.values.get("place")):
            draft.remember(self.name, {"commune": _commune(place)})
        came_early = meaning is not None and "phone" in meaning.values
        consented = draft.state.consent is not None
        if consented and came_early and meaning is not None:
            self._log(draft, str(meaning.values["phone"]), None)
            return
        draft.wait(self.name, "phone" if consented else "consent")
        if came_early:
            draft.reply("lead.number_not_kept")
        self.ask(draft)

    def contact(self, draft: Draft, shared: Contact) -> None:
        """Take a number shared with the channel's own button."""
        if draft.state.consent is None:
            draft.wait(self.name, "consent")
            draft.reply("lead.number_not_kept")
            self.ask(draft)
        else:
            self._log(draft, shared.phone, shared.name)

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        """Take the consent, the number, the name or the commune."""
        match draft.state.awaiting:
            case "consent":
                return self._consent_in_words(draft, meaning)
            case "phone":
                return self._phone(draft, meaning)
            case "name":
                return self._name(draft, text, meaning)
            case _:
                return self._place(draft, text, meaning)

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `consent=yes|no`, `skip=name|place`."""
        if key == "consent":
            self._consent(draft, given=value == "yes")
        elif draft.state.flow == self.name and draft.state.awaiting == value:
            self._next(draft)

    def ask(self, draft: Draft) -> None:
        """Ask for what is awaited."""
        match draft.state.awaiting:
            case "consent":
                draft.speak(
                    draft.context.content.consents[PURPOSE].text,
                    [
                        draft.button("consent_yes", "lead:consent=yes"),
                        draft.button("consent_no", "lead:consent=no"),
                    ],
                )
            case "name":
                draft.reply("lead.ask_name", [self._skip(draft, "name")])
            case "place":
                draft.reply("lead.ask_place", [self._skip(draft, "place")])
            case _:
                draft.request_phone("lead.ask_phone")

    def _consent_in_words(self, draft: Draft, meaning: Meaning) -> bool:
        if meaning.intent not in _YES | _NO:
            return False
        self._consent(draft, given=meaning.intent in _YES)
        return True

    def _consent(self, draft: Draft, *, given: bool) -> None:
        consent = draft.context.content.consents[PURPOSE]
        proof = {
            "purpose": consent.purpose,
            "version": consent.version,
            "text_sha256": consent.sha256,
        }
        if given:
            if draft.state.consent is None:
                draft.effect(EffectType.CONSENT_GIVEN, consent=proof)
            draft.change(consent=consent.version)
            draft.wait(self.name, "phone")
            self.ask(draft)
            return
        if draft.state.consent is not None:
            draft.effect(EffectType.CONSENT_WITHDRAWN, consent=proof)
        draft.change(consent=None)
        draft.leave()
        draft.reply("lead.refused", [draft.button("menu", "flow:menu")])

    def _phone(self, draft: Draft, meaning: Meaning) -> bool:
        phone = meaning.values.get("phone")
        if isinstance(phone, str):
            self._log(draft, phone, None)
            return True
        if meaning.intent == "inform":
            draft.reply("lead.phone_impossible")
            return True
        return False

    def _log(self, draft: Draft, phone: str, name: str | None) -> None:
        slots = draft.state.slots_of(self.name)
        lead = {
            "phone": phone,
            "name": name,
            "interest": draft.state.last or "any",
            "commune": slots.get("commune"),
        }
        draft.effect(
            EffectType.LEAD_LOGGED,
            lead={key: value for key, value in lead.items() if value is not None},
        )
        draft.change(lead_open=True)
        draft.remember(self.name, {"named": bool(name) or None})
        draft.reply("lead.logged")
        draft.wait(self.name, "phone")
        self._next(draft)

    def _name(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        told = meaning.values.get("name")
        name = " ".join((told if isinstance(told, str) else text).split())
        sounds_like_a_name = meaning.intent in {"inform", "unclear", "other", "greet", "affirm"}
        if not sounds_like_a_name or not 0 < len(name) <= LONGEST_NAME or "?" in name:
            return False
        draft.effect(EffectType.LEAD_UPDATED, lead={"name": name})
        self._next(draft)
        return True

    def _place(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        place = meaning.values.get("place")
        if place is None and meaning.intent not in {"inform", "unclear", "other"}:
            return False
        commune = _commune(place) if place else {"name": " ".join(text.split())[:LONGEST_NAME]}
        draft.effect(EffectType.LEAD_UPDATED, lead={"commune": commune})
        self._next(draft)
        return True

    def _next(self, draft: Draft) -> None:
        """Go to the next thing that is still unknown, or finish."""
        slots, awaiting = draft.state.slots_of(self.name), draft.state.awaiting
        if awaiting == "phone" and not slots.get("named"):
            draft.wait(self.name, "name")
        elif awaiting in {"phone", "name"} and not slots.get("commune"):
            draft.wait(self.name, "place")
        else:
            draft.leave()
            draft.reply("lead.thanks", [draft.button("menu", "flow:menu")])
            return
        self.ask(draft)

    def _skip(self, draft: Draft, what: str) -> Button:
        return draft.button("skip", f"lead:skip={what}")


def _commune(place: object) -> dict[str, str]:
    """Return the commune of a place that `nlu` found, as the lead keeps it."""
    if not isinstance(place, dict):
        return {"name": str(place)}
    parts = [place.get(key) for key in ("commune", "former", "district", "province")]
    names = [part for part in parts if isinstance(part, str)]
    kept = {"name": ", ".join(dict.fromkeys(names))}
    if isinstance(code := place.get("code"), str):
        kept["code"] = code
    return kept
