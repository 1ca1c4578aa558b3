"""Requests to a platform: what a failed one means for the message."""

from __future__ import annotations

from functools import cache
from ssl import SSLContext
from typing import Any

import httpx

from bot.channels.contract import DeliveryError, Outcome

SECONDS = 15.0
"""How long a platform may take for each step of an answer."""
SLOW_DOWN_SECONDS = 60.0
"""How long to wait for a platform that asks to slow down and does not say for how long."""
LONGEST_SECONDS = 24 * 3600.0
"""The longest pause that is passed on."""
NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@cache
def tls() -> SSLContext:
    """Return whom our connections trust: read once, a megabyte for all platforms."""
    return httpx.create_ssl_context()


def client(base_url: str = "") -> httpx.AsyncClient:
    """Return a client of a platform; who makes it closes it."""
    return httpx.AsyncClient(
        base_url=base_url, timeout=SECONDS, follow_redirects=False, verify=tls()
    )


async def post(http: httpx.AsyncClient, platform: str, path: str, **request: Any) -> httpx.Response:
    """POST and return the answer, whatever its status but a server's failure.

    Raises:
        DeliveryError: the platform was not reached, asked for a pause, or broke down half-way.
    """
    return await ask(http, platform, "POST", path, **request)


async def ask(
    http: httpx.AsyncClient, platform: str, method: str, path: str, **request: Any
) -> httpx.Response:
    """Make a request of any method, as `post` does."""
    try:
        answer = await http.request(method, path, **request)
    except NEVER_ARRIVED as error:
        raise DeliveryError(Outcome.RETRY, f"{platform} cannot be reached") from error
    except httpx.HTTPError as error:
        kind = type(error).__name__
        raise DeliveryError(Outcome.IN_DOUBT, f"no answer from {platform}: {kind}") from error
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise DeliveryError(Outcome.RETRY, f"{platform} asks to slow down", _pause(answer))
    if answer.is_server_error:
        reason = f"{platform} failed with HTTP {answer.status_code}"
        raise DeliveryError(Outcome.IN_DOUBT, reason)
    return answer


def object_of(answer: httpx.Response, platform: str) -> dict[str, Any]:
    """Return the JSON object that a platform answered.

    Raises:
        DeliveryError: it is none, so that nobody knows what became of the message; or something
            before the platform turned the request away.
    """
    try:
        value = answer.json()
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise no_answer(platform, answer.status_code)
    return value


def no_answer(platform: str, status: int) -> DeliveryError:
    """Return what an answer means that is not in the platform's language.

    Who redirects or refuses so is a proxy or a firewall, and has passed nothing on.
    """
    reason = f"{platform} answered HTTP {status} without JSON"
    refused = 300 <= status < 500
    return DeliveryError(Outcome.RETRY if refused else Outcome.IN_DOUBT, reason)


def _pause(answer: httpx.Response) -> float:
    told = answer.headers.get("retry-after", "")
    # Nonsense of many digits is more than any clock adds up.
    return min(float(told), LONGEST_SECONDS) if told.isdecimal() else SLOW_DOWN_SECONDS
