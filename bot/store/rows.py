"""Rows as objects of no session: read by prepared statements, and written back by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Base
from bot.store.models.base import table_of
from bot.store.prepared import Prepared

M = TypeVar("M", bound=Base)


class Rows(Generic[M]):
    """The rows of a model whose key is the first of its columns.

    What is changed of an object is written by `keep` and by nothing else; the row must be locked
    from its reading on. `fixed` are the columns that never change.
    """

    def __init__(self, model: type[M], fixed: Collection[str]) -> None:
        self.table = table_of(model)
        self._model = model
        self._columns = tuple(column.key for column in self.table.columns)
        self._mutable = tuple(name for name in self._columns if name not in fixed)
        self._updates: dict[tuple[str, ...], Prepared] = {}

    def of(self, values: Sequence[Any]) -> M:
        """Return an object of a row that holds all columns of the table, in their order."""
        return self._model(**dict(zip(self._columns, values, strict=True)))

    def split(self, values: Sequence[Any]) -> tuple[M, Sequence[Any]]:
        """Return an object of the first columns of a row, and the values that follow them."""
        width = len(self._columns)
        return self.of(values[:width]), values[width:]

    async def keep(self, session: AsyncSession, row: M, names: tuple[str, ...] = ()) -> None:
        """Write the columns `names` down as they are now; without names, all that may change."""
        names = names or self._mutable
        if names not in self._updates:
            self._updates[names] = self._update(names)
        key = getattr(row, self._columns[0])
        await self._updates[names].run(
            session, {"of_key": key, **{name: getattr(row, name) for name in names}}
        )

    def _update(self, names: tuple[str, ...]) -> Prepared:
        of_key = self.table.c[self._columns[0]] == bindparam("of_key")
        return Prepared(lambda _: update(self.table).where(of_key), names)
