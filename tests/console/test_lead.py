"""One person to call back: the phone behind its mask, the steps, the notes, the agent."""

from __future__ import annotations

from bot.store import audit, consents, conversations, erase, leads
from bot.store.models import LeadChange
from bot.store.store import Store
from tests.console.conftest import Visit
from tests.console.office import Office


async def detail_of(store: Store, lead_id: int) -> leads.LeadDetail:
    async with store.read() as session:
        found = await leads.get(session, lead_id)
    assert found is not None
    return found


async def test_the_phone_is_masked_until_asked_for_and_every_look_is_audited(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("an")
    page = (await visitor.get(f"/leads/{office.mine}")).text
    assert "091••••678" in page
    assert "345 678" not in page
    assert "+84912345678" not in page
    for looks in (1, 2):
        answer = await visitor.post(f"/leads/{office.mine}/phone")
        assert '<a class="phone" href="tel:+84912345678">0912 345 678</a>' in answer.text
        async with store.read() as session:
            lines = await audit.of_subject(session, "lead", office.mine)
        assert [(line.action, line.staff_id) for line in lines] == [
            ("lead.phone_revealed", office.staff["an"])
        ] * looks


async def test_a_refused_look_is_not_a_look(visit: Visit, store: Store, office: Office) -> None:
    visitor = await visit("an")
    answer = await visitor.post(f"/leads/{office.other}/phone")
    assert answer.status_code == 404
    assert "345 680" not in answer.text
    async with store.read() as session:
        assert await audit.of_subject(session, "lead", office.other) == []


async def test_the_page_tells_what_the_citizen_was_told(visit: Visit, office: Office) -> None:
    page = (await (await visit("an")).get(f"/leads/{office.mine}")).text
    for told in (
        "Gọi sau 5 giờ chiều",
        "bản 2026-11",
        "1.366.200 đồng",
        "3.825.360 đồng",
        "Tính cho ngày",
        "23/11/2026",
        "Điều 6, 188/2025/NĐ-CP",
        "Đủ căn cứ",
        "nhà tôi 4 người đóng bao nhiêu",
        "Có, gọi cho tôi",
        "Người dân để lại số điện thoại",
        "Giao cho Nguyễn Thị An",
    ):
        assert told in page, told


async def test_a_lead_goes_its_steps_with_a_note(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("an")
    path = f"/leads/{office.mine}"
    form = {"to": "contacted", "note": "Hẹn mai"}
    answer = await visitor.post(f"{path}/status", form)
    assert answer.status_code == 303
    page = (await visitor.get(path)).text
    assert "Đã chuyển sang: Đã liên hệ." in page
    assert "“Hẹn mai”" in page
    assert "Đã chuyển sang" not in (await visitor.get(path)).text, "it is said once"
    last = (await detail_of(store, office.mine)).history[-1]
    assert (last.change, last.note, last.staff_name) == (
        LeadChange.STATUS,
        "Hẹn mai",
        "Nguyễn Thị An",
    )
    for offered, to in ((True, "appointment"), (True, "joined"), (False, "assigned")):
        assert (f'name="to" value="{to}"' in page) is offered


async def test_a_step_that_does_not_exist_is_refused_in_words(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("an")
    path = f"/leads/{office.mine}"
    for to in ("joined", "appointment", "withdrawn", "new"):
        assert (await visitor.post(f"{path}/status", {"to": to})).status_code == 303
        assert "Không chuyển được từ “Đã giao”" in (await visitor.get(path)).text
    for to in ("assigned", "nonsense", ""):
        assert (await visitor.post(f"{path}/status", {"to": to})).status_code == 422
    detail = await detail_of(store, office.mine)
    assert detail.lead.status == "assigned"
    assert [line.change for line in detail.history] == [LeadChange.CREATED, LeadChange.ASSIGNED]


async def test_a_closed_lead_offers_no_step(visit: Visit, store: Store, office: Office) -> None:
    visitor = await visit("an")
    for to in ("contacted", "joined"):
        await visitor.post(f"/leads/{office.mine}/status", {"to": to})
    page = (await visitor.get(f"/leads/{office.mine}")).text
    assert "Đã tham gia" in page
    assert "Việc tiếp theo" not in page
    form = {"agent": str(office.staff["cuong"])}
    officer = await visit("officer")
    await officer.post(f"/leads/{office.mine}/agent", form)
    assert "Không chuyển được" in (await officer.get(f"/leads/{office.mine}")).text
    assert (await detail_of(store, office.mine)).lead.agent_name == "Nguyễn Thị An"


async def test_a_note_stands_alone(visit: Visit, store: Store, office: Office) -> None:
    visitor = await visit("an")
    path = f"/leads/{office.mine}"
    await visitor.post(f"{path}/note", {"note": "  <b>Máy bận</b>  "})
    assert "“&lt;b&gt;Máy bận&lt;/b&gt;”" in (await visitor.get(path)).text
    await visitor.post(f"{path}/note", {"note": "   "})
    assert "Ghi chú đang trống." in (await visitor.get(path)).text
    notes = [line.note for line in (await detail_of(store, office.mine)).history if line.note]
    assert notes == ["<b>Máy bận</b>"]


async def test_the_office_gives_a_lead_to_an_agent(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("officer")
    path = f"/leads/{office.queue}"
    await visitor.post(f"{path}/agent", {"agent": str(office.staff["cuong"])})
    assert "Đã giao cho Trần Văn Cường." in (await visitor.get(path)).text
    lead = (await detail_of(store, office.queue)).lead
    assert (lead.agent_id, lead.status) == (office.staff["cuong"], "assigned")
    for nobody in ("", "x", "999", "9" * 40, str(office.staff["editor"])):
        assert (await visitor.post(f"{path}/agent", {"agent": nobody})).status_code == 422
    assert (await detail_of(store, office.queue)).lead.agent_id == office.staff["cuong"]


async def test_an_agent_takes_from_the_queue_but_gives_nothing_away(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("an")
    me, other = str(office.staff["an"]), str(office.staff["cuong"])
    assert "Em nhận người này" in (await visitor.get(f"/leads/{office.queue}")).text
    assert (await visitor.post(f"/leads/{office.queue}/agent", {"agent": other})).status_code == 403
    assert (await visitor.post(f"/leads/{office.queue}/agent", {"agent": me})).status_code == 303
    assert (await detail_of(store, office.queue)).lead.agent_name == "Nguyễn Thị An"
    assert "Em nhận người này" not in (await visitor.get(f"/leads/{office.queue}")).text
    assert (await visitor.post(f"/leads/{office.mine}/agent", {"agent": other})).status_code == 403


async def test_a_withdrawn_consent_is_told(visit: Visit, store: Store, office: Office) -> None:
    async with store.begin() as session:
        await consents.withdraw(session, office.talk)
    page = (await (await visit("an")).get(f"/leads/{office.mine}")).text
    assert "không gọi nữa" in page


async def test_a_deleted_citizen_leaves_a_page_without_a_person(
    visit: Visit, store: Store, office: Office
) -> None:
    async with store.begin() as session:
        await erase.citizen(session, await conversations.lock(session, office.talk))
    visitor = await visit("an")
    path = f"/leads/{office.mine}"
    page = (await visitor.get(path)).text
    assert "Lê Thị Hoa" not in page
    assert "678" not in page
    assert "nhà tôi 4 người" not in page
    assert "Chưa có tên" in page
    await visitor.post(f"{path}/phone")
    assert "Số điện thoại đã được xóa" in (await visitor.get(path)).text
