"""Queries about our accounts: which process receives for one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, update

from bot.store.buckets import make_accounts
from bot.store.models import Account
from bot.store.queue import FAR
from bot.store.session import Session, now


async def hold_receiving(session: Session, channel: str, token: str, lease: timedelta) -> bool:
    """Take or keep, for `lease`, the right to ask the platform for updates.

    Return False where another process has it.
    """
    at = now(session)
    await make_accounts(session, [channel])
    free = or_(
        Account.receiver.is_(None),
        Account.receiver == token,
        Account.receives_until < at,
        Account.receives_until > at + FAR,
    )
    taken = await session.execute(
        update(Account)
        .where(Account.channel == channel, free)
        .values(receiver=token, receives_until=at + lease)
        .returning(Account.channel)
    )
    return taken.one_or_none() is not None


async def let_receiving_go(session: Session, channel: str, token: str) -> None:
    """Let another process receive at once."""
    await session.execute(
        update(Account)
        .where(Account.channel == channel, Account.receiver == token)
        .values(receiver=None, receives_until=None)
    )
