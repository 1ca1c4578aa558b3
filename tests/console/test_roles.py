"""Every route for every role: what opens, and what does not exist for somebody."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from tests.console.conftest import Visit, Visitor
from tests.console.office import Office

OFFICE = {"admin", "officer"}
CALLERS = OFFICE | {"an"}
EVERYBODY = CALLERS | {"editor"}
NOBODY: set[str] = set()

Case = tuple[str, str, dict[str, str], set[str]]


def cases(office: Office) -> dict[str, list[Case]]:
    """Return by route name: method, path, form, and which roles may."""
    mine, talk = office.mine, office.waiting
    tables = {"staff": {"admin"}, "audit": {"admin"}, "unanswered": OFFICE | {"editor"}}
    library = [
        ("detail", "GET", "/{}/detail?pk=1"),
        ("action", "POST", "/_api/{}/action?name=delete&pks=1"),
        ("row-action", "POST", "/_api/{}/row-action?name=delete&pk=1"),
    ]
    found: dict[str, list[Case]] = {
        "index": [("GET", "/", {}, EVERYBODY)],
        "leads": [("GET", "/leads", {}, CALLERS)],
        "leads-export": [("POST", "/leads/export", {}, OFFICE)],
        "lead": [("GET", f"/leads/{mine}", {}, CALLERS)],
        "lead-phone": [("POST", f"/leads/{mine}/phone", {}, CALLERS)],
        "lead-status": [("POST", f"/leads/{mine}/status", {"to": "joined"}, CALLERS)],
        "lead-note": [("POST", f"/leads/{mine}/note", {"note": ""}, CALLERS)],
        "lead-agent": [
            ("POST", f"/leads/{mine}/agent", {"agent": str(office.staff["cuong"])}, OFFICE)
        ],
        "lead-talk": [("GET", f"/leads/{mine}/talk", {}, CALLERS)],
        "lead-talk-act": [("POST", f"/leads/{mine}/talk", {"do": "reply", "text": "x"}, CALLERS)],
        "feedback": [("GET", "/feedback", {}, OFFICE | {"editor"})],
        "people": [("GET", "/people", {}, OFFICE)],
        "people-decide": [("POST", "/people/1", {"standing": "open"}, OFFICE)],
        "conversations": [("GET", "/conversations", {}, OFFICE)],
        "conversation": [("GET", f"/conversations/{talk}", {}, OFFICE)],
        "conversation-talk": [("GET", f"/conversations/{talk}/talk", {}, OFFICE)],
        "conversation-talk-act": [
            ("POST", f"/conversations/{talk}/talk", {"do": "reply", "text": "x"}, OFFICE)
        ],
        "quotes": [("GET", "/quotes", {}, CALLERS)],
        "quotes-look-up": [("POST", "/quotes", {"code": "x"}, CALLERS)],
        "list": [("GET", f"/{key}/list", {}, roles) for key, roles in tables.items()],
    }
    for name, method, path in library:
        found.setdefault(name, []).extend(
            (method, path.format(key), {}, NOBODY) for key in [*tables, "leads", "nothing"]
        )
    return found


async def ask(visitor: Visitor, method: str, path: str, form: dict[str, str]) -> int:
    answer = await (visitor.get(path) if method == "GET" else visitor.post(path, form))
    return answer.status_code


@pytest.mark.parametrize("role", ["admin", "officer", "an", "editor"])
async def test_a_role_opens_its_pages_and_no_other(visit: Visit, office: Office, role: str) -> None:
    visitor = await visit(role)
    for name, of_route in cases(office).items():
        for method, path, form, roles in of_route:
            if name == "lead-agent" and role in OFFICE:
                continue  # it would give the lead away; see the test of assigning
            status = await ask(visitor, method, path, form)
            opened = status in {200, 303}
            assert opened is (role in roles), f"{role}: {method} {path} gave {status}"
            assert status < 500, f"{role}: {method} {path}"


async def test_without_a_session_every_route_leads_to_the_login(
    visit: Visit, office: Office
) -> None:
    visitor = await visit()
    for of_route in cases(office).values():
        for method, path, form, _ in of_route:
            send = visitor.get(path) if method == "GET" else visitor.post(path, form)
            answer = await send
            assert answer.status_code == 303, path
            assert "/console/login?next=" in answer.headers["location"]
            assert answer.text == ""


@pytest.mark.parametrize(
    "path",
    [
        "/staff/create",
        "/staff/edit?pk=1",
        "/_api/staff/relation-lookup",
        "/_api/staff/inline-edit?pk=1&field=role",
        "/_api/staff/inline-edit/row?pk=1",
        "/_api/staff/import",
        "/_api/staff/export",
        "/leads/list",
        "/leads/-1",
        "/leads/x",
    ],
)
async def test_nobody_reaches_what_the_library_could_do_beyond_lists(
    visit: Visit, path: str
) -> None:
    visitor = await visit("admin")
    assert (await visitor.get(path)).status_code == 404
    assert (await visitor.post(path)).status_code in {404, 405}


async def test_the_matrix_knows_every_route(app: Starlette, visit: Visit) -> None:
    await (await visit()).get("/login")
    office = Office(dict.fromkeys(("an", "cuong"), 1), 1, 1, 1, 1, 1, 1, 1)
    (console,) = [route for route in app.routes if isinstance(route, Mount)]
    routes = {
        (route.name, method)
        for route in console.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    known = {(name, method) for name, listed in cases(office).items() for method, *_ in listed}
    assert routes == known | {("login", "GET"), ("login", "POST"), ("logout", "POST")}


async def test_an_agent_sees_their_leads_and_the_queue_of_their_communes(
    visit: Visit, office: Office
) -> None:
    visitor = await visit("an")
    page = (await visitor.get("/leads")).text
    assert "Lê Thị Hoa" in page
    assert "Phan Văn Minh" in page
    for hidden in ("Hồ Sỹ Nam", "Bùi Thị Oanh", "alert(", "Tải danh sách"):
        assert hidden not in page
    for lead_id in (office.other, office.elsewhere, office.hostile, 999_999, 2**31, 2**70):
        for method, path, form in (
            ("GET", "", {}),
            ("POST", "/phone", {}),
            ("POST", "/status", {"to": "contacted"}),
            ("POST", "/note", {"note": "x"}),
            ("POST", "/agent", {"agent": str(office.staff["an"])}),
            ("GET", "/talk", {}),
            ("POST", "/talk", {"do": "take_over"}),
        ):
            assert await ask(visitor, method, f"/leads/{lead_id}{path}", form) == 404


async def test_filters_do_not_widen_what_an_agent_sees(visit: Visit, office: Office) -> None:
    visitor = await visit("an")
    for query in (
        f"agent={office.staff['cuong']}",
        "commune=17830",
        "text=Hồ Sỹ Nam",
        "text=0912345680",
        "status=new&commune=17830",
    ):
        page = (await visitor.get(f"/leads?{query}")).text
        assert "Không có ai trong danh sách này" in page
    assert "Mới, chưa giao <span" in (await visitor.get("/leads")).text
    assert 'Tất cả <span class="ms-1">2</span>' in (await visitor.get("/leads")).text
