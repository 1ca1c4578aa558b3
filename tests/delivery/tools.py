"""What the tests of senders say again and again."""

from __future__ import annotations

from typing import Any

from bot.channels.contract import DeliveryError, Outcome, Scope
from bot.conversation.replies import Reply
from bot.store import consents, conversations, log, outbox
from bot.store.models import Outbox


async def owe(bot: Any, *texts: str, chat: str = "lan", channel: str = "plain", **how: Any) -> int:
    """Put messages into the outbox and the log; return the id of the conversation."""
    async with bot.store.begin() as session:
        conversation_id = await conversations.ensure(session, channel, chat)
        conversation = await conversations.lock(session, conversation_id)
        for text in texts:
            buttons = how.get("buttons", ())
            options = {key: value for key, value in how.items() if key != "buttons"}
            reply = Reply(text, buttons)
            owed = await outbox.add(session, conversation, reply, **options)
            await log.said(session, conversation, reply, outbox_id=owed)
    return conversation_id


async def statuses(bot: Any) -> list[str]:
    return [row.status.value for row in await bot.rows(Outbox)]


def fails(
    outcome: Outcome, retry_after: float | None = None, scope: Scope = Scope.ACCOUNT
) -> DeliveryError:
    return DeliveryError(outcome, "the platform said no", retry_after, scope)


async def opt_in(bot: Any, conversation_id: int) -> None:
    async with bot.store.begin() as session:
        await consents.opt_in(session, conversation_id)
