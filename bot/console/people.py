"""Numbers that several conversations gave: staff say whether one person is behind them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin import route

from bot.console.access import OFFICE, staff_of
from bot.console.pages import Page, done, failed, go, identity, page_number
from bot.store import identities
from bot.store.identities import UnprovenError
from bot.store.models import Standing

PAGE_SIZE = 25
_SAID = {
    Standing.SAME: "Đã ghi: chủ số máy này.",
    Standing.OTHER: "Đã ghi: người khác dùng số máy này.",
    Standing.OPEN: "Đã mở lại để xem xét.",
}


class People(Page):
    """What waits for a decision first. Nothing is linked by itself; everything can be undone."""

    path = "/people"
    menu_label = "Cùng một người?"
    icon = "fa-solid fa-people-arrows"
    roles = OFFICE

    @route("", name="people")
    async def index(self, request: Request) -> Response:
        """Show the numbers, each with the conversations that gave it."""
        page = page_number(request)
        async with self.store.read() as session:
            people, total = await identities.proposed(session, PAGE_SIZE, (page - 1) * PAGE_SIZE)
        pages = max(-(-total // PAGE_SIZE), 1)
        context = {"people": people, "page": page, "pages": pages}
        return self.show(request, "console/people.html", context)

    @route("/{identity_id:int}", methods=["POST"], name="people-decide")
    async def decide(self, request: Request) -> Response:
        """Say whose a conversation is, or open the question again."""
        identity_id, form = identity(request, "identity_id"), await request.form()
        if (standing := str(form.get("standing") or "")) not in set(Standing):
            raise HTTPException(422)
        try:
            async with self.store.begin() as session:
                await identities.decide(
                    session,
                    identity_id,
                    Standing(standing),
                    staff_of(request).id,
                    called=form.get("called") == "yes",
                )
        except LookupError as error:
            raise HTTPException(404) from error
        except UnprovenError:
            failed(
                request,
                "Số này mới do người dân tự khai. Hãy gọi số đó, hỏi rồi đánh dấu “Đã gọi và hỏi”.",
            )
        else:
            done(request, _SAID[Standing(standing)])
        return go(request, "people")
