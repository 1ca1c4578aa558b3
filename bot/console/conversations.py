"""Conversations that wait for a person: those the assistant handed off or staff took over."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin import route

from bot.console import talk
from bot.console.access import OFFICE, staff_of
from bot.console.pages import Page, go, identity
from bot.store import conversations, identities, staff_chats
from bot.store.store import Store


class Waiting(Page):
    """The list, the longest wait first."""

    path = "/conversations"
    menu_label = "Chờ cán bộ trả lời"
    icon = "fa-solid fa-comments"
    roles = OFFICE

    def __init__(self, store: Store, told: Sequence[str]) -> None:
        """Show the conversations of `store`; staff are told of them in the chats `told`."""
        super().__init__(store)
        self._told = [(channel, chat) for channel, _, chat in (one.partition(":") for one in told)]

    @route("", name="conversations")
    async def index(self, request: Request) -> Response:
        """Show who waits, and where staff are no longer told."""
        async with self.store.read() as session:
            rows = await conversations.waiting(session)
            failing = await staff_chats.failing(session, self._told)
        context = {
            "rows": rows,
            "failing": failing,
            "now": self.store.clock(),
            "member": staff_of(request),
        }
        return self.show(request, "console/conversations.html", context)


class Conversation(Page):
    """One conversation: what was said, and the staff's answer."""

    path = "/conversations/{conversation_id:int}"
    add_to_menu = False
    roles = OFFICE

    @route("", name="conversation")
    async def index(self, request: Request) -> Response:
        """Show the conversation."""
        conversation, said = await talk.read(self.store, identity(request, "conversation_id"))
        if conversation is None:
            raise HTTPException(404)
        async with self.store.read() as session:
            others = await identities.others(session, conversation.id)
        context = {
            "conversation": conversation,
            "said": said,
            "others": others,
            "member": staff_of(request),
        }
        return self.show(request, "console/conversation.html", context)

    @route("/talk", methods=["GET"], name="conversation-talk")
    async def follow(self, request: Request) -> Response:
        """Return what was said, to follow it without loading the page again."""
        _, said = await talk.read(self.store, identity(request, "conversation_id"))
        return self.part(request, "console/said.html", {"said": said})

    @route("/talk", methods=["POST"], name="conversation-talk-act")
    async def act(self, request: Request) -> Response:
        """Speak in the conversation, or give it back to the assistant."""
        conversation_id = identity(request, "conversation_id")
        await talk.act(self.store, request, conversation_id)
        return go(request, "conversation", conversation_id=conversation_id)
