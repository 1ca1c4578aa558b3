"""The guide for editors shows what really loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.figures import fill
from bot.content.load import load_content
from bot.settings import CONTENT_DIR
from policies import Ruleset
from tests.content.conftest import TODAY

GUIDE = CONTENT_DIR.parents[1] / "docs" / "content.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_entry_of_the_guide_loads(folder: Path) -> None:
    (folder / "faq/hi-funeral-example.yml").write_text(BLOCKS[0], encoding="utf-8")
    entry = load_content(folder).faqs["hi-funeral-example"]
    assert entry.short.splitlines()[1] == "Hồ sơ nộp trong vòng 90 ngày."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rate", "4,5%"),
        ("second", "70%"),
        ("near_poor", "70%"),
        ("cap", "15.180.000 đồng"),
        ("ceiling", "50.600.000 đồng"),
        ("family", "3.825.360 đồng"),
        ("least", "198.000 đồng"),
    ],
)
def test_the_figures_of_the_guide_can_be_said(
    folder: Path, ruleset: Ruleset, name: str, words: str
) -> None:
    path = folder / "faq/hi-rate.yml"
    figures = re.sub(r"figures:\n.*\n", lambda _: BLOCKS[1], path.read_text(encoding="utf-8"))
    path.write_text(figures, encoding="utf-8")
    entry = load_content(folder).faqs["hi-rate"]
    text, _ = fill(f"{{{name}}}", entry.figures, ruleset, TODAY, "nghe-an")
    assert text == words
