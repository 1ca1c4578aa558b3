"""The terminal as a channel: what delivery sends is printed, choices as a numbered list."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.contract import ButtonKind, Capabilities
from bot.conversation.replies import SHEET, Reply

NAME = "terminal"


class TerminalChannel:
    """Prints each message with `show`."""

    name = NAME

    def __init__(self, show: Callable[[str], None], *, voice: bool = False) -> None:
        self._show = show
        self.capabilities = Capabilities(
            max_text=20_000,
            buttons=0,
            max_button_label=0,
            button_kind=ButtonKind.NUMBERED,
            shows_sources=False,
            voice=voice,
        )

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Print one message; nothing can go wrong with it."""
        self._show(f"\n{part.text}")
        for one in part.attachments:
            if one["kind"] == SHEET:
                self._show(one["labels"]["nowhere"])
        return None
