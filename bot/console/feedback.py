"""What citizens say of the answers: counts by answer, and the newest remarks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin import route

from bot.console.access import OFFICE, allowed
from bot.console.pages import Page, page_number
from bot.store import feedback
from bot.store.models import Role

PAGE_SIZE = 25
SHOWN_REMARKS = 50
_LONGEST_NAME = 80


class Feedback(Page):
    """The answers most often not of use first; with `about`, one answer alone."""

    path = "/feedback"
    menu_label = "Góp ý câu trả lời"
    icon = "fa-solid fa-thumbs-up"
    roles = OFFICE | {Role.EDITOR}

    @route("", name="feedback")
    async def index(self, request: Request) -> Response:
        """Show the counts, and what was said to be wrong."""
        page = page_number(request)
        about = request.query_params.get("about", "")[:_LONGEST_NAME] or None
        async with self.store.read() as session:
            rows = await feedback.by_answer(session, PAGE_SIZE, (page - 1) * PAGE_SIZE)
            total = await feedback.answers(session)
            remarks = await feedback.remarks(session, SHOWN_REMARKS, about)
        context = {
            "rows": rows,
            "remarks": remarks,
            "about": about,
            "page": page,
            "pages": max(-(-total // PAGE_SIZE), 1),
            "may_read": allowed(request, OFFICE),
        }
        return self.show(request, "console/feedback.html", context)
