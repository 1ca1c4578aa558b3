"""Vietnamese phone numbers."""

from __future__ import annotations

import pytest

from bot.leads.phones import BadPhoneError, mask, national, parse_phone


@pytest.mark.parametrize(
    "written",
    ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678"],
)
def test_every_way_of_writing_a_number_is_the_same_number(written: str) -> None:
    assert parse_phone(written) == "+84912345678"


@pytest.mark.parametrize("written", ["", "xin chào", "12", "0912 345", "091234567890", "+1 555"])
def test_what_cannot_be_called_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(BadPhoneError) as refused:
        parse_phone(written)
    assert not written or written not in str(refused.value)


def test_a_number_is_shown_as_it_is_dialled() -> None:
    assert national("+84912345678") == "0912 345 678"


@pytest.mark.parametrize(
    ("phone", "masked"), [("+84912345678", "091••••678"), ("+842383845678", "023•••••678")]
)
def test_a_masked_number_shows_its_ends(phone: str, masked: str) -> None:
    assert mask(phone) == masked
