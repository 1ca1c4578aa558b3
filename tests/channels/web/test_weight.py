"""The page is light, loads nothing foreign and has nothing inline."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest

BUDGET = 10 * 1024


async def test_whole_page_is_below_ten_kilobytes(site: Any) -> None:
    page = await site.browser.get("/")
    paths = re.findall(r'(?:href|src)="(/web/[^"]+)"', page.text)
    assert len(paths) == 3
    files = [await site.browser.get(path) for path in paths]

    assert all(file.status_code == 200 for file in files)
    weight = sum(len(gzip.compress(answer.content)) for answer in (page, *files))
    assert weight < BUDGET


async def test_widget_adds_little(site: Any) -> None:
    widget = await site.browser.get("/widget.js")

    assert len(gzip.compress(widget.content)) < 2_500


@pytest.mark.parametrize("path", ["/", "/?embed=1", "/widget-demo"])
async def test_page_has_nothing_inline_and_nothing_foreign(site: Any, path: str) -> None:
    page = (await site.browser.get(path)).text

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert all(tag.endswith("defer></script>") for tag in re.findall(r"<script[^\n]*", page))
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', page)
    assert loaded
    assert all(address.startswith("/") for address in loaded)


async def test_files_are_cached_for_ever_under_an_address_of_their_content(site: Any) -> None:
    page = (await site.browser.get("/")).text

    for path in re.findall(r'(?:href|src)="(/web/[^"]+)"', page):
        file = await site.browser.get(path)
        assert "immutable" in file.headers["cache-control"]
        assert re.fullmatch(r"/web/[0-9a-f]{10}/\w+\.(css|js|svg)", path)


async def test_file_that_is_not_there_is_not_found(site: Any) -> None:
    assert (await site.browser.get("/web/0123456789/../../session.py")).status_code == 404
    assert (await site.browser.get("/web/0123456789/chat.css")).status_code == 404


async def test_widget_speaks_the_words_of_the_content(site: Any) -> None:
    widget = await site.browser.get("/widget.js")

    assert widget.headers["content-type"].startswith("text/javascript")
    assert '"open": "Hỏi trợ lý bảo hiểm"' in widget.text
    assert "WORDS" not in widget.text


async def test_demo_shows_the_line_to_paste(site: Any, settings: Any) -> None:
    settings.public_url = "https://ansinh.office.test/"

    demo = await site.browser.get("/widget-demo")

    assert 'src="https://ansinh.office.test/widget.js" defer' in demo.text.replace("&quot;", '"')
