"""Zalo's open API: one call, and what each of its error codes means for a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.contract import DeliveryError, File, Outcome, Scope
from bot.channels.outward import ask, object_of
from bot.channels.zalo_oa.tokens import Tokens

PLATFORM = "Zalo"
MESSAGE = "/v3.0/oa/message/cs"
GUEST_MESSAGE = "/v2.0/oa/message"
ABOUT = "/v2.0/oa/getoa"
UPLOAD_IMAGE = "/v2.0/oa/upload/image"
UPLOAD_FILE = "/v2.0/oa/upload/file"

_TOKEN_REFUSED = {-216, -220, -124}
_SLOW_DOWN = {-32: 60.0, -200: 30.0}
_OUR_ACCOUNT = {*range(-105, -100), -219, -221, -223, -224, -320, -321}
_SAID_OF = {
    -201: "a parameter is wrong",
    -210: "the message is too long or malformed",
    -213: "the person does not follow the account",
    -227: "the person has not used Zalo for 45 days",
    -230: "the person did not write for over 7 days",
    -232: "the person never wrote, or not for over 7 days",
    -244: "the person refuses messages of this kind",
}


class Api:
    """Sends messages in the name of the account."""

    def __init__(self, http: httpx.AsyncClient, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens

    async def send(self, path: str, body: Mapping[str, Any]) -> str | None:
        """Send a message; return Zalo's id of it. A token that is refused is renewed once.

        Raises:
            DeliveryError: it was not sent, or nobody knows whether it was.
        """
        told = (await self._call("POST", path, json=body)).get("message_id")
        return None if told is None else str(told)

    async def about(self) -> Mapping[str, Any]:
        """Return what Zalo says of the account: its number, name and package.

        Raises:
            DeliveryError: Zalo cannot be asked, or refuses the account's tokens.
        """
        return await self._call("GET", ABOUT)

    async def upload(self, path: str, file: File, named: str) -> str:
        """Upload a file; return what Zalo calls it, the field `named` of its answer.

        Raises:
            DeliveryError: Zalo has not taken it. Nobody has seen anything of it, so that it may
                always be tried again.
        """
        try:
            answer = await self._call(
                "POST", path, files={"file": (file.name, file.body, file.media_type)}
            )
            return str(answer[named])
        except KeyError:
            raise DeliveryError(Outcome.DROP, f"Zalo's answer has no {named}") from None
        except DeliveryError as error:
            if error.outcome is not Outcome.IN_DOUBT:
                raise
            raise DeliveryError(Outcome.RETRY, error.staff_message) from error

    async def _call(self, method: str, path: str, **request: Any) -> Mapping[str, Any]:
        """Return the `data` of an answer; a token that is refused is renewed once."""
        access = await self._tokens.access()
        answer = await self._ask(method, path, access, **request)
        if _code(answer) in _TOKEN_REFUSED:
            access = await self._tokens.access(refused=access)
            answer = await self._ask(method, path, access, **request)
        if (code := _code(answer)) != 0:
            raise _refusal(code)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    async def _ask(self, method: str, path: str, access: str, **request: Any) -> dict[str, Any]:
        # A refusal comes with HTTP 200 and `error` other than 0.
        headers = {"access_token": access}
        answer = await ask(self._http, PLATFORM, method, path, headers=headers, **request)
        return object_of(answer, PLATFORM)


def _code(answer: Mapping[str, Any]) -> int:
    try:
        return int(answer["error"])
    except (KeyError, TypeError, ValueError):
        raise DeliveryError(Outcome.IN_DOUBT, "Zalo's answer has no error code") from None


def _refusal(code: int) -> DeliveryError:
    if code in _SLOW_DOWN:
        reason = f"Zalo asks to slow down ({code})"
        return DeliveryError(Outcome.RETRY, reason, _SLOW_DOWN[code], Scope.ACCOUNT)
    if code in _TOKEN_REFUSED:
        return DeliveryError(Outcome.HOLD, f"Zalo refuses a token it has just issued ({code})")
    if code in _OUR_ACCOUNT:
        return DeliveryError(Outcome.HOLD, f"Zalo refuses our account or its package ({code})")
    reason = _SAID_OF.get(code, "the message was refused")
    return DeliveryError(Outcome.DROP, f"Zalo: {reason} ({code})")
