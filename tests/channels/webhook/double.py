"""A partner's program: verifies what we send and drops repeats, as its page says."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from standardwebhooks import Webhook, WebhookVerificationError

SECRET_IN = "whsec_" + "aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXRlc3RzIQ=="
SECRET_OUT = "whsec_" + "b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS10ZXN0cw=="


class PartnerDouble:
    """A partner who shows at most 500 characters and 3 buttons."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.repeats = 0
        self.failures: deque[Response] = deque()
        self.app = FastAPI()
        self.app.post("/inbox", response_model=None)(self._take)

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        try:
            Webhook(SECRET_OUT).verify(body, dict(request.headers), json_parse=False)
        except WebhookVerificationError:
            return Response(status_code=401)
        told = json.loads(body)
        for part in told["parts"]:
            if len(part["text"]) > 500 or len(part["buttons"]) > 3:
                return Response(status_code=422)
        if told["id"] in {one["id"] for one in self.sent}:
            self.repeats += 1
        else:
            self.sent.append(told)
        # Even when it fails afterwards it has stored the message.
        return self.failures.popleft() if self.failures else Response(status_code=204)
