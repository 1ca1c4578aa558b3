"""Sending to a partner's program: signed, and with an id that stays when it is sent again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Self

from standardwebhooks import Webhook

from bot.channels.contract import ButtonKind, Capabilities, DeliveryError, Outcome, Pictures
from bot.channels.outward import client, post
from bot.conversation.replies import REQUEST_PHONE, SHEET, Reply

NAME = "webhook"
PLATFORM = "the partner's webhook"
_NOT_YET = {408, 425}
_OUR_ADDRESS = {401, 403, 404, 405}
_SPACE = uuid.UUID("5b0d5a0e-0c4c-5f0a-9a65-0b0d1f1f6a11")


class WebhookChannel:
    """One partner's address. `async with` it, then `send`."""

    name = NAME

    def __init__(
        self,
        url: str,
        secret: str,
        clock: Callable[[], datetime],
        *,
        max_text: int,
        max_buttons: int,
        voice: bool = False,
    ) -> None:
        self.capabilities = Capabilities(
            max_text=max_text,
            buttons=max_buttons,
            max_button_label=100,
            button_kind=ButtonKind.INLINE if max_buttons else ButtonKind.NUMBERED,
            shows_sources=True,
            voice_in=True,
            voice=voice,
            phone_share=True,
            location_share=True,
            pictures=Pictures.PASSED,
        )
        self._url = url
        self._webhook = Webhook(secret)
        self._clock = clock
        self._http = client()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:
        """POST one message; any 2xx means that the partner has stored it.

        The id is the same whenever the same message is sent and the partner drops repeats: nothing
        is ever in doubt, it is sent until there is an answer.
        """
        message_id = str(uuid.uuid5(_SPACE, f"{chat} {key}")) if key else str(uuid.uuid4())
        at = self._clock().astimezone(UTC)
        body = json.dumps(_message(message_id, chat, part, at), ensure_ascii=False)
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": self._webhook.sign(message_id, at, body),
        }
        try:
            answer = await post(
                self._http, PLATFORM, self._url, content=body.encode(), headers=headers
            )
        except DeliveryError as error:
            if error.outcome is not Outcome.IN_DOUBT:
                raise
            raise DeliveryError(Outcome.RETRY, error.staff_message) from error
        if answer.is_success:
            return message_id
        reason = f"{PLATFORM} answered HTTP {answer.status_code}"
        if answer.status_code in _NOT_YET:
            raise DeliveryError(Outcome.RETRY, reason)
        if answer.is_redirect or answer.status_code in _OUR_ADDRESS:
            raise DeliveryError(Outcome.HOLD, reason)
        raise DeliveryError(Outcome.DROP, reason)


def _message(message_id: str, chat: str, part: Reply, at: datetime) -> dict[str, Any]:
    channel, _, user = chat.partition(":")
    return {
        "type": "message.out",
        "id": message_id,
        "channel": channel,
        "user": user,
        "ts": at.isoformat(timespec="seconds"),
        "parts": [
            {
                "text": part.text,
                "buttons": [{"id": one.payload, "title": one.label} for one in part.buttons],
                "sources": [{"title": one.name, "url": one.url} for one in part.sources],
                "asks_for_phone": any(one["kind"] == REQUEST_PHONE for one in part.attachments),
                "files": [
                    file
                    for one in part.attachments
                    if one["kind"] == SHEET
                    for file in one.get("files", ())
                ],
            }
        ],
    }
