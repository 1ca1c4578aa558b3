"""People and places that the tests of the store need."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.leads.status import Interest
from bot.store import communes, consents, conversations, leads, staff
from bot.store.communes import CommuneData
from bot.store.leads import LeadRequest
from bot.store.models import Lead, Role
from bot.store.staff import _hasher, _nobody
from bot.store.store import Store


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let argon2 be as cheap as it can be: its cost is not what is tested."""
    for name, value in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
        monkeypatch.setattr(_hasher._parameters, name, value)
    _nobody.cache_clear()


@dataclass
class Office:
    """An office with an officer, two agents and two communes; both agents serve the first."""

    store: Store
    officer: int
    lan: int
    minh: int

    async def converse(self, chat: str = "hoa") -> int:
        """Return a conversation in which consent was given."""
        async with self.store.begin() as session:
            conversation_id = await conversations.ensure(session, "web", chat)
            conversation = await conversations.lock(session, conversation_id)
            consents.give(session, conversation, purpose="lead", version="1", text_sha256="0" * 64)
        return conversation_id

    async def lead(
        self,
        phone: str = "0912345678",
        interest: Interest = Interest.HI,
        *,
        conversation_id: int | None = None,
        name: str | None = "Trần Thị Hoa",
        commune_code: str | None = None,
        commune_name: str | None = None,
        note: str | None = None,
    ) -> Lead:
        """Return a lead as a citizen's request makes it."""
        conversation_id = conversation_id or await self.converse()
        async with self.store.begin() as session:
            consent = await consents.active(session, conversation_id, "lead")
            assert consent is not None
            wanted = LeadRequest(
                consent=consent,
                phone=phone,
                interest=interest,
                name=name,
                commune_code=commune_code,
                commune_name=commune_name,
                note=note,
            )
            return await leads.request(session, conversation_id, wanted)

    async def move(self, lead_id: int, *path: str) -> None:
        """Take a lead along a path of the life cycle."""
        for status in path:
            async with self.store.begin() as session:
                if status == "assigned":
                    await leads.assign(session, lead_id, self.lan, self.officer)
                else:
                    await leads.change_status(session, lead_id, status, self.lan)


@pytest.fixture
async def office(store: Store) -> Office:
    async with store.begin() as session:
        people = [
            await staff.create(session, login=login, name=name, role=role, password="secret 1")
            for login, name, role in (
                ("officer", "Lê Văn Cường", Role.OFFICER),
                ("lan", "Nguyễn Thị Lan", Role.AGENT),
                ("minh", "Phạm Văn Minh", Role.AGENT),
            )
        ]
        await communes.load(
            session,
            [
                CommuneData("17329", "Xã Nam Đàn", "nghe-an", ("Xã Xuân Hòa", "Xã Vân Diên")),
                CommuneData("16681", "Phường Thành Vinh", "nghe-an"),
            ],
        )
        for agent in people[1:]:
            await communes.serve(session, agent.id, ["17329"])
    return Office(store, *(person.id for person in people))
