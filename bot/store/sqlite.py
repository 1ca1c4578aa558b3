"""A quicker way through aiosqlite: one hop to its thread a statement, none inside a write.

As it comes, the driver crosses to its thread and back four times for a statement, which costs more
than the statement. Every write transaction of ours is short and has SQLite's only write lock
before its first statement, so nothing in it can wait: it runs where it is called. Taking the lock
and committing may wait, for another process and for the disk, and so do reads of staff, which may
be long: these stay in the thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import aiosqlite

TAKE_THE_LOCK = "BEGIN IMMEDIATE"


class DirectConnection(aiosqlite.Connection):
    """A connection that runs the statements of a write transaction in the caller's thread."""

    def __init__(self, database: str) -> None:
        opening = partial(sqlite3.connect, database, check_same_thread=False)
        super().__init__(opening, iter_chunk_size=64)
        # Whoever forgets to close a connection must still be able to end the process.
        self._thread.daemon = True
        self._writing = False

    def cursor(self) -> DirectCursor:  # type: ignore[override]
        """Return a cursor; unlike aiosqlite's there is nothing to wait for."""
        return DirectCursor(self)

    async def statement(self, operation: str, parameters: Sequence[Any]) -> Done:
        """Run a statement, here inside a write transaction and in the driver's thread otherwise."""
        run = partial(self._run, operation, parameters)
        if self._writing:
            return run()
        done: Done = await self._execute(run)  # type: ignore[no-untyped-call]
        self._writing = operation == TAKE_THE_LOCK
        return done

    async def statements(self, operation: str, parameters: Sequence[Sequence[Any]]) -> Done:
        """Run a statement once for each of `parameters`."""
        return _done(self._conn.executemany(operation, parameters))

    async def commit(self) -> None:
        """Commit the transaction, in the driver's thread: the disk may take its time."""
        self._writing = False
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Roll the transaction back."""
        self._writing = False
        if self._conn.in_transaction:
            await super().rollback()

    def _run(self, operation: str, parameters: Sequence[Any]) -> Done:
        return _done(self._conn.execute(operation, parameters))


@dataclass(frozen=True, slots=True)
class Done:
    """What a statement gave."""

    rows: list[Any]
    description: Any
    rowcount: int
    lastrowid: int | None


def _done(cursor: sqlite3.Cursor) -> Done:
    done = Done(cursor.fetchall(), cursor.description, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return done


class DirectCursor:
    """One statement and its rows, which are fetched with it."""

    arraysize = 1

    def __init__(self, connection: DirectConnection) -> None:
        self._connection = connection
        self._done = Done([], None, -1, None)

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns of the rows; None where the statement returns none."""
        return self._done.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the row inserted last."""
        return self._done.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement and fetch what it returns."""
        self._done = await self._connection.statement(operation, parameters)

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each of `parameters`."""
        self._done = await self._connection.statements(operation, parameters)

    async def fetchall(self) -> list[Any]:
        """Return the rows that the statement gave."""
        return self._done.rows

    async def close(self) -> None:
        """Do nothing: the statement was finished when its rows were fetched."""


async def connect(database: str) -> DirectConnection:
    """Open the database file, or ":memory:"."""
    return await DirectConnection(database)  # type: ignore[return-value]
