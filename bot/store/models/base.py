"""The ground of all tables: names of constraints and the types of columns."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, cast

from sqlalchemy import Connection, ForeignKey, MetaData, Table, event, text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from bot.store.types import UTCDateTime


class Base(DeclarativeBase):
    """A table. Constraints have names, so that a migration can speak of them on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UTCDateTime()}


def table_of(model: type[Base]) -> Table:
    """Return the table itself: a row that nobody looks at again is written at half the cost."""
    return cast("Table", model.__table__)


_NEVER_REUSED, _WHERE = "never_reused", "where"
# A number that SQLite never gives out twice: a deleted row's id must not come back in an audit.
NEVER_REUSED = {"info": {_NEVER_REUSED: True}}


def only_where(condition: str) -> dict[str, Any]:
    """Return what makes an index one of those rows that a condition in SQL holds for."""
    return {"info": {_WHERE: condition}}


def put_in_terms_of(database: str) -> None:
    """Say of all tables what a kind of database has to know when it makes them.

    Said with the tables themselves, it would make SQLAlchemy load what it knows of each kind, five
    megabytes of code, into processes that have one database.
    """
    for table in Base.metadata.tables.values():
        if database == "sqlite" and table.info.get(_NEVER_REUSED):
            table.dialect_options[database]["autoincrement"] = True
        for index in table.indexes:
            if condition := index.info.get(_WHERE):
                index.dialect_options[database]["where"] = text(condition)


@event.listens_for(Base.metadata, "before_create")
def _before_create(_: MetaData, connection: Connection, **__: Any) -> None:
    put_in_terms_of(connection.dialect.name)


ERROR_LENGTH = 255
"""The longest reason of a failure that is kept; the rest of it is cut off."""

Id = Annotated[int, mapped_column(primary_key=True)]
ConversationId = Annotated[
    int, mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
]
