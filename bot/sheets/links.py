"""Addresses of pictures: made from the number of a quote, and not to be guessed from it."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from bot.settings import Settings


class Links:
    """Names the picture of a quote, and finds the quote of a name again."""

    def __init__(self, settings: Settings) -> None:
        self._serializer = URLSafeSerializer(
            settings.secret_key.get_secret_value(), salt="quote-picture"
        )

    def path(self, quote_id: int) -> str:
        """Return the address of the picture of a quote."""
        return f"/q/{self._serializer.dumps(quote_id)}.png"

    def quote_id(self, token: str) -> int | None:
        """Return the quote that a token of ours names, or None."""
        try:
            found = self._serializer.loads(token)
        except BadSignature:
            return None
        return found if isinstance(found, int) else None
