"""What an event leads to: what it means is found out first, then everything is written down."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bot.conversation.events import Event, Text
from bot.conversation.state import State
from bot.conversation.turn import Context, Turn, turn
from bot.delivery.choices import as_press
from bot.delivery.record import record
from bot.store.models import Conversation
from bot.store.session import Session
from bot.understanding.contract import Understander

if TYPE_CHECKING:
    from nlu import Meaning

ContextFactory: TypeAlias = Callable[[datetime, str], Context]
"""What holds for an event received at a moment on a channel."""

PATIENCE_SECONDS = 30.0
"""How long a sentence may take to be understood."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An event, what its text means, and what holds for it."""

    event: Event
    meaning: Meaning | None
    context: Context


@dataclass(frozen=True, slots=True)
class Answerer:
    """Makes turns of events: with what understands sentences, and what holds on a channel."""

    understander: Understander
    contexts: ContextFactory
    patience_seconds: float = PATIENCE_SECONDS

    async def understand(
        self, event: Event, state: State, choices: Sequence[str], at: datetime, channel: str
    ) -> Understood:
        """Find out what an event, received at a moment, means to a conversation in `state`.

        `choices` are the payloads of the numbered list that was shown last.

        Raises:
            TimeoutError: it took longer than `patience_seconds`.
        """
        context, meaning = self.contexts(at, channel), None
        event = as_press(event, choices)
        if isinstance(event, Text):
            async with asyncio.timeout(self.patience_seconds):
                meaning = await self.understander.understand(
                    event.text, state.awaiting, context.today
                )
        return Understood(event, meaning, context)

    async def answer(
        self, session: Session, conversation: Conversation, event: Event, at: datetime
    ) -> Turn:
        """Understand an event, received at a moment, and write down what it leads to.

        The conversation must be locked, and nothing of it may wait.
        """
        state = state_of(conversation)
        choices, conversation.choices = conversation.choices or (), None
        understood = await self.understand(event, state, choices, at, conversation.channel)
        return await write_down(session, conversation, state, understood, at)


async def write_down(
    session: Session,
    conversation: Conversation,
    state: State,
    understood: Understood,
    received_at: datetime,
) -> Turn:
    """Make the turn and write down what it leads to; the conversation must be locked."""
    made = turn(state, understood.event, understood.meaning, understood.context)
    await record(session, conversation, understood.event, made, received_at)
    return made


def state_of(conversation: Conversation) -> State:
    """Return what the bot remembers of a conversation; who owns it is the row's to say."""
    remembered = State.from_json(conversation.state or {})
    return dataclasses.replace(remembered, owner=conversation.owner.value)
