"""Telegram's Bot API, by python-telegram-bot: long polling in, `sendMessage` out.

Updates are fetched with an offset that moves only after they are stored, so that a process that
dies between two steps gets the same update again and the inbox drops the repeat. State, rates and
retries are ours: of the library we use the Bot API client and its types.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
    WebhookInfo,
)
from telegram.constants import FloodLimit, InlineKeyboardButtonLimit, MessageLimit
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest

from bot.channels.contract import (
    Capabilities,
    ChatChange,
    DeliveryError,
    File,
    InboundEvent,
    Outcome,
    Pictures,
    Rate,
    Scope,
)
from bot.channels.outward import NEVER_ARRIVED
from bot.channels.telegram.line import (
    UNREADABLE,
    Line,
    TurnedAwayError,
    UpdatesLine,
    refuse_unreadable,
)
from bot.channels.telegram.updates import NAME, UPDATES, inbound_event
from bot.conversation.replies import REQUEST_PHONE, Reply

POLL_SECONDS = 30
PAUSE_AFTER_ERROR_SECONDS = 5

log = structlog.get_logger(__name__)

Receive = Callable[[InboundEvent | ChatChange], Awaitable[object]]


class TelegramChannel:
    """One bot of Telegram. `async with` it, then `send` and `poll`."""

    name = NAME
    capabilities = Capabilities(
        max_text=MessageLimit.MAX_TEXT_LENGTH,
        buttons=20,
        max_button_label=60,
        max_payload_bytes=InlineKeyboardButtonLimit.MAX_CALLBACK_DATA,
        phone_share=True,
        location_share=True,
        pictures=Pictures.SENT,
        files=True,
        edits=True,
        # At most 30 in any second: 28 that come back in it, and two that were there.
        account_rate=Rate(burst=2, seconds_each=1 / (FloodLimit.MESSAGES_PER_SECOND - 2)),
        # Short bursts are taken; a turn has three messages at most.
        chat_rate=Rate(3, 1 / FloodLimit.MESSAGES_PER_SECOND_PER_CHAT),
    )

    def __init__(
        self,
        token: str,
        api: str = "https://api.telegram.org",
        requests: tuple[BaseRequest, BaseRequest] | None = None,
    ) -> None:
        """Prepare a bot; `requests` carry its calls, and its polling, in place of HTTP."""
        self._requests = requests or (
            Line(connections=16),
            UpdatesLine(),
        )
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )

    async def __aenter__(self) -> TelegramChannel:
        for request in self._requests:
            await request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        for request in self._requests:
            await request.shutdown()

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Send one message; buttons become an inline keyboard, one to a row."""
        try:
            message = await self._bot.send_message(
                int(chat), part.text, reply_markup=_keyboard(part)
            )
        except TelegramError as error:
            raise _delivery_error(error, chat) from error
        return str(message.message_id)

    async def send_file(self, chat: str, file: File, key: str = "") -> str | None:  # noqa: ARG002
        """Send a picture as a photo, and anything else as a document."""
        sent = InputFile(file.body, filename=file.name)
        try:
            if file.media_type.startswith("image/"):
                message = await self._bot.send_photo(int(chat), sent, caption=file.caption)
            else:
                message = await self._bot.send_document(int(chat), sent, caption=file.caption)
        except TelegramError as error:
            raise _delivery_error(error, chat) from error
        return str(message.message_id)

    async def poll(self, receive: Receive) -> None:
        """Hand every update to `receive`, for ever; an update counts as taken once it returns.

        Telegram that cannot be reached is asked again and again.

        Raises:
            InvalidToken: Telegram does not know the token.
        """
        offset: int | None = None
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES
                )
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("telegram cannot be asked", error=type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)
                continue
            for update in updates:
                await self._take(update, receive)
                offset = update.update_id + 1

    async def who(self) -> str:
        """Return the bot's own name on Telegram.

        Raises:
            TelegramError: Telegram cannot be asked, or does not know the token.
        """
        me = await self._bot.get_me()
        return f"@{me.username}"

    async def group(self, chat: str) -> str:
        """Return what a chat that we may write to is called.

        Raises:
            TelegramError: Telegram cannot be asked, or the bot is in no such chat.
        """
        return (await self._bot.get_chat(int(chat))).effective_name or chat

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to `url`, with `secret` in their header, instead of polling.

        Raises:
            TelegramError: Telegram cannot be asked, or does not take the address.
        """
        await self._bot.set_webhook(
            url, secret_token=secret, allowed_updates=UPDATES, max_connections=40
        )

    async def webhook(self) -> WebhookInfo:
        """Return where updates are sent, and what went wrong there last.

        Raises:
            TelegramError: Telegram cannot be asked, or does not know the token.
        """
        return await self._bot.get_webhook_info()

    async def delete_webhook(self) -> None:
        """Have updates kept for polling again; what waits stays.

        Raises:
            TelegramError: Telegram cannot be asked, or does not know the token.
        """
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _take(self, update: Update, receive: Receive) -> None:
        try:
            inbound = inbound_event(update)
        except UNREADABLE:
            refuse_unreadable()
            return
        if inbound is not None:
            await receive(inbound)
        if update.callback_query is not None:
            try:
                await self._bot.answer_callback_query(update.callback_query.id)
            except TelegramError as error:
                # Only the spinner on the button depends on it; the press itself is stored.
                log.info("a press was not acknowledged", error=type(error).__name__)


def _keyboard(part: Reply) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if part.buttons:
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(b.label, callback_data=b.payload)] for b in part.buttons]
        )
    for attachment in part.attachments:
        if attachment["kind"] == REQUEST_PHONE:
            return ReplyKeyboardMarkup(
                [[KeyboardButton(attachment["label"], request_contact=True)]],
                one_time_keyboard=True,
                resize_keyboard=True,
            )
    return None


def _delivery_error(error: TelegramError, chat: str) -> DeliveryError:
    group = chat.startswith("-")
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = float(wait) if isinstance(wait, int) else wait.total_seconds()
        # Groups have a rate of their own; what citizens wait for does not pause for it.
        scope = Scope.CHAT if group else Scope.ACCOUNT
        return DeliveryError(Outcome.RETRY, "Telegram asks to slow down", seconds, scope)
    if isinstance(error, ChatMigrated):
        reason = "the group became a supergroup"
        return DeliveryError(Outcome.RETRY, reason, moved_to=str(error.new_chat_id))
    if isinstance(error, Forbidden):
        reason = "the bot is not in the group" if group else "the person blocked the bot"
        return DeliveryError(Outcome.DROP, reason)
    if isinstance(error, InvalidToken):
        return DeliveryError(Outcome.HOLD, "Telegram does not know the bot's token")
    if isinstance(error, BadRequest):
        return DeliveryError(Outcome.DROP, f"Telegram refused the message: {error.message}")
    if isinstance(error, TurnedAwayError):
        return DeliveryError(Outcome.RETRY, str(error))
    if isinstance(error, NetworkError) and isinstance(error.__cause__, NEVER_ARRIVED):
        return DeliveryError(Outcome.RETRY, "Telegram cannot be reached")
    return DeliveryError(Outcome.IN_DOUBT, f"no answer from Telegram: {type(error).__name__}")
