"""Another language is a folder: the same figures in other words, and a way there and back."""

from __future__ import annotations

import dataclasses

import pytest

from bot.content.types import Content
from bot.conversation.effects import EffectType
from bot.conversation.events import Start
from bot.conversation.turn import Context
from tests.conversation.conftest import Citizen, payloads, spoken


@pytest.fixture
def reader(citizen: Citizen) -> Citizen:
    """Return somebody who followed a link to the English page."""
    citizen.happens(Start(locale="en"))
    return citizen


def test_link_chooses_the_language_and_the_state_keeps_it(reader: Citizen) -> None:
    assert spoken(reader.turns[0]).startswith("Hello! I am the automatic assistant of Nghệ An")
    assert reader.state.locale == "en"
    assert spoken(reader.presses("flow:hi")).startswith("How many people")


def test_language_that_nobody_wrote_changes_nothing(citizen: Citizen) -> None:
    done = citizen.happens(Start(locale="fr"))

    assert spoken(done).startswith("Xin chào")
    assert citizen.state.locale is None


def test_greeting_offers_the_other_language_in_its_own_name(citizen: Citizen) -> None:
    (reply,) = citizen.happens(Start()).replies

    assert ("English", "language:to=en") in [(b.label, b.payload) for b in reply.buttons]


def test_button_changes_the_language_and_asks_again_what_was_asked(citizen: Citizen) -> None:
    citizen.presses("flow:si")

    done = citizen.presses("language:to=en")

    assert "we can speak English" in spoken(done)
    assert "Which category are you in?" in spoken(done)
    assert citizen.state.awaiting == "category"
    assert citizen.presses("language:to=vi").replies[-1].text.startswith("Dạ, anh/chị thuộc diện")


def test_language_can_be_asked_for_in_words(citizen: Citizen) -> None:
    done = citizen.says("unclear", "English please", locale="en")

    assert "we can speak English" in spoken(done)
    assert "language:to=vi" in payloads(done)
    assert citizen.effects(EffectType.UNANSWERED_LOGGED) == []


def test_button_of_an_unknown_language_is_gone(citizen: Citizen) -> None:
    assert "nút này đã cũ" in spoken(citizen.presses("language:to=xx"))


def test_starting_over_keeps_the_language(reader: Citizen) -> None:
    assert "Let us start again" in spoken(reader.says("restart"))
    assert reader.state.locale == "en"


def test_figures_are_the_same_in_both_languages(citizen: Citizen, context: Context) -> None:
    other = Citizen(context)
    other.happens(Start(locale="en"))
    said = [
        spoken(one.says("calc_hi", people_count=4, months=12, household_category="near_poor"))
        for one in (citizen, other)
    ]

    assert "5.464.800 đồng" in said[0]
    assert "5,464,800 VND" in said[1]
    assert "worked out as of Nov 22, 2026" in said[1]
    assert [one.data for one in citizen.turns[-1].effects] == [
        one.data for one in other.turns[-1].effects
    ]


def test_members_of_several_groups_are_named_in_english(reader: Citizen) -> None:
    said = spoken(reader.says("calc_hi", people_count=3, member_groups=["student"], months=12))

    assert "• Person 1 (pupil or student): " in said
    assert "• Person 2 (household member): " in said
    assert "đồng" not in said


def test_refusal_of_the_rules_is_said_in_english(reader: Citizen) -> None:
    done = reader.says("calc_si", household_category="poor", amount_vnd=100_000)

    assert "The lowest income that can be chosen is 1,500,000 VND a month." in spoken(done)


def test_words_of_the_rules_without_a_translation_are_marked(
    context: Context, content: Content
) -> None:
    english = content.translations["en"]
    texts = {key: text for key, text in english.texts.items() if "rule.warning" not in key}
    bare = dataclasses.replace(english, texts=texts)
    citizen = Citizen(
        dataclasses.replace(
            context, content=dataclasses.replace(content, translations={"en": bare})
        )
    )
    citizen.happens(Start(locale="en"))

    said = spoken(citizen.says("calc_si", household_category="poor", income_choice="minimum"))

    assert "“Em chưa có thông tin về phần hỗ trợ thêm" in said
    assert "(in Vietnamese)" in said


def test_answer_of_the_faq_is_honest_and_shown_in_vietnamese_on_request(reader: Citizen) -> None:
    entry = next(e for e in reader.context.content.faqs.values() if e.more and not e.figures)
    asked = reader.presses(f"faq:{entry.id}")

    assert "the detailed answers exist in Vietnamese only" in spoken(asked)
    assert reader.context.content.office.hotline in spoken(asked)
    shown = spoken(reader.presses(f"more:{entry.id}"))
    assert entry.short.strip() in shown
    assert str(entry.more).strip() in shown


def test_question_without_an_entry_is_told_its_subject(reader: Citizen) -> None:
    assert "a lost health insurance card" in spoken(reader.says("ask_hi_lost_card"))


def test_consent_is_that_of_the_text_that_was_read(reader: Citizen) -> None:
    asked = reader.presses("flow:lead")
    reader.presses("lead:consent=yes")

    consent = reader.context.content.translations["en"].consents["lead"]
    assert consent.text.strip() in spoken(asked)
    assert reader.effects(EffectType.CONSENT_GIVEN) == [{"consent": consent.proof}]


@pytest.mark.parametrize(
    "payload",
    [
        "flow:compare",
        "flow:group",
        "flow:data",
        "flow:remind",
        "flow:lump",
        "flow:pension",
        "flow:afford",
        "flow:delete",
    ],
)
def test_every_flow_begins_in_english(reader: Citizen, payload: str) -> None:
    said = spoken(reader.presses(payload)).replace("Nghệ An", "")

    assert "anh/chị" not in said
    assert "Dạ" not in said


def test_pension_and_comparison_write_days_and_shares_the_english_way(reader: Citizen) -> None:
    said = spoken(
        reader.says("calc_pension", sex="female", birth_year=1980, amount_vnd=3_000_000, years=20)
    )

    assert "Estimated pension: " in said
    assert " VND a month" in said
    assert "Paid from " in said
