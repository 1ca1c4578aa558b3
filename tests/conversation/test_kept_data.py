"""What is kept of somebody, and taking back what they agreed to."""

from __future__ import annotations

from bot.conversation.effects import EffectType
from tests.conversation.conftest import Citizen, payloads, spoken


def agreed(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone="+84912345678")


def test_whoever_told_nothing_hears_that_only_the_talk_is_kept(citizen: Citizen) -> None:
    done = citizen.says("delete_my_data", cue="kept")
    assert "Nội dung cuộc trò chuyện" in spoken(done)
    assert "Số điện thoại" not in spoken(done)
    assert payloads(done) == ["flow:delete"]
    assert done.state.flow is None


def test_everything_that_was_given_is_named(citizen: Citizen) -> None:
    agreed(citizen)
    citizen.says("calc_hi", people_count=4)
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    citizen.presses("remind:consent=yes")
    done = citizen.says("delete_my_data", cue="kept")
    said = next(reply.text for reply in done.replies if "giữ những thứ này" in reply.text)
    for kept in ("Số điện thoại", "kể để em tính", "đồng ý", "01/03/2027"):
        assert kept in said
    assert {"data:withdraw=lead", "data:withdraw=reminder"} <= {
        button.payload for reply in done.replies for button in reply.buttons
    }


def test_consent_is_withdrawn_with_the_lead(citizen: Citizen) -> None:
    agreed(citizen)
    done = citizen.says("delete_my_data", cue="withdraw")
    assert len(citizen.effects(EffectType.LEAD_WITHDRAWN)) == 1
    (withdrawn,) = citizen.effects(EffectType.CONSENT_WITHDRAWN)
    assert withdrawn["consent"]["purpose"] == "lead"
    assert done.state.consent is None
    assert not done.state.lead_open


def test_number_is_not_asked_for_after_the_consent_was_withdrawn(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    done = citizen.says("delete_my_data", cue="withdraw")
    assert done.state.flow is None
    assert not citizen.effects(EffectType.LEAD_WITHDRAWN), "there was none yet"
    citizen.says("inform", phone="+84912345678")
    assert not citizen.effects(EffectType.LEAD_LOGGED)


def test_one_consent_of_two_can_be_withdrawn(citizen: Citizen) -> None:
    agreed(citizen)
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    citizen.presses("remind:consent=yes")
    choice = citizen.says("delete_my_data", cue="withdraw")
    assert not citizen.effects(EffectType.CONSENT_WITHDRAWN), "which of the two is asked"
    assert "data:withdraw=reminder" in {b.payload for r in choice.replies for b in r.buttons}
    done = citizen.presses("data:withdraw=reminder")
    assert done.state.consent is not None
    assert done.state.reminder_on is None
    assert citizen.presses("data:withdraw=lead").state.consent is None
