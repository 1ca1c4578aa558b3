"""The list of people to call back, and its export."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from bot.store import audit, leads
from bot.store.models import Lead
from bot.store.store import Store
from tests.conftest import TurnedClock
from tests.console.conftest import Visit, Visitor
from tests.console.office import HOSTILE, LAM, Office


async def names(visitor: Visitor, query: str = "") -> list[str]:
    """Return the names of the list, in its order."""
    page = (await visitor.get(f"/leads{query}")).text
    return [name.strip() for name in re.findall(r'class="stretched"[^>]*>([^<]*)</a>', page)]


async def test_the_most_urgent_comes_first(visit: Visit, store: Store, office: Office) -> None:
    async with store.begin() as session:
        lead = await session.get_one(Lead, office.other)
        lead.due_at = store.clock()
    found = await names(await visit("officer"))
    assert len(found) == 5
    assert found[0] == "Hồ Sỹ Nam"


async def test_each_status_shows_how_many_there_are(visit: Visit, office: Office) -> None:
    visitor = await visit("officer")
    page = (await visitor.get("/leads")).text
    assert re.search(r"Mới, chưa giao <span[^>]*>3<", page)
    assert re.search(r"Đã giao <span[^>]*>2<", page)
    assert "Đã tham gia" not in page
    assert await names(visitor, "?status=assigned") == ["Lê Thị Hoa", "Hồ Sỹ Nam"]


async def test_the_list_is_narrowed_by_commune_agent_and_text(visit: Visit, office: Office) -> None:
    visitor = await visit("officer")
    assert await names(visitor, f"?commune={LAM}&status=new") == ["Bùi Thị Oanh"]
    assert await names(visitor, f"?agent={office.staff['an']}") == ["Lê Thị Hoa"]
    assert await names(visitor, "?text=le thi hoa") == ["Lê Thị Hoa"]
    assert await names(visitor, "?text=0912 345 680") == ["Hồ Sỹ Nam"]


async def test_what_makes_no_sense_in_an_address_filters_nothing(
    visit: Visit, office: Office
) -> None:
    visitor = await visit("officer")
    for query in (
        "?status=lost",
        "?agent=x",
        "?agent=²",
        "?page=x",
        "?page=-3",
        "?page=²",
        "?text=",
    ):
        assert len(await names(visitor, query)) == 5, query
    assert await names(visitor, f"?agent={'9' * 30}&commune={'x' * 500}") == []
    assert await names(visitor, "?page=999999") == []
    assert len(await names(visitor, f"?page={'9' * 5000}")) == 5


async def test_a_wait_is_told_and_what_is_late_is_marked(
    visit: Visit, office: Office, clock: TurnedClock
) -> None:
    visitor = await visit("officer")
    assert "quá hạn" not in (await visitor.get("/leads")).text
    clock.turn(hours=2)
    page = (await visitor.get("/leads")).text
    assert page.count("chờ 2 giờ") == 5
    clock.turn(hours=3)
    page = (await visitor.get("/leads")).text
    assert page.count("quá hạn") == 3
    assert page.count('class="lead-row overdue"') == 3


async def test_a_long_list_has_pages_that_keep_the_filters(
    visit: Visit, store: Store, office: Office
) -> None:
    async with store.begin() as session:
        detail = await leads.get(session, office.mine)
        assert detail is not None
        for number in range(30):
            wanted = leads.LeadRequest(
                consent=detail.consent,
                phone=f"09123460{number:02}",
                interest=detail.lead.interest,
                name=f"Người {number}",
            )
            await leads.request(session, office.talk, wanted)
    visitor = await visit("officer")
    first = (await visitor.get("/leads?status=new")).text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert 'rel="prev"' not in first
    assert "Trang 1/2" in first
    query = "?" + following[1].replace("&amp;", "&").split("?")[1]
    one, two = await names(visitor, "?status=new"), await names(visitor, query)
    assert len(one) == 25
    assert len(two) == 8
    assert set(one) & set(two) == set()


async def test_a_name_is_text_whatever_it_says(visit: Visit, office: Office) -> None:
    visitor = await visit("officer")
    for path in ("/leads", f"/leads/{office.hostile}", "/leads?text=<script>alert(1)</script>"):
        page = (await visitor.get(path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def rows_of(text: str) -> list[dict[str, Any]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_an_export_has_phones_and_leaves_a_trace_for_each(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("officer")
    answer = await visitor.post("/leads/export", {"status": "assigned"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert [(row["Họ tên"], row["Điện thoại"]) for row in rows_of(answer.text)] == [
        ("Lê Thị Hoa", "0912 345 678"),
        ("Hồ Sỹ Nam", "0912 345 680"),
    ]
    async with store.read() as session:
        for lead_id, traced in ((office.mine, True), (office.other, True), (office.queue, False)):
            lines = await audit.of_subject(session, "lead", lead_id)
            seen = [(line.action, line.staff_id) for line in lines]
            expected = [("lead.phone_exported", office.staff["officer"])] if traced else []
            assert seen == expected


async def test_a_spreadsheet_takes_no_cell_for_a_formula(
    visit: Visit, store: Store, office: Office
) -> None:
    async with store.begin() as session:
        await leads.update(session, office.talk, name="=HYPERLINK(1)", commune_name="@SUM(1)")
    visitor = await visit("officer")
    rows = rows_of((await visitor.post("/leads/export")).text)
    assert len(rows) == 5
    assert {"'=HYPERLINK(1)"} <= {row["Họ tên"] for row in rows}
    assert {"'@SUM(1)"} <= {row["Xã/phường"] for row in rows}
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


async def test_a_looked_at_list_leaves_no_trace(visit: Visit, store: Store, office: Office) -> None:
    visitor = await visit("officer")
    page = (await visitor.get("/leads")).text
    assert "0912" not in page
    assert HOSTILE not in page
    async with store.read() as session:
        assert await audit.of_subject(session, "lead", office.mine) == []
