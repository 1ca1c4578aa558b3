"""Personal numbers do not get into the log."""

from __future__ import annotations

import pytest

from bot.store.redact import phones_in, redact, redact_known


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("số tôi 0912345678 nhé", "số tôi [điện thoại ***678] nhé"),
        ("0912.345.678", "[điện thoại ***678]"),
        ("+84 912 345 678", "[điện thoại ***678]"),
        ("gọi 0238 3845 678", "gọi [điện thoại ***678]"),
        ("cccd 040086001234", "cccd [số giấy tờ]"),
        ("040 086 001 234", "[số giấy tờ]"),
        ("cmnd 186123456.", "cmnd [số giấy tờ]."),
        ("mã số bhxh 4012345678", "mã số bhxh [số giấy tờ]"),
        ("thẻ GD4401234567890", "thẻ [số giấy tờ]"),
        ("thẻ GD 4 40 1234567890 ạ", "thẻ [số giấy tờ] ạ"),
    ],
)
def test_personal_numbers_are_masked(said: str, logged: str) -> None:
    assert redact(said) == logged


@pytest.mark.parametrize(
    "said",
    [
        "lương 1.500.000 đồng",
        "nhà tôi 4 người, đóng 12 tháng",
        "thu nhập 20000000",
        "150.000.000 đồng",
        "sinh năm 1966, ngày 22/11/2026",
        "nghị định 188/2025/NĐ-CP",
        "gọi 1900 9068",
    ],
)
def test_amounts_dates_and_documents_stay(said: str) -> None:
    assert redact(said) == said


def test_what_we_say_loses_only_the_citizens_own_number() -> None:
    text = "Em gọi lại số 0912 345 678. Gấp thì gọi 0238 3845 678 hoặc 0987 654 321."
    assert redact_known(text, {"+84912345678"}) == text.replace(
        "0912 345 678", "[điện thoại ***678]"
    )


def test_what_we_say_never_holds_identity_numbers() -> None:
    assert redact_known("CCCD 040086001234, thẻ GD4401234567890", set()) == (
        "CCCD [số giấy tờ], thẻ [số giấy tờ]"
    )


def test_numbers_are_found_in_one_form() -> None:
    assert phones_in("0912.345.678 hay +84 987654321") == {"+84912345678", "+84987654321"}
