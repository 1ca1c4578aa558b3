"""Signing in and out of the console."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.auth import AuthProvider
from starlette_admin.exceptions import LoginFailed
from starlette_admin.helpers import index_url, safe_redirect_url

from bot.console.access import StaffUser, staff_of
from bot.console.session import COOKIE, Sessions
from bot.store import audit, staff
from bot.store.staff import FAILURES_ALLOWED, LOCKED_FOR
from bot.store.store import Store

# One text for a wrong password, an unknown name, a disabled and a locked account: whoever guesses
# learns nothing, and whoever forgot knows why the right password may not work.
REFUSED = (
    "Tên đăng nhập hoặc mật khẩu không đúng. "
    f"Sau {FAILURES_ALLOWED} lần sai, tài khoản tạm khóa {LOCKED_FOR.seconds // 60} phút."
)
_ENDED = "session.ended"


class Login(AuthProvider):
    """Passwords of the store, sessions in a signed cookie, ended sessions in the audit."""

    def __init__(self, store: Store, sessions: Sessions) -> None:
        super().__init__()
        self._store = store
        self._sessions = sessions

    async def login(
        self,
        username: str,
        password: str,
        remember_me: bool,  # noqa: ARG002 - a shared office computer should not remember anybody
        request: Request,
    ) -> Response:
        """Open a new session and go where the person wanted to.

        Raises:
            LoginFailed: the store does not let them in.
        """
        async with self._store.begin() as session:
            member = await staff.verify(session, username, password)
        if member is None:
            raise LoginFailed(REFUSED)
        home = index_url(request)
        wanted = safe_redirect_url(request.query_params.get("next") or home, request, home)
        response = RedirectResponse(wanted, status_code=303)
        opened = self._sessions.open(response, member.id, member.password_hash)
        async with self._store.begin() as session:
            audit.write(session, member.id, "session.opened", "session", opened.id)
        return response

    async def authenticate(self, request: Request) -> StaffUser | None:
        """Return who sent the request; None if nobody, or if their session is over."""
        found = self._sessions.read(request.cookies.get(COOKIE))
        if found is None:
            return None
        async with self._store.read() as session:
            member = await staff.get(session, found.staff_id)
            if member is None or not member.active or not found.fits(member.password_hash):
                return None
            for line in await audit.of_subject(session, "session", found.id):
                if line.action == _ENDED:
                    return None
        return StaffUser(username=member.name, staff=member, session=found.id)

    async def logout(self, request: Request) -> Response:
        """End the session, in this browser and wherever its cookie was copied to."""
        user = request.state.admin_user
        async with self._store.begin() as session:
            audit.write(session, staff_of(request).id, _ENDED, "session", user.session)
        response = RedirectResponse(index_url(request), status_code=303)
        self._sessions.close(response)
        return response
