"""Which channels the settings ask for, and what they still lack."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from bot.errors import OperatorError
from bot.settings import Settings


class IncompleteSettingsError(OperatorError):
    """A channel is switched on but cannot work; the message names the settings that are missing."""


@dataclass(frozen=True, slots=True)
class Needs:
    """A channel is on where `switch` is set, and then needs the others."""

    channel: str
    switch: str
    others: tuple[str, ...] = ()
    hook: str | None = None
    """Under which address its requests come, if any."""


TELEGRAM = Needs("telegram", "telegram_token", hook="/hooks/telegram")
ZALO_OA = Needs(
    "zalo_oa",
    "zalo_oa_id",
    ("zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_webhook_key"),
    "/hooks/zalo-oa",
)
ZALO_BOT = Needs("zalo_bot", "zalo_bot_token", ("zalo_bot_webhook_secret",), "/hooks/zalo-bot")
WEBHOOK = Needs(
    "webhook", "webhook_url", ("webhook_secret_in", "webhook_secret_out"), "/hooks/webhook"
)
ALL = (TELEGRAM, ZALO_OA, ZALO_BOT, WEBHOOK)


def value(settings: Settings, name: str) -> str:
    """Return a setting as text, a secret one too; empty where it is not set."""
    found = getattr(settings, name)
    return found.get_secret_value() if isinstance(found, SecretStr) else str(found or "")


def is_on(settings: Settings, needs: Needs) -> bool:
    """Return whether the settings ask for a channel.

    Raises:
        IncompleteSettingsError: they do, but leave out what it needs.
    """
    if not value(settings, needs.switch):
        return False
    if lacking := missing(settings, needs):
        names = ", ".join(lacking)
        raise IncompleteSettingsError(
            f"{variable(needs.switch)} is set but {names} is not; see `ansinh channels check`"
        )
    return True


def missing(settings: Settings, needs: Needs) -> list[str]:
    """Return the variables that a channel needs and that are not set."""
    return [variable(name) for name in needs.others if not value(settings, name)]


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"ANSINH_{name.upper()}"


def hook_address(settings: Settings, needs: Needs) -> str:
    """Return the address that a platform has to be told."""
    return f"{settings.public_url.rstrip('/')}{needs.hook}"
