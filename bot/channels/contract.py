"""What every channel is: how an event comes in, how a message goes out, what it can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Protocol, runtime_checkable

from bot.conversation.events import Event
from bot.conversation.replies import PAYLOAD_BYTES, Reply

VOICE = "voice"
"""The channel under whose name conversations are tried out as they are heard."""


class ButtonKind(StrEnum):
    """What a choice looks like on a channel."""

    INLINE = "inline"
    """Buttons below the message; a press comes back with the button's payload."""
    AS_TEXT = "as_text"
    """Buttons below the message; a press comes back as a text that the channel has to recognise."""
    NUMBERED = "numbered"
    """None: choices are a numbered list, and a number comes back."""


class Pictures(StrEnum):
    """How the sheet of a calculation reaches somebody."""

    NAMED = "named"
    """By its addresses in the text."""
    PASSED = "passed"
    """The channel is told the addresses and shows them itself."""
    FETCHED = "fetched"
    """The platform fetches the picture from its address; the page is named in the text."""
    SENT = "sent"
    """The picture is sent, and the page with it where the channel takes `files`."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to send: what is said with it, its bytes, and its address where it has one."""

    name: str
    caption: str
    media_type: str
    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Window:
    """How long after a person's last interaction a platform takes messages to them.

    Until `free` they cost nothing, until `closes` they are charged, later they are refused.
    """

    free: timedelta
    closes: timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: up to `burst` messages at once, then one every `seconds_each`.

    Raises:
        ValueError: nothing could ever be sent.
    """

    burst: int
    seconds_each: float

    def __post_init__(self) -> None:
        if self.burst < 1 or self.seconds_each <= 0:
            raise ValueError("a rate lets at least one message go and fills up again")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show, and how fast it takes it; delivery keeps to both.

    Lengths are in characters of NFC text. `buttons` is the most buttons one message may carry;
    0 means that choices become a numbered list. `phone_share` and `location_share` tell of a
    keyboard by which people send their own number or place; `pictures` how a sheet is handed over,
    and `files` whether documents are taken; `edits` whether what was sent can be changed. `voice`:
    what we send is heard and not read, so that replies come in their short form. `account_rate`
    bounds all that our account sends on the platform, `chat_rate` what one person gets; None: the
    platform has no such bound. Without a `window` it takes a message at any time.
    """

    max_text: int
    buttons: int
    max_button_label: int
    button_kind: ButtonKind = ButtonKind.INLINE
    max_payload_bytes: int = PAYLOAD_BYTES
    html: bool = False
    shows_sources: bool = False
    voice_in: bool = False
    voice_out: bool = False
    voice: bool = False
    phone_share: bool = False
    location_share: bool = False
    pictures: Pictures = Pictures.NAMED
    files: bool = False
    edits: bool = False
    account_rate: Rate | None = None
    chat_rate: Rate | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """One event as a channel received it.

    `external_id` is the platform's id of the event: the same id on the same channel is the same
    event and is handled once. `chat` is the platform's id of the conversation. `interacted_at` is
    when the person did something that opens the channel's `Window` anew, by the platform's clock;
    `left_at` is when they left, by the same clock, where the event tells of that.
    """

    channel: str
    external_id: str
    chat: str
    event: Event
    received_at: datetime
    interacted_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChatChange:
    """What became of a chat of ours that is no citizen's: the group of the office's staff.

    Nothing arrives there while it is not `reachable`; `moved_to` is the id that it has from now on.
    `at` is when it happened, by the platform's clock.
    """

    channel: str
    chat: str
    at: datetime
    reachable: bool = True
    moved_to: str | None = None


class Outcome(Enum):
    """What a failed send means for the message."""

    RETRY = "retry"
    """The platform did not take it; sending again is safe."""
    DROP = "drop"
    """It will never be taken: the person blocked us, the message is malformed."""
    IN_DOUBT = "in_doubt"
    """It may have arrived; only a reply may be sent again, once."""
    HOLD = "hold"
    """Our own account is refused (token revoked, package run out): nothing goes out on it for a
    while, and no message is lost by it."""


class Scope(Enum):
    """Whom a platform's "slow down" is about."""

    ACCOUNT = "account"
    """All that our account sends."""
    CHAT = "chat"
    """This one person's chat."""


class DeliveryError(Exception):
    """A send that failed: whether to try again, when, and what staff see. Never holds a secret.

    `retry_after_seconds` is the platform's "slow down", and pauses what `scope` names. `moved_to`
    is the id under which the platform has the chat now.
    """

    def __init__(
        self,
        outcome: Outcome,
        staff_message: str,
        retry_after_seconds: float | None = None,
        scope: Scope = Scope.ACCOUNT,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(staff_message)
        self.outcome = outcome
        self.staff_message = staff_message
        self.retry_after_seconds = retry_after_seconds
        self.scope = scope
        self.moved_to = moved_to


class Channel(Protocol):
    """A way to reach people. Sending is the only thing that delivery asks of it."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:
        """Send one message that fits `capabilities` to `chat`; return the platform's id of it.

        `key` is the same when the same message is sent again, for platforms that drop repeats.
        What it needs of the database it asks before it sends.

        Raises:
            DeliveryError: it was not sent, or nobody knows whether it was.
        """
        ...


@runtime_checkable
class FileChannel(Channel, Protocol):
    """A channel that sends files: its `pictures` are fetched or sent."""

    async def send_file(self, chat: str, file: File, key: str = "") -> str | None:
        """Send one file to `chat`; return the platform's id of the message.

        Raises:
            DeliveryError: it was not sent, or nobody knows whether it was.
        """
        ...
