"""The JSON interface of the web chat: what our own page uses, and any other skin may."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.web.desk import Desk
from bot.channels.web.guard import TEXT_CHARACTERS, plain
from bot.channels.web.render import Renderer
from bot.channels.web.transcript import Message, Sender
from bot.conversation.events import Event, Press, Start, Text
from bot.conversation.replies import PAYLOAD_BYTES
from bot.store.session import DATABASE_AWAY

MESSAGE_ID = r"[0-9]{1,9}"
LOCALE = r"^[a-z]{2,3}(_[A-Za-z]{2,8})*$"
LINK = r"^[A-Za-z0-9_-]{1,64}$"
"""What may follow `?start=` in a link to the chat."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextEvent(_Strict):
    """What the citizen typed, as typed."""

    type: Literal["text"]
    text: str = Field(json_schema_extra={"maxLength": TEXT_CHARACTERS})


class ButtonEvent(_Strict):
    """The payload of the button that the citizen pressed."""

    type: Literal["button"]
    payload: str = Field(min_length=1, max_length=PAYLOAD_BYTES, pattern=r"^[\x20-\x7e]+$")


class StartEvent(_Strict):
    """The citizen opened the chat; `payload` and `locale` are those of the link they followed."""

    type: Literal["start"]
    payload: str | None = Field(default=None, pattern=LINK)
    locale: str | None = Field(default=None, pattern=LOCALE, max_length=16)


class Incoming(_Strict):
    """One event. The same `id` in the same chat is the same event: repeat until answered."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    event: Annotated[TextEvent | ButtonEvent | StartEvent, Field(discriminator="type")]


class Taken(BaseModel):
    """The event is stored and will be answered; `new` is false for a repeat."""

    new: bool


class ButtonShown(BaseModel):
    """A choice: send `payload` back as a `button` event."""

    label: str
    payload: str


class SourceShown(BaseModel):
    """A legal text that the message rests on."""

    document: str
    article: str | None = None
    url: str | None = None


class MessageShown(BaseModel):
    """One message; `html` is the list item of our own page, safe to insert."""

    id: int
    sender: Sender
    text: str
    buttons: list[ButtonShown]
    sources: list[SourceShown]
    at: datetime
    html: str


class Messages(BaseModel):
    """What followed; `with_a_person` tells that the assistant is silent for somebody else."""

    messages: list[MessageShown]
    with_a_person: bool


class Problem(BaseModel):
    """Why a request was refused: a code, and a sentence for the citizen."""

    code: str
    message: str


class Refusal(BaseModel):
    """The answer to a request that is not served."""

    error: Problem


_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Refusal, "description": "No chat: send a `start` event first."},
    422: {"model": Refusal, "description": "Not such an event."},
    503: {"model": Refusal, "description": "Not now; try again after `Retry-After` seconds."},
}
_POST_REFUSALS: dict[int | str, dict[str, Any]] = _REFUSALS | {
    400: {"model": Refusal, "description": "Broken off."},
    403: {"model": Refusal, "description": "Sent by a page of another site."},
    408: {"model": Refusal, "description": "The body took too long."},
    413: {"model": Refusal, "description": "Too long."},
    429: {"model": Refusal, "description": "Too fast; try again after `Retry-After` seconds."},
}
_After = Annotated[int, Query(ge=0, lt=10**9)]


def api_routes(desk: Desk, router: APIRouter) -> None:
    """Add `/api/chat` and what hangs on it."""

    def shown(message: Message, renderer: Renderer) -> MessageShown:
        return MessageShown.model_validate(
            {
                **{name: getattr(message, name) for name in message.__slots__},
                "html": renderer.message(message),
            }
        )

    @router.post("/api/chat", status_code=202, tags=["chat"], responses=_POST_REFUSALS)
    async def send(
        request: Request, response: Response, incoming: Incoming, embed: bool = False
    ) -> Taken:
        """Send one event. A `start` event opens a chat where the browser has none.

        The chat is kept in a cookie. `embed` says that the page is in a frame of another site.
        """
        event = _event(incoming)
        if isinstance(event, Start):
            chat = desk.chat_or_new(request, response, embedded=embed)
            return Taken(new=await desk.open(chat, event, incoming.id))
        return Taken(new=await desk.take(desk.chat_of(request), incoming.id, event))

    @router.get("/api/chat/messages", tags=["chat"], responses=_REFUSALS)
    async def look(request: Request, after: _After = 0) -> Messages:
        """Return the messages that follow the one with the id `after`, at most 200."""
        chat = desk.chat_of(request)
        found = await desk.transcript.after(chat, after)
        renderer = desk.speaking(await desk.transcript.locale(chat))
        return Messages(
            messages=[shown(message, renderer) for message in found],
            with_a_person=await desk.transcript.is_with_a_person(chat),
        )

    @router.get(
        "/api/chat/events",
        tags=["chat"],
        responses=_REFUSALS,
        response_class=EventSourceResponse,
    )
    async def listen(
        after: _After = 0,
        last_event_id: Annotated[str, Header()] = "",
        chat: str = Depends(desk.chat_of),
    ) -> AsyncIterator[ServerSentEvent]:
        """Stream the messages that follow the one with the id `after`, or `Last-Event-ID`.

        Each event's data is a message as `/api/chat/messages` returns it, and its id the
        message's.
        """
        if re.fullmatch(MESSAGE_ID, last_event_id):
            after = int(last_event_id)
        yield ServerSentEvent(comment="open", retry=3000)
        # While the database is away the stream ends, and the browser comes back.
        with suppress(*DATABASE_AWAY):
            async for fresh in desk.transcript.stream(chat, after):
                spoken = await desk.transcript.locale(chat) if fresh else None
                renderer = desk.speaking(spoken)
                for message in fresh:
                    yield ServerSentEvent(data=shown(message, renderer), id=str(message.id))
                if desk.channel.closing:
                    return


def _event(incoming: Incoming) -> Event:
    match incoming.event:
        case TextEvent(text=text):
            return Text(plain(text))
        case ButtonEvent(payload=payload):
            return Press(payload)
        case StartEvent(payload=payload, locale=locale):
            return Start(payload, locale)
