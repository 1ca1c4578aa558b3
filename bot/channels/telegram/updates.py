"""What an update of Telegram means for us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from telegram import ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.contract import ChatChange, InboundEvent
from bot.conversation.events import Contact, Event, Location, Press, Start, Stop, Text, Voice

NAME = "telegram"
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
CORRECTED_WITHIN = timedelta(minutes=10)
"""How soon after it was sent a message may be edited to be answered anew."""
_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)

log = structlog.get_logger(__name__)


def inbound_event(update: Update) -> InboundEvent | ChatChange | None:
    """Return what an update means for us; None for what is said in groups or not served."""
    chat = update.effective_chat
    if chat is None:
        return None
    if chat.type != ChatType.PRIVATE:
        return _group(update, str(chat.id))
    event = _event(update)
    if event is None:
        return None
    left = update.my_chat_member
    said = update.message or update.edited_message
    return InboundEvent(
        channel=NAME,
        external_id=str(update.update_id),
        chat=str(chat.id),
        event=event,
        received_at=datetime.now(UTC),
        interacted_at=None if said is None else said.edit_date or said.date,
        left_at=None if left is None else left.date,
    )


def _group(update: Update, chat: str) -> ChatChange | None:
    if (change := update.my_chat_member) is not None:
        # The office needs the number to have its notices sent there.
        log.info("the bot was added to or removed from a group", group=chat)
        gone = change.new_chat_member.status in _GONE
        return ChatChange(NAME, chat, change.date, reachable=not gone)
    if (message := update.message) is None:
        return None
    if message.migrate_to_chat_id is not None:
        return ChatChange(NAME, chat, message.date, moved_to=str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id is not None:
        return ChatChange(NAME, str(message.migrate_from_chat_id), message.date, moved_to=chat)
    return None


def _event(update: Update) -> Event | None:
    if update.callback_query is not None:
        return Press(update.callback_query.data or "")
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.edited_message is not None:
        return _corrected(update.edited_message)
    return None if update.message is None else _said(update.message, update.effective_user)


def _membership(change: ChatMemberUpdated) -> Event | None:
    return Stop() if change.new_chat_member.status in _GONE else None


def _corrected(message: Message) -> Event | None:
    """Return a text that was corrected soon after; a place that moves is no new word."""
    if message.text is None or message.edit_date is None:
        return None
    soon = message.edit_date - message.date <= CORRECTED_WITHIN
    return Text(message.text) if soon else None


def _said(message: Message, sender: User | None) -> Event:
    if message.text is not None:
        command, _, rest = message.text.partition(" ")
        if command == "/start":
            return Start(rest.strip() or None)
        return Text(message.text)
    if message.contact is not None:
        # A forwarded card looks the same; only the person's own number is theirs to give.
        if sender is not None and message.contact.user_id == sender.id:
            shared = message.contact
            return Contact(shared.phone_number, shared.first_name, proven=True)
        return Text(message.contact.phone_number)
    if message.location is not None:
        return Location(message.location.latitude, message.location.longitude)
    if message.voice is not None:
        return Voice(message.voice.file_id)
    return Text(message.caption or "")
