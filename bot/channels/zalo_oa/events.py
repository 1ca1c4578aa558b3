"""What Zalo tells of people: its signature checked, each event of its catalogue understood."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.channels.contract import InboundEvent
from bot.channels.door import (
    FORGED,
    OTHER_ACCOUNT,
    Opened,
    Read,
    RefusedError,
    fetchable,
    inner,
    known_id,
    moment,
    read_object,
)
from bot.channels.zalo_oa.channel import GUEST_NAME, NAME, PRESS_PREFIX
from bot.conversation.events import (
    Contact,
    Event,
    Location,
    Press,
    Start,
    Stop,
    Text,
    Voice,
    Withdrawn,
)
from bot.conversation.replies import PAYLOAD_BYTES

RECORDINGS = ".zdn.vn"
_SIGNATURE = re.compile(r"mac\s*=\s*([0-9a-f]{64})")
_SOUNDS = (".m4a", ".aac", ".amr", ".mp3", ".ogg", ".oga", ".opus", ".wav")
_GROUPS = "user_send_group_"


def reader(app_id: str, oa_secret: str, oa_id: str, clock: Callable[[], datetime]) -> Read:
    """Return what verifies and reads the webhook requests of an account."""

    def read(headers: Mapping[str, str], body: bytes) -> Opened:
        told = read_object(body)
        given = _SIGNATURE.fullmatch(headers.get("x-zevent-signature", "").strip())
        signed = app_id.encode() + body + str(told.get("timestamp", "")).encode()
        right = hashlib.sha256(signed + oa_secret.encode()).hexdigest()
        if given is None or not hmac.compare_digest(given[1], right):
            raise RefusedError(*FORGED)
        at = moment(told.get("timestamp"), clock())
        if str(told.get("app_id", app_id)) != app_id:
            raise RefusedError(*OTHER_ACCOUNT)
        return Opened(_inbound(told, oa_id, at, clock()))

    return read


def _inbound(
    told: Mapping[str, Any], oa_id: str, at: datetime, received_at: datetime
) -> InboundEvent | None:
    """Return the event; None for receipts, groups and what is no matter of ours."""
    name = str(told.get("event_name", ""))
    message = inner(told, "message")
    person, account = inner(told, "sender").get("id"), inner(told, "recipient").get("id")
    guest, interacted = name.startswith("anonymous_send_"), True
    event: Event | None
    if guest or (name.startswith("user_send_") and not name.startswith(_GROUPS)):
        event = _said(message)
    elif name in {"follow", "unfollow"}:
        person, account = inner(told, "follower").get("id"), told.get("oa_id")
        event = Start() if name == "follow" else Stop()
        interacted = name == "follow"
    elif name == "user_click_chatnow":
        person, account, event = told.get("user_id"), told.get("oa_id"), Start()
    elif name == "user_submit_info":
        event, interacted = _shared(inner(told, "info")), False
    elif name == "user_withdraw":
        person, account, event = told.get("user_id"), told.get("oa_id"), Withdrawn()
        interacted = False
    else:
        return None
    if account is not None and known_id(account) != oa_id:
        raise RefusedError(*OTHER_ACCOUNT)
    if event is None:
        return None
    chat = known_id(person)
    if guest:
        chat = f"{chat}:{known_id(message.get('conversation_id'))}"
    told_id = message.get("msg_id")
    unique = f"{name}:{chat}:{told['timestamp']}" if told_id is None else known_id(told_id)
    channel = GUEST_NAME if guest else NAME
    return InboundEvent(
        channel,
        unique,
        chat,
        event,
        received_at,
        interacted_at=at if interacted else None,
        left_at=at if isinstance(event, Stop) else None,
    )


def _said(message: Mapping[str, Any]) -> Event:
    """Return what a message says: a press, a place, a recording, or its text."""
    text = message.get("text")
    text = text if isinstance(text, str) else ""
    attachments = message.get("attachments")
    for attached in attachments if isinstance(attachments, list) else ():
        if isinstance(attached, dict):
            event = _attached(str(attached.get("type")), inner(attached, "payload"))
            if event is not None:
                return event
    payload = text.removeprefix(PRESS_PREFIX)
    if payload != text and payload.isascii() and 0 < len(payload) <= PAYLOAD_BYTES:
        return Press(payload)
    return Text(text)


def _attached(kind: str, payload: Mapping[str, Any]) -> Event | None:
    match kind:
        case "location":
            place = inner(payload, "coordinates")
            with suppress(KeyError, TypeError, ValueError):
                latitude, longitude = float(place["latitude"]), float(place["longitude"])
                if abs(latitude) <= 90 and abs(longitude) <= 180:
                    return Location(latitude, longitude)
        case "audio":
            return Voice(fetchable(payload.get("url"), RECORDINGS))
        case "file" if str(payload.get("name", "")).lower().endswith(_SOUNDS):
            return Voice(fetchable(payload.get("url"), RECORDINGS))
        case "link":
            # A business card: a number that is not the sender's own.
            with suppress(ValueError, TypeError, AttributeError):
                phone = json.loads(payload["description"]).get("phone")
                return Text(str(phone)) if phone else None
            return None
    return None


def _shared(info: Mapping[str, Any]) -> Event | None:
    """Return the number that a person sent with the form; it is told, not proven, to be theirs."""
    told = inner(info, "info") or info
    phone, name = told.get("phone"), told.get("name")
    if not isinstance(phone, str | int) or not str(phone).strip():
        return None
    return Contact(str(phone), name if isinstance(name, str) and name else None)
