"""`ansinh migrate`: brings the database to the newest schema."""

from __future__ import annotations

import asyncio

import click
from sqlalchemy import make_url

from bot.settings import Settings
from bot.store import schema


@click.command()
def command() -> None:
    """Bring the database to the newest schema, making it where there is none."""
    url = Settings.model_validate({}).database_url
    before, after = asyncio.run(schema.upgrade(url))
    shown = make_url(url).render_as_string(hide_password=True)
    if before == after:
        click.echo(f"{shown} is at {after} already")
    else:
        click.echo(f"{shown} went from {before or 'nothing'} to {after}")
