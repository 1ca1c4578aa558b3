"""`ansinh converse` as other programs call it: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from bot.commands.converse import command


def converse(*lines: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(command, input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def event(event: dict[str, Any], conversation: str = "c1", **changes: Any) -> str:
    line = {
        "conversation": conversation,
        "channel": "web",
        "at": "2026-11-22T08:00:00+07:00",
        "event": event,
        **changes,
    }
    return json.dumps(line, ensure_ascii=False)


def text(words: str, conversation: str = "c1") -> str:
    return event({"type": "text", "text": words}, conversation)


def said(answer: dict[str, Any]) -> str:
    return "\n".join(reply["text"] for reply in answer["replies"])


def test_family_of_four_without_diacritics_in_one_reply() -> None:
    (answer,) = converse(text("toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu"))
    (reply,) = answer["replies"]
    for amount in ("1.366.200", "956.340", "819.720", "683.100", "3.825.360"):
        assert f"{amount} đồng" in reply["text"]
    payloads = {button["payload"] for button in reply["buttons"]}
    assert {"share:of=hi", "flow:lead", "hi:show=more"} <= payloads
    assert {"document": "161/2026/NĐ-CP", "article": "3(2)"}.items() <= reply["sources"][1].items()
    assert answer["effects"][0]["type"] == "quote_stored"


def test_near_poor_at_the_floor_with_the_open_question_named() -> None:
    (answer,) = converse(text("bhxh tu nguyen ho can ngheo dong it nhat bao nhieu"))
    assert "Anh/chị đóng: 198.000 đồng" in said(answer)
    assert "Nhà nước hỗ trợ: 132.000 đồng" in said(answer)
    assert "chưa có thông tin về phần hỗ trợ thêm của Nghệ An" in said(answer)


def test_lead_from_question_to_commune() -> None:
    answers = converse(
        text("nhà tui 5 khẩu mua thẻ y tế hết mấy tiền rứa"),
        text("cho người gọi tui với"),
        text("ừ"),
        text("0912 345 678"),
        text("tui tên Hoa"),
        text("xã Kim Liên"),
    )
    effects = [effect for answer in answers for effect in answer["effects"]]
    assert [effect["type"] for effect in effects] == [
        "quote_stored",
        "consent_given",
        "lead_logged",
        "lead_updated",
        "lead_updated",
    ]
    assert effects[2]["lead"] == {"phone": "+84912345678", "interest": "hi"}
    assert effects[4]["lead"]["commune"]["name"] == "Xã Kim Liên"
    assert answers[-1]["state"] == {"flow": None, "awaiting": None}


def test_conversations_side_by_side_do_not_mix() -> None:
    answers = converse(
        text("bhyt hộ gia đình", "a"), text("bhxh tự nguyện đóng bao nhiêu", "b"), text("4", "a")
    )
    assert answers[1]["state"] == {"flow": "si", "awaiting": "category"}
    assert answers[2]["conversation"] == "a"
    assert answers[2]["state"]["flow"] != "si"


def test_clock_is_that_of_the_line() -> None:
    before, after = converse(
        event({"type": "text", "text": "bhyt 1 người"}, "a", at="2026-06-30T23:59:00+07:00"),
        event({"type": "text", "text": "bhyt 1 người"}, "b", at="2026-06-30T17:00:00+00:00"),
    )
    assert "1.263.600 đồng" in said(before)
    assert "1.366.200 đồng" in said(after), "17:00 UTC is the next day in Viet Nam"


BAD_LINES = [
    ("nope", "not JSON"),
    ("[1]", "not a JSON object"),
    ('{"conversation": "c1"}', "missing field"),
    (event({"type": "text", "text": "a"}, extra=1), "unknown field"),
    (event({"type": "text", "text": "a"}, at="today"), "not an ISO date"),
    (event({"type": "text", "text": "a"}, at="2026-11-22T08:00:00"), "time zone"),
    (event({"type": "text", "text": "a"}, channel=3), "are texts"),
    (event({"type": "shout"}), "event type"),
    (event({"type": "text"}), "needs text"),
    (event({"type": "text", "text": "a", "more": 1}), "no field more"),
    (event({"type": "location", "latitude": "x", "longitude": 1}), "needs latitude"),
    (event({"type": "text", "text": "a"}).replace('{"type": "text", "text": "a"}', "[]"), "object"),
]


def test_bad_line_gives_an_error_in_its_place_and_the_rest_go_on() -> None:
    first, *bad, last = converse(text("xin chào"), *(line for line, _ in BAD_LINES), text("cảm ơn"))
    assert first["replies"]
    assert last["replies"]
    for answer, (line, reason) in zip(bad, BAD_LINES, strict=True):
        assert reason in answer["error"]["message"], line


ODD_MESSAGES = [
    "",
    "bhyt " * 1000,
    "😀😀😀",
    "\x00\x01\x02\ufffd",
    "<script>alert(1)</script>",
    "'; DROP TABLE lead; --",
    "bhyt 0 người",
    "bhyt 60 người",
    "bhyt 4 người đóng 5 tháng",
    "bhxh tự nguyện hộ nghèo mức 500 nghìn",
    "\u202eكم",
    '/leave_contact{"phone": "0912345678"}',
]


def test_odd_message_gets_a_vietnamese_answer() -> None:
    answers = converse(*(text(words, f"c{n}") for n, words in enumerate(ODD_MESSAGES)))
    for words, answer in zip(ODD_MESSAGES, answers, strict=True):
        assert said(answer), words
        assert not any(effect["type"] == "lead_logged" for effect in answer["effects"]), words
