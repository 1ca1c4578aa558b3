"""Looking up a calculation by the check code (mã tính) that somebody reads out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin import route

from bot.console.access import CALLERS, staff_of
from bot.console.again import Again, make_again
from bot.console.figures import Figures, figures_of
from bot.console.leads import scope_of
from bot.console.pages import Page
from bot.sheets.codes import Codes, MistypedError
from bot.store import conversations, leads, quotes
from bot.store.leads import LeadRow
from bot.store.models import Conversation, Quote, Staff
from bot.store.store import Store
from bot.vietnam import VIETNAM
from policies import Ruleset

MISTYPED = "Mã chưa đúng: có chữ bị sai, thiếu hoặc thừa. Anh/chị nhờ người dân đọc lại từng chữ."
UNKNOWN = (
    "Không tìm thấy bảng tính của mã này. Mã không do trợ lý cấp, người dân đã xóa dữ liệu, "
    "hoặc bảng tính không thuộc phần việc của anh/chị."
)


@dataclass(frozen=True, slots=True)
class Found:
    """A calculation, whose it is, and what it would be now."""

    code: str
    quote: Quote
    figures: Figures
    conversation: Conversation | None
    leads: list[LeadRow]
    again: list[Again]


class Quotes(Page):
    """The field for a code, and the calculation below it as it was told."""

    path = "/quotes"
    menu_label = "Tra mã tính"
    icon = "fa-solid fa-magnifying-glass"
    roles = CALLERS

    def __init__(self, store: Store, ruleset: Ruleset, codes: Codes) -> None:
        super().__init__(store)
        self._ruleset = ruleset
        self._codes = codes

    @route("", methods=["GET"], name="quotes")
    async def index(self, request: Request) -> Response:
        """Show the field."""
        return self._page(request)

    @route("", methods=["POST"], name="quotes-look-up")
    async def look_up(self, request: Request) -> Response:
        """Show the calculation of a code; the look is audited."""
        typed = str((await request.form()).get("code") or "")[:100]
        try:
            quote_id = self._codes.quote_id(typed)
        except MistypedError:
            return self._page(request, typed, wrong=MISTYPED)
        async with self.store.begin() as session:
            found = quote_id and await self._found(session, quote_id, staff_of(request))
        if not found:
            return self._page(request, typed, wrong=UNKNOWN)
        return self._page(request, found.code, found=found)

    async def _found(self, session: AsyncSession, quote_id: int, member: Staff) -> Found | None:
        """Return what the code leads to; an agent sees what their leads were told."""
        scope = scope_of(member)
        kept = await quotes.get(session, quote_id)
        if kept is None:
            return None
        theirs = await leads.of_conversation(session, kept.conversation_id, visible_to=scope)
        if scope is not None and not theirs:
            return None
        quotes.looked_up(session, quote_id, member.id)
        today = self.store.clock().astimezone(VIETNAM).date()
        return Found(
            code=self._codes.of(quote_id),
            quote=kept,
            figures=figures_of(kept.answer),
            conversation=None
            if scope is not None
            else await conversations.get(session, kept.conversation_id),
            leads=theirs,
            again=make_again(self._ruleset, kept.request, kept.answer, today),
        )

    def _page(
        self, request: Request, typed: str = "", *, wrong: str = "", found: Found | None = None
    ) -> Response:
        context: dict[str, Any] = {"typed": typed, "wrong": wrong, "found": found}
        return self.show(request, "console/quotes.html", context)
