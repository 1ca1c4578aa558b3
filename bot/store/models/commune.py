"""Communes (xã, phường) as they are since 2025-07-01, with the names they had before."""

from __future__ import annotations

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base


class Commune(Base):
    """One commune; `province` is a slug, `former_names` those of the communes merged into it."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    province: Mapped[str] = mapped_column(String(32), index=True)
    former_names: Mapped[list[str]] = mapped_column(JSON, default=list)
