"""An office to look at: staff of every role, people who wait, what they said and were told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.replies import Button, Reply, Source
from bot.leads.status import Interest
from bot.store import communes, consents, conversations, leads, log, outbox, quotes, unanswered
from bot.store.communes import CommuneData
from bot.store.leads import LeadRequest
from bot.store.models import Owner, Role, Staff
from bot.store.store import Store
from policies import load_ruleset, quote

PASSWORD = "mật khẩu dài để thử"
_HASH = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)

LOC, LAM = "17827", "17830"
HOSTILE = '<script>alert("x")</script>=cmd'

ASKED = {
    "scheme": "household_hi",
    "on": "2026-11-23",
    "province": "nghe-an",
    "household_size": 4,
    "months": 12,
}


@cache
def answer() -> dict[str, object]:
    """Return what the citizens of this office were told they would pay."""
    return quote(load_ruleset(), ASKED).as_json()


@dataclass(frozen=True, slots=True)
class Office:
    """The numbers of what was made. `mine` is An's lead, `queue` nobody's in An's commune."""

    staff: dict[str, int]
    mine: int
    queue: int
    other: int
    elsewhere: int
    hostile: int
    talk: int
    waiting: int


async def furnish(store: Store) -> Office:
    """Fill the store."""
    async with store.begin() as session:
        await communes.load(
            session,
            [
                CommuneData(LOC, "Xã Nghi Lộc", "nghe-an"),
                CommuneData(LAM, "Xã Đô Lương", "nghe-an"),
            ],
        )
        staff = {
            login: (await _member(session, login, name, role)).id
            for login, name, role in (
                ("admin", "Quản trị viên", Role.ADMIN),
                ("officer", "Cán bộ Bình", Role.OFFICER),
                ("an", "Nguyễn Thị An", Role.AGENT),
                ("cuong", "Trần Văn Cường", Role.AGENT),
                ("editor", "Biên tập Dung", Role.EDITOR),
            )
        }
        talk = await _conversation(session, "web", "citizen-1")
        mine = await _lead(session, talk, "0912345678", "Lê Thị Hoa", LOC, "Xã Nghi Lộc")
        queue = await _lead(session, talk, "0912345679", "Phan Văn Minh", LOC, "Xã Nghi Lộc")
        other = await _lead(session, talk, "0912345680", "Hồ Sỹ Nam", LAM, "Xã Đô Lương")
        elsewhere = await _lead(session, talk, "0912345681", "Bùi Thị Oanh", LAM, "Xã Đô Lương")
        hostile = await _lead(session, talk, "0912345682", HOSTILE, None, HOSTILE)
        await leads.assign(session, mine, staff["an"], None)
        await leads.assign(session, other, staff["cuong"], None)
        await communes.serve(session, staff["an"], [LOC])
        await communes.serve(session, staff["cuong"], [LAM])
        waiting = await _conversation(session, "telegram", "citizen-2")
        conversation = await conversations.lock(session, waiting)
        conversation.owner, conversation.hand_off_reason = Owner.PERSON, "asked"
        conversation.handed_off_at = store.clock()
        await log.heard(session, conversation, "text", "Cho tôi gặp cán bộ", store.clock())
        unanswered.add(session, waiting, "Bảo hiểm cho con trâu?", [("other", 0.4)])
    return Office(staff, mine, queue, other, elsewhere, hostile, talk, waiting)


async def _member(session: AsyncSession, login: str, name: str, role: Role) -> Staff:
    member = Staff(login=login, name=name, role=role, password_hash=_HASH)
    member.created_at = session.info["clock"]()
    session.add(member)
    await session.flush()
    return member


async def _conversation(session: AsyncSession, channel: str, chat: str) -> int:
    number = await conversations.ensure(session, channel, chat)
    conversation = await conversations.lock(session, number)
    await log.heard(
        session, conversation, "text", "nhà tôi 4 người đóng bao nhiêu", conversation.created_at
    )
    reply = Reply(
        "Nhà mình 4 người, đóng 12 tháng.\nAnh/chị có muốn cán bộ gọi lại không?",
        (Button("Có, gọi cho tôi", "lead:consent=yes"),),
        (Source("188/2025/NĐ-CP", "6"),),
    )
    owed = await outbox.add(session, conversation, reply)
    await log.said(session, conversation, reply, outbox_id=owed)
    return number


async def _lead(
    session: AsyncSession,
    conversation_id: int,
    phone: str,
    name: str,
    code: str | None,
    commune: str,
) -> int:
    conversation = await conversations.lock(session, conversation_id)
    consent = consents.give(
        session, conversation, purpose="call_back", version="2026-11", text_sha256="0" * 64
    )
    kept = await quotes.store(session, conversation_id, ASKED, answer())
    await session.flush()
    wanted = LeadRequest(
        consent=consent,
        phone=phone,
        interest=Interest.HI,
        name=name,
        commune_code=code,
        commune_name=commune,
        note="Gọi sau 5 giờ chiều",
        quote_id=kept,
    )
    return (await leads.request(session, conversation_id, wanted)).id
