"""A quicker way through aiosqlite: to its thread for commits and reads, else where it is called.

As it comes, the driver crosses to its thread and back four times for a statement, which costs more
than the statement. Every write transaction of ours is short and has SQLite's only write lock
before its first statement, so nothing in it can wait: it runs where it is called. Committing waits
for the disk, and reads of staff may be long: these stay in the thread. The lock is tried for here,
because writers of one process queue already; the thread waits for it where another process has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

TAKE_THE_LOCK = "BEGIN IMMEDIATE"
BUSY_MILLISECONDS = 30_000


class DirectDriver(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite as SQLAlchemy's driver, with connections of our kind to one database."""

    def __init__(self, database: str) -> None:
        super().__init__(aiosqlite, sqlite3)
        self._database = database

    def connect(self, *_: Any, **__: Any) -> DirectConnection:
        """Open the database: a file, or ":memory:"."""
        threaded = await_(Threaded(self._database))
        return DirectConnection(self, cast("Threaded", threaded))


class Threaded(aiosqlite.Connection):
    """aiosqlite's connection, with what it keeps to itself."""

    def __init__(self, database: str) -> None:
        opening = partial(sqlite3.connect, database, check_same_thread=False)
        super().__init__(opening, iter_chunk_size=64)
        # Whoever forgets to close a connection must still be able to end the process.
        self._thread.daemon = True

    @property
    def here(self) -> sqlite3.Connection:
        """SQLite's own connection, to be used where the caller is."""
        return self._conn

    async def there(self, work: Callable[[], Any]) -> Any:
        """Return what `work` gives in the thread."""
        return await self._execute(work)  # type: ignore[no-untyped-call]


class DirectConnection(AsyncAdapt_aiosqlite_connection):
    """A connection that runs the statements of a write transaction in the caller's thread."""

    __slots__ = ("_writing",)
    _connection: Threaded  # type: ignore[assignment]

    def __init__(self, driver: DirectDriver, connection: Threaded) -> None:
        super().__init__(driver, connection)  # type: ignore[arg-type]
        self._writing = False

    def cursor(self, server_side: bool = False) -> DirectCursor:  # type: ignore[override]  # noqa: ARG002
        """Return a cursor; it holds all rows of its statement, whatever is asked for."""
        return DirectCursor(self)

    def statement(self, operation: str, parameters: Sequence[Any]) -> Done:
        """Run a statement, here inside a write transaction and in the driver's thread otherwise."""
        if operation == TAKE_THE_LOCK and self._locked_at_once():
            self._writing = True
            return _NOTHING
        if self._writing:
            return _done(self._here.execute(operation, parameters))
        done: Done = self._there(lambda: _done(self._here.execute(operation, parameters)))
        self._writing = operation == TAKE_THE_LOCK
        return done

    def statements(self, operation: str, parameters: Sequence[Sequence[Any]]) -> Done:
        """Run a statement once for each of `parameters`."""
        return _done(self._here.executemany(operation, parameters))

    def commit(self) -> None:
        """Commit the transaction, in the driver's thread: the disk may take its time."""
        self._writing = False
        if self._here.in_transaction:
            self._there(self._here.commit)

    def rollback(self) -> None:
        """Roll the transaction back."""
        self._writing = False
        if self._here.in_transaction:
            self._there(self._here.rollback)

    def _locked_at_once(self) -> bool:
        here = self._here
        here.execute("PRAGMA busy_timeout=0")
        try:
            here.execute(TAKE_THE_LOCK)
        except sqlite3.OperationalError:
            return False
        finally:
            here.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        return True

    @property
    def _here(self) -> sqlite3.Connection:
        try:
            return self._connection.here
        except ValueError as error:
            self._handle_exception(error)

    def _there(self, work: Callable[[], Any]) -> Any:
        try:
            return await_(self._connection.there(work))
        except ValueError as error:
            self._handle_exception(error)


@dataclass(frozen=True, slots=True)
class Done:
    """What a statement gave."""

    rows: list[Any]
    description: Any
    rowcount: int
    lastrowid: int | None


_NOTHING = Done([], None, -1, None)


def _done(cursor: sqlite3.Cursor) -> Done:
    done = Done(cursor.fetchall(), cursor.description, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return done


class DirectCursor:
    """One statement and its rows, which are fetched with it."""

    arraysize = 1

    def __init__(self, connection: DirectConnection) -> None:
        self._connection = connection
        self._done = _NOTHING
        self._left: Iterator[Any] = iter(())

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

    def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement and fetch what it returns."""
        self._done = self._connection.statement(operation, parameters)
        self._left = iter(self._done.rows)

    def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each of `parameters`."""
        self._done = self._connection.statements(operation, parameters)

    def fetchone(self) -> Any:
        """Return the next row, or None after the last."""
        return next(self._left, None)

    def fetchmany(self, size: int = arraysize) -> list[Any]:
        """Return the next `size` rows, or as many as there are."""
        return [row for _, row in zip(range(size), self._left, strict=False)]

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._left)

    def close(self) -> None:
        """Do nothing: the statement was finished when its rows were fetched."""

    async def _async_soft_close(self) -> None:
        """Do nothing, where SQLAlchemy would close a cursor of its own."""
