"""What the platforms themselves say of an installation, when they are asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from bot.channels import configured
from bot.channels.configured import Needs, hook_address, value
from bot.channels.contract import DeliveryError
from bot.channels.findings import Finding, Level
from bot.settings import Settings
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store
from bot.vietnam import VIETNAM

RENEWED_WITHIN = timedelta(days=60)
"""A refresh token of Zalo lives three months; the operator hears of it before it dies."""
PACKAGE_ENDS_SOON = timedelta(days=14)


async def answers(settings: Settings, needs: Needs, *, ask: bool) -> AsyncIterator[Finding]:
    """Yield what is to be said of a channel that is wholly set; with `ask`, by its platform too."""
    if needs is configured.ZALO_OA:
        tokens = await _zalo_tokens(settings)
        yield tokens
        if ask and tokens.level != "error":
            async for finding in _ask_zalo_oa(settings):
                yield finding
    elif ask and needs is configured.TELEGRAM:
        async for finding in _ask_telegram(settings):
            yield finding
    elif ask and needs is configured.ZALO_BOT:
        yield await _ask_zalo_bot(settings)


async def _ask_telegram(settings: Settings) -> AsyncIterator[Finding]:
    from telegram.error import TelegramError

    from bot.channels.telegram.channel import TelegramChannel

    expected = ""
    if value(settings, "telegram_webhook_secret"):
        expected = hook_address(settings, configured.TELEGRAM)
    channel = TelegramChannel(value(settings, "telegram_token"), settings.telegram_api)
    try:
        async with channel:
            name = await channel.who()
            hook = await channel.webhook()
    except TelegramError as error:
        yield Finding("error", "telegram", f"Telegram answers: {type(error).__name__}")
        return
    yield Finding("ok", "telegram", f"the token is that of {name}")
    if hook.url != expected:
        told = hook.url or "nowhere, it waits to be asked"
        advice = "set" if expected else "delete"
        reason = f"Telegram sends to {told}: run `ansinh channels webhook {advice}`"
        yield Finding("error", "telegram", reason)
    if hook.last_error_message:
        at = f" at {hook.last_error_date:%Y-%m-%d %H:%M} UTC" if hook.last_error_date else ""
        reason = f"Telegram could not deliver{at}: {hook.last_error_message}"
        yield Finding("warning", "telegram", reason)


async def _ask_zalo_bot(settings: Settings) -> Finding:
    from bot.channels.zalo_bot.channel import ZaloBotChannel

    channel = ZaloBotChannel(value(settings, "zalo_bot_token"), settings.zalo_bot_api)
    try:
        async with channel:
            name = (await channel.call("getMe", {}))["account_name"]
            url = (await channel.call("getWebhookInfo", {})).get("url", "")
    except DeliveryError as error:
        return Finding("error", "zalo_bot", error.staff_message)
    if url != hook_address(settings, configured.ZALO_BOT):
        advice = "run `ansinh channels webhook set --channel zalo_bot`"
        return Finding("error", "zalo_bot", f"Zalo sends to {url or 'nowhere'}: {advice}")
    return Finding("ok", "zalo_bot", f"the token is that of {name}")


async def _ask_zalo_oa(settings: Settings) -> AsyncIterator[Finding]:
    from bot.channels.zalo_oa.opening import open_zalo_oa

    try:
        async with Store.from_settings(settings) as store, open_zalo_oa(settings, store) as account:
            told, now = await account.api.about(), store.clock()
    except DATABASE_AWAY:
        yield Finding("error", "zalo_oa", "the database cannot be asked for the tokens")
        return
    except DeliveryError as error:
        yield Finding("error", "zalo_oa", error.staff_message)
        return
    number = str(told.get("oaid", told.get("oa_id", settings.zalo_oa_id)))
    name = str(told.get("name", "without a name"))
    if number != settings.zalo_oa_id:
        reason = f"the tokens are those of {name}, account {number}: see ANSINH_ZALO_OA_ID"
        yield Finding("error", "zalo_oa", reason)
        return
    yield Finding("ok", "zalo_oa", f"the tokens are those of {name}")
    yield _package(told, now)


def _package(told: Mapping[str, Any], now: datetime) -> Finding:
    name, written = told.get("package_name"), str(told.get("package_valid_through_date") or "")
    until: date | None = None
    with suppress(ValueError):
        until = datetime.strptime(written, "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
    if not name or until is None:
        reason = "Zalo names no package and its end: without one it refuses messages"
        return Finding("warning", "zalo_oa", reason)
    left = until - now.astimezone(VIETNAM).date()
    if left < timedelta():
        return Finding("error", "zalo_oa", f"the package {name} ended on {until}: renew it")
    level: Level = "warning" if left < PACKAGE_ENDS_SOON else "ok"
    return Finding(level, "zalo_oa", f"the package {name} lasts until {until}, {left.days} days")


async def _zalo_tokens(settings: Settings) -> Finding:
    from bot.channels.zalo_oa.tokens import REFUSED, TELL, account_name
    from bot.store import token_pairs

    try:
        async with Store.from_settings(settings) as store, store.read() as session:
            pair = await token_pairs.get(session, account_name(settings.zalo_oa_id))
            at = store.clock()
    except DATABASE_AWAY:
        return Finding("error", "zalo_oa", "the database cannot be asked for the tokens")
    if pair is None:
        return Finding("error", "zalo_oa", f"the tokens were never set: {TELL}")
    if pair.refused_at is not None:
        return Finding("error", "zalo_oa", REFUSED)
    if at - pair.renewed_at > RENEWED_WITHIN:
        days = (at - pair.renewed_at).days
        return Finding("warning", "zalo_oa", f"tokens not renewed for {days} days; 90 end them")
    return Finding("ok", "zalo_oa", f"tokens renewed on {pair.renewed_at:%Y-%m-%d %H:%M} UTC")
