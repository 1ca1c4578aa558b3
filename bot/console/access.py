"""Who is at the console, and what their role lets them see."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin.auth import AdminUser

from bot.store.models import Role, Staff

OFFICE = frozenset({Role.ADMIN, Role.OFFICER})
"""Who sees every lead and every conversation."""
CALLERS = OFFICE | {Role.AGENT}
"""Who sees leads at all; an agent only their own and the unassigned of their communes."""


@dataclass
class StaffUser(AdminUser):
    """The member of staff behind a request, in the library's form."""

    staff: Staff | None = None
    session: str = ""


def who(request: Request) -> Staff | None:
    """Return who signed in, or None."""
    user = getattr(request.state, "admin_user", None)
    return user.staff if isinstance(user, StaffUser) else None


def staff_of(request: Request) -> Staff:
    """Return who signed in.

    Raises:
        HTTPException: nobody did (401); the middleware before the routes lets none such through.
    """
    staff = who(request)
    if staff is None:
        raise HTTPException(401)
    return staff


def allowed(request: Request, roles: frozenset[Role]) -> bool:
    """Say whether who signed in has one of `roles`."""
    staff = who(request)
    return staff is not None and staff.role in roles
