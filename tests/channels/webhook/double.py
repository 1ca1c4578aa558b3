"""A partner's program: verifies what we send and drops repeats, as its page says."""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from standardwebhooks import Webhook

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
        given = request.headers
        # The moment is the tests' own; only what was signed is looked at.
        at = datetime.fromtimestamp(int(given["webhook-timestamp"]), UTC)
        right = Webhook(SECRET_OUT).sign(given["webhook-id"], at, body.decode())
        if given["webhook-signature"] != right:
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
