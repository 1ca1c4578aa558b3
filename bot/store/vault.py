"""What keeps personal data unreadable at rest: a rotating cipher and a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.settings import Settings


class UnreadableError(Exception):
    """Stored text that none of the keys decrypts: the key was lost or the row was tampered with."""


class Vault:
    """Encrypts and decrypts text, and fingerprints what has to be found again.

    `keys` are Fernet keys: the first encrypts, all decrypt, so that a key can be replaced.
    """

    def __init__(self, keys: list[str], hash_key: str) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._hash_key = hash_key.encode()

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Return the vault of this installation."""
        keys = [key.strip() for key in settings.phone_key.get_secret_value().split(",")]
        return cls([key for key in keys if key], settings.phone_hash_key.get_secret_value())

    def encrypt(self, text: str) -> str:
        """Return `text` as a Fernet token."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """Return the text of a Fernet token.

        Raises:
            UnreadableError: no key of this vault made the token.
        """
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise UnreadableError("no key in ANSINH_PHONE_KEY decrypts this value") from error

    def fingerprint(self, text: str) -> str:
        """Return the HMAC-SHA256 of `text` in hexadecimal: equal texts give equal prints."""
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()


def fresh_keys() -> dict[str, str]:
    """Return new random values for the three secrets, by the name of their variable."""
    return {
        "ANSINH_SECRET_KEY": secrets.token_urlsafe(48),
        "ANSINH_PHONE_KEY": Fernet.generate_key().decode(),
        "ANSINH_PHONE_HASH_KEY": secrets.token_urlsafe(48),
    }
