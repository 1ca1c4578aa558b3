"""Rows as objects of no session: read by prepared statements, and written back by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Base
from bot.store.models.base import table_of
from bot.store.prepared import Prepared

M = TypeVar("M", bound=Base)
_READ = "read"


class Rows(Generic[M]):
    """The rows of a model whose key is the first of its columns.

    What is changed of an object is written by `keep` and by nothing else; the row must be locked
    from its reading on. A value of several parts is changed by putting another one in its place.
    `fixed` are the columns that never change.
    """

    def __init__(self, model: type[M], fixed: Collection[str]) -> None:
        self.table = table_of(model)
        self._manager = inspect(model).class_manager
        self._columns = tuple(column.key for column in self.table.columns)
        self._mutable = tuple(name for name in self._columns if name not in fixed)
        self._updates: dict[tuple[str, ...], Prepared] = {}

    def of(self, values: Sequence[Any]) -> M:
        """Return an object of a row that holds all columns of the table, in their order."""
        read = dict(zip(self._columns, values, strict=True))
        # As SQLAlchemy's own loader makes one: nobody hears of every value that it gets.
        made = cast("M", self._manager.new_instance())
        vars(made).update(read)
        inspect(made).info[_READ] = read
        return made

    def split(self, values: Sequence[Any]) -> tuple[M, Sequence[Any]]:
        """Return an object of the first columns of a row, and the values that follow them."""
        width = len(self._columns)
        return self.of(values[:width]), values[width:]

    async def keep(self, session: AsyncSession, row: M) -> None:
        """Write down what was changed of an object of ours."""
        read, now = inspect(row).info[_READ], vars(row)
        names = tuple(name for name in self._mutable if now[name] != read[name])
        if not names:
            return
        if names not in self._updates:
            self._updates[names] = self._update(names)
        changed = {name: now[name] for name in names}
        await self._updates[names].run(session, {"of_key": now[self._columns[0]], **changed})
        read |= changed

    def _update(self, names: tuple[str, ...]) -> Prepared:
        of_key = self.table.c[self._columns[0]] == bindparam("of_key")
        return Prepared(lambda _: update(self.table).where(of_key), names)
