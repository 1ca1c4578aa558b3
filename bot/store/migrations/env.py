"""Runs migrations on the connection that `bot.store.schema` opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlalchemy.types import TypeDecorator

from bot.store.models import Base
from bot.store.models.base import put_in_terms_of


def render_plainly(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types as what the database stores, so that old migrations never change."""
    if kind != "type":
        return False
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, TypeDecorator):
        plain = autogen.migration_context.impl.render_type(item.impl_instance, autogen)
        return plain or f"sa.{item.impl_instance!r}"
    return False


for database in ("sqlite", "postgresql"):
    put_in_terms_of(database)
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_plainly,
)
with context.begin_transaction():
    context.run_migrations()
