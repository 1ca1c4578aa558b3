"""Our accounts on the platforms: how fast each may send, and who receives for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base


class Account(Base):
    """Our account on one channel, shared by every process.

    `bucket_full_at` is when its token bucket will be full again, `paused_until` what the platform
    asked for. `receiver` is the token of the process that asks the platform for updates.
    """

    __tablename__ = "account"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    bucket_full_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    receiver: Mapped[str | None] = mapped_column(String(64))
    receives_until: Mapped[datetime | None]
