"""Several questions in one message."""

from __future__ import annotations

from bot.conversation.effects import EffectType
from bot.conversation.events import Text
from bot.conversation.turn import Turn
from tests.conversation.conftest import Citizen, Said, spoken

FAMILY = ("4 người hết bao nhiêu", Said("calc_hi", {"people_count": 4}))
CARD = ("mất thẻ thì sao", Said("ask_hi_lost_card", faq="hi-lost-card"))
PENSION = ("lương hưu bao nhiêu", Said("calc_pension"))
SAVING = ("đóng bhxh bao nhiêu", Said("calc_si"))


def asks(citizen: Citizen, *parts: tuple[str, Said]) -> Turn:
    whole = " ".join(text for text, _ in parts)
    return citizen.happens(Text(whole), Said(parts[0][1].intent, {"parts": list(parts)}))


def test_each_question_is_answered_in_its_order(citizen: Citizen) -> None:
    done = asks(citizen, CARD, FAMILY)
    assert len(done.replies) == 2
    assert "Mất thẻ" in done.replies[0].text
    assert "3.825.360 đồng" in done.replies[1].text
    assert len(citizen.effects(EffectType.QUOTE_STORED)) == 1


def test_question_back_comes_after_the_answers(citizen: Citizen) -> None:
    done = asks(citizen, PENSION, FAMILY)
    assert "3.825.360 đồng" in done.replies[0].text
    assert done.state.flow == "pension"
    assert done.state.awaiting == "sex"
    assert len(done.replies) == 2


def test_one_question_back_at_a_time(citizen: Citizen) -> None:
    done = asks(citizen, PENSION, SAVING)
    assert len(done.replies) == 1
    assert done.state.flow == "pension", "the first is dealt with first"
    for value in ({"sex": "female"}, {"birth_year": 1985}, {"income_choice": "minimum"}):
        citizen.says("inform", **value)
    done = citizen.says("inform", years=20)
    assert "825.000 đồng mỗi tháng" in spoken(done)
    assert done.state.awaiting == "category", "then the second"


def test_open_question_is_taken_up_again_after_them(citizen: Citizen) -> None:
    citizen.says("calc_si", income_choice="minimum")
    done = asks(citizen, CARD, FAMILY)
    assert done.state.flow == "si"
    assert done.state.awaiting == "category"
    assert "Anh/chị đóng: 198.000 đồng" in spoken(citizen.says("inform", category="near_poor"))
