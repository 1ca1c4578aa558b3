"""What citizens say of the answers, as editors and the office see it."""

from __future__ import annotations

from bot.store import feedback
from bot.store.store import Store
from tests.console.conftest import Visit
from tests.console.office import HOSTILE, Office

RULES = "c0ffee" + "0" * 58


async def fill(store: Store, office: Office) -> None:
    async with store.begin() as session:
        told = {"ruleset": RULES, "useful": False}
        await feedback.give(
            session, office.talk, about="faq:hi-lost-card", remark="lâu quá", **told
        )
        await feedback.give(session, office.waiting, about="flow:hi", remark=HOSTILE, **told)
        await feedback.give(
            session, office.waiting, about="faq:hi-lost-card", ruleset=RULES, useful=True
        )


async def test_nothing_said_yet(visit: Visit) -> None:
    page = (await (await visit("editor")).get("/feedback")).text
    assert "Chưa có góp ý nào" in page
    assert "Chưa ai viết ý kiến" in page


async def test_editor_sees_counts_and_remarks_but_no_conversation(
    visit: Visit, office: Office, store: Store
) -> None:
    await fill(store, office)
    visitor = await visit("editor")
    page = (await visitor.get("/feedback")).text
    for seen in ("Mục hi-lost-card", "1 chưa đúng", "1 có ích", "lâu quá", "c0ffee00"):
        assert seen in page
    assert "Tính bảo hiểm y tế" in page
    assert HOSTILE not in page
    assert "Xem trò chuyện" not in page
    alone = (await visitor.get("/feedback?about=faq:hi-lost-card")).text
    assert "lâu quá" in alone
    assert "alert(" not in alone


async def test_office_goes_on_to_the_conversation(
    visit: Visit, office: Office, store: Store
) -> None:
    await fill(store, office)
    visitor = await visit("officer")
    page = (await visitor.get("/feedback")).text
    assert f"/console/conversations/{office.talk}" in page
    assert (await visitor.get(f"/conversations/{office.talk}")).status_code == 200
