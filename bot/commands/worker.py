"""`ansinh worker`: handles events and sends messages, apart from the web server."""

from __future__ import annotations

import asyncio
import signal

import click

from bot.app import Installation, delivering
from bot.channels.registry import open_channels
from bot.channels.web.channel import WebChannel
from bot.settings import Settings


@click.command()
def command() -> None:
    """Handle events, send messages and sweep leads until told to stop (SIGTERM, Ctrl-C).

    What is at hand is finished first. Any number of workers may share a database.
    """
    asyncio.run(_work(Settings.model_validate({})))


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    home = Installation.load(settings)
    async with (
        home.store,
        open_channels(settings, WebChannel()) as channels,
        delivering(home, channels),
    ):
        click.echo("working", err=True)
        await stop.wait()
    click.echo("stopped", err=True)
