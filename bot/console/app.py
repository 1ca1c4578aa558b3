"""Puts the console together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, PackageLoader, PrefixLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount
from starlette_admin import BaseAdmin, CustomView, route
from starlette_admin.theme import DefaultTheme, TablerSettings

from bot.console import words
from bot.console.access import CALLERS, allowed
from bot.console.away import Away
from bot.console.conversations import Conversation, Waiting
from bot.console.feedback import Feedback
from bot.console.guard import Guard
from bot.console.lead import Lead
from bot.console.leads import Leads
from bot.console.lists import all_lists
from bot.console.login import Login
from bot.console.people import People
from bot.console.quotes import Quotes
from bot.console.session import Sessions
from bot.console.vietnamese import LANGUAGE, TIMEZONE, speak_vietnamese
from bot.leads.status import LABELS, OPEN
from bot.settings import Settings
from bot.sheets.codes import Codes
from bot.store.store import Store
from policies import Ruleset

TITLE = "An Sinh"
_UNUSED = frozenset(
    {"create", "edit", "file", "import", "inline-edit", "inline-edit-row", "relation-lookup"}
)
"""Routes by which the library changes rows or gives out files; nothing here is done that way."""
_HERE = Path(__file__).parent


class Home(CustomView):
    """The root of the console: each role goes to its own first page."""

    path = "/"
    add_to_menu = False

    @route("", name="index")
    async def index(self, request: Request) -> Response:
        """Send callers to their leads, editors to the unanswered questions."""
        page = "/leads" if allowed(request, CALLERS) else "/unanswered/list"
        return RedirectResponse(request.scope["root_path"] + page, status_code=303)


class NoncedLoader(BaseLoader):
    """The library's templates, whose inline scripts get the nonce that the policy asks for."""

    def __init__(self) -> None:
        self._templates = PackageLoader("starlette_admin", "templates")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        """Return the source of a template with a nonce in every bare `<script>`."""
        source, name, fresh = self._templates.get_source(environment, template)
        nonced = '<script nonce="{{ request.state.nonce }}">'
        return source.replace("<script>", nonced), name, fresh


def console(settings: Settings, store: Store, ruleset: Ruleset, path: str, name: str) -> Starlette:
    """Return the console, to be mounted at `path` under `name`, which its links are made of."""
    speak_vietnamese()
    sessions = Sessions(settings, store.clock, path)
    admin = BaseAdmin(
        title=TITLE,
        base_url=path,
        route_name=name,
        # Without this a folder `templates` of the working directory would win over ours.
        templates_dir=str(_HERE / "templates"),
        static_dir=str(_HERE / "static"),
        additional_loaders=[NoncedLoader(), PrefixLoader({"@core": NoncedLoader()})],
        index_view=Home(),
        theme=DefaultTheme(TablerSettings(base="gray", primary="blue")),
        auth_provider=Login(store, sessions),
        secret_key=settings.secret_key.get_secret_value(),
        middlewares=[
            Middleware(
                Guard,
                public_url=settings.public_url,
                secure_cookies=settings.secure_cookies,
            ),
            Middleware(Away),
        ],
        i18n_config=LANGUAGE,
        timezone_config=TIMEZONE,
    )
    for view in (
        Leads(store, settings.province),
        Lead(store),
        Waiting(store, [*settings.staff_chats, *settings.in_charge_chats]),
        Conversation(store),
        Quotes(store, ruleset, Codes.from_settings(settings)),
        People(store),
        Feedback(store),
        *all_lists(store),
    ):
        admin.add_view(view)
    _teach(admin.templates.env)
    _trim(admin)
    admin.mount_to(Starlette())
    return admin.app


def _teach(environment: Environment) -> None:
    """Give the templates the words of the console."""
    environment.filters.update(
        moment=words.moment, waited=words.waited, answer_name=words.answer_name
    )
    environment.globals.update(
        statuses=LABELS,
        open_statuses=OPEN,
        interests=words.INTERESTS,
        changes=words.CHANGES,
        channels=words.CHANNELS,
        reasons=words.REASONS,
        kinds=words.KINDS,
        proofs=words.PROOFS,
        delivery=words.DELIVERY,
    )


def _trim(admin: BaseAdmin) -> None:
    """Keep what the read-only lists need of the library's routes, and compress its assets.

    900 KB of style sheets and scripts are long on a phone in the hills. Pages are not compressed:
    one that repeats what it was sent could betray its form token by its length.
    """
    admin.routes[:] = [
        Mount(found.path, GZipMiddleware(found.app), name=found.name)
        if isinstance(found, Mount)
        else found
        for found in admin.routes
        if found.name not in _UNUSED
    ]
