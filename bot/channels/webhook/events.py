"""What a partner's program tells of people; the format is in docs/channels/webhook.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

from bot.channels.contract import InboundEvent
from bot.channels.door import FORGED, MALFORMED, STALE, Opened, Read, RefusedError, read_object
from bot.channels.webhook.channel import NAME
from bot.conversation.events import Contact, Event, Location, Press, Start, Stop, Text, Voice
from bot.conversation.replies import PAYLOAD_BYTES

SHORTEST_SECRET_BYTES = 24
_UNTIMELY = re.compile("too (old|new)")

_Name = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:+@-]{1,128}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class _Attachment(_Part):
    kind: str
    url: str = Field(default="", max_length=2000)


class _Contact(_Part):
    phone: str = Field(min_length=3, max_length=32)
    name: str | None = Field(default=None, max_length=200)


class _Place(_Part):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class _Incoming(_Part):
    id: _Id
    channel: _Name
    user: _Id
    ts: AwareDatetime | None = None
    """When it happened, by the partner's clock."""


class MessageIn(_Incoming):
    """What a person said; the first of contact, button, location, recording and text counts."""

    type: Literal["message.in"]
    text: str = ""
    button: Annotated[str, Field(max_length=PAYLOAD_BYTES, pattern=r"^[\x21-\x7e]+$")] | None = None
    contact: _Contact | None = None
    location: _Place | None = None
    attachments: list[_Attachment] = Field(default_factory=list)

    def event(self) -> Event:
        """Return the event that it is."""
        if self.contact is not None:
            return Contact(self.contact.phone, self.contact.name)
        if self.button is not None:
            return Press(self.button)
        if self.location is not None:
            return Location(self.location.latitude, self.location.longitude)
        recordings = [one.url for one in self.attachments if one.kind == "audio"]
        return Voice(recordings[0]) if recordings and not self.text else Text(self.text)


class ConversationStarted(_Incoming):
    """A person opened the conversation; `payload` is that of the link they followed."""

    type: Literal["conversation.started"]
    payload: str | None = Field(default=None, max_length=PAYLOAD_BYTES)

    def event(self) -> Event:
        """Return the event that it is."""
        return Start(self.payload)


class ConversationStopped(_Incoming):
    """A person left."""

    type: Literal["conversation.stopped"]

    def event(self) -> Event:
        """Return the event that it is."""
        return Stop()


_FORMAT: TypeAdapter[MessageIn | ConversationStarted | ConversationStopped] = TypeAdapter(
    Annotated[MessageIn | ConversationStarted | ConversationStopped, Field(discriminator="type")]
)


def reader(secret: str, clock: Callable[[], datetime]) -> Read:
    """Return what verifies and reads a partner's requests."""
    webhook = Webhook(secret)

    def read(headers: Mapping[str, str], body: bytes) -> Opened:
        try:
            webhook.verify(body, dict(headers), json_parse=False)
        except WebhookVerificationError as error:
            raise RefusedError(*(STALE if _UNTIMELY.search(str(error)) else FORGED)) from None
        except ValueError:
            # A signature header that is none, or bytes that are no text.
            raise RefusedError(*FORGED) from None
        try:
            told = _FORMAT.validate_python(read_object(body))
        except ValidationError:
            raise RefusedError(*MALFORMED) from None
        left = isinstance(told, ConversationStopped)
        return Opened(
            InboundEvent(
                channel=NAME,
                external_id=f"{told.channel}:{told.id}",
                chat=f"{told.channel}:{told.user}",
                event=told.event(),
                received_at=clock(),
                interacted_at=None if left else told.ts,
                left_at=told.ts if left else None,
            )
        )

    return read
