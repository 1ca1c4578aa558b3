"""The chat page, whole without scripts: a form, a redirect, a page."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.channels.web.api import LINK, LOCALE, MESSAGE_ID
from bot.channels.web.desk import Desk
from bot.channels.web.guard import RefusedError, plain
from bot.channels.web.transcript import Message
from bot.channels.web.words import Words
from bot.conversation.answers import MENU
from bot.conversation.events import Event, Press, Start, Text
from bot.conversation.replies import PAYLOAD_BYTES

WAIT_SECONDS = 3.0
"""How long a form's answer waits for the assistant's."""
GREETING_SECONDS = 1.0
LOOKS = 10
"""How often a page without scripts looks again, every two seconds."""
ANCHOR = "cuoi"


def page_routes(desk: Desk, router: APIRouter) -> None:
    """Add `/` and the forms of it."""

    async def page(
        request: Request,
        *,
        embedded: bool,
        start: str = "",
        lang: str = "",
        refused: RefusedError | None = None,
        typed: str = "",
        after: int | None = None,
        look: int = 0,
    ) -> HTMLResponse:
        """Return the page; `after` is the end of the chat when something was sent last."""
        chat = desk.sessions.chat_of(request)
        messages = await desk.transcript.latest(chat) if chat else []
        renderer = desk.speaking(lang or (await desk.transcript.locale(chat) if chat else None))
        words = renderer.words
        asked = [message.id for message in messages if message.sender == "citizen"]
        waiting: dict[str, str | None] = {"notice": None, "refresh": None, "reload": None}
        if refused:
            waiting["notice"] = refused.message(words)
        elif chat and after is not None and not _is_answered(messages, after):
            waiting |= await _waiting(desk, words, chat, _address(embedded, after, look + 1), look)
        html = renderer.page(
            "chat.html",
            messages=messages or [_greeting(desk, words)],
            last=messages[-1].id if messages else 0,
            anchor=asked[-1] if asked else None,
            typed=typed,
            start=start,
            lang=lang,
            nonce=secrets.token_urlsafe(12),
            embedded=embedded,
            query="?embed=1" if embedded else "",
            **waiting,
        )
        response = HTMLResponse(html, refused.status if refused else 200)
        if chat is None:
            desk.sessions.begin(response, embedded=embedded)
        return response

    @router.get("/", include_in_schema=False)
    async def chat(
        request: Request,
        embed: bool = False,
        start: str = "",
        lang: str = "",
        after: int | None = None,
        look: int = 0,
    ) -> Response:
        link = start if re.fullmatch(LINK, start) else ""
        locale = lang if lang in desk.words.languages else ""
        return await page(request, embedded=embed, start=link, lang=locale, after=after, look=look)

    @router.post("/chat", include_in_schema=False)
    async def say(request: Request, embed: bool = False) -> Response:
        form = _Form(b"")
        try:
            form = _Form(await request.body())
            chat = desk.chat_of(request)
            nonce, event = form.event()
            after = await desk.transcript.end(chat)
            opening = Start(form.start, form.lang)
            if (after == 0 or form.start or form.lang) and await desk.open(chat, opening, nonce):
                # The greeting stands above the question, as on the page that was just read.
                await desk.transcript.answered(chat, after, GREETING_SECONDS)
                after = await desk.transcript.end(chat)
            if not await desk.take(chat, nonce, event):
                after = min(after, form.after)
        except RefusedError as refused:
            return await page(
                request,
                embedded=embed,
                start=form.start or "",
                lang=form.lang or "",
                refused=refused,
                typed=form.text,
            )
        answered = await desk.transcript.answered(chat, after, WAIT_SECONDS)
        return RedirectResponse(_address(embed) if answered else _address(embed, after), 303)

    @router.post("/chat/leave", include_in_schema=False)
    async def leave(embed: bool = False) -> Response:
        response = RedirectResponse("/?embed=1" if embed else "/", 303)
        desk.sessions.end(response, embedded=embed)
        return response


class _Form:
    """The fields of a form as a browser sends it; unknown ones are nobody's business."""

    def __init__(self, body: bytes) -> None:
        fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True)
        self._first = {name: values[0] for name, values in fields.items()}
        # Browsers send every line break of a text area as CRLF.
        self.text = self._first.get("text", "").replace("\r\n", "\n")
        # Where the chat ended on the page: an answer to what was sent twice may be there already.
        end = self._first.get("after", "")
        self.after = int(end) if re.fullmatch(MESSAGE_ID, end) else 0
        start = self._first.get("start", "")
        self.start = start if re.fullmatch(LINK, start) else None
        lang = self._first.get("lang", "")
        self.lang = lang if re.fullmatch(LOCALE, lang) else None

    def event(self) -> tuple[str, Event]:
        """Return the event and its nonce: the page's own and a digest of what was sent from it.

        Going back to the page and choosing something else is another event; sending the same
        again is not.

        Raises:
            RefusedError: no page of ours sends such a form.
        """
        nonce, payload = self._first.get("nonce", ""), self._first.get("payload")
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", nonce):
            raise RefusedError(422, "bad_request")
        if payload is None:
            if "text" not in self._first:
                raise RefusedError(422, "bad_request")
            sent: Event = Text(plain(self.text))
        elif payload.isascii() and payload.isprintable() and 0 < len(payload) <= PAYLOAD_BYTES:
            sent = Press(payload)
        else:
            raise RefusedError(422, "bad_request")
        digest = sha256(repr(sent).encode(errors="replace")).hexdigest()[:16]
        return f"{nonce}-{digest}", sent


def _address(embedded: bool, after: int | None = None, look: int = 0) -> str:
    """Return where the page is; with `after` and `look` it waits for an answer."""
    fields: dict[str, int] = {"embed": 1} if embedded else {}
    if after is not None:
        fields |= {"after": after, "look": look}
    return f"/?{urlencode(fields)}#{ANCHOR}" if fields else f"/#{ANCHOR}"


def _is_answered(messages: list[Message], after: int) -> bool:
    return any(message.id > after and message.sender != "citizen" for message in messages)


async def _waiting(desk: Desk, words: Words, chat: str, again: str, look: int) -> dict[str, str]:
    """Return what a page without an answer says and does; `again` is where it looks next."""
    if await desk.transcript.is_with_a_person(chat):
        return {"notice": words("web.person")}
    if look < LOOKS:
        return {"notice": words("web.answering"), "refresh": again}
    return {"notice": words("web.no_answer_yet"), "reload": again}


def _greeting(desk: Desk, words: Words) -> Message:
    """Return what somebody new reads before the assistant has said anything."""
    return Message(
        id=0,
        sender="assistant",
        text=words("common.greeting").strip(),
        buttons=[{"label": words(f"button.{way}"), "payload": f"flow:{way}"} for way in MENU],
        sources=(),
        at=desk.now(),
    )
