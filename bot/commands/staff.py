"""`ansinh staff`: accounts of the console, and which communes an agent serves."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from bot.store import audit, communes
from bot.store import staff as accounts
from bot.store.models import Role, Staff
from bot.store.store import Store

SHORTEST_PASSWORD = 10
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_Result = TypeVar("_Result")


@click.group()
def command() -> None:
    """Add, list, disable and enable staff; set passwords and the communes of agents."""


def _in_store(work: Callable[[AsyncSession], Coroutine[Any, Any, _Result]]) -> _Result:
    """Run `work` in one transaction of this installation's store."""

    async def run() -> _Result:
        async with (
            Store.from_settings(Settings.model_validate({})) as store,
            store.begin() as session,
        ):
            return await work(session)

    return asyncio.run(run())


async def _known(session: AsyncSession, login: str) -> Staff:
    member = await accounts.by_login(session, login)
    if member is None:
        raise click.ClickException(f"nobody has the login {login!r}; see `ansinh staff list`")
    return member


def _password(*, generate: bool) -> str:
    """Return a password: typed twice, or made up and printed once."""
    if generate:
        made = secrets.token_urlsafe(12)
        click.echo(f"password: {made}")
        return made
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(typed) < SHORTEST_PASSWORD:
        raise click.ClickException(f"a password has at least {SHORTEST_PASSWORD} characters")
    return typed


_generate = click.option(
    "--generate", is_flag=True, help="Make a password up and print it, instead of asking for one."
)


@command.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's full name, which colleagues see.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@_generate
def add(login: str, name: str, role: str, *, generate: bool) -> None:
    """Add a member of staff who signs in as LOGIN."""
    if not _LOGIN.fullmatch(login):
        raise click.ClickException("a login is 2 to 64 of a-z, 0-9, dot, dash and underscore")

    # Asked for before the transaction: while somebody types, the bot must be able to write.
    given = _password(generate=generate)

    async def work(session: AsyncSession) -> None:
        if await accounts.by_login(session, login) is not None:
            raise click.ClickException(f"somebody has the login {login!r} already")
        member = await accounts.create(
            session, login=login, name=name, role=Role(role), password=given
        )
        audit.write(session, None, "staff.created", "staff", member.id, {"role": role})

    _in_store(work)
    click.echo(f"added {login} ({role})")


@command.command(name="list")
def list_() -> None:
    """Print everybody: login, role, state, name, communes served."""

    async def work(session: AsyncSession) -> list[str]:
        return [
            "\t".join(
                (
                    member.login,
                    member.role,
                    "active" if member.active else "disabled",
                    member.name,
                    ", ".join(one.name for one in await communes.of_agent(session, member.id)),
                )
            )
            for member in await accounts.members(session)
        ]

    for line in _in_store(work):
        click.echo(line)


def _switch(login: str, action: str, *, active: bool) -> None:
    async def work(session: AsyncSession) -> None:
        member = await _known(session, login)
        member.active = active
        audit.write(session, None, action, "staff", member.id)

    _in_store(work)


@command.command()
@click.argument("login")
def disable(login: str) -> None:
    """Bar LOGIN from the console; open sessions end at once, what they did is kept."""
    _switch(login, "staff.disabled", active=False)
    click.echo(f"disabled {login}")


@command.command()
@click.argument("login")
def enable(login: str) -> None:
    """Let LOGIN in again."""
    _switch(login, "staff.enabled", active=True)
    click.echo(f"enabled {login}")


@command.command()
@click.argument("login")
@_generate
def password(login: str, *, generate: bool) -> None:
    """Give LOGIN a new password; it unlocks the account and ends its sessions."""

    given = _password(generate=generate)

    async def work(session: AsyncSession) -> None:
        member = await _known(session, login)
        await accounts.set_password(session, member.id, given)
        audit.write(session, None, "staff.password_set", "staff", member.id)

    _in_store(work)
    click.echo(f"changed the password of {login}")


@command.command(name="communes")
@click.argument("login")
@click.argument("codes", nargs=-1)
@click.option("--none", is_flag=True, help="Let them serve no commune.")
def communes_(login: str, codes: Sequence[str], *, none: bool) -> None:
    """Let the agent LOGIN serve exactly the communes of CODES; without any, print them."""

    async def work(session: AsyncSession) -> list[str]:
        member = await _known(session, login)
        if member.role is not Role.AGENT:
            raise click.ClickException(f"{login} is no agent but {member.role}")
        if codes or none:
            for code in codes:
                if await communes.get(session, code) is None:
                    raise click.ClickException(f"no commune has the code {code!r}")
            await communes.serve(session, member.id, codes)
            audit.write(session, None, "staff.communes_set", "staff", member.id)
        return [f"{one.code}\t{one.name}" for one in await communes.of_agent(session, member.id)]

    for line in _in_store(work):
        click.echo(line)
