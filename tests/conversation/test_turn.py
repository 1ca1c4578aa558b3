"""What holds in every conversation: digressions, doubts, people, odd input."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.conversation.effects import EffectType
from bot.conversation.events import Location, Press, Returned, Start, Stop, Text, Voice
from bot.conversation.replies import Source, finest
from bot.conversation.state import State
from bot.conversation.turn import Context, turn
from bot.vietnam import VIETNAM
from tests.conversation.conftest import Citizen, Said, payloads, spoken


def test_greeting_says_it_is_automatic_and_who_runs_it(citizen: Citizen) -> None:
    done = citizen.happens(Start())
    assert "trợ lý tự động" in spoken(done)
    assert citizen.context.content.office.name in spoken(done)
    assert {"flow:hi", "flow:si", "flow:lead", "flow:human"} <= set(payloads(done))
    assert spoken(citizen.says("greet")) != spoken(done)


def test_whoever_asks_first_hears_once_who_answers(citizen: Citizen) -> None:
    office = citizen.context.content.office.name
    first = citizen.says("calc_hi", people_count=4)
    assert len(first.replies) == 1
    assert first.replies[0].text.startswith(f"Em là trợ lý tự động của {office}.")
    assert office not in spoken(citizen.says("inform", people_count=5))


def test_question_in_the_middle_is_answered_and_the_open_one_asked_again(
    citizen: Citizen,
) -> None:
    citizen.says("calc_si", household_category="near_poor")
    entry = next(iter(citizen.context.content.faqs.values()))
    done = citizen.happens(Text("…"), Said(entry.intent, faq=entry.id))
    assert len(done.replies) == 2
    assert done.state.awaiting == "income_vnd"
    assert "198.000 đồng" in spoken(citizen.says("inform", income_choice="minimum"))


@pytest.mark.parametrize("intent", ["thanks", "goodbye"])
def test_whoever_takes_leave_is_not_asked_again_and_may_still_answer(
    citizen: Citizen, intent: str
) -> None:
    citizen.says("calc_si", household_category="near_poor")
    done = citizen.says(intent)
    assert len(done.replies) == 1
    assert done.state.awaiting == "income_vnd"
    assert "198.000 đồng" in spoken(citizen.says("inform", income_choice="minimum"))


def test_what_the_office_does_not_answer_gets_its_entry_where_there_is_one(
    citizen: Citizen,
) -> None:
    entry = next(e for e in citizen.context.content.faqs.values() if e.intent == "other")
    done = citizen.happens(Text("…"), Said("other", faq=entry.id))
    assert entry.short[:40] in spoken(done)
    assert spoken(citizen.says("other")) != spoken(done)
    unsure = Said("unclear", ranking=(("other", 0.3), ("ask_vssid", 0.2)))
    offered = payloads(citizen.happens(Text("…"), unsure))
    assert not any(
        f"faq:{e.id}" in offered
        for e in citizen.context.content.faqs.values()
        if e.intent == "other"
    )


def test_other_calculation_in_the_middle_comes_back_to_the_first(citizen: Citizen) -> None:
    citizen.says("calc_si")
    done = citizen.says("calc_hi", people_count=2)
    assert "2.322.540 đồng" in spoken(done)
    assert done.state.flow == "si"
    assert done.state.awaiting == "category"
    assert not done.state.paused


def test_restart_forgets_what_was_told_but_not_what_was_agreed(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    done = citizen.says("restart")
    assert done.state.flow is None
    assert done.state.consent is not None


def test_refusing_a_question_ends_the_flow(citizen: Citizen) -> None:
    citizen.says("calc_hi")
    assert citizen.says("deny").state.flow is None


def test_unclear_sentence_offers_the_likely_meanings(citizen: Citizen) -> None:
    ranking = (("calc_hi", 0.3), ("ask_hi_benefits", 0.2), ("greet", 0.1))
    done = citizen.happens(Text("hmm"), Said("unclear", ranking=ranking))
    assert payloads(done)[0] == "flow:hi"
    assert any(payload.startswith("faq:") for payload in payloads(done))
    assert payloads(done)[-1] == "flow:human"
    assert citizen.effects(EffectType.UNANSWERED_LOGGED)[0]["text"] == "hmm"


def test_second_unclear_sentence_in_a_row_leads_to_a_person(citizen: Citizen) -> None:
    citizen.says("unclear")
    done = citizen.says("unclear")
    assert citizen.context.content.office.hotline in spoken(done)
    assert "flow:human" in payloads(done)


def test_assistant_is_silent_while_a_person_owns_the_conversation(citizen: Citizen) -> None:
    done = citizen.says("talk_to_human")
    assert done.state.owner == "person"
    assert citizen.effects(EffectType.HANDED_OFF) == [{"reason": "asked"}]
    assert citizen.says("calc_hi", people_count=4).replies == ()
    assert citizen.presses("flow:hi").replies == ()
    back = citizen.presses("bot:return")
    assert back.state.owner == "bot"
    assert len(citizen.effects(EffectType.RETURNED_TO_BOT)) == 1
    assert "3.825.360" in spoken(citizen.says("calc_hi", people_count=4))


def test_wish_for_a_person_that_was_barely_heard_is_asked_about(citizen: Citizen) -> None:
    done = citizen.happens(Text("…"), Said("talk_to_human", confidence=0.5))
    assert done.state.owner == "bot"
    assert not done.effects
    assert citizen.presses("flow:human").state.owner == "person"


def test_staff_can_hand_the_conversation_back(citizen: Citizen) -> None:
    citizen.says("talk_to_human")
    assert citizen.happens(Returned()).state.owner == "bot"


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_empty_message_gets_an_answer(citizen: Citizen, text: str) -> None:
    done = citizen.happens(Text(text), Said("unclear"))
    assert done.replies
    assert not done.effects


def test_message_that_is_too_long_is_asked_for_in_short(citizen: Citizen) -> None:
    done = citizen.happens(Text("bhyt " * 1000), Said("calc_hi"))
    assert "dài quá" in spoken(done)


@pytest.mark.parametrize(
    "payload",
    [
        "xyz",
        "flow:none",
        "faq:none",
        "hi:",
        "hi:months=x",
        "si:method=99",
        "lead:skip=phone",
        "a=b",
    ],
)
def test_forged_or_outdated_button_gets_an_answer_or_nothing_breaks(
    citizen: Citizen, payload: str
) -> None:
    done = citizen.presses(payload)
    assert done.replies or done.state == State()


@pytest.mark.parametrize("event", [Voice("a.ogg"), Location(18.6, 105.6)])
def test_what_cannot_be_read_yet_is_said(citizen: Citizen, event: Voice | Location) -> None:
    assert citizen.happens(event).replies


def test_stop_opts_out_without_a_word(citizen: Citizen) -> None:
    done = citizen.happens(Stop())
    assert not done.replies
    assert len(citizen.effects(EffectType.OPTED_OUT)) == 1


@pytest.mark.parametrize(
    "intent",
    ["thanks", "goodbye", "help", "affirm", "deny", "other", "complaint",
     "stop_messages", "inform", "greet"],
)  # fmt: skip
def test_every_other_intent_has_an_answer(citizen: Citizen, intent: str) -> None:
    assert spoken(citizen.says(intent))


def test_every_faq_entry_can_be_read_in_short_and_in_full(citizen: Citizen) -> None:
    for entry in citizen.context.content.faqs.values():
        short = citizen.presses(f"faq:{entry.id}")
        assert "{" not in spoken(short)
        assert short.replies[0].sources or not entry.sources
        if entry.more:
            assert f"more:{entry.id}" in payloads(short)
            assert spoken(citizen.presses(f"more:{entry.id}")) != spoken(short)


def test_unconfirmed_answers_say_so(citizen: Citizen) -> None:
    unsure = [e for e in citizen.context.content.faqs.values() if e.unconfirmed]
    assert unsure
    for entry in unsure:
        assert str(entry.unconfirmed) in spoken(citizen.presses(f"faq:{entry.id}"))


def test_figure_past_its_review_is_said_to_be_so(context: Context) -> None:
    later = replace(context, at=datetime(2027, 2, 1, 8, tzinfo=VIETNAM))
    done = Citizen(later).presses("faq:hi-premium-household")
    assert later.content.texts["faq.figure_in_doubt"] in spoken(done)


def test_figure_without_a_rule_is_not_said(context: Context) -> None:
    long_ago = replace(context, at=datetime(2014, 6, 1, 8, tzinfo=VIETNAM))
    done = Citizen(long_ago).presses("faq:hi-premium-household")
    assert "đồng" not in spoken(done)
    assert context.content.office.hotline in spoken(done)


def test_article_gives_way_to_the_part_of_it_that_is_named_too() -> None:
    law, part, other = Source("L", "22"), Source("L", "22(1)"), Source("M", "22")
    assert finest([law, part, part, other, Source("L", "2")]) == (part, other, Source("L", "2"))


def test_bare_head_count_starts_the_calculation(citizen: Citizen) -> None:
    assert "3.825.360 đồng" in spoken(citizen.says("inform", people_count=4))


def test_sentence_without_meaning_is_a_mistake_of_the_caller(context: Context) -> None:
    with pytest.raises(ValueError, match="meaning"):
        turn(State(), Text("chào"), None, context)


def test_button_payloads_fit_every_channel(citizen: Citizen) -> None:
    citizen.says("calc_hi")
    with pytest.raises(ValueError, match="64"):
        type(citizen.turns[-1].replies[-1].buttons[0])("nút", "x" * 65)
    assert all(
        isinstance(Press(button.payload), Press)
        for done in citizen.turns
        for reply in done.replies
        for button in reply.buttons
    )


def test_sign_of_fraud_is_answered_whatever_it_was_taken_for(citizen: Citizen) -> None:
    citizen.says("calc_hi")
    done = citizen.says("ask_hi_lookup", entry="fraud")
    assert citizen.context.content.faqs["fraud"].short.split(".")[0] in spoken(done)
    assert done.state.flow == "hi", "the open question is asked again"


@pytest.mark.parametrize(
    ("cue", "heard"),
    [("hesitant", "cứ thong thả"), ("upset", "rất tiếc"), ("gave_code", "Gọi ngân hàng")],
)
def test_feelings_and_emergencies_are_answered(citizen: Citizen, cue: str, heard: str) -> None:
    assert heard in spoken(citizen.says("other", text="…", cue=cue))


def test_what_now_is_an_emergency_after_a_fraud_alone(citizen: Citizen) -> None:
    assert "ngân hàng" not in spoken(citizen.says("other", text="giờ làm sao", cue="what_now"))
    citizen.presses("faq:fraud")
    assert "Gọi ngân hàng" in spoken(citizen.says("other", text="giờ làm sao", cue="what_now"))


def test_total_is_told_again(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    assert "3.825.360 đồng" in spoken(citizen.says("unclear", text="…", cue="total"))


def test_scheme_is_turned_to_and_back_with_what_was_told(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    assert citizen.says("deny", text="…", cue="turn_to", scheme="si").state.flow == "si"
    back = citizen.says("unclear", text="…", cue="turn_to", scheme="hi")
    assert "3.825.360 đồng" in spoken(back)


def test_change_of_the_household_is_computed_with_what_about(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    text = "thế ba chị thuộc hộ cận nghèo thì sao hả em"
    done = citizen.says("ask_subsidy", text, cue="what_about", household_category="near_poor")
    assert "Cả nhà đóng: 0 đồng" in spoken(done)


def test_few_words_that_seem_outside_are_rather_not_understood(citizen: Citizen) -> None:
    assert "chưa hiểu" in spoken(citizen.says("other", text="có lừa không"))
    outside = citizen.says("other", text="hôm nay trời có mưa to không em")
    assert "nằm ngoài phần em được giao" in spoken(outside)


def test_who_tells_of_themselves_is_asked_what_they_want(citizen: Citizen) -> None:
    told = citizen.says("inform", text="bác 60 tuổi rồi", age=60, address="bác")
    assert "Bác muốn em tính hay hỏi điều gì" in spoken(told)


def test_value_beside_an_open_question_waits(citizen: Citizen) -> None:
    citizen.presses("flow:group")
    citizen.presses("group:category=other")
    done = citizen.says("inform", text="2 triệu", amount_vnd=2_000_000)
    assert "hỏi điều này trước" in spoken(done)
    assert done.state.flow == "group"
