"""Amounts written out to the last đồng: `ba triệu một trăm bốn mươi hai nghìn hai trăm đồng`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlu.values.numbers import spoken

if TYPE_CHECKING:
    from nlu.values.tokens import Tokens

_SCALES: Final = (
    (1_000_000_000, ("tỷ", "tỉ")),
    (1_000_000, ("triệu",)),
    (1_000, ("nghìn", "ngàn")),
)


def written_out(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return an amount (VND) written out down to the word `đồng`, and the index after it, or None.

    Each scale stands once at most, from the largest to the smallest, with a number before it. What
    is shortened (`hai triệu ba`) is none: there is no telling where it would end.
    """
    total, least = 0, 10**12
    while (number := spoken(tokens, at)) is not None:
        value, at = number
        scale = next((size for size, names in _SCALES if tokens.at(at).says(*names)), 1)
        if scale >= least:
            return None
        total, least = total + value * scale, scale
        at += scale > 1
        if tokens.at(at).says("đồng"):
            return total, at + 1
    return None
