"""HTTP to Telegram: only what Telegram itself says comes through.

python-telegram-bot takes a firewall's page for Telegram's own refusal, and logs what it cannot
read with all that people wrote in it.
"""

from __future__ import annotations

import json
from typing import Any

import structlog
from telegram import Update
from telegram.error import NetworkError, RetryAfter
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.channels import outward
from bot.channels.telegram.updates import NAME
from bot.delivery.counts import REFUSED

log = structlog.get_logger(__name__)

UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
"""What python-telegram-bot raises over an update of another shape."""


class TurnedAwayError(NetworkError):
    """Something before Telegram refused the request: nothing was passed on."""


class Line(HTTPXRequest):
    """Requests of a bot, `connections` at a time."""

    def __init__(self, connections: int = 1) -> None:
        step = outward.SECONDS
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=step,
            read_timeout=step,
            write_timeout=step,
            pool_timeout=step,
            httpx_kwargs={"verify": outward.tls()},
        )

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request; return the status and the body of Telegram's own answer.

        Raises:
            TelegramError: there was none, or it asks for a pause.
        """
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        told = _told(body)
        if status == 429:
            raise RetryAfter(_pause(told))
        if told is None:
            kind = TurnedAwayError if 300 <= status < 500 else NetworkError
            raise kind(f"HTTP {status} is no answer of Telegram's")
        return status, body


class UpdatesLine(Line):
    """The request for updates. One that cannot be read is as if it said nothing.

    Telegram would hand it out again and again, and keep back all that follow.
    """

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make the request, as `Line` does."""
        status, body = await super().do_request(*args, **kwargs)
        told = _told(body)
        if told is None or not isinstance(updates := told.get("result"), list):
            return status, body
        return status, json.dumps({**told, "result": [_readable(one) for one in updates]}).encode()


def _readable(update: Any) -> dict[str, Any]:
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise NetworkError("an update without its number")
    try:
        Update.de_json(update, None)
    except UNREADABLE:
        refuse_unreadable()
        return {"update_id": update["update_id"]}
    return update


def refuse_unreadable() -> None:
    """Count and log an update that nobody can read."""
    REFUSED.labels(NAME, "malformed").inc()
    log.warning("a request was refused", channel=NAME, reason="malformed")


def _told(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and isinstance(told.get("ok"), bool) else None


def _pause(told: dict[str, Any] | None) -> int:
    parameters = (told or {}).get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if not isinstance(seconds, int) or seconds < 1:
        return int(outward.SLOW_DOWN_SECONDS)
    return min(seconds, int(outward.LONGEST_SECONDS))
