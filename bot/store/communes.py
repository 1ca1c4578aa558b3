"""Queries about communes and who serves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leads.routing import Agent
from bot.leads.status import OPEN
from bot.store.models import AgentCommune, Commune, Lead, Role, Staff
from bot.store.session import insert_into


@dataclass(frozen=True, slots=True)
class CommuneData:
    """A commune as the generated table of places has it."""

    code: str
    name: str
    province: str
    former_names: tuple[str, ...] = ()


async def load(session: AsyncSession, communes: Iterable[CommuneData]) -> int:
    """Add or update communes; return how many there were in the data."""
    count = 0
    for commune in communes:
        values = {
            "name": commune.name,
            "province": commune.province,
            "former_names": list(commune.former_names),
        }
        await session.execute(
            insert_into(session, Commune)
            .values(code=commune.code, **values)
            .on_conflict_do_update(index_elements=["code"], set_=values)
        )
        count += 1
    return count


async def of_province(session: AsyncSession, province: str) -> Sequence[Commune]:
    """Return the communes of a province by name."""
    query = select(Commune).filter_by(province=province).order_by(Commune.name)
    return (await session.scalars(query)).all()


async def get(session: AsyncSession, code: str) -> Commune | None:
    """Return the commune, or None where there is none."""
    return await session.get(Commune, code)


async def of_agent(session: AsyncSession, staff_id: int) -> Sequence[Commune]:
    """Return the communes that an agent serves."""
    query = (
        select(Commune)
        .join(AgentCommune, AgentCommune.commune_code == Commune.code)
        .where(AgentCommune.staff_id == staff_id)
        .order_by(Commune.name)
    )
    return (await session.scalars(query)).all()


async def serve(session: AsyncSession, staff_id: int, codes: Iterable[str]) -> None:
    """Let an agent serve exactly the communes of `codes`."""
    await session.execute(delete(AgentCommune).where(AgentCommune.staff_id == staff_id))
    session.add_all(
        AgentCommune(staff_id=staff_id, commune_code=code) for code in sorted(set(codes))
    )
    await session.flush()


async def agents_for(session: AsyncSession, code: str) -> list[Agent]:
    """Return the active agents who serve a commune, each with the number of their open leads."""
    query = (
        select(Staff.id, func.count(Lead.id))
        .join(AgentCommune, AgentCommune.staff_id == Staff.id)
        .outerjoin(Lead, and_(Lead.agent_id == Staff.id, Lead.status.in_(OPEN)))
        .where(
            AgentCommune.commune_code == code,
            Staff.active.is_(True),
            Staff.role == Role.AGENT,
        )
        .group_by(Staff.id)
    )
    return [Agent(staff_id, open_leads) for staff_id, open_leads in await session.execute(query)]
