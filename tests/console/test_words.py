"""How the console says things."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from starlette_admin.i18n import translations

from bot.channels.web.channel import WebChannel
from bot.console import vietnamese, words
from bot.console.figures import figures_of
from bot.leads.status import Interest
from bot.store.models import LeadChange, Role
from policies import load_ruleset, quote
from tests.console.conftest import Visit
from tests.console.office import Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return one database: what is tested here is the same on both."""
    return sqlite_url


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=-5), "vừa xong"),
        (timedelta(seconds=59), "vừa xong"),
        (timedelta(minutes=1), "chờ 1 phút"),
        (timedelta(minutes=119), "chờ 1 giờ"),
        (timedelta(hours=23, minutes=59), "chờ 23 giờ"),
        (timedelta(hours=49), "chờ 2 ngày"),
    ],
    ids=str,
)
def test_a_wait_is_said_in_its_largest_unit(time: timedelta, said: str) -> None:
    assert words.waited(time) == said


def test_a_moment_is_said_in_vietnamese_time() -> None:
    assert words.moment(datetime(2026, 11, 22, 18, 5, tzinfo=UTC)) == "23/11/2026 01:05"


def test_every_value_that_staff_see_has_its_word() -> None:
    assert set(words.INTERESTS) == set(Interest)
    assert set(words.ROLES) == set(Role)
    assert set(words.CHANGES) == set(LeadChange)


def test_every_action_of_the_audit_has_its_word() -> None:
    bot = Path(words.__file__).parents[1]
    calls = [
        call
        for path in bot.rglob("*.py")
        for call in re.findall(r"audit\.write\((.*?)\)\n", path.read_text(), re.DOTALL)
    ]
    found = {action for call in calls for action in re.findall(r'"([a-z]+\.[a-z_]+)"', call)}
    assert "lead.phone_revealed" in found
    assert found <= set(words.ACTIONS)
    assert {action.split(".")[0] for action in words.ACTIONS} <= set(words.SUBJECTS)


def test_the_catalogue_translates_what_the_library_says_and_keeps_its_placeholders() -> None:
    with vietnamese.CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="vi")
    known = set(translations["fr"]._catalog)
    extra = {"Next page", "Previous page"}
    for message in catalogue:
        if not message.id:
            continue
        assert message.id in known | extra, f"the library does not say {message.id!r}"
        assert message.string
        placeholders = re.findall(r"%\(\w+\)s|%\(\w+\)d", str(message.id))
        assert sorted(placeholders) == sorted(re.findall(r"%\(\w+\)[sd]", str(message.string)))


async def test_pages_of_the_library_speak_vietnamese(visit: Visit, office: Office) -> None:
    visitor = await visit("admin")
    for path in ("/staff/list", "/audit/list", "/unanswered/list", "/missing"):
        page = (await visitor.get(path)).text
        assert '<html lang="vi"' in page
        seen = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
        for english in ("Search", "Showing", "Actions", "Login", "Logout", "entries", "found an"):
            assert english not in seen, f"{path} says {english!r}"


def test_a_quote_keeps_its_sums_sources_and_warnings() -> None:
    answer = quote(
        load_ruleset(),
        {"scheme": "household_hi", "on": "2026-11-22", "household_size": 2, "months": 12},
    ).as_json()
    figures = figures_of(answer)
    assert [line.amount for line in figures.lines] == ["1.366.200 đồng", "956.340 đồng"]
    assert {line.payer for line in figures.lines} == {"Người dân"}
    assert figures.totals["Người dân đóng"] == "2.322.540 đồng"
    assert figures.on == "22/11/2026"
    assert figures.final is (answer["status"] == "final")
    assert len(figures.warnings) == len(answer["warnings"]) > 0
    assert len(figures.sources) == len(set(figures.sources)) > 0
    assert figures.ruleset == answer["ruleset"]


def test_the_channels_have_names() -> None:
    assert {WebChannel.name, "telegram"} <= set(words.CHANNELS)
