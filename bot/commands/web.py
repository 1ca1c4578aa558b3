"""`ansinh web`: the web chat and the console; workers run elsewhere."""

from __future__ import annotations

import click

from bot.app import Installation, web_app
from bot.logs import configure_logs
from bot.memory import begin
from bot.serving import Server, run
from bot.settings import Settings

READY = "Web chat: {address}/\nConsole:  {address}/console/"


def run_server(*, deliver_here: bool, host: str | None, port: int | None) -> None:
    """Serve what the settings say until told to stop."""
    begin()
    settings = Settings()
    configure_logs(settings.log_level)
    app = web_app(Installation.load(settings), deliver_here=deliver_here)
    address = (host or settings.web_host, settings.web_port if port is None else port)
    run(Server(app, *address, READY).serve())


@click.command()
@click.option("--host", help="The address to bind, instead of ANSINH_WEB_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of ANSINH_WEB_PORT.")
def command(host: str | None, port: int | None) -> None:
    """Serve the web chat and the console until told to stop. Needs `ansinh worker` beside it."""
    run_server(deliver_here=False, host=host, port=port)
