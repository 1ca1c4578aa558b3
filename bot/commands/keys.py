"""`ansinh keys`: fresh values for the secrets."""

from __future__ import annotations

import click

from bot.store.vault import fresh_keys


@click.command()
def command() -> None:
    """Print fresh random secrets as lines for `.env`. Whoever loses them loses what they locked."""
    for name, value in fresh_keys().items():
        click.echo(f"{name}={value}")
