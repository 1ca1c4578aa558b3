"""Male or female, where the text says so. `nam` without accents is also five, year and south."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens


_TELLING: Final = frozenset({"nu", "nam", "dan"})
"""What it is said with: `nữ`, `nam`, `đàn ông`, `đàn bà`."""


def find_sex(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield `male` or `female`."""
    for at, token in enumerate(tokens):
        if token.fold not in _TELLING:
            continue
        before = tokens.at(at - 1)
        pair = tokens.words(at, at + 2)
        if (token.says("nữ") and not before.says("phụ")) or pair == "dan ba":
            yield Found("sex", "female", at, at + (2 if pair == "dan ba" else 1))
        elif pair in ("dan ong", "nam gioi"):
            yield Found("sex", "male", at, at + 2)
        elif token.text == "nam" and (awaiting == "sex" or _is_male(tokens, at)):
            yield Found("sex", "male", at, at + 1)


def _is_male(tokens: Tokens, at: int) -> bool:
    before, after = tokens.at(at - 1), tokens.at(at + 1)
    if before.says("là", "tính"):
        return not after.is_digits
    if at == 0 or before.text == ",":
        year = after.is_digits and len(after.text) == 4
        return not year and (
            after.is_digits or after.says("sinh", "đóng", "sn", "giới", "bao", "mấy")
        )
    return before.says("em", "tôi", "cho") and after.says("sinh", "sn")
