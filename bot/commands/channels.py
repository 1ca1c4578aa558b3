"""`ansinh channels`: what is wrong with a channel, and what its platform has to be told."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from bot.channels import configured
from bot.channels.checks import check
from bot.channels.configured import Needs, hook_address, is_on, value, variable
from bot.channels.contract import DeliveryError
from bot.channels.findings import Finding
from bot.settings import Settings
from bot.store import audit, token_pairs
from bot.store.store import Store
from bot.store.vault import fresh_keys

COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}
ACCESS_LIFE = timedelta(hours=1)
"""How long the first access token is trusted: nobody knows how old it is. It is renewed soon."""
_Result = TypeVar("_Result")


@click.group()
def command() -> None:
    """Check the channels, set webhooks, set the tokens of the Zalo Official Account."""


@command.command(name="check")
@click.option("--offline", is_flag=True, help="Look at the settings only; ask no platform.")
def check_(*, offline: bool) -> None:
    """Say what is wrong with the configuration; the exit status is 1 where something is."""
    settings = _settings()

    async def look() -> list[Finding]:
        return [finding async for finding in check(settings, ask=not offline)]

    findings = asyncio.run(look())
    for finding in findings:
        click.secho(f"{finding.level:8}", fg=COLOURS[finding.level], nl=False)
        click.echo(f"{finding.channel:10}{finding.text}")
    if any(finding.level == "error" for finding in findings):
        raise click.exceptions.Exit(1)


@command.group()
def webhook() -> None:
    """Tell a platform where to send what people write, or ask where it does."""


_CHANNELS = {needs.channel: needs for needs in (configured.TELEGRAM, configured.ZALO_BOT)}
_channel = click.option(
    "--channel", type=click.Choice(list(_CHANNELS)), default="telegram", show_default=True
)
_SECRETS = {"telegram": "telegram_webhook_secret", "zalo_bot": "zalo_bot_webhook_secret"}


@webhook.command(name="set")
@_channel
def set_(channel: str) -> None:
    """Have the platform send to ANSINH_PUBLIC_URL."""
    settings, needs = _of(channel)
    name = _SECRETS[channel]
    if not (secret := value(settings, name)):
        raise click.ClickException(f"set {variable(name)} first: long random letters and digits")
    address = hook_address(settings, needs)
    if not address.startswith("https://"):
        raise click.ClickException("ANSINH_PUBLIC_URL must begin with https://")
    _ask(_platform(settings, needs, "set", address, secret))
    click.echo(f"{channel} sends to {address}")


@webhook.command()
@_channel
def show(channel: str) -> None:
    """Print where the platform sends."""
    settings, needs = _of(channel)
    click.echo(_ask(_platform(settings, needs, "show")) or "nowhere")


@webhook.command()
@_channel
def delete(channel: str) -> None:
    """Have the platform send nowhere; what waits there is kept."""
    settings, needs = _of(channel)
    _ask(_platform(settings, needs, "delete"))
    click.echo(f"{channel} sends nowhere any more")


@command.command(name="zalo-tokens")
def zalo_tokens() -> None:
    """Set the token pair of the Zalo Official Account, as Zalo's pages show it; asked for here."""
    settings = _settings()
    if not is_on(settings, configured.ZALO_OA):
        raise click.ClickException("ANSINH_ZALO_OA_ID is not set")
    access = click.prompt("Access token", hide_input=True).strip()
    refresh = click.prompt("Refresh token", hide_input=True).strip()

    from bot.channels.zalo_oa.tokens import account_name

    account = account_name(settings.zalo_oa_id)

    async def put() -> None:
        async with Store.from_settings(settings) as store, store.begin() as session:
            until = store.clock() + ACCESS_LIFE
            await token_pairs.put(session, account, access, refresh, until)
            audit.write(session, None, "channel.tokens_set", "channel", None)

    asyncio.run(put())
    click.echo("The tokens are set; from now on they renew themselves while the bot runs.")


def _settings() -> Settings:
    try:
        return Settings.model_validate({})
    except ValidationError as error:
        keys = {name: key for name, key in fresh_keys().items() if name not in os.environ}
        absent = {
            variable(str(one["loc"][0])) for one in error.errors() if one["type"] == "missing"
        }
        if len(absent) == error.error_count() and absent <= keys.keys():
            lacking = {name.removeprefix("ANSINH_").lower(): keys[name] for name in absent}
            settings = Settings.model_validate(lacking)
            # Zalo's tokens are the only thing here that the keys open.
            if not settings.zalo_oa_id:
                named = ", ".join(sorted(absent))
                click.echo(f"{named}: not set, which only the demonstration does without")
                return settings
        wrong = (f"{variable(str(one['loc'][0]))}: {one['msg']}" for one in error.errors())
        raise click.ClickException("\n".join(wrong)) from None


def _of(channel: str) -> tuple[Settings, Needs]:
    settings, needs = _settings(), _CHANNELS[channel]
    if not is_on(settings, needs):
        raise click.ClickException(f"{variable(needs.switch)} is not set")
    return settings, needs


async def _platform(
    settings: Settings, needs: Needs, action: str, address: str = "", secret: str = ""
) -> str:
    if needs is configured.ZALO_BOT:
        from bot.channels.zalo_bot.channel import ZaloBotChannel

        bot = ZaloBotChannel(value(settings, "zalo_bot_token"), settings.zalo_bot_api)
        async with bot:
            if action == "set":
                await bot.call("setWebhook", {"url": address, "secret_token": secret})
            elif action == "delete":
                await bot.call("deleteWebhook", {})
            return str((await bot.call("getWebhookInfo", {})).get("url") or "")

    from telegram.error import TelegramError

    from bot.channels.telegram.channel import TelegramChannel

    try:
        async with TelegramChannel(
            value(settings, "telegram_token"), settings.telegram_api
        ) as telegram:
            if action == "set":
                await telegram.set_webhook(address, secret)
            elif action == "delete":
                await telegram.delete_webhook()
            return (await telegram.webhook()).url
    except TelegramError as error:
        raise click.ClickException(f"Telegram answers: {error.message}") from error


def _ask(asking: Coroutine[Any, Any, _Result]) -> _Result:
    try:
        return asyncio.run(asking)
    except DeliveryError as error:
        raise click.ClickException(error.staff_message) from error
