"""What every query function finds in its session: the clock, the vault, whom to wake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Table
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.vault import Vault

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite import Insert as SQLiteInsert

Clock = Callable[[], datetime]

Session: TypeAlias = AsyncSession
"""What other rooms hand from one query function to the next."""

DATABASE_AWAY = (InterfaceError, OperationalError, PoolTimeoutError)
"""What is raised while the database cannot be reached, refuses to go on, or hangs so long that no
connection to it comes free."""


def session_info(clock: Clock, vault: Vault) -> dict[str, Any]:
    """Return what a new session carries."""
    return {"clock": clock, "vault": vault}


def now(session: AsyncSession) -> datetime:
    """Return the moment by the store's clock."""
    clock: Clock = session.info["clock"]
    return clock()


def vault_of(session: AsyncSession) -> Vault:
    """Return the vault of the session's store."""
    vault: Vault = session.info["vault"]
    return vault


def announce(session: AsyncSession, topic: str) -> None:
    """Wake those who wait for `topic` once this transaction is committed."""
    session.info.setdefault("topics", set()).add(topic)


def announced(session: AsyncSession) -> set[str]:
    """Return the topics that this transaction announced."""
    topics: set[str] = session.info.get("topics", set())
    return topics


def insert_into(session: AsyncSession, table: type[Any]) -> PostgresInsert | SQLiteInsert:
    """Return an INSERT of the session's database, for its ON CONFLICT clause."""
    return insertion(session.get_bind().dialect.name, table)


def insertion(database: str, table: type[Any] | Table) -> PostgresInsert | SQLiteInsert:
    """Return an INSERT of a kind of database, for its ON CONFLICT clause."""
    # Each is megabytes, and a process has one database.
    if database == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgres_insert

        return postgres_insert(table)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table)
