"""The door of every webhook: what is forged, too large or no message at all is refused here.

A request is verified, stored and acknowledged; nothing waits for a platform or for another program.
Each refusal is counted and logged by its reason, never with what the request said.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import structlog
from prometheus_client import Counter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.channels.contract import ChatChange, InboundEvent
from bot.delivery import Accepted
from bot.delivery.counts import REFUSED
from bot.delivery.loop import where
from bot.store.session import DATABASE_AWAY

BODY_BYTES = 256 * 1024
"""The longest body that is read: many times what any platform sends for one event."""

BODY_SECONDS = 10.0
"""How long a body may take; platforms send theirs at once."""

OLDEST = timedelta(days=1)
"""Platforms repeat an event for hours, at most a day; what is older is somebody's replay."""
AHEAD = timedelta(minutes=10)
_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")

EVENTS = Counter(
    "ansinh_webhook_events",
    "Webhook requests let in: taken, repeat (stored before), too_fast or ignored (not for us).",
    ["channel", "outcome"],
)

log = structlog.get_logger(__name__)


class RefusedError(Exception):
    """A request that is not let in; `reason` is one word for counters and logs."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


FORGED = (403, "forged")
STALE = (403, "stale")
OTHER_ACCOUNT = (403, "other_account")
MALFORMED = (400, "malformed")
OVERSIZED = (413, "oversized")
WRONG_TYPE = (415, "wrong_type")
SLOW = (408, "slow")
BROKEN_OFF = (400, "broken_off")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a verified request holds: the event, if it is one for us, and what to answer."""

    event: InboundEvent | ChatChange | None
    answer: Mapping[str, Any] | None = None


Read: TypeAlias = Callable[[Mapping[str, str], bytes], Opened]
"""Verifies headers and body of a request and says what it holds; raises RefusedError."""
Receive: TypeAlias = Callable[[InboundEvent | ChatChange], Awaitable[Accepted | None]]


def door(channel: str, read: Read, receive: Receive) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that takes the webhook requests of a channel."""

    async def take(request: Request) -> Response:
        try:
            opened = read(request.headers, await _body(request))
        except RefusedError as refused:
            REFUSED.labels(channel, refused.reason).inc()
            log.warning("a request was refused", channel=channel, reason=refused.reason)
            # Who has not sent all of it is not listened to any more.
            return Response(status_code=refused.status, headers={"Connection": "close"})
        outcome = "ignored"
        if opened.event is not None:
            try:
                accepted = await receive(opened.event)
            except DATABASE_AWAY as error:
                log.error("an event could not be stored", channel=channel, error=where(error))
                return Response(status_code=503)
            if accepted is not None:
                outcome = "taken" if accepted.new else "repeat"
                outcome = "too_fast" if accepted.refused else outcome
        EVENTS.labels(channel, outcome).inc()
        return JSONResponse(opened.answer or {})

    return take


async def _body(request: Request) -> bytes:
    kept = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                kept += chunk
                if len(kept) > BODY_BYTES:
                    raise RefusedError(*OVERSIZED)
    except TimeoutError:
        raise RefusedError(*SLOW) from None
    except ClientDisconnect:
        raise RefusedError(*BROKEN_OFF) from None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kept and kind != "application/json":
        raise RefusedError(*WRONG_TYPE)
    return bytes(kept)


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body, its texts as any database takes them.

    Raises:
        RefusedError: it is no JSON object.
    """
    try:
        value = _storable(json.loads(body))
    except (ValueError, RecursionError):
        raise RefusedError(*MALFORMED) from None
    if not isinstance(value, dict):
        raise RefusedError(*MALFORMED)
    return value


def inner(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object at `key`, or an empty one."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def known_id(value: object) -> str:
    """Return a platform's id as it can be kept.

    Raises:
        RefusedError: it is none.
    """
    if not isinstance(value, str | int) or not _ID.fullmatch(str(value)):
        raise RefusedError(*MALFORMED)
    return str(value)


def moment(milliseconds: object, now: datetime) -> datetime:
    """Return the moment of an event, given since 1970 as a number or its digits.

    Raises:
        RefusedError: it is no moment, or one that no honest request has.
    """
    if not isinstance(milliseconds, str | int):
        raise RefusedError(*MALFORMED)
    try:
        at = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise RefusedError(*MALFORMED) from None
    if not -AHEAD <= now - at <= OLDEST:
        raise RefusedError(*STALE)
    return at


def fetchable(url: object, hosts: str) -> str:
    """Return the address of a file if it is on a platform's own servers, else nothing.

    `hosts` is the end of their names, with its dot.
    """
    with suppress(ValueError):
        parts = urlsplit(str(url))
        if parts.scheme == "https" and (parts.hostname or "").endswith(hosts):
            return str(url)
    return ""


def storable(text: str) -> str:
    """Return `text` with what no database takes as replacement characters."""
    # Half a character pair: clients send it where an emoji was cut in two.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _storable(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case list():
            return [_storable(one) for one in value]
        case dict():
            return {storable(key): _storable(one) for key, one in value.items()}
        case _:
            return value
