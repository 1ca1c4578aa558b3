"""The page of a calculation: one sheet of paper, and every figure of the quote can be read off."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from bot.content.load import load_content
from bot.content.types import Content
from bot.settings import CONTENT_DIR
from bot.sheets.page import lay_out
from bot.sheets.sheet import sheet_of
from policies import hi_groups, load_ruleset, quote
from policies.wording import money

CODE = "7KQ-2MD-9PX"
BASE = {"on": "2026-11-22", "province": "nghe-an"}
A4 = (595, 842)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT_DIR)


def household(people: int) -> dict[str, Any]:
    """Return a family whose members are in the groups with the longest names."""
    names = hi_groups(load_ruleset(), date(2026, 11, 22))
    insured_by_form = sorted(names, key=lambda group: -len(names[group]))[:people]
    groups = [insured_by_form[place % len(insured_by_form)] for place in range(people)]
    members = [
        {"group": group} | ({"left_list": "861"} if group == "ethnic_left_difficult_area" else {})
        for group in groups
    ]
    return {**BASE, "scheme": "household_hi", "members": members, "months": 12}


def person(category: str, method: str) -> dict[str, Any]:
    return {
        **BASE,
        "scheme": "voluntary_si",
        "category": category,
        "income_vnd": 1_500_000,
        "method": method,
    }


REQUESTS = {
    "one": {**BASE, "scheme": "household_hi", "household_size": 1, "months": 3},
    "four": {**BASE, "scheme": "household_hi", "household_size": 4, "months": 12},
    "eight": household(8),
    "thirty": household(30),
    "near poor": person("near_poor", "12m"),
    "other": person("other", "monthly"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_every_figure_source_and_word_is_on_one_page(name: str, content: Content) -> None:
    answer = quote(load_ruleset(), REQUESTS[name]).as_json()
    sheet = sheet_of(REQUESTS[name], answer, content, CODE)
    assert sheet is not None

    reader = PdfReader(BytesIO(lay_out(sheet)))

    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
    text = unicodedata.normalize("NFC", " ".join(page.extract_text().split()))
    rows = (*sheet.shares, *sheet.support, *sheet.totals, sheet.payable)
    for label, amount in rows:
        assert f"{label} {amount}" in text
    for words in (
        sheet.title,
        sheet.code,
        sheet.office,
        sheet.reference,
        *sheet.facts,
        *sheet.warnings,
        *sheet.sources,
    ):
        assert words in text
    told = {money(line["amount_vnd"]) for line in answer["lines"]}
    told |= {money(amount) for amount in answer["totals"].values()}
    income = {money(REQUESTS[name]["income_vnd"])} if "income_vnd" in REQUESTS[name] else set()
    warned = {amount for one in sheet.warnings for amount in re.findall(r"[\d.]+ đồng", one)}
    alone = {money(line["amount_vnd"]) for line in answer["lines"] if line["payer"] == "citizen"}
    assert set(re.findall(r"[\d.]+ đồng", text)) | (alone - {money(0)}) == told | income | warned


def test_letters_are_embedded_and_the_page_says_its_language(content: Content) -> None:
    answer = quote(load_ruleset(), REQUESTS["four"]).as_json()
    sheet = sheet_of(REQUESTS["four"], answer, content, CODE)
    assert sheet is not None
    body = lay_out(sheet)

    reader = PdfReader(BytesIO(body))

    fonts = reader.pages[0]["/Resources"]["/Font"]
    drawn = [font.get_object() for font in fonts.values()]
    embedded = [font for font in drawn if "/FontDescriptor" in font]
    assert embedded
    assert all("/FontFile2" in font["/FontDescriptor"] for font in embedded)
    assert all("/ToUnicode" in font for font in embedded)
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.metadata is not None
    assert reader.metadata.title == sheet.title
    assert len(body) < 100_000
    assert lay_out(sheet) == body, "the same quote is the same file"


def test_nothing_is_loaded_to_draw_with_before_something_is_drawn() -> None:
    """Whoever never draws does not pay for it in memory."""
    code = (
        "import sys, bot.sheets.drawing\n"
        "print(sorted({'PIL', 'reportlab', 'font_roboto'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
