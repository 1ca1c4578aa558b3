"""Every recorded request of every platform, at the door it comes to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from bot.app import Installation
from bot.channels.door import BODY_BYTES
from bot.conversation.events import (
    Contact,
    Event,
    Location,
    Press,
    Start,
    Stop,
    Text,
    Voice,
    Withdrawn,
    Withheld,
    event_from_json,
)
from bot.delivery.answerer import Answerer
from bot.delivery.worker import Worker
from bot.store.models import Conversation, Inbox, Outbox
from bot.store.store import Store
from tests.channels.requests import HOOKS, WEB_CHAT, another, body_of, names, proof, recorded

QUESTION = Text("bhyt 4 nguoi het bao nhieu")
CARD = Text("thẻ này còn hạn không")
RECORDING = "https://voice-aac-dl.zdn.vn/7/a.aac"
PLACE = Location(18.6796, 105.6813)
EVENTS: dict[str, dict[str, Event | None]] = {
    "telegram": {
        "text": QUESTION,
        "edited": Text("bhyt 5 nguoi"),
        "corrected_late": None,
        "moving_place": None,
        "start": Start("hop-dan-12"),
        "press": Press("hi:months=6"),
        "own_contact": Contact("84912345678", "Hoa", proven=True),
        "forwarded_contact": Text("+84987654321"),
        "location": PLACE,
        "voice": Voice("AwACAgUAAxkBAAIB"),
        "photo_with_caption": CARD,
        "sticker": Text(""),
        "video_note": Text(""),
        "press_far_from_any_chat": None,
        "channel_post": None,
        "blocked": Stop(),
        "unblocked": None,
        "added_to_group": None,
        "removed_from_group": None,
        "group_became_supergroup": None,
        "supergroup_was_group": None,
        "group_text": None,
    },
    "zalo_oa": {
        "text": QUESTION,
        "press": Press("hi:months=6"),
        "press_forged": Text("#bhxh:" + "x" * 65),
        "audio": Voice(RECORDING),
        "audio_elsewhere": Voice(""),
        "audio_file": Voice("https://f7-file-dl.zdn.vn/7/b.m4a"),
        "file": Text(""),
        "image": CARD,
        "gif": Text(""),
        "video": Text(""),
        "sticker": Text(""),
        "link": Text("xem giúp https://example.vn"),
        "business_card": Text("84987654321"),
        "location": PLACE,
        "location_nowhere": Text(""),
        "guest_text": Text("xin chào"),
        "guest_image": Text(""),
        "group_text": None,
        "follow": Start(),
        "unfollow": Stop(),
        "click_chatnow": Start(),
        "submit_info": Contact("84912345678", "Hoa"),
        "submit_info_nested": Contact("84912345678"),
        "submit_info_empty": None,
        "withdraw": Withdrawn(),
        "received_receipt": None,
        "seen_receipt": None,
        "own_text_receipt": None,
        "own_guest_receipt": None,
        "reaction": None,
        "call": None,
        "consent_reply": None,
        "unknown": None,
    },
    "zalo_bot": {
        "text": QUESTION,
        "text_wrapped": QUESTION,
        "image": CARD,
        "image_documented": Text(""),
        "sticker": Text(""),
        "voice": Voice("https://f2-voice-aac-dl.zdn.vn/1.aac"),
        "voice_elsewhere": Voice(""),
        "withheld": Withheld(),
        "group_text": None,
        "other_bot": None,
        "unknown": None,
    },
    "webhook": {
        "text": QUESTION,
        "press": Press("hi:months=6"),
        "contact": Contact("0912345678", "Hoa"),
        "location": PLACE,
        "audio": Voice("https://sms.example/a.ogg"),
        "image": CARD,
        "started": Start("hop-dan-12"),
        "stopped": Stop(),
    },
    "web": {
        "text": QUESTION,
        "press": Press("hi:months=6"),
        "start": Start(),
        "start_with_link": Start("hop-dan-12"),
        "start_in_english": Start(locale="en"),
    },
}
HOOKED = [channel for channel in EVENTS if channel != "web"]
"""Those that prove each request; a browser proves whose chat it is, in tests/channels/web."""
REFUSED = {
    "zalo_oa": {
        "guest_without_visit": "malformed",
        "without_sender": "malformed",
        "of_other_account": "other_account",
    },
    "zalo_bot": {"without_chat": "malformed"},
    "webhook": {
        "press_too_long": "malformed",
        "unknown_type": "malformed",
        "without_user": "malformed",
    },
    "telegram": {"without_chat_type": "malformed"},
    "web": {
        "press_too_long": "bad_request",
        "press_in_vietnamese": "bad_request",
        "unknown_type": "bad_request",
        "without_id": "bad_request",
        "link_with_markup": "bad_request",
        "text_too_long": "too_long",
    },
}
CASES = [(channel, name) for channel in EVENTS for name in EVENTS[channel]]
CHATS = {
    "telegram": ("telegram", "5550001"),
    "zalo_oa": ("zalo_oa", "246845883529197922"),
    "zalo_bot": ("zalo_bot", "a1b2c3d4e5f6a7b8c9d0"),
    "webhook": ("webhook", "sms-x:u-1"),
    "web": ("web", WEB_CHAT),
}


def counted(metric: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(metric, labels) or 0


class Doors:
    """Knocks at the doors of the platforms and looks what was stored."""

    def __init__(self, platform: httpx.AsyncClient, store: Store, at: datetime) -> None:
        self._platform = platform
        self._store = store
        self.at = at

    async def knock(
        self, channel: str, body: bytes, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        proven = proof(channel, body, self.at) if headers is None else headers
        raw = [(name.encode(), one.encode("latin-1")) for name, one in proven.items()]
        return await self._platform.post(HOOKS[channel], content=body, headers=raw)

    async def stored(self) -> list[tuple[tuple[str, str], Event]]:
        async with self._store.read() as session:
            rows = await session.execute(
                select(Conversation, Inbox)
                .join(Inbox, Inbox.conversation_id == Conversation.id)
                .order_by(Inbox.id)
            )
            return [
                ((talk.channel, talk.chat), event_from_json(row.payload or {}))
                for talk, row in rows
            ]


@pytest.fixture
def doors(
    platform: httpx.AsyncClient, own_store: Store, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> Doors:
    return Doors(platform, own_store, datetime.now(clock().tzinfo))


def test_every_recorded_request_is_expected_to_mean_something() -> None:
    for channel, expected in EVENTS.items():
        assert set(names(channel)) == expected.keys() | REFUSED[channel].keys()


@pytest.mark.parametrize(("channel", "name"), CASES)
async def test_recorded_request_becomes_its_event(doors: Doors, channel: str, name: str) -> None:
    answer = await doors.knock(channel, body_of(recorded(channel, name)))
    assert answer.is_success
    event = EVENTS[channel][name]
    chat = CHATS[channel]
    if name.startswith("guest_"):
        chat = ("zalo_guest", "246845883529197922:c-77")
    assert await doors.stored() == ([] if event is None else [(chat, event)])


@pytest.mark.parametrize(
    ("channel", "name"), [(channel, name) for channel in REFUSED for name in REFUSED[channel]]
)
async def test_request_that_is_no_event_of_ours_is_refused(
    doors: Doors, channel: str, name: str
) -> None:
    reason = REFUSED[channel][name]
    before = counted("ansinh_refused_total", channel=channel, reason=reason)
    answer = await doors.knock(channel, body_of(recorded(channel, name)))
    assert answer.is_client_error
    assert await doors.stored() == []
    after = counted("ansinh_refused_total", channel=channel, reason=reason)
    assert after == before + 1


@pytest.mark.parametrize("channel", EVENTS)
async def test_repeated_request_is_stored_once(doors: Doors, channel: str) -> None:
    body = body_of(recorded(channel, "text"))
    before = counted("ansinh_webhook_events_total", channel=channel, outcome="repeat")
    for _ in range(3):
        assert (await doors.knock(channel, body)).is_success
    assert [event for _, event in await doors.stored()] == [QUESTION]
    after = counted("ansinh_webhook_events_total", channel=channel, outcome="repeat")
    assert after == before + (2 if channel in HOOKED else 0)


@pytest.mark.parametrize("channel", EVENTS)
async def test_mixed_up_messages_are_all_answered_in_order_of_arrival(
    doors: Doors, own_store: Store, loaded: Installation, channel: str
) -> None:
    asked = [(1, 60, "bhyt 4 nguoi het bao nhieu"), (2, 0, "bhyt 5 nguoi het bao nhieu")]
    bodies = [body_of(another(channel, "text", *one)) for one in asked]
    for body in (*bodies, *bodies):
        assert (await doors.knock(channel, body)).is_success
    assert [event for _, event in await doors.stored()] == [Text(one[2]) for one in asked]
    async with loaded.understander() as understander:
        worker = Worker(own_store, Answerer(understander, loaded.context))
        while await worker.step():
            pass
    async with own_store.read() as session:
        owed = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
    texts = [row.body["text"] for row in owed if row.body is not None]
    assert ["4 người" in texts[0], "5 người" in texts[1], len(texts)] == [True, True, 2]


@pytest.mark.parametrize(
    ("channel", "leaving"),
    [("telegram", "blocked"), ("zalo_oa", "unfollow"), ("webhook", "stopped")],
)
async def test_leaving_that_is_told_late_does_not_undo_coming_back(
    doors: Doors, channel: str, leaving: str
) -> None:
    await doors.knock(channel, body_of(another(channel, "text", 1, 60)))
    for number, seconds, known in ((2, 0, 1), (3, 30, 1), (4, 120, 2)):
        body = body_of(another(channel, leaving, number, seconds))
        assert (await doors.knock(channel, body)).status_code == 200
        assert len(await doors.stored()) == known
    assert (await doors.stored())[-1][1] == Stop()


def tampered(channel: str, proven: dict[str, str]) -> list[dict[str, str]]:
    """Return proofs that are none: without, cut, of another request, in a wrong form."""
    plain = {"content-type": "application/json"}
    name = next(key for key in proven if "token" in key.lower() or "signature" in key.lower())
    right = proven[name]
    flipped = right[:10] + ("A" if right[10] != "A" else "B") + right[11:]
    wrong = ["", right[:-4], flipped, right.replace("mac=", "").replace("v1,", "v2,") + "x"]
    wrong += ["mac=" + "0" * 64, "v1,", "v1,%%%", "v1", "ệ".encode().decode("latin-1")]
    return [plain, *({**proven, name: one} for one in wrong)]


@pytest.mark.parametrize("channel", HOOKED)
async def test_forged_request_is_refused_and_logged_without_what_it_says(
    doors: Doors, channel: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = body_of(recorded(channel, "text"))
    proofs = tampered(channel, proof(channel, body, doors.at))
    before = counted("ansinh_refused_total", channel=channel, reason="forged")
    for headers in proofs:
        assert (await doors.knock(channel, body, headers)).status_code == 403
    assert await doors.stored() == []
    after = counted("ansinh_refused_total", channel=channel, reason="forged")
    assert after == before + len(proofs)
    logged = "".join(capsys.readouterr())
    assert logged.count("a request was refused") == len(proofs)
    for private in ("bhyt", "246845883529197922", "5550001", "secret-of-the-tests"):
        assert private not in logged


@pytest.mark.parametrize("channel", ["zalo_oa", "webhook"])
async def test_signed_request_that_was_changed_on_the_way_is_refused(
    doors: Doors, channel: str
) -> None:
    told = recorded(channel, "text")
    headers = proof(channel, body_of(told), doors.at)
    with_spaces = json.dumps(told, ensure_ascii=False).encode()
    assert (await doors.knock(channel, with_spaces, headers)).status_code == 403
    assert await doors.stored() == []


@pytest.mark.parametrize("channel", EVENTS)
@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"a":' * 100_000,
        b'"text"',
        b"{}",
        b'{"update_id":"x","event_name":7,"message":[],"timestamp":{},"type":5}',
        b'{"update_id":1,"callback_query":{"id":5},"timestamp":"%d"}' % 10**40,
        b'{"update_id":1,"message":{"date":"yesterday","chat":7},"timestamp":"x"}',
    ],
    ids=range(10),
)
async def test_body_that_is_no_message_never_breaks_the_door(
    doors: Doors, channel: str, body: bytes
) -> None:
    answer = await doors.knock(channel, body[: BODY_BYTES // 2])
    assert answer.is_success or answer.is_client_error
    assert await doors.stored() == []


@pytest.mark.parametrize("channel", EVENTS)
async def test_oversized_or_wrongly_typed_request_is_refused(doors: Doors, channel: str) -> None:
    body = body_of(recorded(channel, "text"))
    headers = proof(channel, body, doors.at)
    assert (await doors.knock(channel, body + b" " * BODY_BYTES, headers)).status_code == 413
    form = {**headers, "content-type": "application/x-www-form-urlencoded"}
    assert (await doors.knock(channel, body, form)).status_code in {415, 422}
    assert await doors.stored() == []


async def test_text_that_no_database_takes_is_stored_readable(doors: Doors) -> None:
    told = recorded("zalo_bot", "text")
    told["message"]["text"] = "chào \x00 và \ud83d"
    body = json.dumps(told).encode()
    assert (await doors.knock("zalo_bot", body)).status_code == 200
    ((_, event),) = await doors.stored()
    assert event == Text("chào \N{REPLACEMENT CHARACTER} và \N{REPLACEMENT CHARACTER}")


async def test_event_from_long_ago_is_refused_as_a_replay(doors: Doors, clock: Any) -> None:
    clock.turn(days=2)
    doors.at -= timedelta(minutes=10)
    for channel in ("zalo_oa", "zalo_bot", "webhook"):
        before = counted("ansinh_refused_total", channel=channel, reason="stale")
        answer = await doors.knock(channel, body_of(recorded(channel, "text")))
        assert answer.status_code == 403
        after = counted("ansinh_refused_total", channel=channel, reason="stale")
        assert after == before + 1


async def test_late_event_does_not_take_the_window_back(
    doors: Doors, own_store: Store, clock: Any
) -> None:
    for name, milliseconds in (("text", 0), ("follow", -60_000)):
        told = recorded("zalo_oa", name)
        told["timestamp"] = str(int(told["timestamp"]) + milliseconds)
        assert (await doors.knock("zalo_oa", body_of(told))).status_code == 200
    async with own_store.read() as session:
        (talk,) = (await session.scalars(select(Conversation))).all()
    assert talk.interacted_at == clock()


@pytest.mark.parametrize("name", ["unfollow", "submit_info", "withdraw"])
async def test_what_is_no_interaction_opens_no_window(
    doors: Doors, own_store: Store, name: str
) -> None:
    await doors.knock("zalo_oa", body_of(recorded("zalo_oa", name)))
    async with own_store.read() as session:
        (talk,) = (await session.scalars(select(Conversation))).all()
    assert talk.interacted_at is None


async def test_press_on_telegram_is_acknowledged_in_the_answer(doors: Doors) -> None:
    answer = await doors.knock("telegram", body_of(recorded("telegram", "press")))
    assert answer.json() == {
        "method": "answerCallbackQuery",
        "callback_query_id": "4382bfdwdsb323b2d9",
    }


async def test_empty_probe_of_the_bot_platform_is_answered(doors: Doors) -> None:
    headers = {"X-Bot-Api-Secret-Token": "zalo-bot-webhook-secret-of-the-tests"}
    assert (await doors.knock("zalo_bot", b"", headers)).status_code == 200
    assert (await doors.knock("zalo_bot", b"", {})).status_code == 403


async def test_database_that_is_away_lets_the_platform_repeat(
    settings_with: Callable[..., Any], own_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError
    from starlette.applications import Starlette

    from bot.channels.hooks import hook_routes

    def away() -> None:
        raise OperationalError("SELECT", {}, ConnectionError())

    monkeypatch.setattr(own_store, "begin", away)
    transport = httpx.ASGITransport(Starlette(routes=hook_routes(settings_with(), own_store)))
    async with httpx.AsyncClient(transport=transport, base_url="http://ours") as client:
        body = body_of(recorded("zalo_bot", "text"))
        headers = proof("zalo_bot", body, own_store.clock())
        answer = await client.post("/hooks/zalo-bot", content=body, headers=headers)
    assert answer.status_code == 503
