"""One person to call back: who, what they were told, what comes next."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin import route

from bot.console import talk
from bot.console.access import CALLERS, OFFICE, staff_of
from bot.console.figures import figures_of
from bot.console.leads import scope_of
from bot.console.pages import Page, done, failed, go, identity
from bot.leads.phones import national
from bot.leads.status import LABELS, MOVES, OPEN, IllegalStatusChange, LeadStatus
from bot.store import identities, leads, staff
from bot.store.models import Role

LONGEST_NOTE = 2_000


class Lead(Page):
    """One lead, and everything staff may do with it."""

    path = "/leads/{lead_id:int}"
    add_to_menu = False
    roles = CALLERS

    @route("", name="lead")
    async def index(self, request: Request) -> Response:
        """Show the lead."""
        return await self._page(request, await self._seen(request))

    @route("/phone", methods=["POST"], name="lead-phone")
    async def phone(self, request: Request) -> Response:
        """Show the lead with its phone number; the look is audited."""
        lead_id = await self._seen(request)
        try:
            async with self.store.begin() as session:
                phone = await leads.reveal_phone(session, lead_id, staff_of(request).id)
        except LookupError:
            failed(request, "Số điện thoại đã được xóa theo yêu cầu của người dân.")
            return go(request, "lead", lead_id=lead_id)
        return await self._page(request, lead_id, phone)

    @route("/status", methods=["POST"], name="lead-status")
    async def status(self, request: Request) -> Response:
        """Move the lead along its life cycle."""
        lead_id, form = await self._seen(request), await request.form()
        to, note = str(form.get("to") or ""), _note(form.get("note"))
        # `assigned` needs an agent: the other form gives it.
        if to not in set(LeadStatus) - {LeadStatus.ASSIGNED}:
            raise HTTPException(422)
        try:
            async with self.store.begin() as session:
                await leads.change_status(session, lead_id, to, staff_of(request).id, note or None)
        except IllegalStatusChange as error:
            failed(request, _illegal(error))
        else:
            done(request, f"Đã chuyển sang: {LABELS[LeadStatus(to)]}.")
        return go(request, "lead", lead_id=lead_id)

    @route("/note", methods=["POST"], name="lead-note")
    async def note(self, request: Request) -> Response:
        """Write a note into the history."""
        lead_id, form = await self._seen(request), await request.form()
        if note := _note(form.get("note")):
            async with self.store.begin() as session:
                await leads.add_note(session, lead_id, staff_of(request).id, note)
            done(request, "Đã ghi chú.")
        else:
            failed(request, "Ghi chú đang trống.")
        return go(request, "lead", lead_id=lead_id)

    @route("/agent", methods=["POST"], name="lead-agent")
    async def agent(self, request: Request) -> Response:
        """Give the lead to an agent; an agent may take one that nobody has."""
        lead_id, form, member = await self._seen(request), await request.form(), staff_of(request)
        given = str(form.get("agent") or "")
        agent_id = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
        try:
            async with self.store.begin() as session:
                if member.role not in OFFICE:
                    detail = await leads.get(session, lead_id)
                    if agent_id != member.id or detail is None or detail.lead.agent_id is not None:
                        raise HTTPException(403)
                agent = await staff.get(session, agent_id)
                if agent is None or agent.role is not Role.AGENT:
                    raise HTTPException(422)
                await leads.assign(session, lead_id, agent_id, member.id)
        except LookupError as error:
            raise HTTPException(422) from error
        except IllegalStatusChange as error:
            failed(request, _illegal(error))
        else:
            done(request, f"Đã giao cho {agent.name}.")
        return go(request, "lead", lead_id=lead_id)

    @route("/talk", methods=["GET"], name="lead-talk")
    async def follow(self, request: Request) -> Response:
        """Return what was said, to follow it without loading the page again."""
        conversation_id = await self._conversation(request)
        _, said = await talk.read(self.store, conversation_id)
        return self.part(request, "console/said.html", {"said": said})

    @route("/talk", methods=["POST"], name="lead-talk-act")
    async def act(self, request: Request) -> Response:
        """Speak in the conversation, or give it back to the assistant."""
        conversation_id = await self._conversation(request)
        await talk.act(self.store, request, conversation_id)
        return go(request, "lead", lead_id=identity(request, "lead_id"))

    async def _seen(self, request: Request) -> int:
        """Return the id of the lead, which who signed in may see; any other is not there."""
        lead_id, scope = identity(request, "lead_id"), scope_of(staff_of(request))
        async with self.store.read() as session:
            if scope is not None and not await leads.is_visible_to(session, lead_id, scope):
                raise HTTPException(404)
            if await leads.get(session, lead_id) is None:
                raise HTTPException(404)
        return lead_id

    async def _conversation(self, request: Request) -> int:
        lead_id = await self._seen(request)
        async with self.store.read() as session:
            detail = await leads.get(session, lead_id)
        if detail is None or detail.conversation_id is None:
            raise HTTPException(404)
        return detail.conversation_id

    async def _page(self, request: Request, lead_id: int, phone: str | None = None) -> Response:
        member = staff_of(request)
        async with self.store.read() as session:
            detail = await leads.get(session, lead_id)
            agents = await staff.members(session, Role.AGENT) if member.role in OFFICE else []
            # Agents see this conversation alone, and no other of the same person.
            others = (
                await identities.others(session, detail.conversation_id)
                if detail is not None and detail.conversation_id and member.role in OFFICE
                else []
            )
        if detail is None:
            raise HTTPException(404)
        conversation, said = (
            (None, [])
            if detail.conversation_id is None
            else await talk.read(self.store, detail.conversation_id)
        )
        lead = detail.lead
        return self.show(
            request,
            "console/lead.html",
            {
                "detail": detail,
                "lead": lead,
                "phone": phone,
                "dial": national(phone) if phone else None,
                "figures": figures_of(detail.quote_answer) if detail.quote_answer else None,
                "moves": [
                    status
                    for status in LeadStatus
                    if status in MOVES[lead.status] and status is not LeadStatus.ASSIGNED
                ],
                "is_open": lead.status in OPEN,
                "agents": [agent for agent in agents if agent.active],
                "may_take": member.role is Role.AGENT and lead.agent_id is None,
                "member": member,
                "conversation": conversation,
                "said": said,
                "others": others,
                "now": self.store.clock(),
            },
        )


def _note(written: object) -> str:
    return str(written or "").strip()[:LONGEST_NOTE]


def _illegal(error: IllegalStatusChange) -> str:
    return (
        f"Không chuyển được từ “{LABELS[error.current]}” sang “{LABELS[error.to]}”. "
        "Có thể người khác vừa cập nhật, vui lòng xem lại."
    )
