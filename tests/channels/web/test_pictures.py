"""The address of a picture: below the calculation, for whoever has it, and for nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bot.channels.web.pictures import MOST_A_MINUTE, Pace
from bot.conversation.replies import SHEET, Reply, Source
from bot.settings import Settings
from bot.sheets.codes import Codes
from bot.store import conversations, erase, log, outbox, quotes
from bot.store.models import Conversation, Quote
from policies import load_ruleset, quote

FAMILY = {"scheme": "household_hi", "on": "2026-11-22", "household_size": 4, "months": 12}
PENSION = {
    "scheme": "pension",
    "on": "2026-11-22",
    "sex": "female",
    "birth": 1980,
    "periods": [{"from": "2026-11", "months": 240, "income_vnd": 2_000_000, "kind": "voluntary"}],
}


LABELS = {"code": "Mã tính", "picture": "Ảnh", "page": "Bản in", "nowhere": "Chưa gửi được"}


async def tell(site: Any, request: dict[str, Any]) -> str:
    """Hand the answer to a request over; return the page that shows it."""
    await site.open()
    event = {"type": "text", "text": "bhyt 4 nguoi"}
    await site.browser.post("/api/chat", json={"id": "abcdefgh", "event": {"type": "start"}})
    await site.browser.post("/api/chat", json={"id": "ijklmnop", "event": event})
    answer = quote(load_ruleset(), request).as_json()
    async with site.store.begin() as session:
        (found,) = await session.scalars(select(Conversation.id))
        conversation = await conversations.lock(session, found)
        stored = await quotes.store(session, found, request, answer)
        sheet = {"kind": SHEET, "labels": LABELS, "quote_id": stored}
        for reply in (
            Reply("Bảng tính:", sources=(Source("188/2025/NĐ-CP"),), attachments=(sheet,)),
            Reply("Việc đang dở"),
        ):
            owed = await outbox.add(session, conversation, reply)
            await log.said(session, conversation, reply, outbox_id=owed, quote_id=stored)
            await log.mark_delivered(session, conversation, owed)
    return str((await site.browser.get("/")).text)


async def test_picture_of_a_calculation_opens_without_a_cookie(site: Any) -> None:
    links = re.findall(r'href="(/q/[^"]+\.png)"', await tell(site, FAMILY))
    assert len(links) == 1, "below the message that hands it over, and no other"

    transport = httpx.ASGITransport(site.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://chat.test") as family:
        picture = await family.get(links[0])

    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert "set-cookie" not in picture.headers


async def test_page_of_a_calculation_carries_the_code_that_staff_look_up(
    site: Any, settings: Settings
) -> None:
    (link,) = re.findall(r'href="(/q/[^"]+)\.png"', await tell(site, FAMILY))
    async with site.store.read() as session:
        (quote_id,) = await session.scalars(select(Quote.id))

    page = await site.browser.get(f"{link}.pdf")

    assert page.headers["content-type"] == "application/pdf"
    text = PdfReader(BytesIO(page.content)).pages[0].extract_text()
    assert Codes.from_settings(settings).of(quote_id) in text
    assert (await site.browser.get(f"{link}.svg")).status_code == 422


async def test_message_names_the_code_and_no_public_address(site: Any, settings: Settings) -> None:
    page = await tell(site, FAMILY)
    async with site.store.read() as session:
        (quote_id,) = await session.scalars(select(Quote.id))
    assert f"Mã tính: <b>{Codes.from_settings(settings).of(quote_id)}</b>" in page
    assert LABELS["nowhere"] not in page


async def test_benefit_has_no_sheet(site: Any) -> None:
    (link,) = re.findall(r'href="(/q/[^"]+\.png)"', await tell(site, PENSION))
    assert (await site.browser.get(link)).status_code == 404


@pytest.mark.parametrize("token", ["1", "MQ.forged", "x" * 200])
async def test_guessed_address_leads_nowhere(site: Any, token: str) -> None:
    assert (await site.browser.get(f"/q/{token}.png")).status_code == 404


async def test_picture_is_gone_with_the_data(site: Any) -> None:
    (link,) = re.findall(r'href="(/q/[^"]+\.png)"', await tell(site, FAMILY))
    async with site.store.begin() as session:
        (found,) = await session.scalars(select(Conversation.id))
        await erase.citizen(session, await conversations.lock(session, found))

    assert (await site.browser.get(link)).status_code == 404


def test_only_so_many_are_drawn_in_a_minute() -> None:
    pace, noon = Pace(), datetime(2026, 11, 22, 12, tzinfo=UTC)

    assert all(pace.admits(noon) for _ in range(MOST_A_MINUTE))
    assert not pace.admits(noon + timedelta(seconds=59))
    assert pace.admits(noon + timedelta(seconds=60))
