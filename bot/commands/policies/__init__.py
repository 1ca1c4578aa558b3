"""`ansinh policies`: look at the rules, check them, and ask what a change would do."""

from __future__ import annotations

import click

from .bench import bench
from .check import check
from .diff import diff
from .docs import docs
from .explain import explain
from .people import people
from .replay import replay
from .show import show
from .simulate import simulate


@click.group()
def command() -> None:
    """Look at the rules, check them, and ask what a change would do."""


for one in (bench, check, diff, docs, explain, people, replay, show, simulate):
    command.add_command(one)
