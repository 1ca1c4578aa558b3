"""What is wrong with the channels of an installation, in words an operator can act on."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.channels import configured
from bot.channels.answers import answers
from bot.channels.configured import Needs, hook_address, missing, value, variable
from bot.channels.findings import Finding, Level
from bot.channels.notices import staff_chats
from bot.settings import Settings

SHORTEST_SECRET = 16
PARTNER_SECRET_BYTES = 24
TELEGRAM_PORTS = {None, 443, 80, 88, 8443}
_TELEGRAM_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{10,}")
_ZALO_BOT_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{5,}")
_HEADER_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DIGITS = re.compile(r"\d+")


Said: TypeAlias = tuple[Level, str]


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
        async for finding in answers(settings, needs, ask=ask):
            yield finding
    async for finding in staff_chats(settings, ask=ask):
        yield finding


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
