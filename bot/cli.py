"""The `ansinh` command: a name for each module of `bot.commands`, loaded when it is called."""

from __future__ import annotations

import gc
import os
import pkgutil
from importlib import import_module
from typing import Any

import click

from bot import commands
from bot.errors import OperatorError


class CommandFolder(click.Group):
    """A group whose commands are the modules of `bot.commands`.

    A module `policies.py` holds a click command named `command`; it is imported only when it is
    called, so `ansinh quote` never pays for the web server.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the modules in `bot.commands`."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None where no module has it."""
        if cmd_name not in self.list_commands(ctx):
            return None
        # A sentence is a few small sums: threads that share them cost more than they save.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # What modules make stays: looking through it for garbage is a quarter of their time.
        gc.disable()
        try:
            command: click.Command = import_module(f"bot.commands.{cmd_name}").command
        finally:
            gc.enable()
        gc.freeze()
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the operator has to mend is told in a sentence.

        Raises:
            click.ClickException: that sentence.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            if not isinstance(error, _to_mend()):
                raise
            raise click.ClickException(str(error)) from error


def _to_mend() -> tuple[type[Exception], ...]:
    from policies import ParameterError

    return OperatorError, ParameterError


@click.command(cls=CommandFolder)
def main() -> None:
    """An Sinh: the assistant of a provincial social-insurance office."""
