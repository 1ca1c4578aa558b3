"""All routes of the web chat, to be included in an application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter

from bot.channels.web.api import api_routes
from bot.channels.web.channel import WebChannel
from bot.channels.web.desk import Desk
from bot.channels.web.guard import guarded_route
from bot.channels.web.pages import page_routes
from bot.channels.web.pictures import picture_routes
from bot.channels.web.widget import widget_routes
from bot.content.types import Content
from bot.delivery.answerer import Answerer
from bot.settings import Settings
from bot.store.store import Store


def web_routes(
    settings: Settings,
    store: Store,
    content: Callable[[], Content],
    channel: WebChannel,
    clock: Callable[[], datetime],
    answerer: Answerer | None = None,
) -> APIRouter:
    """Return the routes of the web chat.

    Args:
        settings: how this installation runs.
        store: where events go and messages are read.
        content: gives what is published at the moment.
        channel: the channel that delivery sends on; its `close` ends the event streams.
        clock: gives the present moment, aware.
        answerer: answers what citizens say at once; without one it is left to workers.
    """
    desk = Desk(settings, store, content, channel, clock, answerer)
    router = APIRouter(route_class=guarded_route(settings, desk.words))
    api_routes(desk, router)
    page_routes(desk, router)
    widget_routes(desk, router)
    picture_routes(desk, router)
    return router
