"""The few statements that every message costs, worked out once and handed to the driver.

SQLAlchemy writes them, from the models and their types. As they come, its own execution of a
statement takes longer than the database (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

Convert: TypeAlias = Callable[[Any], Any] | None
Statement: TypeAlias = Insert | Select[Any] | Update


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as one database takes it, and how its values go in and come out."""

    sql: str
    order: Sequence[str] | None
    into: Mapping[str, Convert]
    out_of: Sequence[Convert]
    constants: Mapping[str, Any]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them: by name, or in `order`."""
        if values.keys() != self.into.keys():
            raise TypeError(f"other values than {sorted(self.into)}: {sorted(values)}")
        given = dict(self.constants)
        for name, convert in self.into.items():
            given[name] = convert(values[name]) if convert else values[name]
        return given if self.order is None else [given[name] for name in self.order]

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row as our types have it."""
        if not self.out_of:
            return tuple(row)
        return tuple(
            convert(value) if convert else value
            for convert, value in zip(self.out_of, row, strict=True)
        )


class Prepared:
    """A statement for write transactions.

    `build` returns it for a kind of database; it holds no list of values to compare with. An INSERT
    or UPDATE sets the columns `sets`, each to the value of its name.
    """

    def __init__(self, build: Callable[[str], Statement], sets: Sequence[str] = ()) -> None:
        self._build = build
        self._sets = sets
        self._texts: WeakKeyDictionary[Dialect, _Text] = WeakKeyDictionary()

    async def run(self, session: AsyncSession, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run the statement with every one of its values; return the rows that it gives.

        What the session's objects changed is not written before.

        Raises:
            DBAPIError: what the driver raised, as SQLAlchemy would.
            TypeError: a value is missing, or there is one too many.
        """
        dialect, driver = session.info.get(_OPEN) or await _opened(session)
        text = self._texts.get(dialect) or self._text_for(dialect)
        bound = text.bound(values)
        try:
            if (here := getattr(driver, "here", None)) is not None:
                rows = here.execute(text.sql, bound).fetchall()
            else:
                cursor = await driver.execute(text.sql, bound)
                rows = await cursor.fetchall() if cursor.description else []
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                text.sql, None, error, dialect.loaded_dbapi.Error, True, dialect=dialect
            ) from error
        return [text.read(row) for row in rows]

    def _text_for(self, dialect: Dialect) -> _Text:
        statement = self._build(dialect.name)
        written = statement.compile(dialect=dialect, column_keys=list(self._sets) or None)
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        into = {
            name: _fitted(bind.type, dialect).bind_processor(dialect)
            for name, bind in written.binds.items()
        }
        constants = {
            name: convert(bind.value) if (convert := into.pop(name)) else bind.value
            for name, bind in written.binds.items()
            if not bind.required
        }
        text = self._texts[dialect] = _Text(
            str(written),
            written.positiontup,
            into,
            [_fitted(column.type, dialect).result_processor(dialect, None) for column in columns],
            constants,
        )
        return text


def _fitted(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


_OPEN = "open"


async def _opened(session: AsyncSession) -> tuple[Dialect, Any]:
    """Begin the transaction; return the engine's dialect and the driver's connection."""

    def begin(session: Session) -> tuple[Dialect, Any]:
        connection = session.connection()
        return connection.dialect, connection.connection.driver_connection

    opened = await session.run_sync(begin)
    session.info[_OPEN] = opened
    return opened
