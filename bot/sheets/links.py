"""Addresses of sheets: made from the number of a quote, and not to be guessed from it."""

from __future__ import annotations

from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer

from bot.settings import Settings


class Form(StrEnum):
    """In what form a sheet is had; the value ends its address."""

    PICTURE = "png"
    PAGE = "pdf"


MEDIA_TYPES = {Form.PICTURE: "image/png", Form.PAGE: "application/pdf"}


class Links:
    """Names the sheet of a quote, and finds the quote of a name again."""

    def __init__(self, settings: Settings) -> None:
        self._serializer = URLSafeSerializer(
            settings.secret_key.get_secret_value(), salt="quote-picture"
        )

    def path(self, quote_id: int, form: Form) -> str:
        """Return the address of the sheet of a quote, on this server."""
        return f"/q/{self._serializer.dumps(quote_id)}.{form}"

    def quote_id(self, token: str) -> int | None:
        """Return the quote that a token of ours names, or None."""
        try:
            found = self._serializer.loads(token)
        except BadSignature:
            return None
        return found if isinstance(found, int) else None
