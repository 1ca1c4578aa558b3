"""Somebody wants to be called: consent first, then the number, then name and commune.

The lead is logged in the turn that brings the number, so that nobody who gave one is lost; name
and commune are added to it afterwards. A number that comes before the consent is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.events import Contact
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Button

PURPOSE = "lead"
MANY_DIGITS = 4
"""Digits from which a text is meant as a number, though none that can exist."""
LONGEST_NAME = 60
MOST_COMMUNES = 10
"""Choices of a commune that are offered; a wider place is kept as it was said."""
INTEREST_OF = {"hi": "hi", "si": "si", "pension": "si", "lump": "si"}
"""What somebody wants to join whose last answer came from a calculator."""
_YES, _NO = {"affirm"}, {"deny", "goodbye", "stop_messages"}


class Lead:
    """Consent, phone number, name, commune; the last two can be skipped."""

    name = "lead"
    changed_by: frozenset[str] = frozenset()

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Ask for consent, or straight for the number where it was given before."""
        draft.forget(self.name)
        if meaning is not None and len(communes := _communes(meaning)) == 1:
            draft.remember(self.name, {"commune": _kept(communes[0])})
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
            self._log(draft, shared.phone, shared.name, proven=shared.proven)

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        """Take the consent, the number, the name or the commune."""
        match draft.state.awaiting:
            case "consent":
                return self._consent_in_words(draft, meaning)
            case "phone":
                return self._phone(draft, text, meaning)
            case "name":
                return self._name(draft, text, meaning)
            case _:
                return self._place(draft, text, meaning)

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `consent=yes|no`, `commune=<code>`, `skip=name|place`."""
        choices = draft.state.slots_of(self.name).get("choices", {})
        if key == "consent":
            self._consent(draft, given=value == "yes")
        elif key == "commune" and draft.state.awaiting == "place" and value in choices:
            self._settle(draft, choices[value])
        elif draft.state.flow == self.name and draft.state.awaiting == value:
            self._next(draft)

    def ask(self, draft: Draft) -> None:
        """Ask for what is awaited."""
        match draft.state.awaiting:
            case "consent":
                draft.speak(
                    draft.content.consents[PURPOSE].text,
                    [
                        draft.button("consent_yes", "lead:consent=yes"),
                        draft.button("consent_no", "lead:consent=no"),
                    ],
                    verbatim=True,
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
        consent = draft.content.consents[PURPOSE]
        if given:
            if draft.state.consent is None:
                draft.effect(EffectType.CONSENT_GIVEN, consent=consent.proof)
            draft.change(consent=consent.version)
            draft.wait(self.name, "phone")
            self.ask(draft)
            return
        if draft.state.consent is not None:
            draft.effect(EffectType.CONSENT_WITHDRAWN, consent=consent.proof)
        draft.change(consent=None)
        draft.leave()
        draft.reply("lead.refused", [draft.button("menu", "flow:menu")])

    def _phone(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        phone = meaning.values.get("phone")
        if isinstance(phone, str):
            self._log(draft, phone, None)
            return True
        if meaning.intent == "inform" or sum(sign.isdigit() for sign in text) >= MANY_DIGITS:
            draft.reply("lead.phone_impossible")
            return True
        return False

    def _log(self, draft: Draft, phone: str, name: str | None, *, proven: bool = False) -> None:
        slots = draft.state.slots_of(self.name)
        lead = {
            "phone": phone,
            "name": name,
            "interest": INTEREST_OF.get(draft.state.last or "", "any"),
            "commune": slots.get("commune"),
            "proven": proven or None,
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
        if self._skips(draft, text):
            self._next(draft)
            return True
        told = meaning.values.get("name")
        name = " ".join((told if isinstance(told, str) else text).split())
        sounds_like_a_name = meaning.intent in {"inform", "unclear", "other", "greet", "affirm"}
        if not sounds_like_a_name or not 0 < len(name) <= LONGEST_NAME or "?" in name:
            return False
        draft.effect(EffectType.LEAD_UPDATED, lead={"name": name})
        self._next(draft)
        return True

    def _place(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        if self._skips(draft, text):
            self._next(draft)
            return True
        named = meaning.values.get("place")
        if named is None and meaning.intent not in {"inform", "unclear", "other"}:
            return False
        communes = _communes(meaning)
        if len(communes) > MOST_COMMUNES or not communes:
            self._settle(draft, {"name": " ".join(text.split())[:LONGEST_NAME]})
        elif len(communes) == 1:
            self._settle(draft, _kept(communes[0]))
        else:
            draft.remember(self.name, {"choices": {c["code"]: _kept(c) for c in communes}})
            draft.reply(
                "lead.which_commune",
                [
                    *(Button(_label(c), f"lead:commune={c['code']}") for c in communes),
                    self._skip(draft, "place"),
                ],
            )
        return True

    def _settle(self, draft: Draft, commune: Mapping[str, str]) -> None:
        draft.effect(EffectType.LEAD_UPDATED, lead={"commune": dict(commune)})
        self._next(draft)

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

    def _skips(self, draft: Draft, text: str) -> bool:
        """Return whether the person typed what the button for skipping says."""
        words = draft.text("lead.skip_words").split(", ")
        return " ".join(text.casefold().split()) in words

    def _skip(self, draft: Draft, what: str) -> Button:
        return draft.button("skip", f"lead:skip={what}")


def _communes(meaning: Meaning) -> list[dict[str, str]]:
    """Return the communes that the place of a sentence may be: none, one, or several."""
    place = meaning.values.get("place")
    return list(place.get("communes", ())) if isinstance(place, dict) else []


def _kept(commune: Mapping[str, str]) -> dict[str, str]:
    """Return what the lead keeps of a commune."""
    return {"name": commune["name"], "code": commune["code"]}


def _label(commune: Mapping[str, str]) -> str:
    """Return the label of a choice: today's name, and the former one where that was said."""
    if "former" not in commune:
        return commune["name"]
    places = dict.fromkeys((commune["former"], commune["district"]))
    return f"{commune['name']} ({', '.join(places)})"
