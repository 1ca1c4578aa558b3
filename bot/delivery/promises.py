"""What is said without a question, because it was promised: reminders, and that somebody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.content.types import Content
from bot.conversation.replies import Reply
from bot.conversation.speech import say
from bot.conversation.state import State
from bot.delivery.loop import keep_at, pause
from bot.delivery.record import owe
from bot.leads.hand_off import PATIENCE
from bot.store import conversations, hand_offs, outbox, reminders
from bot.store.models import Author, Conversation, Priority
from bot.store.session import Session
from bot.store.store import Store

LOOK_SECONDS = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat on one of our channels."""

    channel: str
    chat: str

    @classmethod
    def parse(cls, written: str) -> Chat:
        """Return the chat written as "telegram:12345".

        Raises:
            ValueError: it is not a channel and a chat.
        """
        channel, _, chat = written.strip().partition(":")
        if not channel or not chat:
            raise ValueError(f"a chat is written as channel:chat, not {written!r}")
        return cls(channel, chat)


@dataclass(frozen=True, slots=True)
class Office:
    """Whom we tell that a citizen waits, and where they find the conversation.

    `staff` are told first and once more, `in_charge` as well when still nobody took it. `link`
    returns the address of a conversation by its id.
    """

    staff: Sequence[Chat] = ()
    in_charge: Sequence[Chat] = ()
    link: Callable[[int], str] = "/console/conversations/{}".format


async def keep_promises(
    store: Store, content: Callable[[], Content], office: Office, stop: asyncio.Event
) -> None:
    """Write what was promised until `stop` is set, with a look every few seconds."""

    async def once() -> None:
        async with store.begin() as session:
            released = await hand_offs.release_of_disabled(session)
        if released:
            log.info("conversations of disabled staff wait again", conversations=released)
        while await tell_of_one(store, content(), office) and not stop.is_set():
            pass
        while await remind_one(store, content()) and not stop.is_set():
            pass
        await pause(stop, LOOK_SECONDS)

    await keep_at("promises", once, stop)


async def remind_one(store: Store, content: Content) -> bool:
    """Put one reminder of today into the outbox; return whether there was one."""
    async with store.begin() as session:
        found = await reminders.take_due(session)
        if found is None:
            return False
        reminder, conversation = found
        key = f"remind.{reminder.kind}"
        words = _words_for(conversation, content)
        reply = Reply(say(words, key if key in words.texts else "delivery.reminder"))
        await owe(session, conversation, reply, priority=Priority.REMINDER)
        reminder.queued_at = store.clock()
    return True


def _words_for(conversation: Conversation, content: Content) -> Content:
    """Return the content in the language of the citizen."""
    return content.into(State.from_json(conversation.state or {}).locale)


async def tell_of_one(store: Store, content: Content, office: Office) -> bool:
    """Tell staff of one citizen who waits for them; return whether there was one."""
    async with store.begin() as session:
        waiting = await hand_offs.take_due(session)
        if waiting is None:
            return False
        step = waiting.hand_off_told
        last = step >= len(PATIENCE)
        key = ("delivery.staff_waiting", "delivery.staff_still_waiting")[min(step, 1)]
        text = say(
            content, "delivery.staff_escalated" if last else key, link=office.link(waiting.id)
        )
        for chat in [*office.staff, *(office.in_charge if last else ())]:
            await _tell(session, chat, text)
        if last:
            late = Reply(say(_words_for(waiting, content), "delivery.hand_off_late"))
            await owe(session, waiting, late, author=Author.NOTICE, priority=Priority.HAND_OFF)
        hand_offs.told(session, waiting)
        conversation_id = waiting.id
    log.warning("a citizen waits for a person", conversation=conversation_id, told=step + 1)
    return True


async def _tell(session: Session, chat: Chat, text: str) -> None:
    conversation_id = await conversations.ensure(session, chat.channel, chat.chat)
    conversation: Conversation = await conversations.lock(session, conversation_id)
    await outbox.add(
        session, conversation, Reply(text), author=Author.NOTICE, priority=Priority.HAND_OFF
    )
