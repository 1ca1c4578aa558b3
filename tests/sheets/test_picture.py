"""The picture of a calculation: its figures are those of the quote, and it can be read."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from typing import Any

import pytest
from font_roboto import font_files
from PIL import Image, ImageFont

from bot.content.load import load_content
from bot.content.types import Content
from bot.settings import CONTENT_DIR
from bot.sheets.picture import WIDTH, draw
from bot.sheets.sheet import Sheet, sheet_of
from policies import load_ruleset, quote
from policies.wording import money

CODE = "7KQ-2MD-9PX"
BASE = {"on": "2026-11-22", "province": "nghe-an"}
GROUPS = ("household", "household", "near_poor", "student", "child_under_6")
FAMILY = {
    **BASE,
    "scheme": "household_hi",
    "members": [{"group": group} for group in GROUPS],
    "months": 12,
}
PERSON = {
    **BASE,
    "scheme": "voluntary_si",
    "category": "near_poor",
    "income_vnd": 1_500_000,
    "method": "12m",
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT_DIR)


def told(request: dict[str, Any], content: Content) -> tuple[Sheet, dict[str, Any]]:
    answer: dict[str, Any] = quote(load_ruleset(), request).as_json()
    sheet = sheet_of(request, answer, content, CODE)
    assert sheet is not None
    return sheet, answer


def test_family_has_a_line_each_and_the_totals_of_the_quote(content: Content) -> None:
    sheet, answer = told(FAMILY, content)

    assert len(sheet.shares) == len(GROUPS)
    assert sheet.payable == ("Còn phải đóng", money(answer["totals"]["payable_vnd"]))
    assert [amount for _, amount in sheet.totals] == [
        money(answer["totals"][f"{part}_vnd"]) for part in ("contribution", "state", "province")
    ]
    assert "12 tháng" in sheet.title
    assert sheet.facts == ("Tính theo ngày 22/11/2026",)


def test_one_person_is_told_for_which_period_and_on_which_income(content: Content) -> None:
    sheet, answer = told(PERSON, content)

    assert sheet.shares == ()
    assert "Diện: hộ cận nghèo; đóng 12 tháng một lần" in sheet.facts
    assert "Mức thu nhập chọn đóng: 1.500.000 đồng mỗi tháng" in sheet.facts
    assert answer["status"] == "provisional"
    assert sheet.warnings[0].startswith("Số tạm tính")
    assert sheet.warnings[1:] == tuple(one["message"] for one in answer["warnings"])
    assert content.office.hotline in sheet.office
    assert "159/2025/NĐ-CP" in sheet.documents
    assert CODE in sheet.code


def test_benefit_has_no_sheet(content: Content) -> None:
    assert sheet_of({"scheme": "pension"}, {}, content, CODE) is None


@pytest.mark.parametrize("request_", [FAMILY, PERSON], ids=["family", "person"])
def test_picture_is_as_wide_as_a_phone_likes_and_not_blank(
    request_: dict[str, Any], content: Content
) -> None:
    image = Image.open(BytesIO(draw(told(request_, content)[0])))

    assert (image.format, image.width) == ("PNG", WIDTH)
    assert 600 < image.height < 2000
    ink = image.convert("L").point(lambda shade: 255 if shade < 200 else 0)
    left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert left >= 50
    assert top >= 50
    assert right <= WIDTH - 50, "no amount runs over the edge"
    assert bottom <= image.height - 50


def test_another_code_is_another_picture(content: Content) -> None:
    sheet = told(FAMILY, content)[0]
    assert draw(sheet) != draw(dataclasses.replace(sheet, code="Mã tính: 7KQ-2MD-9PY"))


def test_another_amount_is_another_picture(content: Content) -> None:
    shorter = {**FAMILY, "months": 6}
    assert draw(told(FAMILY, content)[0]) != draw(told(shorter, content)[0])


def test_font_has_every_letter_of_the_sheets(content: Content) -> None:
    font = ImageFont.truetype(font_files["Roboto"], 40)
    missing = font.getmask("\U0010ffff").getbbox(), bytes(font.getmask("\U0010ffff"))
    said = "".join(content.texts[key] for key in content.texts if key.startswith("sheet."))
    letters = {*said, *"ằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỵỷỹđ"} - {" "}

    for letter in letters:
        drawn = font.getmask(letter)
        assert (drawn.getbbox(), bytes(drawn)) != missing, letter
