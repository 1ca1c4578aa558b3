"""`ansinh demo`: everything in one process on SQLite, with demonstration data."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

import click
from pydantic import SecretStr

from bot.app import Installation, web_app
from bot.demo.people import STAFF
from bot.demo.seed import seed
from bot.logs import configure_logs
from bot.serving import Server, run
from bot.settings import Settings
from bot.store import schema
from bot.store.vault import fresh_keys

FOLDER = Path("var") / "demo"
READY = """
An Sinh is running with demonstration data. Nothing of it is real.

  Web chat    {{address}}/
  Widget      {{address}}/widget-demo
  Console     {{address}}/console/
              login: {logins}
              password: {password}

Stop with Ctrl-C. The data is made anew at every start.
"""


def demo_settings(folder: Path) -> Settings:
    """Return settings that touch nothing but `folder`; a Telegram token is taken from outside."""
    keys = fresh_keys()
    return Settings(
        database_url=f"sqlite+aiosqlite:///{folder / 'ansinh.db'}",
        secret_key=SecretStr(keys["ANSINH_SECRET_KEY"]),
        phone_key=SecretStr(keys["ANSINH_PHONE_KEY"]),
        phone_hash_key=SecretStr(keys["ANSINH_PHONE_HASH_KEY"]),
        secure_cookies=False,
        nlu_url="",
    )


def free_port(host: str, wanted: int) -> int:
    """Return `wanted`, or another free port where something else has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError:
            return 0
        return wanted


async def demonstrate(settings: Settings, port: int) -> None:
    """Make the data, serve it, and print where."""
    await schema.upgrade(settings.database_url)
    password = secrets.token_urlsafe(9)
    await seed(settings, password)
    logins = ", ".join(f"{person.login} ({person.role.value})" for person in STAFF)
    app = web_app(Installation.load(settings), deliver_here=True)
    host = "127.0.0.1"
    ready = READY.format(logins=logins, password=password)
    await Server(app, host, free_port(host, port), ready).serve()


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help="Where the demonstration keeps its data.",
)
def command(port: int, folder: Path) -> None:
    """Start the web chat and the console with demonstration data, on this machine only."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("ansinh.db*"):
        left.unlink()
    configure_logs("WARNING")
    run(demonstrate(demo_settings(folder), port))
