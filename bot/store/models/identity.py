"""Whose number it is: conversations that gave one, and whether they are its owner's."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id
from bot.store.types import name_of


class Proof(StrEnum):
    """How we know that a number is the person's own."""

    TOLD = "told"
    """They say so."""
    PLATFORM = "platform"
    """The platform vouches for it."""
    CALLED = "called"
    """Staff called it and were told so."""


class Standing(StrEnum):
    """What staff decided."""

    OPEN = "open"
    SAME = "same"
    OTHER = "other"


class Identity(Base):
    """A conversation gave a contact's number: the owner, as far as `standing` says so.

    Two conversations are one person's where both are `SAME` under one contact, and only then.
    """

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("conversation_id", "contact_id"), NEVER_REUSED)

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    proof: Mapped[Proof] = mapped_column(name_of(Proof), default=Proof.TOLD)
    standing: Mapped[Standing] = mapped_column(name_of(Standing), default=Standing.OPEN)
    given_at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
