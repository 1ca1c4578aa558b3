"""Check codes (mã tính): what stands on a sheet, is read out on the phone, and staff look up.

A code such as `7KQ-2MD-9PX` is the number of a stored quote that nobody can tell from it: four
letters prove that we issued it, the next hide the number, the last finds what was misread.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from bot.settings import Settings

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Douglas Crockford's base 32: no I, L, O or U, which look like something else."""
_BITS = 5
_PROOF, _NUMBER, _GROUP = 4, 4, 3
_LONGEST = 12
LARGEST = 2**31 - 1
"""The last number a quote can have."""
_MEANT = str.maketrans("OILUĐ", "011VD")


class MistypedError(ValueError):
    """No code at all: a letter is wrong, missing or too much."""


class Codes:
    """The code of a quote, and the quote of a code; the same for ever, for its key never changes.

    Args:
        key: secret; who has it can make codes.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    @classmethod
    def from_settings(cls, settings: Settings) -> Codes:
        """Return the codes of this installation."""
        return cls(settings.phone_hash_key.get_secret_value())

    def of(self, quote_id: int) -> str:
        """Return the code of a quote in groups of three letters."""
        length = max(_NUMBER, -(-quote_id.bit_length() // _BITS))
        proof = self._bits("proof", quote_id, _PROOF)
        hidden = quote_id ^ self._bits("number", proof, length)
        written = _written(proof, _PROOF) + _written(hidden, length)
        written += _check_letter(written)
        return "-".join(re.findall(f".{{1,{_GROUP}}}", written))

    def quote_id(self, typed: str) -> int | None:
        """Return the quote of a code however it was typed; None where we never issued it.

        Raises:
            MistypedError: its letters do not make a code.
        """
        code = _read(typed)
        length = len(code) - _PROOF - 1
        proof, hidden = _number(code[:_PROOF]), _number(code[_PROOF:-1])
        quote_id = hidden ^ self._bits("number", proof, length)
        ours = quote_id <= LARGEST and self.of(quote_id).replace("-", "") == code
        return quote_id if ours else None

    def _bits(self, purpose: str, number: int, letters: int) -> int:
        """Return what the key makes of a number, as many bits as so many letters hold."""
        made = hmac.digest(self._key, f"quote-{purpose}:{number}".encode(), hashlib.sha256)
        return int.from_bytes(made) >> (8 * len(made) - _BITS * letters)


def _read(typed: str) -> str:
    """Return the letters of a code: capitals, without marks, spaces and look-alikes.

    Raises:
        MistypedError: they do not make a code.
    """
    bare = unicodedata.normalize("NFKD", typed.upper()).translate(_MEANT)
    code = "".join(letter for letter in bare if letter in LETTERS)
    if not _PROOF + _NUMBER < len(code) <= _LONGEST:
        raise MistypedError("a code has nine letters, or a few more")
    if _check_letter(code[:-1]) != code[-1]:
        raise MistypedError("a letter of the code is wrong")
    return code


def _written(number: int, length: int) -> str:
    return "".join(LETTERS[number >> _BITS * place & 31] for place in reversed(range(length)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << _BITS | LETTERS.index(letter)
    return number


def _check_letter(letters: str) -> str:
    """Return the check letter by ISO 7064, hybrid system MOD 33,32.

    It finds every single wrong letter and nearly every swap of two neighbours.
    """
    product = len(LETTERS)
    for letter in letters:
        total = (product + LETTERS.index(letter)) % len(LETTERS) or len(LETTERS)
        product = 2 * total % (len(LETTERS) + 1)
    return LETTERS[(1 - product) % len(LETTERS)]
