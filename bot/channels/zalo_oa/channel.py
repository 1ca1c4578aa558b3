"""Zalo Official Account as two channels: people by name, and guests of its chat page.

A guest has no profile: they are addressed by the visit, on the older version of the API, and get
their choices as a numbered list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.channels.contract import (
    ButtonKind,
    Capabilities,
    DeliveryError,
    File,
    Outcome,
    Pictures,
    Rate,
    Window,
)
from bot.channels.ledger import Ledger
from bot.channels.zalo_oa.api import GUEST_MESSAGE, MESSAGE, UPLOAD_FILE, UPLOAD_IMAGE, Api
from bot.conversation.replies import REQUEST_PHONE, Reply
from bot.store.store import Store

NAME, GUEST_NAME = "zalo_oa", "zalo_guest"
PRESS_PREFIX = "#bhxh:"
"""A press comes back as a text; what begins so is one."""
MAX_TEXT = 2000
MAX_SUBTITLE = 500
WINDOW = Window(free=timedelta(hours=48), closes=timedelta(days=7))
_BURST = 10


class ZaloOaChannel:
    """People who wrote to the account.

    Args:
        requests_per_minute: what the account's package allows, less what guests may use.
        most_charged: how many messages a month after the free time the office pays for.
        image_url: the picture over the form that asks for a number; without one, the number is
            asked for in words.
        button_template: the `template_type` of a message with buttons; empty: none.
    """

    name = NAME

    def __init__(
        self,
        api: Api,
        store: Store,
        *,
        requests_per_minute: int,
        most_charged: int,
        image_url: str = "",
        button_template: str = "",
    ) -> None:
        self.capabilities = Capabilities(
            max_text=MAX_TEXT,
            buttons=5,
            max_button_label=100,
            button_kind=ButtonKind.AS_TEXT,
            max_payload_bytes=1000 - len(PRESS_PREFIX),
            voice_in=True,
            phone_share=bool(image_url),
            pictures=Pictures.SENT,
            files=True,
            account_rate=Rate(_BURST, 60 / requests_per_minute),
            window=WINDOW,
        )
        self._api = api
        self._ledger = Ledger(store, NAME, WINDOW, most_charged)
        self._image_url = image_url
        self._button_template = button_template

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Send one message, or the platform's form for sharing a number."""
        return await self._send(chat, self._message(part))

    async def send_file(self, chat: str, file: File, key: str = "") -> str | None:  # noqa: ARG002
        """Upload a picture or a document, and send it."""
        if not file.media_type.startswith("image/"):
            token = await self._api.upload(UPLOAD_FILE, file, "token")
            return await self._send(
                chat, {"attachment": {"type": "file", "payload": {"token": token}}}
            )
        uploaded = await self._api.upload(UPLOAD_IMAGE, file, "attachment_id")
        picture = {"media_type": "image", "attachment_id": uploaded}
        payload = {"template_type": "media", "elements": [picture]}
        attachment = {"type": "template", "payload": payload}
        return await self._send(chat, {"text": file.caption, "attachment": attachment})

    async def _send(self, chat: str, message: Mapping[str, Any]) -> str | None:
        charged = await self._ledger.admit(chat)
        body = {"recipient": {"user_id": chat}, "message": message}
        try:
            return await self._api.send(MESSAGE, body)
        except DeliveryError as error:
            await self._ledger.settle(charged, error)
            raise

    def _message(self, part: Reply) -> Mapping[str, Any]:
        if part.buttons:
            payload: dict[str, Any] = {
                "buttons": [
                    {
                        "title": button.label,
                        "type": "oa.query.hide",
                        "payload": PRESS_PREFIX + button.payload,
                    }
                    for button in part.buttons
                ]
            }
            if self._button_template:
                payload["template_type"] = self._button_template
            return {"text": part.text, "attachment": {"type": "template", "payload": payload}}
        asked = [one for one in part.attachments if one["kind"] == REQUEST_PHONE]
        # The form has room for a short text only, and a message has one attachment.
        if asked and self._image_url and len(part.text) <= MAX_SUBTITLE:
            element = {
                "title": asked[0]["label"],
                "subtitle": part.text,
                "image_url": self._image_url,
            }
            form = {"template_type": "request_user_info", "elements": [element]}
            return {"attachment": {"type": "template", "payload": form}}
        return {"text": part.text}


class ZaloGuestChannel:
    """Guests: who wrote on the account's page without a Zalo profile that it may see."""

    name = GUEST_NAME

    def __init__(
        self, api: Api, store: Store, *, requests_per_minute: int, most_charged: int
    ) -> None:
        self.capabilities = Capabilities(
            max_text=MAX_TEXT,
            buttons=0,
            max_button_label=0,
            button_kind=ButtonKind.NUMBERED,
            account_rate=Rate(_BURST, 60 / requests_per_minute),
            window=WINDOW,
        )
        self._api = api
        self._ledger = Ledger(store, GUEST_NAME, WINDOW, most_charged, account=NAME)

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Send one text to a visit, `<anonymous id>:<conversation id>`."""
        anonymous_id, _, conversation_id = chat.partition(":")
        if not conversation_id:
            raise DeliveryError(Outcome.DROP, "the chat is no visit of a guest")
        charged = await self._ledger.admit(chat)
        recipient = {"anonymous_id": anonymous_id, "conversation_id": conversation_id}
        try:
            return await self._api.send(
                GUEST_MESSAGE, {"recipient": recipient, "message": {"text": part.text}}
            )
        except DeliveryError as error:
            await self._ledger.settle(charged, error)
            raise
