"""The office says who is behind a number that several conversations gave."""

from __future__ import annotations

import re

from bot.store import identities
from bot.store.models import Identity, Standing
from bot.store.store import Store
from tests.console.conftest import Visit, Visitor
from tests.console.office import Office


async def give_again(store: Store, office: Office) -> None:
    """Let a second conversation give the number of the first lead."""
    async with store.begin() as session:
        contact_id = (await session.get_one(Identity, 1)).contact_id
        await identities.claim(session, office.waiting, contact_id, proven=True)


async def decide(visitor: Visitor, number: int, standing: str, **more: str) -> str:
    answer = await visitor.post(f"/people/{number}", {"standing": standing, **more})
    assert answer.status_code == 303
    return (await visitor.get("/people")).text


async def test_nothing_to_look_at(visit: Visit) -> None:
    assert "Chưa có số nào để xem" in (await (await visit("officer")).get("/people")).text


async def test_a_link_needs_a_proof_shows_on_both_pages_and_is_undone(
    visit: Visit, office: Office, store: Store
) -> None:
    await give_again(store, office)
    visitor = await visit("officer")
    page = (await visitor.get("/people")).text
    assert "Lê Thị Hoa" in page
    assert "0912345678" not in page.replace(" ", "")
    assert "Người dân tự khai số" in page
    assert "Ứng dụng xác nhận số của tài khoản này" in page
    told, proven = re.findall(r'action="[^"]*/people/(\d+)"', page)
    assert "mới do người dân tự khai" in await decide(visitor, told, "same")
    assert "Đã ghi: chủ số máy này." in await decide(visitor, told, "same", called="yes")
    await decide(visitor, proven, "same")
    for path in (f"/conversations/{office.waiting}", f"/leads/{office.mine}"):
        assert "Người này còn nhắn qua" in (await visitor.get(path)).text, path
    agent = await visit("an")
    assert "Người này còn nhắn qua" not in (await agent.get(f"/leads/{office.mine}")).text
    assert "Xem xét lại" in await decide(visitor, proven, "other")
    assert "chưa xem xét" in await decide(visitor, proven, "open")
    for path in (f"/conversations/{office.waiting}", f"/leads/{office.mine}"):
        assert "Người này còn nhắn qua" not in (await visitor.get(path)).text, path


async def test_only_the_office_decides(visit: Visit, office: Office, store: Store) -> None:
    await give_again(store, office)
    for login in ("an", "editor"):
        visitor = await visit(login)
        assert (await visitor.get("/people")).status_code in {303, 403}
        await visitor.post("/people/1", {"standing": "same", "called": "yes"})
    async with store.read() as session:
        assert (await session.get_one(Identity, 1)).standing is Standing.OPEN


async def test_nonsense_is_refused(visit: Visit, office: Office) -> None:
    visitor = await visit("admin")
    assert (await visitor.post("/people/1", {"standing": "maybe"})).status_code == 422
    assert (await visitor.post("/people/999", {"standing": "same"})).status_code == 404
