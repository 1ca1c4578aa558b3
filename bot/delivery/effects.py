"""What a turn does to the world, carried out in its transaction: one function for each effect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from bot.conversation.effects import Effect, EffectType
from bot.conversation.flows.lead import PURPOSE
from bot.conversation.flows.reminding import PURPOSE as REMINDERS
from bot.leads.status import Interest
from bot.store import (
    consents,
    erase,
    feedback,
    hand_offs,
    leads,
    outbox,
    quotes,
    reminders,
    unanswered,
)
from bot.store.leads import LeadRequest
from bot.store.models import Consent, Conversation, Priority
from bot.store.session import Session


class NoConsentError(Exception):
    """Contact data without a recorded consent: the turn that wanted to keep it is rolled back."""


@dataclass(slots=True)
class Scene:
    """Where the effects of one turn happen. `quote_id` is the quote it stored, if any."""

    session: Session
    conversation: Conversation
    quote_id: int | None = None


Data: TypeAlias = Mapping[str, Any]
CarryOut: TypeAlias = Callable[[Scene, Data], Awaitable[None]]


async def carry_out(scene: Scene, effect: Effect) -> None:
    """Carry out one effect.

    Raises:
        NoConsentError: it would keep contact data without a consent.
    """
    await _HOW[effect.type](scene, effect.data)


async def _consent_given(scene: Scene, data: Data) -> None:
    consents.give(scene.session, scene.conversation, **data["consent"])


async def _consent_withdrawn(scene: Scene, data: Data) -> None:
    purpose = data["consent"]["purpose"]
    await consents.withdraw(scene.session, scene.conversation.id, purpose)
    if purpose == REMINDERS:
        await reminders.cancel(scene.session, scene.conversation.id)


async def _lead_logged(scene: Scene, data: Data) -> None:
    told = data["lead"]
    commune = told.get("commune") or {}
    quote = await quotes.latest(scene.session, scene.conversation.id)
    wanted = LeadRequest(
        consent=await _consent(scene),
        phone=told["phone"],
        interest=Interest(told["interest"]),
        name=told.get("name"),
        commune_code=commune.get("code"),
        commune_name=commune.get("name"),
        note=told.get("note"),
        quote_id=None if quote is None else quote.id,
        proven=bool(told.get("proven")),
    )
    await leads.request(scene.session, scene.conversation.id, wanted)


async def _lead_updated(scene: Scene, data: Data) -> None:
    await _consent(scene)
    told = data["lead"]
    commune = told.get("commune") or {}
    interest = told.get("interest")
    await leads.update(
        scene.session,
        scene.conversation.id,
        name=told.get("name"),
        interest=None if interest is None else Interest(interest),
        commune_code=commune.get("code"),
        commune_name=commune.get("name"),
        note=told.get("note"),
    )


async def _lead_withdrawn(scene: Scene, _: Data) -> None:
    await leads.withdraw(scene.session, scene.conversation.id)


async def _handed_off(scene: Scene, data: Data) -> None:
    hand_offs.begin(scene.session, scene.conversation, data["reason"])


async def _returned_to_bot(scene: Scene, _: Data) -> None:
    scene.conversation.handed_off_at = None
    scene.conversation.hand_off_reason = None
    scene.conversation.owner_staff_id = None
    hand_offs.end(scene.conversation)


async def _opted_in(scene: Scene, _: Data) -> None:
    await consents.opt_in(scene.session, scene.conversation.id)


async def _opted_out(scene: Scene, _: Data) -> None:
    await consents.opt_out(scene.session, scene.conversation.id)
    await reminders.cancel(scene.session, scene.conversation.id)
    unasked = {Priority.REMINDER, Priority.BROADCAST}
    await outbox.cancel_waiting(scene.session, scene.conversation.id, unasked)


async def _reminder_scheduled(scene: Scene, data: Data) -> None:
    reminder = data["reminder"]
    await reminders.cancel(scene.session, scene.conversation.id, reminder["kind"])
    reminders.schedule(
        scene.session,
        scene.conversation.id,
        reminder["kind"],
        date.fromisoformat(reminder["on"]),
    )


async def _data_deleted(scene: Scene, _: Data) -> None:
    await erase.citizen(scene.session, scene.conversation)
    scene.quote_id = None


async def _quote_stored(scene: Scene, data: Data) -> None:
    scene.quote_id = await quotes.store(
        scene.session, scene.conversation.id, data["request"], data["quote"]
    )


async def _unanswered_logged(scene: Scene, data: Data) -> None:
    unanswered.add(scene.session, scene.conversation.id, data["text"], data["ranking"])


async def _feedback_given(scene: Scene, data: Data) -> None:
    await feedback.give(scene.session, scene.conversation.id, **data["feedback"])


async def _consent(scene: Scene) -> Consent:
    await scene.session.flush()
    consent = await consents.active(scene.session, scene.conversation.id, PURPOSE)
    if consent is None:
        raise NoConsentError(f"conversation {scene.conversation.id} has no consent")
    return consent


_HOW: Mapping[EffectType, CarryOut] = {
    EffectType.CONSENT_GIVEN: _consent_given,
    EffectType.CONSENT_WITHDRAWN: _consent_withdrawn,
    EffectType.LEAD_LOGGED: _lead_logged,
    EffectType.LEAD_UPDATED: _lead_updated,
    EffectType.LEAD_WITHDRAWN: _lead_withdrawn,
    EffectType.HANDED_OFF: _handed_off,
    EffectType.RETURNED_TO_BOT: _returned_to_bot,
    EffectType.OPTED_IN: _opted_in,
    EffectType.OPTED_OUT: _opted_out,
    EffectType.REMINDER_SCHEDULED: _reminder_scheduled,
    EffectType.DATA_DELETED: _data_deleted,
    EffectType.QUOTE_STORED: _quote_stored,
    EffectType.UNANSWERED_LOGGED: _unanswered_logged,
    EffectType.FEEDBACK_GIVEN: _feedback_given,
}
