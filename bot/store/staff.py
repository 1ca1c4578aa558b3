"""Queries about staff: accounts and logging in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Role, Staff
from bot.store.session import now

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)

_hasher = PasswordHasher()


async def create(
    session: AsyncSession, *, login: str, name: str, role: Role, password: str
) -> Staff:
    """Add a member of staff.

    Raises:
        sqlalchemy.exc.IntegrityError: the login is taken.
    """
    member = Staff(
        login=_fold(login),
        name=name,
        role=role,
        password_hash=_hasher.hash(password),
        created_at=now(session),
    )
    session.add(member)
    await session.flush()
    return member


async def get(session: AsyncSession, staff_id: int) -> Staff | None:
    """Return the member of staff, or None where there is none."""
    return await session.get(Staff, staff_id)


async def by_login(session: AsyncSession, login: str) -> Staff | None:
    """Return the member of staff with that login, whatever its capitals, or None."""
    return (await session.scalars(select(Staff).filter_by(login=_fold(login)))).one_or_none()


async def members(session: AsyncSession, role: Role | None = None) -> Sequence[Staff]:
    """Return all members of staff, or those of one role, by name."""
    query = select(Staff).order_by(Staff.name)
    if role is not None:
        query = query.where(Staff.role == role)
    return (await session.scalars(query)).all()


async def verify(session: AsyncSession, login: str, password: str) -> Staff | None:
    """Return the member of staff who may log in with this password, or None.

    It has to run in a transaction that is committed either way: failures are counted, and after
    `FAILURES_ALLOWED` of them the account is locked for `LOCKED_FOR`. An unknown login takes as
    long as a wrong password.
    """
    query = select(Staff).filter_by(login=_fold(login)).with_for_update()
    member = (await session.scalars(query)).one_or_none()
    right = _matches(member.password_hash if member else _nobody(), password)
    if member is None or not member.active:
        return None
    if member.locked_until is not None and member.locked_until > now(session):
        return None
    if not right:
        member.failed_logins += 1
        if member.failed_logins >= FAILURES_ALLOWED:
            member.failed_logins = 0
            member.locked_until = now(session) + LOCKED_FOR
        return None
    member.failed_logins = 0
    member.locked_until = None
    if _hasher.check_needs_rehash(member.password_hash):
        member.password_hash = _hasher.hash(password)
    return member


async def set_password(session: AsyncSession, staff_id: int, password: str) -> None:
    """Give a member of staff a new password and unlock the account.

    Raises:
        LookupError: there is no such member.
    """
    member = await session.get(Staff, staff_id)
    if member is None:
        raise LookupError(f"no member of staff {staff_id}")
    member.password_hash = _hasher.hash(password)
    member.failed_logins = 0
    member.locked_until = None


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _fold(login: str) -> str:
    return login.strip().casefold()
