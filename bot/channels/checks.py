"""What is wrong with the channels of an installation, in words an operator can act on."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from bot.channels import configured
from bot.channels.configured import Needs, missing, value, variable
from bot.channels.contract import DeliveryError
from bot.settings import Settings
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store

SHORTEST_SECRET = 16
PARTNER_SECRET_BYTES = 24
TELEGRAM_PORTS = {None, 443, 80, 88, 8443}
RENEWED_WITHIN = timedelta(days=60)
"""A refresh token of Zalo lives three months; the operator hears of it before it dies."""
_TELEGRAM_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{10,}")
_ZALO_BOT_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{5,}")
_HEADER_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DIGITS = re.compile(r"\d+")


Level: TypeAlias = Literal["ok", "warning", "error"]
Said: TypeAlias = tuple[Level, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is right, doubtful or wrong with a channel. It never holds a secret."""

    level: Level
    channel: str
    text: str


def hook_address(settings: Settings, needs: Needs) -> str:
    """Return the address that a platform has to be told."""
    return f"{settings.public_url.rstrip('/')}{needs.hook}"


async def check(settings: Settings, *, ask: bool) -> AsyncIterator[Finding]:
    """Yield what is to be said of every channel; with `ask`, the platforms are asked too."""
    for needs in configured.ALL:
        if not value(settings, needs.switch):
            yield Finding("ok", needs.channel, f"off ({variable(needs.switch)} is empty)")
            continue
        lacking = missing(settings, needs)
        for name in lacking:
            yield Finding("error", needs.channel, f"{name} is not set")
        for finding in _shapes(settings, needs):
            yield finding
        if lacking:
            continue
        if needs is configured.ZALO_OA:
            yield await _zalo_tokens(settings)
        elif ask and needs is configured.TELEGRAM:
            async for finding in _ask_telegram(settings):
                yield finding
        elif ask and needs is configured.ZALO_BOT:
            yield await _ask_zalo_bot(settings)


def _shapes(settings: Settings, needs: Needs) -> Iterator[Finding]:
    if needs is not configured.TELEGRAM or value(settings, "telegram_webhook_secret"):
        yield from _address(settings, needs)
    for level, text in _WRONG_WITH[needs.channel](settings):
        yield Finding(level, needs.channel, text)


def _wrong_with_telegram(settings: Settings) -> Iterator[Said]:
    if not _TELEGRAM_TOKEN.fullmatch(value(settings, "telegram_token")):
        yield "error", "ANSINH_TELEGRAM_TOKEN is no token: BotFather gives 123456:ABC-DEF…"
    yield from _header_secret(settings, "telegram_webhook_secret")


def _wrong_with_zalo_oa(settings: Settings) -> Iterator[Said]:
    for name in ("zalo_oa_id", "zalo_oa_app_id"):
        if (given := value(settings, name)) and not _DIGITS.fullmatch(given):
            yield "error", f"{variable(name)} is no number"
    image = settings.zalo_oa_image_url
    if not image:
        yield "warning", "no ANSINH_ZALO_OA_IMAGE_URL: numbers are asked for in words"
    elif not image.startswith("https://"):
        yield "error", "ANSINH_ZALO_OA_IMAGE_URL must begin with https://"


def _wrong_with_zalo_bot(settings: Settings) -> Iterator[Said]:
    if not _ZALO_BOT_TOKEN.fullmatch(value(settings, "zalo_bot_token")):
        yield "error", "ANSINH_ZALO_BOT_TOKEN is no token: Zalo gives 123456:abc…"
    yield from _header_secret(settings, "zalo_bot_webhook_secret")


def _wrong_with_webhook(settings: Settings) -> Iterator[Said]:
    if not settings.webhook_url.startswith("https://"):
        yield "error", "ANSINH_WEBHOOK_URL must begin with https://"
    for name in ("webhook_secret_in", "webhook_secret_out"):
        if reason := _bad_partner_secret(value(settings, name)):
            yield "error", f"{variable(name)} {reason}"


_WRONG_WITH: Mapping[str, Callable[[Settings], Iterator[Said]]] = {
    "telegram": _wrong_with_telegram,
    "zalo_oa": _wrong_with_zalo_oa,
    "zalo_bot": _wrong_with_zalo_bot,
    "webhook": _wrong_with_webhook,
}


def _address(settings: Settings, needs: Needs) -> Iterator[Finding]:
    address = hook_address(settings, needs)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        yield Finding("error", needs.channel, "ANSINH_PUBLIC_URL is no address")
        return
    if parts.scheme != "https" or not parts.hostname:
        told = settings.public_url or "empty"
        reason = f"ANSINH_PUBLIC_URL is {told}; platforms send to an https address only"
        yield Finding("error", needs.channel, reason)
    elif needs is configured.TELEGRAM and port not in TELEGRAM_PORTS:
        reason = f"Telegram sends to the ports 443, 80, 88 and 8443, not to {port}"
        yield Finding("error", needs.channel, reason)
    elif needs is configured.ZALO_OA and port is not None:
        yield Finding("error", needs.channel, "Zalo takes an address without a port")
    else:
        yield Finding("ok", needs.channel, f"requests come to {address}")


def _header_secret(settings: Settings, name: str) -> Iterator[Said]:
    secret = value(settings, name)
    if secret and not _HEADER_SECRET.fullmatch(secret):
        yield "error", f"{variable(name)} may hold letters, digits, _ and - only, 256 at most"
    elif secret and len(secret) < SHORTEST_SECRET:
        yield "error", f"{variable(name)} is too short: {SHORTEST_SECRET} characters at least"


def _bad_partner_secret(secret: str) -> str:
    if not secret:
        return ""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_") + "==", validate=False)
    except ValueError:
        return "is no base64"
    if len(key) < PARTNER_SECRET_BYTES:
        return f"is too short: {PARTNER_SECRET_BYTES} bytes at least"
    return ""


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


async def _zalo_tokens(settings: Settings) -> Finding:
    from bot.channels.zalo_oa.tokens import TELL, account_name
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
        return Finding("error", "zalo_oa", f"Zalo refused the refresh token: {TELL}")
    if at - pair.renewed_at > RENEWED_WITHIN:
        days = (at - pair.renewed_at).days
        return Finding("warning", "zalo_oa", f"tokens not renewed for {days} days; 90 end them")
    return Finding("ok", "zalo_oa", f"tokens renewed on {pair.renewed_at:%Y-%m-%d %H:%M} UTC")
