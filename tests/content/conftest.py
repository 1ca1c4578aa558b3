"""A small folder of content that loads, and the rules of the packaged parameters."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import policies
from bot.content.check import check_content
from bot.content.check_faq import Scene
from bot.content.findings import Finding
from bot.content.load import load_content
from bot.content.types import Content, Faq
from bot.settings import CONTENT_DIR as REAL
from policies import Ruleset, load_ruleset

TODAY = date(2026, 11, 22)

ENTRY = """\
id: hi-rate
intent: ask_hi_benefits
title: Đóng bao nhiêu?
short: Đóng {rate} mức lương cơ sở.
figures:
  rate: {parameter: household_hi.rate}
sources:
  - document: 188/2025/NĐ-CP
    article: "6"
next: ["flow:hi"]
review_by: 2027-06-30
examples:
  - Thẻ đóng mấy phần trăm?
"""
CONSENT = 'purpose: lead\nversion: "1"\ntext: Anh/chị có đồng ý không?\n'
OFFICE = """\
name: BHXH tỉnh
province: nghe-an
hotline: 1900 9068
phone: 0238 000 000
address: Vinh
website: https://example.org
"""
TEXTS = "greeting: Xin chào\nask:\n  people: Mấy người?\nask.months: Mấy tháng?\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of content with one file of each kind."""
    for name, text in {
        "faq/hi-rate.yml": ENTRY,
        "consent/lead.yml": CONSENT,
        "texts/hi.yml": TEXTS,
        "office.yml": OFFICE,
    }.items():
        path = tmp_path / "vi" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "vi"


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    """Return the packaged rules."""
    return load_ruleset()


@pytest.fixture(scope="session")
def real() -> Content:
    """Return what the assistant says."""
    return load_content(REAL)


@pytest.fixture
def last_rate(tmp_path: Path) -> Callable[..., Ruleset]:
    """Return rules under which the last value of `household_hi.rate` has these fields."""

    def rules(**fields: str) -> Ruleset:
        packaged = Path(policies.__file__).parent / "parameters"
        folder = Path(shutil.copytree(packaged, tmp_path / "parameters"))
        path = folder / "national" / "household_hi.rate.yml"
        before, start, last = path.read_text().rpartition("  - from:")
        usual = {"to": "open", "confidence": "primary", "review_by": "2027-12-31"}
        for key, value in {**usual, **fields}.items():
            last = re.sub(rf"\n    {key}:.*", "", last).rstrip() + f"\n    {key}: {value}\n"
        path.write_text(before + start + last)
        return load_ruleset(folder)

    return rules


@pytest.fixture
def check_changed(real: Content, ruleset: Ruleset) -> Callable[..., list[Finding]]:
    """Return a check of the real content after fields of one entry were changed.

    What it finds is new: the real content has no error.
    """

    def check(entry: str = "hi-lookup", **changes: object) -> list[Finding]:
        changed: Faq = dataclasses.replace(real.faqs[entry], **changes)  # type: ignore[arg-type]
        content = dataclasses.replace(real, faqs={**real.faqs, entry: changed})
        return list(check_content(content, Scene(ruleset, TODAY, "nghe-an"), {}))

    return check
