"""What the console's own pages share: the store, rendering, numbers from the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin import CustomView
from starlette_admin.flash import flash, get_flashed_messages

from bot.console.access import allowed
from bot.store.models import Role
from bot.store.store import Store

# PostgreSQL's `integer`: it refuses to compare with anything larger.
_LARGEST_ID = 2**31 - 1
_DIGITS_OF_A_PAGE = 6


class Page(CustomView):
    """A page of our own; `roles` may open it and everything below it."""

    roles: frozenset[Role]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def is_accessible(self, request: Request) -> bool:
        """Say whether the role of who signed in is one of `roles`."""
        return allowed(request, self.roles)

    def is_active(self, request: Request) -> bool:
        """Say whether the request is for this page or one below it."""
        here = request.scope["path"].removeprefix(request.scope["root_path"])
        return bool(here == self.path or here.startswith(f"{self.path}/"))

    def show(self, request: Request, template: str, context: Mapping[str, Any]) -> Response:
        """Return a whole page; messages of the last request are shown once."""
        messages = get_flashed_messages(request)
        return self.part(request, template, {"flashed_messages": messages, **context})

    def part(self, request: Request, template: str, context: Mapping[str, Any]) -> Response:
        """Return what a template says, without more."""
        assert self.templates is not None, "the page was not added to an admin"  # noqa: S101
        return self.templates.TemplateResponse(request, template, dict(context))


def go(request: Request, route: str, **params: int) -> Response:
    """Send the browser to a page of the console after a change."""
    target = request.url_for(f"{request.app.state.ROUTE_NAME}:{route}", **params)
    return RedirectResponse(target, status_code=303)


def done(request: Request, message: str) -> None:
    """Say on the next page that it worked."""
    flash(request, message, "success")


def failed(request: Request, message: str) -> None:
    """Say on the next page why it did not work."""
    flash(request, message, "error")


def page_number(request: Request) -> int:
    """Return the page asked for, counted from 1; anything else than a number is the first."""
    written = request.query_params.get("page", "1")
    sensible = written.isascii() and written.isdigit() and len(written) <= _DIGITS_OF_A_PAGE
    return max(int(written), 1) if sensible else 1


def identity(request: Request, name: str) -> int:
    """Return a row's number from the address.

    Raises:
        HTTPException: no row can have it (404).
    """
    number: int = request.path_params[name]
    if number > _LARGEST_ID:
        raise HTTPException(404)
    return number
