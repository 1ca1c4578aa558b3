"""The page without scripts: what is sent arrives once, and what is answered is shown."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.web import pages
from bot.conversation.replies import Button, Reply, Source
from bot.store.models import Conversation

LINK = re.compile(r'http-equiv="refresh" content="\d+;url=([^"]+)"')


async def test_newcomer_reads_the_greeting_and_its_choices(site: Any) -> None:
    page = await site.browser.get("/")

    assert page.status_code == 200
    assert "Em là trợ lý tự động của Bảo hiểm xã hội tỉnh Thử" in page.text
    assert re.findall(r'name="payload" value="([^"]+)"', page.text) == [
        "flow:hi",
        "flow:si",
        "flow:lead",
        "flow:human",
    ]
    assert '<a href="tel:19000000">1900 0000</a>' in page.text


async def test_looking_at_the_page_stores_nothing(site: Any) -> None:
    await site.browser.get("/")

    assert await site.events() == []


async def test_sent_text_is_stored_after_the_opening(site: Any) -> None:
    nonce = await site.open()

    await site.browser.post("/chat", data={"nonce": nonce, "text": "bhyt 4 nguoi\r\nhet bao nhieu"})

    assert await site.events() == [
        {"type": "start"},
        {"type": "text", "text": "bhyt 4 nguoi\nhet bao nhieu"},
    ]


async def test_pressed_button_is_stored_as_its_payload(site: Any) -> None:
    nonce = await site.open()

    await site.browser.post("/chat", data={"nonce": nonce, "payload": "flow:hi"})

    assert (await site.events())[1:] == [{"type": "button", "payload": "flow:hi"}]


async def test_link_that_was_followed_is_stored_with_the_opening(site: Any) -> None:
    page = await site.browser.get("/?start=hoi-xa-nghi-loc")
    assert 'name="start" value="hoi-xa-nghi-loc"' in page.text
    nonce = await site.open()

    await site.browser.post(
        "/chat", data={"nonce": nonce, "start": "hoi-xa-nghi-loc", "text": "chào"}
    )

    assert (await site.events())[0] == {"type": "start", "payload": "hoi-xa-nghi-loc"}


@pytest.mark.parametrize("link", ["<script>", "x" * 65, "a b", "é", "abc\n"])
async def test_link_that_nobody_made_is_left_out(site: Any, link: str) -> None:
    page = await site.browser.get("/", params={"start": link})

    assert 'name="start" value=""' in page.text


async def test_form_sent_twice_is_one_event(site: Any) -> None:
    form = {"nonce": await site.open(), "text": "xin chào"}

    await asyncio.gather(*(site.browser.post("/chat", data=form) for _ in range(3)))

    assert len(await site.events()) == 2


async def test_other_choice_from_the_same_page_is_another_event(site: Any) -> None:
    nonce = await site.open()

    await site.browser.post("/chat", data={"nonce": nonce, "payload": "flow:hi"})
    await site.browser.post("/chat", data={"nonce": nonce, "payload": "flow:si"})

    assert [event["payload"] for event in (await site.events())[1:]] == ["flow:hi", "flow:si"]


async def test_same_text_from_a_new_page_is_another_event(site: Any) -> None:
    for _ in range(2):
        await site.browser.post("/chat", data={"nonce": await site.open(), "text": "3"})

    assert [event["type"] for event in await site.events()] == ["start", "text", "text"]


async def test_answer_that_comes_in_time_leads_straight_to_it(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "WAIT_SECONDS", 3.0)
    nonce = await site.open()
    sending = asyncio.create_task(
        site.browser.post("/chat", data={"nonce": nonce, "text": "một câu hỏi"})
    )
    while len(await site.events()) < 2:
        await asyncio.sleep(0.01)
    await site.hear("một câu hỏi")
    await site.answer(Reply("Dạ, câu thứ nhất."))
    await site.answer(
        Reply(
            "Dạ, câu thứ hai.\n\nGọi 1900 0000 hoặc xem https://bhxh.test/a?b=1&c=2.",
            (Button("6 tháng", "hi:months=6"),),
            (Source("188/2025/NĐ-CP", "6", "https://law.test/188"), Source("Luật BHYT")),
        )
    )

    redirect = await sending
    assert redirect.status_code == 303
    assert redirect.headers["location"] == "/#cuoi"
    page = (await site.browser.get("/")).text

    assert page.index("một câu hỏi") < page.index("câu thứ nhất") < page.index("câu thứ hai")
    assert page.index('id="cuoi"') < page.index("một câu hỏi")
    assert '<a href="tel:19000000">1900 0000</a>' in page
    assert 'href="https://bhxh.test/a?b=1&amp;c=2"' in page
    assert 'value="hi:months=6"' in page
    assert re.search(r'<a href="https://law.test/188"[^>]*>Điều 6, 188/2025/NĐ-CP', page)
    assert "<li>Luật BHYT</li>" in page
    assert "09:00, 23/11/2026" in page
    assert "Em là trợ lý tự động của" not in page


async def test_late_answer_is_waited_for_by_the_page(site: Any) -> None:
    nonce = await site.open()

    redirect = await site.browser.post("/chat", data={"nonce": nonce, "text": "lâu"})
    assert redirect.headers["location"] == "/?after=0&look=0#cuoi"
    waiting = (await site.browser.get(redirect.headers["location"])).text
    assert "<p>Em đang trả lời" in waiting
    again = LINK.search(waiting)
    assert again is not None
    # Addresses that differ in the part after # alone would not be loaded again.
    assert again[1].replace("&amp;", "&") == "/?after=0&look=1#cuoi"

    await site.hear("lâu")
    await site.answer(Reply("Dạ đây ạ."))
    answered = (await site.browser.get("/?after=0&look=1")).text

    assert "<p>Em đang trả lời" not in answered
    assert LINK.search(answered) is None


async def test_page_stops_looking_after_a_while(site: Any) -> None:
    await site.browser.post("/chat", data={"nonce": await site.open(), "text": "lâu"})

    page = (await site.browser.get("/?after=0&look=10")).text

    assert LINK.search(page) is None
    assert "chưa trả lời kịp" in page
    assert 'href="/?after=0&amp;look=11#cuoi"' in page


async def test_while_a_person_answers_the_page_says_so_and_does_not_look(site: Any) -> None:
    await site.browser.post("/chat", data={"nonce": await site.open(), "text": "gặp người"})
    await site.hand_over()

    page = (await site.browser.get("/?after=0&look=1")).text

    assert "Người của cơ quan đang giữ cuộc trò chuyện" in page
    assert LINK.search(page) is None


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE inbox; --",
        "{{ 7 * 7 }} %s {0}",
        "\x1b[31m\u202eabc\ufeff",
        "😀" * 200,
    ],
)
async def test_whatever_is_typed_is_only_text(site: Any, text: str) -> None:
    await site.browser.post("/chat", data={"nonce": await site.open(), "text": text})
    assert (await site.events())[1] == {"type": "text", "text": text}
    await site.hear(text)

    page = (await site.browser.get("/")).text

    assert "<script>alert" not in page
    assert "49" not in re.sub(r"(nonce|web/)[^>]*", "", page)


async def test_zero_byte_is_replaced_for_no_database_keeps_it(site: Any) -> None:
    await site.browser.post("/chat", data={"nonce": await site.open(), "text": "a\0b"})

    assert (await site.events())[1] == {"type": "text", "text": "a\ufffdb"}


async def test_bytes_that_are_no_text_do_not_break_the_form(site: Any) -> None:
    nonce = await site.open()

    answer = await site.browser.post(
        "/chat",
        content=b"nonce=" + nonce.encode() + b"&text=%ff%fe\x80\x81",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"text": "x"},
        {"nonce": "short", "text": "x"},
        {"nonce": "abcdefgh12345678"},
        {"nonce": "abcdefgh12345678", "payload": ""},
        {"nonce": "abcdefgh12345678", "payload": "é"},
        {"nonce": "abcdefgh12345678", "payload": "x" * 65},
        {f"field{n}": "x" for n in range(2_000)},
    ],
)
async def test_form_that_is_not_ours_is_refused_on_the_page(site: Any, form: Any) -> None:
    await site.open()

    page = await site.browser.post("/chat", data=form)

    assert page.status_code == 422
    assert "sai cách" in page.text
    assert await site.events() == []


async def test_text_at_the_limit_is_passed_on_whole(site: Any) -> None:
    text = "ữ" * 4_999 + "😀"

    await site.browser.post("/chat", data={"nonce": await site.open(), "text": text})

    assert (await site.events())[1] == {"type": "text", "text": text}


@pytest.mark.parametrize("length", [5_001, 30_000, 1_500_000])
async def test_longer_text_is_refused_in_vietnamese(site: Any, length: int) -> None:
    nonce = await site.open()

    page = await site.browser.post("/chat", data={"nonce": nonce, "text": "a" * length})

    assert page.status_code == 413
    assert "tối đa 5000 chữ cái" in page.text
    assert await site.events() == []


async def test_refused_text_is_not_lost(site: Any) -> None:
    nonce = await site.open()

    page = await site.browser.post("/chat", data={"nonce": nonce, "text": "câu & dài " * 600})

    assert "câu &amp; dài câu &amp; dài" in page.text


async def test_who_sends_too_fast_is_asked_to_wait_and_then_served(site: Any, clock: Any) -> None:
    nonce = await site.open()

    async def send(number: int) -> Any:
        return await site.browser.post("/chat", data={"nonce": nonce, "text": f"tin {number}"})

    await send(0)
    await site.hear("tin 0")
    sent = [await send(number) for number in range(1, 12)]

    assert [page.status_code for page in sent] == [303] * 10 + [429]
    assert "nhắn nhanh quá" in sent[-1].text
    assert "tin 11</textarea>" in sent[-1].text
    clock.turn(seconds=2)
    assert (await send(11)).status_code == 303


async def test_leaving_forgets_the_chat_on_this_machine(site: Any) -> None:
    await site.browser.post("/chat", data={"nonce": await site.open(), "text": "riêng tư"})
    await site.hear("riêng tư")
    assert "riêng tư" in (await site.browser.get("/")).text

    left = await site.browser.post("/chat/leave")

    assert (left.status_code, left.headers["location"]) == (303, "/")
    assert "riêng tư" not in (await site.browser.get("/")).text


async def test_page_shows_the_end_of_a_long_chat(site: Any) -> None:
    await site.browser.post("/chat", data={"nonce": await site.open(), "text": "bắt đầu"})
    for number in range(105):
        await site.hear(f"câu số {number}.")

    page = (await site.browser.get("/")).text

    assert "câu số 104." in page
    assert "câu số 4." not in page
    assert "câu số 5." in page


async def test_page_of_another_language_greets_in_it_and_passes_it_on(site: Any) -> None:
    page = (await site.browser.get("/?lang=en")).text

    assert '<html lang="en">' in page
    assert "Hello! I am the automatic assistant" in page
    assert 'name="lang" value="en"' in page
    assert 'href="/?lang=vi"' in page

    nonce = re.search(r'name="nonce" value="([^"]+)"', page)
    assert nonce
    form = {"nonce": nonce[1], "payload": "flow:hi", "lang": "en"}
    await site.browser.post("/chat", data=form)
    assert (await site.events())[0] == {"type": "start", "locale": "en"}


async def test_language_that_is_not_spoken_is_left_out(site: Any) -> None:
    page = (await site.browser.get("/?lang=fr")).text

    assert '<html lang="vi">' in page
    assert 'name="lang" value=""' in page


async def test_page_speaks_the_language_of_the_conversation(site: Any) -> None:
    await site.open()
    await site.browser.post(
        "/api/chat", json={"id": "abcdefgh", "event": {"type": "start", "locale": "en"}}
    )
    async with site.store.begin() as session:
        (conversation,) = await session.scalars(select(Conversation))
        conversation.state = {"locale": "en"}
    await site.answer(Reply("Hello", (Button("Go on", "flow:hi"),)))

    page = (await site.browser.get("/")).text
    assert '<html lang="en">' in page
    assert "Automatic assistant" in page
    found = (await site.browser.get("/api/chat/messages")).json()
    assert "Choose one" in found["messages"][0]["html"]
    again = {"id": "ijklmnop", "event": {"type": "start", "locale": "en"}}
    assert (await site.browser.post("/api/chat", json=again)).json() == {"new": False}
