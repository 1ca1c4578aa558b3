"""Looking up a check code: the calculation as it was told, for whom it is, and to whom not."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.console.again import make_again
from bot.console.quotes import MISTYPED, UNKNOWN
from bot.settings import Settings
from bot.sheets.codes import Codes
from bot.store import audit, conversations, erase, quotes
from bot.store.models import Audit, Quote
from bot.store.store import Store
from bot.vietnam import VIETNAM
from policies import load_ruleset, quote
from tests.console.conftest import Visit
from tests.console.office import ASKED, Office, answer

RULES = load_ruleset()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return one database: what is tested here is the same on both."""
    return sqlite_url


@pytest.fixture
def codes(settings: Settings) -> Codes:
    """Return the codes of the office."""
    return Codes.from_settings(settings)


async def code_of(store: Store, codes: Codes, conversation_id: int) -> str:
    """Return the code of the last quote of a conversation."""
    async with store.read() as session:
        found = await quotes.latest(session, conversation_id)
    assert found is not None
    return codes.of(found.id)


async def looks(store: Store) -> list[tuple[int | None, str | None]]:
    """Return who looked up which quote."""
    async with store.read() as session:
        lines = await session.scalars(select(Audit).filter_by(action="quote.looked_up"))
        return [(line.staff_id, line.subject_id) for line in lines]


@pytest.mark.parametrize("role", ["admin", "officer", "an"])
async def test_code_shows_what_was_told_and_the_look_is_audited(
    visit: Visit, store: Store, office: Office, codes: Codes, role: str
) -> None:
    code = await code_of(store, codes, office.talk)

    page = (await (await visit(role)).post("/quotes", {"code": code.lower()})).text

    for told in (
        "1.366.200 đồng",
        "3.825.360 đồng",
        "23/11/2026",
        "Điều 6, 188/2025/NĐ-CP",
        RULES.hash[:12],
        "Vẫn như đã báo",
        "Lê Thị Hoa",
        code,
    ):
        assert told in page, told
    assert await looks(store) == [(office.staff[role], str(codes.quote_id(code)))]


async def test_office_sees_the_conversation_and_everybody_an_agent_their_own(
    visit: Visit, store: Store, office: Office, codes: Codes
) -> None:
    code = await code_of(store, codes, office.talk)

    of_officer = (await (await visit("officer")).post("/quotes", {"code": code})).text
    of_agent = (await (await visit("an")).post("/quotes", {"code": code})).text

    assert f"/console/conversations/{office.talk}" in of_officer
    assert "Hồ Sỹ Nam" in of_officer
    assert f"/console/conversations/{office.talk}" not in of_agent
    assert "Hồ Sỹ Nam" not in of_agent


async def test_agent_learns_nothing_of_what_is_not_theirs(
    visit: Visit, store: Store, office: Office, codes: Codes
) -> None:
    async with store.begin() as session:
        await quotes.store(session, office.waiting, ASKED, answer())
    code = await code_of(store, codes, office.waiting)

    page = (await (await visit("an")).post("/quotes", {"code": code})).text

    assert UNKNOWN in page
    assert "đồng" not in page
    assert await looks(store) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", MISTYPED), ("xin chào", MISTYPED), ("7KQ-2MD-9P", MISTYPED), ("x" * 5_000, MISTYPED)],
)
async def test_mistyped_code_is_said_to_be_so(
    visit: Visit, store: Store, office: Office, typed: str, said: str
) -> None:
    answered = await (await visit("officer")).post("/quotes", {"code": typed})
    assert answered.status_code == 200
    assert said in answered.text
    assert await looks(store) == []


async def test_code_that_nobody_has_any_more_is_not_found(
    visit: Visit, store: Store, office: Office, codes: Codes
) -> None:
    code = await code_of(store, codes, office.talk)
    async with store.begin() as session:
        await erase.citizen(session, await conversations.lock(session, office.talk))
    visitor = await visit("officer")

    for typed in (code, codes.of(999_999), codes.of(2**31), Codes("z" * 32).of(1)):
        assert UNKNOWN in (await visitor.post("/quotes", {"code": typed})).text


async def test_stored_answer_that_was_changed_is_noticed(
    visit: Visit, store: Store, office: Office, codes: Codes
) -> None:
    async with store.begin() as session:
        kept = await session.get_one(Quote, (await session.scalars(select(Quote.id))).first())
        kept.answer = {**kept.answer, "warnings": [{"code": "x", "message": "được thêm vào"}]}
        code = codes.of(kept.id)

    page = (await (await visit("officer")).post("/quotes", {"code": code})).text

    assert "được thêm vào" in page
    assert "Bản lưu không khớp" in page


async def test_audit_is_kept_per_calculation(
    visit: Visit, store: Store, office: Office, codes: Codes
) -> None:
    code = await code_of(store, codes, office.talk)
    visitor = await visit("officer")
    for _ in range(2):
        await visitor.post("/quotes", {"code": code})
    async with store.read() as session:
        lines = await audit.of_subject(session, "quote", codes.quote_id(code) or 0)
    assert len(lines) == 2
    page = (await (await visit("admin")).get("/audit/list")).text
    assert "quote.looked_up" not in page


def test_made_again_for_its_day_and_for_today() -> None:
    asked = {**ASKED, "on": "2026-05-01"}
    told = quote(RULES, asked).as_json()
    today = quote(RULES, {**asked, "on": "2026-11-22"}).as_json()
    noon = datetime(2026, 11, 22, 12, tzinfo=VIETNAM)

    own_day, now = make_again(RULES, asked, told, noon.date())

    assert (own_day.on, own_day.same, own_day.changed) == ("01/05/2026", True, False)
    assert now.on == "22/11/2026"
    assert now.same is (told["totals"] == today["totals"])
    assert not now.same, "the base salary rose in July 2026"
    assert now.totals["Người dân đóng"] == "3.825.360 đồng"


def test_made_again_once_where_both_days_are_one() -> None:
    (again,) = make_again(RULES, ASKED, answer(), date(2026, 11, 23))
    assert again.same


def test_rules_that_refuse_now_say_why() -> None:
    asked = {**ASKED, "months": 12, "on": "2026-11-22"}
    told = quote(RULES, asked).as_json()
    refused = {**asked, "household_size": 0}
    again = make_again(RULES, refused, told, date(2026, 11, 22))[0]
    assert not again.same
    assert again.refused
    assert again.totals == {}
