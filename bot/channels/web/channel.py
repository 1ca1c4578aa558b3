"""The web chat as a channel: what is delivered is in the message log, where browsers look."""

from __future__ import annotations

from bot.channels.contract import Capabilities, Pictures
from bot.conversation.replies import Reply

NAME = "web"


class WebChannel:
    """Sending needs no network: a message is shown once delivery has recorded it as sent.

    `close` ends every open event stream, so that the server can stop without waiting for browsers.
    """

    name = NAME
    capabilities = Capabilities(
        max_text=1500,
        buttons=20,
        max_button_label=120,
        shows_sources=True,
        pictures=Pictures.PASSED,
    )

    def __init__(self) -> None:
        self.closing = False

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Return at once: the browser reads the message from the log."""
        return None

    def close(self) -> None:
        """Have every event stream end at its next look for messages, within two seconds."""
        self.closing = True
