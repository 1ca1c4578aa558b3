"""What platforms tell beside what people say: content withheld, data to be deleted."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.conversation.effects import EffectType
from bot.conversation.events import Withdrawn, Withheld


def test_a_message_the_platform_hides_is_answered_with_other_ways(citizen: Any) -> None:
    (reply,) = citizen.happens(Withheld()).replies
    assert "không cho em xem" in reply.text
    assert citizen.context.content.office.hotline in reply.text
    assert "https" not in reply.text
    citizen.context = dataclasses.replace(citizen.context, chat_address="https://hoi.example.vn")
    (reply,) = citizen.happens(Withheld()).replies
    assert "https://hoi.example.vn" in reply.text


@pytest.mark.parametrize("owner", ["bot", "person"])
def test_a_demand_to_delete_is_met_without_a_question(citizen: Any, owner: str) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.state = dataclasses.replace(citizen.state, owner=owner)
    done = citizen.happens(Withdrawn())
    assert [effect.type for effect in done.effects] == [EffectType.DATA_DELETED]
    assert done.state.owner == "bot"
    assert not done.state.slots
    assert "xóa" in done.replies[0].text
