"""The store: one database, opened once, and its transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.settings import Settings
from bot.store.engine import WRITES, listen_address, make_engine
from bot.store.models import Base, Message
from bot.store.session import Clock, announced, session_info
from bot.store.types import use_vault
from bot.store.vault import Vault
from bot.store.wake import Wake


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Store:
    """A database. `begin` is one write transaction, `read` a look that changes nothing.

    `wake` tells waiting workers of this and, on PostgreSQL, of other processes that a transaction
    has left work for them.
    """

    def __init__(self, url: str, vault: Vault, clock: Clock = utc_now) -> None:
        self.clock = clock
        self.wake = Wake(listen_address(url))
        self._engine = make_engine(url)
        use_vault(self._engine.dialect, vault)
        info = session_info(clock, vault)
        writing = self._engine.execution_options(**{WRITES: True})
        self._read = async_sessionmaker(self._engine, expire_on_commit=False, info=info)
        self._write = async_sessionmaker(writing, expire_on_commit=False, info=info)
        # SQLite has one writer at a time and lets the others sleep and try again; in one process
        # they can queue instead.
        sqlite = self._engine.dialect.name == "sqlite"
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if sqlite else nullcontext()

    @classmethod
    def from_settings(cls, settings: Settings, clock: Clock = utc_now) -> Self:
        """Return the store of this installation."""
        return cls(settings.database_url, Vault.from_settings(settings), clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self.wake.close()
        await self._engine.dispose()

    async def ping(self) -> None:
        """Ask the database for nothing.

        Raises:
            DATABASE_AWAY: it does not answer.
        """
        async with self.read() as session:
            await session.execute(text("SELECT 1"))

    async def create_tables(self) -> None:
        """Create all tables in an empty database that nobody will migrate."""
        async with self._engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    async def check_keys(self) -> None:
        """Read one encrypted value, before workers take the wrong key for broken rows.

        Raises:
            UnreadableError: the keys of this process are not those of the database.
        """
        latest = select(Message.text).where(Message.text.is_not(None)).order_by(Message.id.desc())
        async with self.read() as session:
            (await session.scalars(latest.limit(1))).first()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open one write transaction: committed at the end, rolled back by any exception.

        It must not be opened inside another one of the same task.
        """
        async with self._turn:
            # The session's own contexts take a task more, to begin what begins by itself.
            session = self._write()
            try:
                yield session
                await session.commit()
            except BaseException:
                await session.rollback()
                raise
            finally:
                await session.close()
            self.wake.tell(announced(session))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only looks; whatever it changed is rolled back."""
        async with self._read() as session:
            yield session
