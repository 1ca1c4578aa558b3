"""Numbers in Vietnamese words, and back again through the parser that reads what citizens write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.aloud.numerals import digits_in_words, in_words
from nlu.values.amount import find_amounts
from nlu.values.tokens import tokenise


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (104, "một trăm lẻ bốn"),
        (115, "một trăm mười lăm"),
        (1_001, "một nghìn không trăm lẻ một"),
        (66_000, "sáu mươi sáu nghìn"),
        (523_056, "năm trăm hai mươi ba nghìn không trăm năm mươi sáu"),
        (1_053_000, "một triệu không trăm năm mươi ba nghìn"),
        (145_001_000, "một trăm bốn mươi lăm triệu không trăm lẻ một nghìn"),
        (2_000_000, "hai triệu"),
        (1_000_000_005, "một tỷ không trăm lẻ năm"),
        (2_000_000_000_000, "hai nghìn tỷ"),
    ],
)
def test_number_is_said_as_at_school(number: int, words: str) -> None:
    assert in_words(number) == words


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.integers(1_000, 10_000_000),
        st.integers(1_000, 100_000_000_000),
        st.integers(1, 99_999).map(lambda thousands: thousands * 1_000),
    )
)
def test_amount_in_words_is_heard_as_the_same_amount(amount: int) -> None:
    heard = find_amounts(tokenise(f"{in_words(amount)} đồng"), None)
    assert [found.value for found in heard] == [amount]


def test_digits_are_said_one_by_one() -> None:
    assert digits_in_words("19009068") == "một chín không không chín không sáu tám"


def test_nothing_is_less_than_nought() -> None:
    with pytest.raises(ValueError, match="-1 is negative"):
        in_words(-1)
