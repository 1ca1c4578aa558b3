"""Writes down a turn: the log, the effects, the new state and the replies, all or nothing."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from bot.conversation.effects import EffectType
from bot.conversation.events import Contact, Event, Location, Press, Text, Voice
from bot.conversation.replies import SHEET, Reply
from bot.conversation.turn import Turn
from bot.delivery.effects import Scene, carry_out
from bot.store import log, outbox
from bot.store.models import Author, Conversation, Owner, Priority
from bot.store.redact import phones_in
from bot.store.session import Session

TOLD_ANYWAY = frozenset(
    {
        EffectType.HANDED_OFF,
        EffectType.OPTED_OUT,
        EffectType.CONSENT_WITHDRAWN,
        EffectType.LEAD_WITHDRAWN,
        EffectType.DATA_DELETED,
    }
)
"""After these the replies go out even if a person owns the conversation."""


async def record(
    session: Session,
    conversation: Conversation,
    event: Event,
    turn: Turn,
    received_at: datetime,
) -> None:
    """Write down what `event` led to; the conversation must be locked.

    Raises:
        NoConsentError: the turn would keep contact data without a consent.
    """
    await heard(session, conversation, event, received_at)
    scene = Scene(session, conversation)
    for effect in turn.effects:
        await carry_out(scene, effect)
    conversation.state = turn.state.as_json()
    conversation.owner = Owner(turn.state.owner)
    told_anyway = any(effect.type in TOLD_ANYWAY for effect in turn.effects)
    for reply in turn.replies:
        await owe(
            session,
            conversation,
            _numbered(reply, scene.quote_id),
            author=Author.NOTICE if told_anyway else Author.BOT,
            quote_id=scene.quote_id,
            phones=_phones_of(event, turn),
        )


async def heard(
    session: Session, conversation: Conversation, event: Event, received_at: datetime
) -> None:
    """Log what the citizen said; opening, leaving and staff handing back are no words of theirs."""
    conversation.last_inbound_at = received_at
    match event:
        case Text(text):
            await log.heard(session, conversation, "text", text, received_at)
        case Press(payload):
            label = await log.label_of_press(session, conversation.id, payload)
            await log.heard(session, conversation, "button", label or payload, received_at)
        case Contact(phone, name):
            await log.heard(
                session, conversation, "contact", f"{name or ''} {phone}".strip(), received_at
            )
        case Location():
            await log.heard(session, conversation, "location", "", received_at)
        case Voice():
            await log.heard(session, conversation, "voice", "", received_at)
        case _:
            pass


async def owe(
    session: Session,
    conversation: Conversation,
    reply: Reply,
    *,
    author: Author = Author.BOT,
    priority: Priority = Priority.REPLY,
    quote_id: int | None = None,
    phones: frozenset[str] = frozenset(),
) -> None:
    """Put a reply into the outbox and the log; `phones` (E.164) are masked in the log."""
    owed = await outbox.add(session, conversation, reply, author=author, priority=priority)
    await log.said(session, conversation, reply, outbox_id=owed, quote_id=quote_id, phones=phones)


def _numbered(reply: Reply, quote_id: int | None) -> Reply:
    """Return a reply whose sheet names the quote that its turn stored: never its bytes."""
    if quote_id is None:
        return reply
    attachments = (
        {**one, "quote_id": quote_id} if one["kind"] == SHEET else one for one in reply.attachments
    )
    return dataclasses.replace(reply, attachments=tuple(attachments))


def _phones_of(event: Event, turn: Turn) -> frozenset[str]:
    """Return the numbers that the citizen gave in this turn; the state never holds one."""
    written = [event.text] if isinstance(event, Text) else []
    written += [event.phone] if isinstance(event, Contact) else []
    written += [
        effect.data["lead"]["phone"]
        for effect in turn.effects
        if effect.type is EffectType.LEAD_LOGGED
    ]
    return frozenset(phone for text in written for phone in phones_in(text))
