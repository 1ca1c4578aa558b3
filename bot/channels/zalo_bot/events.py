"""What Zalo's Bot Platform tells of people."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.channels.contract import InboundEvent
from bot.channels.door import (
    FORGED,
    Opened,
    Read,
    RefusedError,
    fetchable,
    inner,
    known_id,
    moment,
    read_object,
)
from bot.channels.zalo_bot.channel import NAME
from bot.conversation.events import Event, Text, Voice, Withheld

HEADER = "x-bot-api-secret-token"
RECORDINGS = ".zdn.vn"


def reader(secret: str, clock: Callable[[], datetime]) -> Read:
    """Return what verifies and reads the webhook requests of a bot."""

    def read(headers: Mapping[str, str], body: bytes) -> Opened:
        if not hmac.compare_digest(headers.get(HEADER, "").encode(), secret.encode()):
            raise RefusedError(*FORGED)
        if not body:
            # The platform tries an address with an empty request.
            return Opened(None)
        told = read_object(body)
        # The documentation wraps the event as its own API wraps an answer; live traffic does not.
        return Opened(_inbound(inner(told, "result") or told, clock()))

    return read


def _inbound(told: Mapping[str, Any], received_at: datetime) -> InboundEvent | None:
    """Return the event; None for groups and for what other bots say."""
    message = inner(told, "message")
    chat = inner(message, "chat")
    if chat.get("chat_type") != "PRIVATE" or inner(message, "from").get("is_bot") is True:
        return None
    event = _event(str(told.get("event_name")), message)
    if event is None:
        return None
    moment(message.get("date"), received_at)
    person = known_id(chat.get("id"))
    unique = message.get("message_id")
    return InboundEvent(
        channel=NAME,
        external_id=f"{person}:{message['date']}" if unique is None else known_id(unique),
        chat=person,
        event=event,
        received_at=received_at,
    )


def _event(name: str, message: Mapping[str, Any]) -> Event | None:
    match name:
        case "message.text.received":
            return Text(_text(message, "text"))
        case "message.image.received" | "message.sticker.received":
            return Text(_text(message, "caption"))
        case "message.voice.received":
            return Voice(fetchable(message.get("voice_url"), RECORDINGS))
        case "message.unsupported.received":
            return Withheld()
        case _:
            return None


def _text(message: Mapping[str, Any], key: str) -> str:
    text = message.get(key)
    return text if isinstance(text, str) else ""
