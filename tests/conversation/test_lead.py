"""Leaving a number: consent before contact data, and nobody lost."""

from __future__ import annotations

import json

from bot.conversation.effects import EffectType
from bot.conversation.events import Contact
from tests.conversation.conftest import Citizen, spoken

PHONE = "+84912345678"


def test_consent_comes_before_the_number(citizen: Citizen) -> None:
    asked = citizen.presses("flow:lead")
    assert asked.state.awaiting == "consent"
    assert asked.replies[-1].text.endswith(citizen.context.content.consents["lead"].text.strip())
    agreed = citizen.presses("lead:consent=yes")
    (consent,) = citizen.effects(EffectType.CONSENT_GIVEN)
    assert consent["consent"] == {
        "purpose": "lead",
        "version": citizen.context.content.consents["lead"].version,
        "text_sha256": citizen.context.content.consents["lead"].sha256,
    }
    assert agreed.state.awaiting == "phone"


def test_lead_is_logged_with_the_number_and_completed_after(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.presses("flow:lead")
    citizen.says("affirm")
    logged = citizen.says("inform", phone=PHONE)
    assert citizen.effects(EffectType.LEAD_LOGGED) == [{"lead": {"phone": PHONE, "interest": "hi"}}]
    assert logged.state.awaiting == "name"
    citizen.says("unclear", text="Nguyễn Thị Hoa")
    kim_lien = {"commune": "Kim Liên", "communes": [{"code": "17971", "name": "Xã Kim Liên"}]}
    citizen.says("inform", text="xã Kim Liên", place=kim_lien)
    assert citizen.effects(EffectType.LEAD_UPDATED) == [
        {"lead": {"name": "Nguyễn Thị Hoa"}},
        {"lead": {"commune": {"name": "Xã Kim Liên", "code": "17971"}}},
    ]
    assert citizen.state.flow is None


def test_place_of_several_communes_is_asked_about(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    citizen.presses("lead:skip=name")
    communes = [
        {"code": "17047", "name": "Xã Tam Hợp"},
        {"code": "16936", "name": "Xã Tam Thái", "former": "Tam Hợp", "district": "Tương Dương"},
    ]
    asked = citizen.says("inform", place={"commune": "Tam Hợp", "communes": communes})
    assert asked.state.awaiting == "place"
    assert asked.replies[-1].buttons[1].label == "Xã Tam Thái (Tam Hợp, Tương Dương)"
    assert not citizen.presses("lead:commune=99999").effects
    done = citizen.presses("lead:commune=16936")
    assert citizen.effects(EffectType.LEAD_UPDATED) == [
        {"lead": {"commune": {"name": "Xã Tam Thái", "code": "16936"}}}
    ]
    assert done.state.flow is None


def test_place_outside_the_table_is_kept_as_said(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    citizen.presses("lead:skip=name")
    citizen.says("other", text="  đi  làm ở Lào ")
    assert citizen.effects(EffectType.LEAD_UPDATED) == [
        {"lead": {"commune": {"name": "đi làm ở Lào"}}}
    ]


def test_name_and_commune_can_be_skipped(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    citizen.presses("lead:skip=name")
    done = citizen.presses("lead:skip=place")
    assert done.state.flow is None
    assert not citizen.effects(EffectType.LEAD_UPDATED)


def test_skipping_can_be_typed(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    citizen.says("inform", text="Bỏ  qua", name="Bỏ Qua")
    done = citizen.says("deny", text="bo qua")
    assert done.state.flow is None
    assert not citizen.effects(EffectType.LEAD_UPDATED)


def test_number_before_consent_is_not_kept(citizen: Citizen) -> None:
    done = citizen.says("leave_contact", text="gọi tôi 0912345678", phone=PHONE)
    assert done.state.awaiting == "consent"
    assert not done.effects
    assert "912345678" not in json.dumps(done.state.as_json())
    shared = citizen.happens(Contact(PHONE, "Hoa"))
    assert not shared.effects
    assert "912345678" not in json.dumps(shared.state.as_json())


def test_state_never_holds_the_number(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    assert "912345678" not in json.dumps(citizen.state.as_json())


def test_shared_contact_brings_number_and_name(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    done = citizen.happens(Contact(PHONE, "Hoa"))
    assert citizen.effects(EffectType.LEAD_LOGGED)[0]["lead"]["name"] == "Hoa"
    assert done.state.awaiting == "place"


def test_what_the_platform_vouches_for_is_told_apart(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.happens(Contact(PHONE))
    citizen.happens(Contact(PHONE, proven=True))
    first, second = (each["lead"] for each in citizen.effects(EffectType.LEAD_LOGGED))
    assert "proven" not in first
    assert second["proven"] is True


def test_refusal_keeps_nothing(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    done = citizen.says("deny")
    assert not done.effects
    assert done.state.flow is None
    assert done.state.consent is None


def test_impossible_number_is_explained_and_asked_again(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    done = citizen.says("unclear", text="0123")
    assert "10 chữ số" in spoken(done)
    assert done.state.awaiting == "phone"
    assert not citizen.effects(EffectType.LEAD_LOGGED)


def test_consent_given_once_is_enough(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    citizen.presses("lead:skip=name")
    citizen.presses("lead:skip=place")
    assert citizen.presses("flow:lead").state.awaiting == "phone"
    assert len(citizen.effects(EffectType.CONSENT_GIVEN)) == 1


def test_consent_can_be_withdrawn_where_it_was_given(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.presses("lead:consent=no")
    assert len(citizen.effects(EffectType.CONSENT_WITHDRAWN)) == 1
    assert citizen.state.consent is None


def test_everything_can_be_deleted_from_the_chat(citizen: Citizen) -> None:
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone=PHONE)
    asked = citizen.says("delete_my_data")
    assert asked.state.awaiting == "confirm_delete"
    assert not citizen.effects(EffectType.DATA_DELETED)
    done = citizen.says("affirm")
    assert len(citizen.effects(EffectType.DATA_DELETED)) == 1
    assert done.state.consent is None
    assert not done.state.slots


def test_interest_of_a_pension_plan_is_voluntary_insurance(citizen: Citizen) -> None:
    citizen.says("calc_pension", sex="female", birth_year=1985, income_choice="minimum", years=20)
    citizen.presses("flow:lead")
    citizen.presses("lead:consent=yes")
    citizen.says("inform", phone="+84912345678")
    (logged,) = citizen.effects(EffectType.LEAD_LOGGED)
    assert logged["lead"]["interest"] == "si"
