"""Telegram's webhook: its secret checked, the update understood, the press acknowledged."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from telegram import Update

from bot.channels.door import FORGED, MALFORMED, Opened, Read, RefusedError, read_object
from bot.channels.telegram.line import UNREADABLE
from bot.channels.telegram.updates import inbound_event

HEADER = "x-telegram-bot-api-secret-token"


def reader(secret: str) -> Read:
    """Return what verifies and reads the webhook requests of a bot."""

    def read(headers: Mapping[str, str], body: bytes) -> Opened:
        if not hmac.compare_digest(headers.get(HEADER, "").encode(), secret.encode()):
            raise RefusedError(*FORGED)
        told = read_object(body)
        if not isinstance(told.get("update_id"), int):
            raise RefusedError(*MALFORMED)
        try:
            update = Update.de_json(told, None)
            event = inbound_event(update)
        except UNREADABLE:
            raise RefusedError(*MALFORMED) from None
        if update.callback_query is None:
            return Opened(event)
        # The answer to the request may carry one call. Whether it worked is never heard of, and
        # for the spinner on a button that does not matter.
        acknowledge = {
            "method": "answerCallbackQuery",
            "callback_query_id": update.callback_query.id,
        }
        return Opened(event, acknowledge)

    return read
