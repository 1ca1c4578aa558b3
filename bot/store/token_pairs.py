"""Queries about token pairs: one process at a time spends a refresh token, and only once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import TokenPair
from bot.store.queue import FAR
from bot.store.session import now


@dataclass(frozen=True, slots=True)
class Pair:
    """The tokens of an account. `refused_at`: when the platform last refused the refresh token."""

    access: str
    refresh: str
    access_until: datetime
    renewed_at: datetime
    refused_at: datetime | None


async def get(session: AsyncSession, account: str) -> Pair | None:
    """Return the pair of an account, or None where none was ever put."""
    row = await session.get(TokenPair, account, populate_existing=True)
    return None if row is None else _pair(row)


async def put(
    session: AsyncSession, account: str, access: str, refresh: str, access_until: datetime
) -> None:
    """Set the pair of an account, whatever it was before."""
    row = await _locked(session, account)
    if row is None:
        row = TokenPair(account=account)
        session.add(row)
    _set(row, access, refresh, access_until, now(session))


async def lease(
    session: AsyncSession, account: str, owner: str, access: str, lease: timedelta
) -> Pair | None:
    """Take the right to spend the refresh token, for `lease`.

    Returns None where somebody else has it, or where `access` is no longer the pair's: it was
    renewed meanwhile.
    """
    at = now(session)
    row = await _locked(session, account)
    if row is None or row.access != access:
        return None
    # A lease that reaches further than any was taken while a clock was wrong.
    if row.lease_until is not None and at < row.lease_until <= at + FAR:
        return None
    row.lease_owner = owner
    row.lease_until = at + lease
    return _pair(row)


async def renewed(
    session: AsyncSession,
    account: str,
    spent: str,
    access: str,
    refresh: str,
    access_until: datetime,
) -> None:
    """Record the pair that `spent` was spent for.

    It is kept even where the lease ran out: it is the only one the platform still takes. Only a
    pair that an operator put meanwhile stays.
    """
    row = await _locked(session, account)
    if row is not None and row.refresh == spent:
        _set(row, access, refresh, access_until, now(session))


async def not_renewed(session: AsyncSession, account: str, owner: str, *, refused: bool) -> None:
    """Give the right to spend back; `refused` tells that the platform did not take the token."""
    row = await _locked(session, account)
    if row is not None and row.lease_owner == owner:
        row.lease_owner = None
        row.lease_until = None
        row.refused_at = now(session) if refused else row.refused_at


async def _locked(session: AsyncSession, account: str) -> TokenPair | None:
    return await session.get(TokenPair, account, with_for_update=True, populate_existing=True)


def _set(row: TokenPair, access: str, refresh: str, until: datetime, at: datetime) -> None:
    row.access = access
    row.refresh = refresh
    row.access_until = until
    row.renewed_at = at
    row.lease_owner = None
    row.lease_until = None
    row.refused_at = None


def _pair(row: TokenPair) -> Pair:
    return Pair(row.access, row.refresh, row.access_until, row.renewed_at, row.refused_at)
