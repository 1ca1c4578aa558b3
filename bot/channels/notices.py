"""Whether the chats that the settings name for notices to staff can be reached."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.channels import configured
from bot.channels.configured import value, variable
from bot.channels.findings import Finding
from bot.settings import Settings

NAME = "staff"
_ON_BY = {needs.channel: needs for needs in configured.ALL}


async def staff_chats(settings: Settings, *, ask: bool) -> AsyncIterator[Finding]:
    """Yield what is to be said of the chats that hear when a citizen waits for a person."""
    named = [*settings.staff_chats, *settings.in_charge_chats]
    if not settings.staff_chats:
        reason = "ANSINH_STAFF_CHATS is empty: who waits for a person is shown in the console only"
        yield Finding("warning", NAME, reason)
    elif not settings.public_url:
        reason = "ANSINH_PUBLIC_URL is empty: notices to staff have no address to open"
        yield Finding("warning", NAME, reason)
    for written in dict.fromkeys(named):
        yield await _one(settings, written, ask=ask)


async def _one(settings: Settings, written: str, *, ask: bool) -> Finding:
    channel, _, chat = written.partition(":")
    if not channel or not chat:
        return Finding(
            "error", NAME, f"{written!r} is no chat: write it as telegram:-1001234567890"
        )
    needs = _ON_BY.get(channel)
    if needs is None:
        return Finding("error", NAME, f"{written}: there is no channel {channel}")
    if not value(settings, needs.switch):
        return Finding("error", NAME, f"{written}: {variable(needs.switch)} is empty")
    if needs is not configured.TELEGRAM:
        return Finding("ok", NAME, f"notices go to {written}")
    if not chat.removeprefix("-").isdecimal():
        return Finding("error", NAME, f"{written}: a chat on Telegram is a number")
    return await _on_telegram(settings, written, chat) if ask else Finding("ok", NAME, written)


async def _on_telegram(settings: Settings, written: str, chat: str) -> Finding:
    from telegram.error import ChatMigrated, TelegramError

    from bot.channels.telegram.channel import TelegramChannel

    channel = TelegramChannel(value(settings, "telegram_token"), settings.telegram_api)
    try:
        async with channel:
            name = await channel.group(chat)
    except ChatMigrated as error:
        return Finding("warning", NAME, f"{written} is telegram:{error.new_chat_id} now")
    except TelegramError as error:
        reason = f"{written}: the bot cannot write there ({error.message}); add it to the group"
        return Finding("error", NAME, reason)
    return Finding("ok", NAME, f"notices go to {name} on Telegram")
