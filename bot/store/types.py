"""Column types: moments in UTC, and text and JSON that are encrypted at rest."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy import DateTime, Enum, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.store.vault import UnreadableError, Vault

log = structlog.get_logger(__name__)

_VAULTS: WeakKeyDictionary[Dialect, Vault] = WeakKeyDictionary()


def use_vault(dialect: Dialect, vault: Vault) -> None:
    """Let the encrypted columns of every engine with this dialect object use `vault`.

    A column is declared before any key is known; the dialect belongs to one engine, so two stores
    in one process never share a key.
    """
    _VAULTS[dialect] = vault


class UTCDateTime(TypeDecorator[datetime]):
    """A moment; aware on both sides. SQLite keeps no zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Text that only the vault can read. It cannot be compared in SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _VAULTS[dialect].encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _VAULTS[dialect].decrypt(value)


class EncryptedJSON(TypeDecorator[Any]):
    """A JSON value that only the vault can read; `None` is SQL's NULL.

    With `or_none`, a value that no key decrypts is read as None and logged: for what workers and
    senders load, who must get past a bad row to those behind it.
    """

    impl = Text
    cache_ok = True

    def __init__(self, *, or_none: bool = False) -> None:
        super().__init__()
        self.or_none = or_none

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return _VAULTS[dialect].encrypt(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return json.loads(_VAULTS[dialect].decrypt(value))
        except UnreadableError:
            if not self.or_none:
                raise
            log.error("no key decrypts a stored value", setting="ANSINH_PHONE_KEY")
            return None


def name_of(kind: type[StrEnum]) -> Enum:
    """Return a text column type that holds the values of `kind`, checked in Python."""
    return Enum(
        kind,
        native_enum=False,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )
