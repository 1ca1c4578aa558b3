"""The session of a member of staff: a signed cookie that names who signed in, and when."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.responses import Response
from starlette_admin.security.csrf import CSRFMiddleware

from bot.settings import Settings
from bot.store.session import Clock

COOKIE = "ansinh_staff"
LASTS_SECONDS = 12 * 60 * 60
"""A working day; then one signs in again."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in. `id` is new at every login, so that one session can be ended.

    `stamp` changes with the password: a new password ends the sessions of the old one.
    """

    id: str
    staff_id: int
    stamp: str

    def fits(self, password_hash: str) -> bool:
        """Say whether the password is still the one that the session was opened with."""
        return self.stamp == _stamp(password_hash)


def _stamp(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]


class Sessions:
    """Writes and reads the cookie. `path` is where the console is mounted."""

    def __init__(self, settings: Settings, clock: Clock, path: str) -> None:
        key = settings.secret_key.get_secret_value()
        self._signer = URLSafeSerializer(key, salt="ansinh-console-session")
        self._clock = clock
        self._path = path

    def open(self, response: Response, staff_id: int, password_hash: str) -> Session:
        """Start a session in `response`; nothing of the time before the login is kept."""
        session = Session(secrets.token_urlsafe(16), staff_id, _stamp(password_hash))
        since = int(self._clock().timestamp())
        response.set_cookie(
            COOKIE,
            self._signer.dumps([session.id, staff_id, session.stamp, since]),
            max_age=LASTS_SECONDS,
            path=self._path,
            httponly=True,
            samesite="lax",
        )
        response.delete_cookie(CSRFMiddleware.cookie_name)
        return session

    def close(self, response: Response) -> None:
        """Take the cookie, and the form token that went with it, from the browser."""
        response.delete_cookie(COOKIE, path=self._path, httponly=True, samesite="lax")
        response.delete_cookie(CSRFMiddleware.cookie_name)

    def read(self, token: str | None) -> Session | None:
        """Return the session of a cookie; None if it is forged or over."""
        try:
            identifier, staff_id, stamp, since = self._signer.loads(token or "")
        except BadSignature:
            return None
        age = self._clock().timestamp() - since
        return Session(identifier, staff_id, stamp) if age < LASTS_SECONDS else None
