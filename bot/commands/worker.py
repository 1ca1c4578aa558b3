"""`ansinh worker`: handles events and sends messages, apart from the web server."""

from __future__ import annotations

import asyncio
import signal

import click
from prometheus_client import start_http_server

from bot.app import Installation, delivering
from bot.channels.registry import open_channels
from bot.channels.web.channel import WebChannel
from bot.logs import configure_logs
from bot.memory import begin, settle
from bot.settings import Settings


@click.command()
def command() -> None:
    """Handle events, send messages and sweep leads until told to stop (SIGTERM, Ctrl-C).

    What is at hand is finished first. Any number of workers may share a database.
    """
    begin()
    settings = Settings.model_validate({})
    configure_logs(settings.log_level)
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    home = Installation.load(settings)
    if settings.metrics_port:
        start_http_server(settings.metrics_port, "127.0.0.1")
    async with (
        home.store,
        open_channels(settings, WebChannel(), home.store, home.answerer()) as channels,
        delivering(home, channels),
    ):
        settle()
        click.echo("working", err=True)
        await stop.wait()
    click.echo("stopped", err=True)
