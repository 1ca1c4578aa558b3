"""The web chat: a page that works without scripts, a JSON interface, a widget for other sites."""

from __future__ import annotations

from bot.channels.web.channel import WebChannel
from bot.channels.web.routes import web_routes

__all__ = ["WebChannel", "web_routes"]
