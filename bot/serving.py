"""Serving the application with uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Coroutine

import click
import uvicorn
from fastapi import FastAPI

from bot.memory import settle

GRACE_SECONDS = 5


class Server(uvicorn.Server):
    """A server that ends the chat's event streams first when it stops.

    uvicorn waits for open connections before it tells the application to stop, and a browser
    that listens for answers never closes its own.
    """

    def __init__(self, app: FastAPI, host: str, port: int, on_ready: str) -> None:
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
            proxy_headers=True,
        )
        super().__init__(config)
        self._web = app.state.web
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and print `on_ready` with its `{address}` once requests are answered."""
        await super().startup(sockets)
        settle()
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            click.echo(self._on_ready.format(address=f"http://{host}:{port}"))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: end the streams, let running requests finish."""
        self._web.close()
        await super().shutdown(sockets)


def run(serving: Coroutine[None, None, None]) -> None:
    """Run until it ends; Ctrl-C is the way to end it, not a failure."""
    # Whether an interrupt is raised again depends on where it met the server.
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serving)
    click.echo("Stopped.")
