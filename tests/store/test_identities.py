"""Conversations become one person's by proof and by staff's word, and part again."""

from __future__ import annotations

import pytest

from bot.leads.status import Interest
from bot.store import audit, consents, conversations, erase, identities, leads
from bot.store.identities import Claim, Person, UnprovenError
from bot.store.leads import LeadRequest
from bot.store.models import Contact, Proof, Standing
from tests.store.conftest import Office

PHONE = "0912345678"


async def give(office: Office, chat: str, phone: str = PHONE, *, proven: bool = False) -> int:
    """Let the person of a chat leave a number; return the conversation."""
    conversation_id = await office.converse(chat)
    lead = await office.lead(phone, conversation_id=conversation_id)
    if proven:
        async with office.store.begin() as session:
            assert lead.contact_id is not None
            await identities.claim(session, conversation_id, lead.contact_id, proven=True)
    return conversation_id


async def people(office: Office) -> list[Person]:
    async with office.store.read() as session:
        found, total = await identities.proposed(session, 9)
    assert total == len(found)
    return found


async def decide(office: Office, claim: Claim, standing: Standing, *, called: bool = False) -> None:
    async with office.store.begin() as session:
        await identities.decide(session, claim.id, standing, office.officer, called=called)


async def others(office: Office, conversation_id: int) -> list[int]:
    async with office.store.read() as session:
        return [one.conversation_id for one in await identities.others(session, conversation_id)]


async def test_a_number_given_once_asks_nothing(office: Office) -> None:
    await give(office, "a")
    await give(office, "a")
    await give(office, "b", "0912345679")
    assert await people(office) == []


async def test_the_same_number_is_proposed_and_links_nothing(office: Office) -> None:
    first, second = await give(office, "a"), await give(office, "b")
    (person,) = await people(office)
    assert person.masked_phone.endswith("678")
    assert PHONE not in str(person)
    assert [(one.conversation_id, one.standing) for one in person.claims] == [
        (first, Standing.OPEN),
        (second, Standing.OPEN),
    ]
    assert await others(office, first) == []


async def test_whoever_only_says_so_is_not_the_owner(office: Office) -> None:
    first = await give(office, "a", proven=True)
    second = await give(office, "b")
    proven, told = (await people(office))[0].claims
    assert (proven.proof, told.proof) == (Proof.PLATFORM, Proof.TOLD)
    await decide(office, proven, Standing.SAME)
    with pytest.raises(UnprovenError):
        await decide(office, told, Standing.SAME)
    assert await others(office, first) == []
    await decide(office, told, Standing.SAME, called=True)
    assert await others(office, first) == [second]
    assert await others(office, second) == [first]


async def test_a_link_is_undone_and_a_call_proves_only_once(office: Office) -> None:
    first, _second = await give(office, "a", proven=True), await give(office, "b")
    for claim in (await people(office))[0].claims:
        await decide(office, claim, Standing.SAME, called=True)
    platform, called = (await people(office))[0].claims
    assert called.proof is Proof.CALLED
    assert called.staff_name is not None
    for claim in (platform, called):
        await decide(office, claim, Standing.OPEN)
    assert await others(office, first) == []
    platform, told = (await people(office))[0].claims
    assert (platform.proof, told.proof) == (Proof.PLATFORM, Proof.TOLD)
    with pytest.raises(UnprovenError):
        await decide(office, told, Standing.SAME)


async def test_decisions_are_audited_without_the_number(office: Office) -> None:
    await give(office, "a")
    await give(office, "b")
    claim = (await people(office))[0].claims[0]
    await decide(office, claim, Standing.OTHER)
    await decide(office, claim, Standing.OPEN)
    async with office.store.read() as session:
        lines = await audit.latest(session, 2)
    assert [line.action for line in lines] == ["person.reopened", "person.kept_apart"]
    assert "345678" not in str([line.detail for line in lines])
    assert lines[0].staff_id == office.officer


async def test_somebody_elses_number_is_not_theirs_though_another_is(office: Office) -> None:
    first, second = await give(office, "a"), await give(office, "b")
    third = await give(office, "c")
    for claim, standing in zip(
        (await people(office))[0].claims,
        (Standing.SAME, Standing.OTHER, Standing.SAME),
        strict=True,
    ):
        await decide(office, claim, standing, called=True)
    assert await others(office, first) == [third]
    assert await others(office, second) == []


async def test_what_waits_for_a_decision_comes_first(office: Office) -> None:
    for chat in ("a", "b"):
        await give(office, chat, "0912345670")
        await give(office, chat, "0912345671")
    for claim in (await people(office))[0].claims:
        await decide(office, claim, Standing.OTHER)
    waiting, settled = await people(office)
    assert {one.standing for one in waiting.claims} == {Standing.OPEN}
    assert {one.standing for one in settled.claims} == {Standing.OTHER}
    async with office.store.read() as session:
        page, total = await identities.proposed(session, 1, 1)
    assert (page[0].contact_id, total) == (settled.contact_id, 2)


async def test_no_such_claim(office: Office) -> None:
    async with office.store.begin() as session:
        with pytest.raises(LookupError):
            await identities.decide(session, 999, Standing.SAME, office.officer)


async def test_a_proof_is_not_lost_when_the_number_is_typed_later(office: Office) -> None:
    await give(office, "b")
    conversation_id = await give(office, "a", proven=True)
    await office.lead(PHONE, conversation_id=conversation_id)
    proofs = {one.conversation_id: one.proof for one in (await people(office))[0].claims}
    assert proofs[conversation_id] is Proof.PLATFORM


async def test_forgetting_the_person_takes_the_claims_along(office: Office) -> None:
    first, second = await give(office, "a"), await give(office, "b")
    for claim in (await people(office))[0].claims:
        await decide(office, claim, Standing.SAME, called=True)
    async with office.store.begin() as session:
        await erase.citizen(session, await conversations.lock(session, second))
        assert await session.get(Contact, 1) is None
    assert await others(office, first) == []
    assert await people(office) == []


async def test_a_request_says_what_its_platform_vouches_for(office: Office) -> None:
    await give(office, "a")
    other = await office.converse("b")
    async with office.store.begin() as session:
        consent = await consents.active(session, other, "lead")
        assert consent is not None
        wanted = LeadRequest(consent=consent, phone=PHONE, interest=Interest.SI, proven=True)
        await leads.request(session, other, wanted)
    proofs = {one.conversation_id: one.proof for one in (await people(office))[0].claims}
    assert proofs[other] is Proof.PLATFORM
