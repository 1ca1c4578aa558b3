"""Filling an empty database for the demonstration, through the same code as real life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.app import Installation
from bot.channels.contract import InboundEvent
from bot.channels.web.channel import WebChannel
from bot.conversation.events import Event, Press, Start, Text
from bot.delivery import receive
from bot.delivery.answerer import Answerer
from bot.delivery.sender import Sender
from bot.demo.people import STAFF, TALKS, Talk
from bot.places import load_communes
from bot.settings import Settings
from bot.store import communes, staff
from bot.store.store import Store, utc_now
from bot.understanding.whole import whole_in_process
from nlu.places.table import table

BETWEEN_LINES = timedelta(seconds=20)


async def add_staff(store: Store, password: str) -> None:
    """Add the staff of the demonstration, all with the same password."""
    codes = {unit.name: unit.code for unit in table().communes if unit.former is None}
    await load_communes(store)
    async with store.begin() as session:
        for employee in STAFF:
            member = await staff.create(
                session,
                login=employee.login,
                name=employee.name,
                role=employee.role,
                password=password,
            )
            await communes.serve(session, member.id, [codes[name] for name in employee.communes])


async def hold_talks(home: Installation, talks: Sequence[Talk], until: datetime) -> None:
    """Let every citizen say their lines, at their time, to what answers real ones."""
    at = until

    def clock() -> datetime:
        return at

    understander = whole_in_process(home.content, home.engine)
    async with Store.from_settings(home.settings, clock) as store:
        answerer = Answerer(understander, home.context)
        sender = Sender(store, {WebChannel.name: WebChannel()})
        for talk in sorted(talks, key=lambda talk: talk.ago, reverse=True):
            at = until - talk.ago
            for number, event in enumerate([Start(), *map(_event, talk.lines)]):
                inbound = InboundEvent(
                    WebChannel.name, f"{talk.chat}:{number}", talk.chat, event, at
                )
                await receive(store, inbound, limit=None, answerer=answerer)
                while await sender.step():
                    pass
                at += BETWEEN_LINES


def _event(line: str) -> Event:
    return Press(line[1:]) if line.startswith(">") else Text(line)


async def seed(settings: Settings, password: str) -> None:
    """Fill an empty database with staff, communes, conversations and leads."""
    home = Installation.load(settings)
    async with home.store:
        await add_staff(home.store, password)
        await hold_talks(home, TALKS, utc_now())
