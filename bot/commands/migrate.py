"""`ansinh migrate`: brings the database to the newest schema and the newest table of communes."""

from __future__ import annotations

import asyncio

import click
from sqlalchemy import make_url

from bot.places import load_communes
from bot.settings import Settings
from bot.store import schema
from bot.store.store import Store


async def migrate(settings: Settings) -> tuple[str | None, str | None, int]:
    """Bring everything up; return the revision before and after and the number of communes."""
    before, after = await schema.upgrade(settings.database_url)
    async with Store.from_settings(settings) as store:
        return before, after, await load_communes(store)


@click.command()
def command() -> None:
    """Bring the database to the newest schema, making it where there is none."""
    settings = Settings()
    before, after, communes = asyncio.run(migrate(settings))
    shown = make_url(settings.database_url).render_as_string(hide_password=True)
    if before == after:
        click.echo(f"{shown} is at {after} already")
    else:
        click.echo(f"{shown} went from {before or 'nothing'} to {after}")
    click.echo(f"{communes} communes are known")
