"""Check codes: found however they are typed, and not to be made up."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sheets.codes import LARGEST, LETTERS, Codes, MistypedError

CODES = Codes("a key that is long enough to be one")
NUMBERS = st.integers(1, LARGEST)


@given(NUMBERS)
def test_code_leads_back_to_its_quote_and_stays_the_same(quote_id: int) -> None:
    code = CODES.of(quote_id)
    assert CODES.quote_id(code) == quote_id
    assert CODES.of(quote_id) == code


def test_code_is_short_and_without_letters_that_look_like_others() -> None:
    for quote_id in range(1, 500):
        code = CODES.of(quote_id)
        assert [len(group) for group in code.split("-")] == [3, 3, 3]
        assert not set(code) & set("ILOU")


def test_code_grows_with_the_numbers_and_stays_readable() -> None:
    assert len(CODES.of(2**20 - 1)) == len("XXX-XXX-XXX")
    assert len(CODES.of(2**20)) == len("XXX-XXX-XXX-X")
    assert CODES.quote_id(CODES.of(LARGEST)) == LARGEST
    assert CODES.quote_id(CODES.of(LARGEST + 1)) is None


@given(NUMBERS, st.randoms(use_true_random=False))
def test_case_spaces_and_look_alikes_do_not_matter(quote_id: int, dice: random.Random) -> None:
    meant = {"0": "0oOÔ", "1": "1iIlLí", "V": "vVuUư", "D": "dDđĐ"}
    typed = ""
    for letter in CODES.of(quote_id).replace("-", ""):
        typed += dice.choice(meant.get(letter, letter + letter.lower()))
        typed += dice.choice(["", " ", "-", ".", "  "])
    assert CODES.quote_id(typed) == quote_id


@given(NUMBERS, st.data())
def test_one_wrong_letter_is_always_noticed(quote_id: int, data: st.DataObject) -> None:
    code = CODES.of(quote_id).replace("-", "")
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(sorted(set(LETTERS) - {code[place]})))
    with pytest.raises(MistypedError):
        CODES.quote_id(code[:place] + wrong + code[place + 1 :])


def test_swapped_neighbours_are_never_taken_for_another_quote() -> None:
    for quote_id in range(1, 300):
        code = CODES.of(quote_id).replace("-", "")
        for place in range(len(code) - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if swapped == code:
                continue
            try:
                assert CODES.quote_id(swapped) is None
            except MistypedError:
                continue


@pytest.mark.parametrize("typed", ["", "7KQ", "xin chào", "7KQ-2MD-9PX-7KQ-2MD", "-" * 50, "₫" * 9])
def test_what_is_no_code_is_mistyped(typed: str) -> None:
    with pytest.raises(MistypedError):
        CODES.quote_id(typed)


def test_code_of_another_key_leads_nowhere() -> None:
    other = Codes("another key that is long enough too")
    assert [CODES.quote_id(other.of(quote_id)) for quote_id in range(1, 200)] == [None] * 199


def test_neighbours_do_not_look_alike() -> None:
    starts = {CODES.of(quote_id)[:3] for quote_id in range(1, 200)}
    ends = {CODES.of(quote_id)[4:7] for quote_id in range(1, 200)}
    assert len(starts) > 180
    assert len(ends) > 180
