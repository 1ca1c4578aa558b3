"""`ansinh policies`: look at the rules, check them, and ask what a change would do."""

from __future__ import annotations

import click

from .explain import explain
from .people import people
from .replay import replay
from .simulate import simulate


@click.group()
def command() -> None:
    """Look at the rules, check them, and ask what a change would do."""


for one in (explain, people, replay, simulate):
    command.add_command(one)
