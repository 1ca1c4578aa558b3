"""Sending by Zalo's Bot API: plain text, choices as a numbered list."""

from __future__ import annotations

from typing import Any, Self

from bot.channels.contract import (
    ButtonKind,
    Capabilities,
    DeliveryError,
    File,
    Outcome,
    Pictures,
    Rate,
    Scope,
)
from bot.channels.outward import client, object_of, post
from bot.conversation.replies import Reply

NAME = "zalo_bot"
PLATFORM = "Zalo's Bot Platform"
_SLOW_DOWN_SECONDS = 60.0


class ZaloBotChannel:
    """One bot of the platform. `async with` it, then `send`."""

    name = NAME
    capabilities = Capabilities(
        max_text=2000,
        buttons=0,
        max_button_label=0,
        button_kind=ButtonKind.NUMBERED,
        voice_in=True,
        voice_out=True,
        pictures=Pictures.FETCHED,
        # The platform publishes no rate; what a person can read is enough.
        account_rate=Rate(10, 0.1),
        chat_rate=Rate(3, 1.0),
    )

    def __init__(self, token: str, api: str) -> None:
        self._path = f"/bot{token}/"
        self._http = client(api)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Send one text."""
        return await self._send("sendMessage", {"chat_id": chat, "text": part.text})

    async def send_file(self, chat: str, file: File, key: str = "") -> str | None:  # noqa: ARG002
        """Send a picture that Zalo fetches from its address."""
        photo = {"chat_id": chat, "photo": file.address, "caption": file.caption}
        return await self._send("sendPhoto", photo)

    async def _send(self, method: str, body: dict[str, Any]) -> str | None:
        result = await self.call(method, body)
        told = result.get("message_id") if isinstance(result, dict) else None
        return None if told is None else str(told)

    async def call(self, method: str, body: dict[str, Any]) -> Any:
        """Call a method of the Bot API and return its result.

        Raises:
            DeliveryError: it was refused, or nobody knows what became of it.
        """
        answer = object_of(
            await post(self._http, PLATFORM, self._path + method, json=body), PLATFORM
        )
        if answer.get("ok") is True:
            return answer.get("result")
        raise _refusal(answer.get("error_code"), str(answer.get("description", "")))


def _refusal(code: object, description: str) -> DeliveryError:
    match code:
        case 401 | 404:
            return DeliveryError(Outcome.HOLD, f"{PLATFORM} does not know the token ({code})")
        case 429:
            reason = f"{PLATFORM} asks to slow down"
            return DeliveryError(Outcome.RETRY, reason, _SLOW_DOWN_SECONDS, Scope.ACCOUNT)
        case int() if code == 408 or code >= 500:
            return DeliveryError(Outcome.IN_DOUBT, f"{PLATFORM} broke down ({code})")
        case int():
            return DeliveryError(Outcome.DROP, f"{PLATFORM} refused ({code}): {description[:80]}")
        case _:
            return DeliveryError(Outcome.IN_DOUBT, f"{PLATFORM}'s refusal has no code")
