"""The people who left a phone number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, Id
from bot.store.types import EncryptedText


class Contact(Base):
    """One phone number (E.164) and the name given with it; found by the keyed hash."""

    __tablename__ = "contact"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    phone: Mapped[str] = mapped_column(EncryptedText)
    phone_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
