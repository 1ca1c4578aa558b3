"""Queries about which conversations are one person's: by proof, decided by staff, reversible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.leads.phones import mask
from bot.store import audit
from bot.store.models import Contact, Conversation, Identity, Proof, Staff, Standing
from bot.store.session import insert_into, now

_ACTIONS = {
    Standing.SAME: "person.linked",
    Standing.OTHER: "person.kept_apart",
    Standing.OPEN: "person.reopened",
}


class UnprovenError(Exception):
    """Nobody but the person themselves says that the number is theirs."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A conversation that gave a number; `staff_name` decided what it is, if anybody did."""

    id: int
    conversation_id: int
    channel: str
    proof: Proof
    standing: Standing
    given_at: datetime
    staff_name: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """A number that several conversations gave, the first to give it first."""

    contact_id: int
    name: str | None
    masked_phone: str
    claims: Sequence[Claim]


async def claim(
    session: AsyncSession, conversation_id: int, contact_id: int, *, proven: bool
) -> None:
    """Note that a conversation gave a number; a proof is kept, and never lost again."""
    proof = {"proof": Proof.PLATFORM} if proven else {}
    written = insert_into(session, Identity).values(
        conversation_id=conversation_id,
        contact_id=contact_id,
        standing=Standing.OPEN,
        given_at=now(session),
        **{"proof": Proof.TOLD, **proof},
    )
    keys = ["conversation_id", "contact_id"]
    if proof:
        written = written.on_conflict_do_update(index_elements=keys, set_=proof)
    else:
        written = written.on_conflict_do_nothing(index_elements=keys)
    await session.execute(written)


async def proposed(session: AsyncSession, limit: int, offset: int = 0) -> tuple[list[Person], int]:
    """Return the numbers that several conversations gave, and how many there are.

    Those that wait for a decision come first, then those last given.
    """
    undecided = func.count().filter(Identity.standing == Standing.OPEN)
    shared = (
        select(Identity.contact_id)
        .group_by(Identity.contact_id)
        .having(func.count() > 1)
        .order_by((undecided == 0), func.max(Identity.given_at).desc(), Identity.contact_id)
    )
    total = (await session.scalars(select(func.count()).select_from(shared.subquery()))).one()
    ids = list(await session.scalars(shared.limit(limit).offset(offset)))
    contacts = {
        contact.id: contact
        for contact in await session.scalars(select(Contact).where(Contact.id.in_(ids)))
    }
    claims: dict[int, list[Claim]] = defaultdict(list)
    query = _claims().add_columns(Identity.contact_id).where(Identity.contact_id.in_(ids))
    for *row, contact_id in await session.execute(query.order_by(Identity.given_at, Identity.id)):
        claims[contact_id].append(Claim(*row))
    people = [
        Person(one, contacts[one].name, mask(contacts[one].phone), claims[one]) for one in ids
    ]
    return people, total


async def decide(
    session: AsyncSession,
    identity_id: int,
    standing: Standing,
    staff_id: int,
    *,
    called: bool = False,
) -> None:
    """Say whose a conversation is, or open the question again; `called` is a proof by telephone.

    Raises:
        LookupError: there is no such claim.
        UnprovenError: it cannot be the owner's without a proof.
    """
    found = await session.get(Identity, identity_id, with_for_update=True)
    if found is None:
        raise LookupError(f"no identity {identity_id}")
    if standing is Standing.SAME and found.proof is Proof.TOLD:
        if not called:
            raise UnprovenError(f"identity {identity_id}")
        found.proof = Proof.CALLED
    elif standing is not Standing.SAME and found.proof is Proof.CALLED:
        # Whoever was reached by telephone is what is in doubt again.
        found.proof = Proof.TOLD
    found.standing = standing
    found.staff_id, found.decided_at = staff_id, now(session)
    detail = {"conversation": found.conversation_id, "proof": found.proof.value}
    audit.write(session, staff_id, _ACTIONS[standing], "person", found.contact_id, detail)
    await session.flush()


async def others(session: AsyncSession, conversation_id: int) -> list[Claim]:
    """Return the other conversations of the person of this one."""
    mine = aliased(Identity)
    query = (
        _claims()
        .join(mine, mine.contact_id == Identity.contact_id)
        .where(
            mine.conversation_id == conversation_id,
            mine.standing == Standing.SAME,
            Identity.standing == Standing.SAME,
            Identity.conversation_id != conversation_id,
        )
        .order_by(Identity.given_at, Identity.id)
    )
    return [Claim(*row) for row in await session.execute(query)]


def _claims() -> Select[int, int, str, Proof, Standing, datetime, str, datetime | None]:
    return (
        select(
            Identity.id,
            Identity.conversation_id,
            Conversation.channel,
            Identity.proof,
            Identity.standing,
            Identity.given_at,
            Staff.name,
            Identity.decided_at,
        )
        .join(Conversation, Conversation.id == Identity.conversation_id)
        .outerjoin(Staff, Staff.id == Identity.staff_id)
    )
