"""What is kept of somebody, and taking back what they agreed to."""

from __future__ import annotations

from datetime import date

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.flows import lead, reminding
from bot.conversation.flows.contract import Immediate
from bot.conversation.meaning import Meaning


class KeptData(Immediate):
    """Says what is kept, from what the conversation remembers; withdraws consents one by one."""

    name = "data"

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Say what is kept, with the ways to end it; or withdraw what was agreed to."""
        if meaning is not None and meaning.values.get("cue") == "withdraw":
            agreed = [draft.state.consent, draft.state.reminder_consent]
            if len([one for one in agreed if one is not None]) == 1:
                self._withdraw(draft)
                return
        self._tell(draft)

    def press(self, draft: Draft, key: str, value: str) -> None:  # noqa: ARG002
        """Take a press: `withdraw=lead|reminder`."""
        self._withdraw(draft, value)

    def _tell(self, draft: Draft) -> None:
        state = draft.state
        lines = [draft.text("data.talk")]
        if any(state.slots.values()):
            lines.append(draft.text("data.told"))
        if state.lead_open:
            lines.append(draft.text("data.lead"))
        if state.consent is not None:
            lines.append(draft.text("data.consent"))
        if state.feedback_given:
            lines.append(draft.text("data.feedback"))
        if state.reminder_on is not None:
            due = draft.day(date.fromisoformat(state.reminder_on))
            lines.append(draft.text("data.reminder", due=due))
        paragraphs = [
            draft.text("data.head"),
            "\n".join(f"• {line}" for line in lines),
            draft.text("data.never"),
        ]
        buttons = []
        if state.consent is not None:
            buttons.append(draft.button("withdraw_lead", "data:withdraw=lead"))
        if state.reminder_consent is not None:
            buttons.append(draft.button("remind_stop", "data:withdraw=reminder"))
        buttons.append(draft.button("delete", "flow:delete"))
        draft.speak("\n\n".join(paragraphs), buttons)

    def _withdraw(self, draft: Draft, purpose: str | None = None) -> None:
        """Withdraw the consent to `purpose`, or each that was given."""
        state = draft.state
        if purpose != reminding.PURPOSE and state.consent is not None:
            proof = draft.content.consents[lead.PURPOSE].proof
            draft.effect(EffectType.CONSENT_WITHDRAWN, consent=proof)
            if state.lead_open:
                draft.effect(EffectType.LEAD_WITHDRAWN)
            # A question for the number that was left must not come back: nobody agreed to it now.
            others = tuple(left for left in state.paused if left.flow != lead.Lead.name)
            draft.change(consent=None, lead_open=False, paused=others)
        if purpose != lead.PURPOSE:
            reminding.withdraw(draft)
        draft.reply("data.withdrawn", [draft.button("delete", "flow:delete")])
