"""The list of people to call back (người cần gọi lại)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin import route

from bot.console.access import CALLERS, OFFICE, staff_of
from bot.console.pages import Page, page_number
from bot.console.words import INTERESTS, moment
from bot.leads.phones import national
from bot.leads.status import LABELS, LeadStatus
from bot.store import communes, leads, staff
from bot.store.models import Role, Staff
from bot.store.store import Store

PAGE_SIZE = 25
_COLUMNS = (
    "Mã",
    "Họ tên",
    "Điện thoại",
    "Xã/phường",
    "Nhu cầu",
    "Trạng thái",
    "Nhân viên thu",
    "Để lại số lúc",
    "Hạn xử lý",
)
EXPORT_LIMIT = 5_000
"""Rows of one export: more than a province has open at a time, and little enough for one file."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list was narrowed to."""

    status: LeadStatus | None
    commune: str | None
    agent_id: int | None
    text: str | None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Filters:
        """Return the filters of an address or a form; what makes no sense filters nothing."""
        status, agent = str(given.get("status") or ""), str(given.get("agent") or "")
        return cls(
            status=LeadStatus(status) if status in set(LeadStatus) else None,
            commune=str(given.get("commune") or "")[:16] or None,
            agent_id=int(agent) if agent.isascii() and agent.isdigit() and len(agent) < 9 else None,
            text=str(given.get("text") or "").strip()[:100] or None,
        )

    async def search(
        self, session: AsyncSession, member: Staff, limit: int, offset: int = 0
    ) -> tuple[list[leads.LeadRow], int]:
        """Return a page of what `member` may see, and how many match in all."""
        return await leads.search(
            session,
            status=self.status,
            commune=self.commune,
            agent_id=self.agent_id,
            visible_to=scope_of(member),
            text=self.text,
            limit=limit,
            offset=offset,
        )


def scope_of(member: Staff) -> int | None:
    """Return whose leads `member` is kept to; None for the office, which sees all."""
    return None if member.role in OFFICE else member.id


class Leads(Page):
    """The list, and its export."""

    path = "/leads"
    menu_label = "Người cần gọi lại"
    icon = "fa-solid fa-phone"
    roles = CALLERS

    def __init__(self, store: Store, province: str) -> None:
        super().__init__(store)
        self._province = province

    @route("", name="leads")
    async def index(self, request: Request) -> Response:
        """Show a page of the list, the most urgent first."""
        member, filters = staff_of(request), Filters.read(request.query_params)
        page = page_number(request)
        async with self.store.read() as session:
            rows, total = await filters.search(session, member, PAGE_SIZE, (page - 1) * PAGE_SIZE)
            counts = await leads.counts(session, visible_to=scope_of(member))
            office = member.role in OFFICE
            context = {
                "rows": rows,
                "total": total,
                "page": page,
                "pages": max(-(-total // PAGE_SIZE), 1),
                "counts": counts,
                "filters": filters,
                "communes": await self._communes(session, member),
                "agents": await staff.members(session, Role.AGENT) if office else [],
                "office": office,
                "now": self.store.clock(),
            }
        return self.show(request, "console/leads.html", context)

    @route("/export", methods=["POST"], name="leads-export")
    async def export(self, request: Request) -> Response:
        """Return the filtered list with phone numbers as CSV; every number is audited."""
        member = staff_of(request)
        if member.role not in OFFICE:
            raise HTTPException(403)
        filters = Filters.read(await request.form())
        async with self.store.begin() as session:
            rows, _ = await filters.search(session, member, EXPORT_LIMIT)
            phones = await leads.export_phones(session, [row.id for row in rows], member.id)
        return Response(
            as_csv(rows, phones),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="nguoi-can-goi-lai.csv"'},
        )

    async def _communes(self, session: AsyncSession, member: Staff) -> Any:
        if member.role in OFFICE:
            return await communes.of_province(session, self._province)
        return await communes.of_agent(session, member.id)


def as_csv(rows: list[leads.LeadRow], phones: Mapping[int, str]) -> str:
    """Return leads as CSV for a spreadsheet, with the mark by which Excel knows UTF-8."""
    file = io.StringIO("\ufeff")
    file.seek(0, io.SEEK_END)
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for row in rows:
        cells = (
            str(row.id),
            row.name or "",
            national(phones[row.id]) if row.id in phones else "",
            row.commune_name or "",
            INTERESTS[row.interest],
            LABELS[row.status],
            row.agent_name or "",
            moment(row.created_at),
            moment(row.due_at) if row.due_at else "",
        )
        writer.writerow(_inert(cell) for cell in cells)
    return file.getvalue()


def _inert(cell: str) -> str:
    """Return a cell that a spreadsheet cannot take for a formula, whatever a citizen typed."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell
