"""The conversation behind a lead or a hand-off: reading it, answering in it, giving it back."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.console.access import staff_of
from bot.console.pages import done, failed
from bot.store import conversations, messages
from bot.store.conversations import AlreadyTakenError
from bot.store.messages import MessageRow, NotOwnerError
from bot.store.models import Conversation
from bot.store.store import Store

LONGEST_REPLY = 2_000
"""Characters; longer than any channel takes in one message, and enough for an explanation."""
LONGEST_TALK = 1_000
_AT_ONCE = 200


async def read(store: Store, conversation_id: int) -> tuple[Conversation | None, list[MessageRow]]:
    """Return the conversation and what was said in it, the last `LONGEST_TALK` messages."""
    async with store.read() as session:
        conversation = await conversations.get(session, conversation_id)
        said: list[MessageRow] = []
        while True:
            after = said[-1].cursor if said else 0
            more = await messages.transcript(
                session, conversation_id, after=after, staff=True, limit=_AT_ONCE
            )
            said = [*said, *more][-LONGEST_TALK:]
            if len(more) < _AT_ONCE:
                return conversation, said


async def act(store: Store, request: Request, conversation_id: int) -> None:
    """Take the conversation over, say something in it, or give it back, as the form says.

    Raises:
        HTTPException: the form says none of these (422), or there is no such conversation (404).
    """
    form = await request.form()
    staff_id, text = staff_of(request).id, str(form.get("text") or "").strip()
    try:
        async with store.begin() as session:
            match form.get("do"):
                case "take_over":
                    await conversations.take_over(session, conversation_id, staff_id)
                    said = "Trợ lý đã dừng. Anh/chị trả lời người dân ở khung bên dưới."
                case "reply" if 0 < len(text) <= LONGEST_REPLY:
                    await messages.staff_reply(session, conversation_id, staff_id, text)
                    said = "Đã gửi."
                case "hand_back":
                    await conversations.hand_back(session, conversation_id, staff_id)
                    said = "Trợ lý sẽ trả lời tiếp."
                case _:
                    raise HTTPException(422)
    except LookupError as error:
        raise HTTPException(404) from error
    except AlreadyTakenError:
        failed(request, "Cán bộ khác đang trả lời cuộc trò chuyện này.")
    except NotOwnerError:
        failed(request, "Chưa gửi: anh/chị cần bấm “Em trả lời thay trợ lý” trước.")
    else:
        done(request, said)
