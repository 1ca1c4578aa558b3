"""What every channel is: how an event comes in, how a message goes out, what it can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.conversation.events import Event
from bot.conversation.replies import Reply


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show; the renderer fits every reply to it.

    Lengths are in characters of NFC text. `buttons` is the most buttons one message may carry;
    0 means that choices become a numbered list.
    """

    max_text: int
    buttons: int
    max_button_label: int
    html: bool = False
    shows_sources: bool = False
    voice_in: bool = False
    voice_out: bool = False
    phone_share: bool = False


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """One event as a channel received it.

    `external_id` is the platform's id of the event: the same id on the same channel is the same
    event and is handled once. `chat` is the platform's id of the conversation.
    """

    channel: str
    external_id: str
    chat: str
    event: Event
    received_at: datetime


class Outcome(Enum):
    """What a failed send means for the message."""

    RETRY = "retry"
    """The platform did not take it; sending again is safe."""
    DROP = "drop"
    """It will never be taken: the person blocked us, the message is malformed."""
    IN_DOUBT = "in_doubt"
    """It may have arrived; only a reply may be sent again, once."""


class DeliveryError(Exception):
    """A send that failed: whether to try again, when, and what staff see. Never holds a secret."""

    def __init__(
        self, outcome: Outcome, staff_message: str, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(staff_message)
        self.outcome = outcome
        self.staff_message = staff_message
        self.retry_after_seconds = retry_after_seconds


class Channel(Protocol):
    """A way to reach people. Sending is the only thing that delivery asks of it."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, chat: str, part: Reply) -> str | None:
        """Send one message that fits `capabilities` to `chat`; return the platform's id of it.

        Raises:
            DeliveryError: it was not sent, or nobody knows whether it was.
        """
        ...
