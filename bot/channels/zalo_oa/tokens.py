"""The token pair of the account: the refresh token is single-use, and spent by one process.

The new pair is stored before it is used. A process that dies between spending and storing loses
the pair: the platform then refuses the old one, sending holds, and an operator sets a new pair.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import structlog

from bot.channels.contract import DeliveryError, Outcome
from bot.channels.outward import object_of, post
from bot.store import token_pairs
from bot.store.store import Store
from bot.store.token_pairs import Pair

PLATFORM = "Zalo's sign-in"
LEASE = timedelta(seconds=60)
PART_OF_LIFE = 0.8
"""How much of an access token's life is used: 20 of 25 hours."""
AFTER_REFUSAL = timedelta(minutes=15)
WAITS, WAIT_SECONDS = 40, 0.25
"""How long to wait for another process that is renewing the pair."""
TELL = "set a new pair with `ansinh channels zalo-tokens`"
TELL_OF_APP = "look at ANSINH_ZALO_OA_APP_ID and ANSINH_ZALO_OA_APP_SECRET"
REFUSED = f"Zalo refused to renew the tokens: {TELL}, or {TELL_OF_APP}"

log = structlog.get_logger(__name__)


def account_name(oa_id: str) -> str:
    """Return under which name the pair of an account is kept."""
    return f"zalo_oa:{oa_id}"


class Tokens:
    """Gives access tokens of one account, renewing the pair in time."""

    def __init__(
        self, store: Store, http: httpx.AsyncClient, oa_id: str, app_id: str, app_secret: str
    ) -> None:
        self._store = store
        self._http = http
        self._account = account_name(oa_id)
        self._app_id = app_id
        self._app_secret = app_secret
        self._spending: set[asyncio.Task[None]] = set()
        self._refusal = REFUSED

    async def close(self) -> None:
        """Wait for a renewal under way: its answer is the only pair that is still good."""
        if self._spending:
            await asyncio.wait(self._spending)

    async def access(self, refused: str | None = None) -> str:
        """Return an access token; never `refused`, which the platform has just turned down.

        Raises:
            DeliveryError: there is none that the platform would take.
        """
        for _ in range(WAITS):
            pair = await self._pair()
            usable = pair.access != refused and self._store.clock() < pair.access_until
            if usable and not self._wants_renewal(pair):
                return pair.access
            if self._refused_lately(pair):
                if usable:
                    return pair.access
                raise DeliveryError(Outcome.HOLD, self._refusal)
            owner = uuid.uuid4().hex
            async with self._store.begin() as session:
                mine = await token_pairs.lease(session, self._account, owner, pair.access, LEASE)
            if mine is not None:
                # A sender's time may run out while the answer is on its way; the answer is kept.
                task = asyncio.create_task(self._spend(mine, owner))
                self._spending.add(task)
                task.add_done_callback(self._spending.discard)
                try:
                    await asyncio.shield(task)
                except DeliveryError as error:
                    if usable:
                        return pair.access
                    # The message itself was not even tried.
                    raise DeliveryError(Outcome.RETRY, error.staff_message, 30) from error
            elif usable:
                return pair.access
            else:
                await asyncio.sleep(WAIT_SECONDS)
        raise DeliveryError(Outcome.RETRY, "another process is renewing Zalo's tokens", 30)

    async def look_after(self) -> None:
        """Renew the pair if it is time; log what the operator must mend."""
        try:
            await self.access()
        except DeliveryError as error:
            log.error("Zalo's tokens need their operator", reason=error.staff_message)

    def _wants_renewal(self, pair: Pair) -> bool:
        life = pair.access_until - pair.renewed_at
        return self._store.clock() >= pair.renewed_at + life * PART_OF_LIFE

    def _refused_lately(self, pair: Pair) -> bool:
        at = pair.refused_at
        return at is not None and abs(self._store.clock() - at) < AFTER_REFUSAL

    async def _pair(self) -> Pair:
        async with self._store.read() as session:
            pair = await token_pairs.get(session, self._account)
        if pair is None:
            raise DeliveryError(Outcome.HOLD, f"Zalo's tokens were never set: {TELL}")
        return pair

    async def _spend(self, pair: Pair, owner: str) -> None:
        form = {
            "app_id": self._app_id,
            "grant_type": "refresh_token",
            "refresh_token": pair.refresh,
        }
        headers = {"secret_key": self._app_secret}
        try:
            answer = object_of(
                await post(self._http, PLATFORM, "/v4/oa/access_token", data=form, headers=headers),
                PLATFORM,
            )
        except DeliveryError:
            await self._not_renewed(owner, refused=False)
            raise
        try:
            access, refresh, life = _pair_of(answer)
        except (KeyError, TypeError, ValueError, OverflowError):
            log.error("Zalo did not renew the tokens", error=answer.get("error"))
            self._refusal = _refusal(answer)
            await self._not_renewed(owner, refused=True)
            return
        async with self._store.begin() as session:
            until = self._store.clock() + life
            await token_pairs.renewed(session, self._account, pair.refresh, access, refresh, until)

    async def _not_renewed(self, owner: str, *, refused: bool) -> None:
        async with self._store.begin() as session:
            await token_pairs.not_renewed(session, self._account, owner, refused=refused)


def _pair_of(answer: Mapping[str, Any]) -> tuple[str, str, timedelta]:
    """Return the access token, the refresh token and how long the first lives.

    Raises:
        KeyError, TypeError, ValueError, OverflowError: the answer holds no pair.
    """
    access, refresh = answer["access_token"], answer["refresh_token"]
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        raise TypeError("a token is a text")
    return access, refresh, timedelta(seconds=int(answer["expires_in"]))


def _refusal(answer: Mapping[str, Any]) -> str:
    """Return what a refusal means; its codes are nowhere documented, its name says what it is."""
    name, code = str(answer.get("error_name", "no reason given")), answer.get("error")
    if "app" in name.lower() or "secret" in name.lower():
        return f"Zalo does not know the app or its secret ({name}, {code}): {TELL_OF_APP}"
    return f"Zalo refuses our refresh token ({name}, {code}): {TELL}"
