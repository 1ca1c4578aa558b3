"""The understanding of a Rasa service, with the engine of this process behind it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import httpx
import structlog

from bot.understanding.breaker import Breaker
from nlu import INTENTS
from nlu.text.clean import clean

if TYPE_CHECKING:
    from datetime import date

    from nlu import Engine, Meaning
    from nlu.model.linear import LinearModel

log = structlog.get_logger(__name__)

_KNOWN = frozenset(INTENTS)
_NONSENSE = (ValueError, TypeError, KeyError, OverflowError, RecursionError)
"""What reading an answer raises that is none."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A classifier that has spoken already."""

    ranking: list[tuple[str, float]]
    act_at: float

    def rank(self, codes: object) -> list[tuple[str, float]]:  # noqa: ARG002
        return self.ranking


class RasaService:
    """Asks `POST /model/parse` of a Rasa server which intent a sentence has.

    What needs no model never leaves this process. Values and the FAQ entry are worked out here
    too: Rasa knows neither the pending question nor what was published since it was trained.
    Where the service is slow, down or talks nonsense, the engine does everything; the citizen's
    text never reaches a log.

    Args:
        url: the server's address, `http://nlu:5005`.
        token: what the server was started with as `--auth-token`.
        engine: works out the rest, and everything while the service gives no answer.
        timeout_seconds: for the whole call.
        client: makes the calls; its owner closes it.
        breaker: decides when to stop asking.
    """

    def __init__(
        self,
        url: str,
        token: str,
        engine: Engine,
        timeout_seconds: float,
        client: httpx.AsyncClient,
        breaker: Breaker | None = None,
    ) -> None:
        self._url = httpx.URL(url.rstrip("/") + "/model/parse")
        # Rasa takes its token in the query only, and httpx logs the address of every request:
        # named as the target, the token is sent and stays out of the log.
        self._target = self._url.raw_path + b"?token=" + quote(token, safe="").encode()
        self._engine = engine
        self._timeout = timeout_seconds
        self._client = client
        self._breaker = breaker or Breaker()

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        """Return the meaning by the service's ranking, or the engine's while there is none."""
        meaning = self._engine.direct(text, awaiting)
        if meaning is not None:
            return meaning
        ranking = await self._ranking(text) if self._breaker.allows() else None
        if ranking is None:
            return self._engine.understand(text, awaiting, today)
        ranked = cast("LinearModel", _Ranked(ranking, self._engine.model.act_at))
        return replace(self._engine, model=ranked).understand(text, awaiting, today)

    async def _ranking(self, text: str) -> list[tuple[str, float]] | None:
        """Return what the service says of every intent, or None where it fails to."""
        try:
            async with asyncio.timeout(self._timeout):
                # Cleaned, for a leading "/" is a command to Rasa and length is its load.
                response = await self._client.post(
                    self._url, json={"text": clean(text)}, extensions={"target": self._target}
                )
            response.raise_for_status()
            ranking = _ranking_of(response.json())
        except (TimeoutError, httpx.HTTPError, *_NONSENSE) as error:
            if self._breaker.failed():
                log.warning("rasa_unavailable", url=str(self._url), reason=_reason(error))
            return None
        if self._breaker.succeeded():
            log.info("rasa_available", url=str(self._url))
        return ranking


def _ranking_of(answer: dict[str, Any]) -> list[tuple[str, float]]:
    """Return the ranking in an answer of Rasa.

    Raises KeyError, TypeError or ValueError where there is none that we can use.
    """
    ranking = [(row["name"], float(row["confidence"])) for row in answer["intent_ranking"]]
    if not ranking or not _KNOWN.issuperset(name for name, _ in ranking):
        raise ValueError("the ranking names no intent, or an intent that this version has not")
    if not all(0.0 <= confidence <= 1.0 for _, confidence in ranking):
        raise ValueError("a confidence is not between 0 and 1")
    return sorted(ranking, key=lambda row: -row[1])


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__
