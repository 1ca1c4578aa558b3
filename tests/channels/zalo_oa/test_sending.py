"""Messages of the account: their form, their window, and what each refusal means."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from bot.channels.contract import DeliveryError, Outcome
from bot.conversation.replies import REQUEST_PHONE, Button, Reply
from bot.store import windows
from tests.channels.zalo_oa.double import refusal

ASK = ({"kind": REQUEST_PHONE, "label": "Gửi số điện thoại"},)


async def failure(sending: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await sending
    assert "access-" not in str(caught.value)
    return caught.value


async def test_a_press_carries_the_reserved_prefix_and_stays_out_of_sight(account: Any) -> None:
    reply = Reply("Chọn kỳ đóng", (Button("6 tháng", "hi:months=6"),))
    assert await account.ours.people.send("u1", reply) == "message-1"
    assert account.double.sent == [
        {
            "recipient": {"user_id": "u1"},
            "message": {
                "text": "Chọn kỳ đóng",
                "attachment": {
                    "type": "template",
                    "payload": {
                        "buttons": [
                            {
                                "title": "6 tháng",
                                "type": "oa.query.hide",
                                "payload": "#bhxh:hi:months=6",
                            }
                        ]
                    },
                },
            },
        }
    ]


async def test_a_number_is_asked_for_with_zalos_own_form(account: Any) -> None:
    await account.ours.people.send("u1", Reply("Anh/chị gửi số giúp em ạ.", attachments=ASK))
    payload = account.double.sent[0]["message"]["attachment"]["payload"]
    assert payload == {
        "template_type": "request_user_info",
        "elements": [
            {
                "title": "Gửi số điện thoại",
                "subtitle": "Anh/chị gửi số giúp em ạ.",
                "image_url": "https://hoi.example.vn/cover.png",
            }
        ],
    }


async def test_a_long_request_for_a_number_goes_out_in_words(account: Any) -> None:
    await account.ours.people.send("u1", Reply("Dài. " * 120, attachments=ASK))
    assert account.double.sent[0]["message"] == {"text": "Dài. " * 120}


async def test_a_guest_is_addressed_by_the_visit(account: Any) -> None:
    await account.wrote("g1:c-77", "zalo_guest")
    await account.ours.guests.send("g1:c-77", Reply("Dạ em chào"))
    assert account.double.sent[0]["recipient"] == {
        "anonymous_id": "g1",
        "conversation_id": "c-77",
    }
    error = await failure(account.ours.guests.send("g1", Reply("Dạ em chào")))
    assert error.outcome is Outcome.DROP


@pytest.mark.parametrize(
    ("code", "outcome", "wait"),
    [
        (-32, Outcome.RETRY, 60.0),
        (-200, Outcome.RETRY, 30.0),
        (-201, Outcome.DROP, None),
        (-210, Outcome.DROP, None),
        (-213, Outcome.DROP, None),
        (-227, Outcome.DROP, None),
        (-230, Outcome.DROP, None),
        (-244, Outcome.DROP, None),
        (-999, Outcome.DROP, None),
        (-101, Outcome.HOLD, None),
        (-105, Outcome.HOLD, None),
        (-224, Outcome.HOLD, None),
        (-321, Outcome.HOLD, None),
    ],
)
async def test_each_refusal_says_what_to_do_next(
    account: Any, code: int, outcome: Outcome, wait: float | None
) -> None:
    account.double.failures.append(refusal(code))
    error = await failure(account.ours.people.send("u1", Reply("xin chào")))
    assert (error.outcome, error.retry_after_seconds) == (outcome, wait)
    assert str(code) in error.staff_message


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>", 502),
        Response("<html>", 200),
        JSONResponse([1]),
        JSONResponse({"data": {}}),
        JSONResponse({"error": "a lot"}),
    ],
)
async def test_an_answer_nobody_understands_leaves_the_message_in_doubt(
    account: Any, answer: Response
) -> None:
    account.double.failures.append(answer)
    error = await failure(account.ours.people.send("u1", Reply("xin chào")))
    assert error.outcome is Outcome.IN_DOUBT


async def test_the_double_refuses_what_zalo_refuses(account: Any, clock: Any) -> None:
    people = account.ours.people
    many = tuple(Button(str(number), f"a:{number}") for number in range(6))
    for reply, code in [
        (Reply("x" * 2001), "-210"),
        (Reply("x", many), "-201"),
        (Reply("x", (Button("x" * 101, "a:b"),)), "-201"),
    ]:
        error = await failure(people.send("u1", reply))
        assert error.outcome is Outcome.DROP
        assert code in error.staff_message
    account.double.per_minute = 3
    assert (await failure(people.send("u1", Reply("x")))).outcome is Outcome.RETRY
    clock.turn(minutes=1)
    await people.send("u1", Reply("x"))
    assert account.texts() == ["x"]


async def test_within_48_hours_a_message_is_free(account: Any, clock: Any) -> None:
    clock.turn(hours=48)
    await account.ours.people.send("u1", Reply("xin chào"))
    async with account.store.read() as session:
        assert await windows.charged(session, "zalo_oa", clock.at.replace(day=1)) == 0


async def test_later_messages_are_charged_up_to_what_the_office_pays_for(
    account: Any, clock: Any
) -> None:
    people = account.ours.people
    clock.turn(hours=48, seconds=1)
    await people.send("u1", Reply("một"))
    account.double.failures.append(refusal(-227))
    await failure(people.send("u1", Reply("không nhận")))
    account.double.failures.append(Response(status_code=500))
    await failure(people.send("u1", Reply("có lẽ nhận")))
    error = await failure(people.send("u1", Reply("quá số")))
    assert error.outcome is Outcome.DROP
    assert "charged" in error.staff_message
    assert account.texts() == ["một"]
    await account.wrote()
    await people.send("u1", Reply("lại miễn phí"))
    assert account.texts() == ["một", "lại miễn phí"]


async def test_a_new_month_may_be_charged_anew(account: Any, clock: Any) -> None:
    people = account.ours.people
    clock.turn(hours=49)
    for text in ("một", "hai"):
        await people.send("u1", Reply(text))
    await failure(people.send("u1", Reply("ba")))
    clock.turn(days=4)
    assert clock.at.month == 11
    await failure(people.send("u1", Reply("ba")))
    clock.turn(days=2)
    await account.wrote()
    clock.turn(hours=49)
    assert clock.at.month == 12
    await people.send("u1", Reply("tháng mới"))
    assert account.texts()[-1] == "tháng mới"


async def test_after_seven_days_nothing_is_even_tried(account: Any, clock: Any) -> None:
    clock.turn(days=7, seconds=1)
    error = await failure(account.ours.people.send("u1", Reply("xin chào")))
    assert error.outcome is Outcome.DROP
    assert "7 days" in error.staff_message
    error = await failure(account.ours.people.send("người lạ", Reply("xin chào")))
    assert "never wrote" in error.staff_message
