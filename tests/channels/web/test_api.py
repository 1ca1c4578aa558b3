"""The JSON interface: stored once, told in order, refused in Vietnamese."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.replies import Button, Reply, Source

START = {"id": "start-0000", "event": {"type": "start"}}


def text(words: str, key: str = "abcdef012345") -> dict[str, Any]:
    return {"id": key, "event": {"type": "text", "text": words}}


async def test_start_opens_a_chat(site: Any) -> None:
    answer = await site.browser.post("/api/chat", json=START)

    assert (answer.status_code, answer.json()) == (202, {"new": True})
    assert await site.events() == [{"type": "start"}]
    assert (await site.browser.get("/api/chat/messages")).json() == {
        "messages": [],
        "with_a_person": False,
    }


async def test_chat_is_opened_once_whoever_says_so(site: Any) -> None:
    nonce = await site.open()
    await site.browser.post("/api/chat", json=START)
    again = await site.browser.post("/api/chat", json=START | {"id": "start-1111"})
    await site.browser.post("/chat", data={"nonce": nonce, "text": "xin chào"})

    assert again.json() == {"new": False}
    assert [event["type"] for event in await site.events()] == ["start", "text"]


async def test_every_link_that_is_followed_is_told(site: Any) -> None:
    for link in (None, "hoi-xa-1", "hoi-xa-1", "hoi-xa-2"):
        start = {"type": "start"} | ({"payload": link} if link else {})
        await site.browser.post("/api/chat", json={"id": "start-0000", "event": start})

    assert [event.get("payload") for event in await site.events()] == [
        None,
        "hoi-xa-1",
        "hoi-xa-2",
    ]


async def test_repeat_is_told_and_changes_nothing(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    answers = [await site.browser.post("/api/chat", json=text("một")) for _ in range(3)]

    assert [answer.json()["new"] for answer in answers] == [True, False, False]
    assert len(await site.events()) == 2


async def test_pressed_button_is_stored_as_its_payload(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    press = {"type": "button", "payload": "hi:months=6"}
    await site.browser.post("/api/chat", json={"id": "abcdef012345", "event": press})

    assert (await site.events())[1] == press


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 30])
async def test_place_that_no_message_has_is_refused(site: Any, after: str) -> None:
    await site.browser.post("/api/chat", json=START)

    answer = await site.browser.get("/api/chat/messages", params={"after": after})

    assert answer.status_code == 422


async def test_same_id_in_another_chat_is_another_event(site: Any) -> None:
    for _ in range(2):
        await site.browser.post("/api/chat", json=START)
        answer = await site.browser.post("/api/chat", json=text("một"))
        assert answer.json() == {"new": True}
        site.browser.cookies.clear()


async def test_messages_follow_the_one_that_is_known(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)
    await site.hear("<b>một</b>")
    await site.answer(
        Reply("Dạ hai.", (Button("Ba", "flow:hi"),), (Source("Luật", "4", "https://law.test"),))
    )

    everything = (await site.browser.get("/api/chat/messages")).json()["messages"]
    rest = (await site.browser.get("/api/chat/messages", params={"after": 1})).json()["messages"]

    assert [message["sender"] for message in everything] == ["citizen", "assistant"]
    assert rest == everything[1:]
    assert everything[0]["text"] == "<b>một</b>"
    assert "&lt;b&gt;một&lt;/b&gt;" in everything[0]["html"]
    html = rest[0].pop("html")
    assert html.startswith('<li id="m2" class="assistant"')
    assert rest[0] == {
        "id": 2,
        "sender": "assistant",
        "text": "Dạ hai.",
        "buttons": [{"label": "Ba", "payload": "flow:hi"}],
        "sources": [{"document": "Luật", "article": "4", "url": "https://law.test"}],
        "at": "2026-11-23T02:00:00Z",
    }


async def test_who_asks_hears_that_a_person_answers(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)
    await site.hand_over()

    assert (await site.browser.get("/api/chat/messages")).json()["with_a_person"] is True


async def test_without_a_chat_nothing_is_read_or_taken(site: Any) -> None:
    for answer in (
        await site.browser.post("/api/chat", json=text("một")),
        await site.browser.get("/api/chat/messages"),
        await site.browser.get("/api/chat/events"),
    ):
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "no_cookie"
    assert await site.events() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\x00\xff\xfe",
        b"[]",
        b"null",
        b'{"id": "abcdef012345"}',
        b'{"id": 7, "event": {"type": "text", "text": "x"}}',
        b'{"id": "short", "event": {"type": "text", "text": "x"}}',
        b'{"id": "abcdef012345", "event": {"type": "text", "text": 7}}',
        b'{"id": "abcdef012345", "event": {"type": "text", "text": null}}',
        b'{"id": "abcdef012345", "event": {"type": "text", "text": ["x"]}}',
        b'{"id": "abcdef012345", "event": {"type": "text"}}',
        b'{"id": "abcdef012345", "event": {"type": "text", "text": "x", "more": 1}}',
        b'{"id": "abcdef012345", "event": {"type": "button", "payload": ""}}',
        b'{"id": "abcdef012345", "event": {"type": "button", "payload": "\xc3\xa9"}}',
        b'{"id": "abcdef012345", "event": {"type": "start", "payload": "a b"}}',
        b'{"id": "abcdef012345", "event": {"type": "returned"}}',
        b'{"id": "abcdef012345", "event": {"type": "stop"}, "chat": "x"}',
        b"[" * 20_000,
    ],
)
async def test_what_is_no_event_is_refused_in_vietnamese(site: Any, body: bytes) -> None:
    await site.browser.post("/api/chat", json=START)

    answer = await site.browser.post(
        "/api/chat", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 422
    assert answer.json() == {
        "error": {
            "code": "bad_request",
            "message": "Dạ, em chưa nhận được tin nhắn vì trang gửi lên sai cách. "
            "Anh/chị tải lại trang rồi gửi lại giúp em ạ.",
        }
    }
    assert len(await site.events()) == 1


async def test_half_an_emoji_is_replaced_for_no_database_keeps_it(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    answer = await site.browser.post(
        "/api/chat",
        content=b'{"id": "abcdef012345", "event": {"type": "text", "text": "a\\ud83db"}}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 202
    assert (await site.events())[1] == {"type": "text", "text": "a\ufffdb"}


async def test_event_must_be_sent_as_json(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    answer = await site.browser.post(
        "/api/chat",
        content=b'{"id": "abcdef012345", "event": {"type": "text", "text": "x"}}',
        headers={"Content-Type": "text/plain"},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("length", [5_001, 70_000])
async def test_long_text_is_too_large(site: Any, length: int) -> None:
    await site.browser.post("/api/chat", json=START)

    answer = await site.browser.post("/api/chat", json=text("a" * length))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_long")


async def test_endless_body_is_not_read_to_its_end(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while sent < 50_000_000:
            sent += 100_000
            yield b" " * 100_000

    answer = await site.browser.post(
        "/api/chat", content=endless(), headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 413
    assert sent < 5_000_000


async def test_too_many_at_once_are_told_when_to_come_back(site: Any, clock: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    answers = [
        await site.browser.post("/api/chat", json=text("x", f"abcdef{n:06}")) for n in range(15)
    ]

    assert [answer.status_code for answer in answers] == [202] * 11 + [429] * 4
    assert answers[-1].headers["retry-after"] == "5"
    clock.turn(seconds=5)
    assert (await site.browser.post("/api/chat", json=text("x"))).status_code == 202


async def test_another_chat_is_not_slowed_down(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)
    for n in range(15):
        await site.browser.post("/api/chat", json=text("x", f"abcdef{n:06}"))
    site.browser.cookies.clear()

    assert (await site.browser.post("/api/chat", json=START)).status_code == 202


async def test_interface_is_described(site: Any) -> None:
    description = (await site.browser.get("/openapi.json")).json()

    assert set(description["paths"]) == {
        "/api/chat",
        "/api/chat/messages",
        "/api/chat/events",
    }
    post = description["paths"]["/api/chat"]["post"]
    refusing = ("400", "401", "403", "408", "413", "422", "429", "503")
    assert set(post["responses"]) == {"202", *refusing}
    refused = {
        answer["content"]["application/json"]["schema"]["$ref"]
        for code, answer in post["responses"].items()
        if code != "202"
    }
    assert refused == {"#/components/schemas/Refusal"}
    stream = description["paths"]["/api/chat/events"]["get"]["responses"]["200"]
    assert "text/event-stream" in stream["content"]
