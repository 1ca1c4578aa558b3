"""The access and refresh token of an account whose refresh token can be spent only once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base
from bot.store.types import EncryptedText


class TokenPair(Base):
    """The tokens of one account, of which one process at a time may spend the refresh token.

    `lease_owner` spends it until `lease_until`. `refused_at` is set when the platform no longer
    takes it: only a new pair from the platform's own pages helps then.
    """

    __tablename__ = "token_pair"

    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    access: Mapped[str] = mapped_column(EncryptedText)
    refresh: Mapped[str] = mapped_column(EncryptedText)
    access_until: Mapped[datetime]
    renewed_at: Mapped[datetime]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
