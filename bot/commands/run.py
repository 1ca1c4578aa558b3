"""`ansinh run`: everything in one process."""

from __future__ import annotations

import click

from bot.commands.web import run_server


@click.command()
@click.option("--host", help="The address to bind, instead of ANSINH_WEB_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of ANSINH_WEB_PORT.")
def command(host: str | None, port: int | None) -> None:
    """Serve, handle events and send messages in one process: enough for a province."""
    run_server(deliver_here=True, host=host, port=port)
