"""The parts put together: what an installation consists of, and what runs in a process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Self

import httpx
from fastapi import FastAPI, Response
from starlette.middleware.gzip import GZipMiddleware

from bot.channels import configured
from bot.channels.hooks import hook_routes
from bot.channels.registry import Channels, open_channels
from bot.channels.web.channel import WebChannel
from bot.channels.web.routes import web_routes
from bot.console.opening import mount_console
from bot.content.load import load_content
from bot.content.types import Content
from bot.conversation.turn import Context
from bot.delivery.answerer import Answerer
from bot.delivery.loop import keep_at
from bot.delivery.promises import Chat, Office
from bot.delivery.quiet import QuietHours
from bot.delivery.service import deliver
from bot.delivery.sheets import Sheets
from bot.metrics import metrics_routes
from bot.settings import Settings
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store, utc_now
from bot.understanding.contract import Understander
from bot.understanding.engine import load_engine
from bot.understanding.rasa_service import RasaService
from bot.understanding.whole import whole, whole_in_process
from nlu import Engine
from policies import Ruleset, load_ruleset


@dataclass(frozen=True, slots=True)
class Installation:
    """What every process of an installation shares: rules, words, understanding, the store."""

    settings: Settings
    ruleset: Ruleset
    content: Content
    engine: Engine
    store: Store
    in_process: Callable[[], Understander]
    """Returns what understands sentences in this process, made when it is first asked for."""

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Read rules, words and model; nothing is connected yet.

        Raises:
            ParameterError, ContentError: a file is wrong; the message names it.
        """
        content = load_content(settings.content_dir)
        ruleset, engine = load_ruleset(), load_engine(content)
        content = content.without_examples()
        in_process = cache(partial(whole_in_process, content, engine))
        return cls(settings, ruleset, content, engine, Store.from_settings(settings), in_process)

    def context(self, at: datetime, channel: str) -> Context:
        """Return what holds for an event of a moment on a channel."""
        return Context(
            at=at,
            channel=channel,
            ruleset=self.ruleset,
            content=self.content,
            province=self.settings.province,
            chat_address=self.settings.public_url,
            voice=self.settings.webhook_voice and channel == configured.WEBHOOK.channel,
        )

    def answerer(self) -> Answerer | None:
        """Return what answers without waiting for anybody; None where Rasa understands."""
        if self.settings.nlu_url:
            return None
        return Answerer(self.in_process(), self.context)

    @asynccontextmanager
    async def understander(self) -> AsyncIterator[Understander]:
        """Give what understands sentences: the Rasa service of the settings, or this process."""
        settings = self.settings
        if not settings.nlu_url:
            yield self.in_process()
            return
        token = settings.nlu_token.get_secret_value() if settings.nlu_token else ""
        # Citizens' words must not leave through a proxy that happens to be in the environment.
        async with httpx.AsyncClient(trust_env=False) as client:
            service = RasaService(
                settings.nlu_url, token, self.engine, settings.nlu_timeout_seconds, client
            )
            yield whole(service, self.content)


@asynccontextmanager
async def delivering(home: Installation, channels: Channels) -> AsyncIterator[None]:
    """Handle events and send messages while the context is open; finish what is at hand."""
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        understander = await stack.enter_async_context(home.understander())
        delivery = asyncio.create_task(
            deliver(
                home.store,
                Answerer(understander, home.context),
                channels.by_name(),
                stop,
                content=lambda: home.content,
                office=_office(home.settings),
                quiet=QuietHours.parse(home.settings.quiet_hours),
                sheets=Sheets(home.settings, home.store, lambda: home.content),
            )
        )
        chores = [
            asyncio.create_task(keep_at(name, partial(chore, stop), stop))
            for name, chore in channels.chores.items()
        ]
        try:
            yield
        finally:
            for task in chores:
                task.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            stop.set()
            await delivery


def _office(settings: Settings) -> Office:
    return Office(
        staff=[Chat.parse(chat) for chat in settings.staff_chats],
        in_charge=[Chat.parse(chat) for chat in settings.in_charge_chats],
        link=f"{settings.public_url.rstrip('/')}/console/conversations/{{}}".format,
    )


def web_app(home: Installation, *, deliver_here: bool) -> FastAPI:
    """Return the web chat and the console; with `deliver_here`, the workers and senders too.

    `app.state.web` is the chat's channel: whoever serves the application closes it first when it
    stops, for a browser that listens would keep the server waiting.
    """
    web, answerer = WebChannel(), home.answerer()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(home.store.close)
            if deliver_here:
                channels = await stack.enter_async_context(
                    open_channels(home.settings, web, home.store, answerer)
                )
                await stack.enter_async_context(delivering(home, channels))
            yield

    app = FastAPI(title="An Sinh", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.web = web
    app.add_middleware(GZipMiddleware)

    @app.get("/health", include_in_schema=False)
    async def health(response: Response) -> str:
        """Say whether the database answers, for whoever watches the process."""
        try:
            await home.store.ping()
        except DATABASE_AWAY:
            response.status_code = 503
            return "the database does not answer"
        return "ok"

    app.include_router(metrics_routes(home.settings, home.store))
    app.router.routes.extend(hook_routes(home.settings, home.store, answerer))
    mount_console(app, home.settings, home.store, home.ruleset)
    app.include_router(
        web_routes(home.settings, home.store, lambda: home.content, web, utc_now, answerer)
    )
    return app
