"""The people of the office and which communes an agent serves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, Id
from bot.store.types import name_of


class Role(StrEnum):
    """What a member of staff may do."""

    ADMIN = "admin"
    OFFICER = "officer"
    AGENT = "agent"
    EDITOR = "editor"


class Staff(Base):
    """A member of staff. `locked_until` bars the login after repeated failures."""

    __tablename__ = "staff"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    role: Mapped[Role] = mapped_column(name_of(Role))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AgentCommune(Base):
    """An agent (nhân viên thu) serves a commune."""

    __tablename__ = "agent_commune"

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    commune_code: Mapped[str] = mapped_column(
        ForeignKey("commune.code", ondelete="CASCADE"), primary_key=True, index=True
    )
