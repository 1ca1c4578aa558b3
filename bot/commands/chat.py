"""`ansinh chat`: talk with the assistant in the terminal; nothing is kept."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import click

from bot.content.load import load_content
from bot.conversation.events import Event, Press, Start, Text
from bot.conversation.replies import Source
from bot.delivery.simulate import Simulator
from bot.settings import CONTENT_DIR, PROVINCE
from bot.store.store import utc_now
from bot.understanding.engine import load_engine
from bot.understanding.hearing import Hearing
from bot.understanding.in_process import InProcess
from bot.understanding.locating import Locating
from policies import load_ruleset

PROMPT = "› "


def show(answer: dict[str, Any]) -> list[str]:
    """Print the replies with numbered choices; return the payloads that a number stands for."""
    payloads: list[str] = []
    for reply in answer["replies"]:
        click.echo(f"\n{reply['text']}")
        for source in reply["sources"]:
            click.secho(f"    ({Source(**source).name})", dim=True)
        for button in reply["buttons"]:
            payloads.append(button["payload"])
            click.secho(f"  {len(payloads)}. {button['label']}", fg="cyan")
    return payloads


def event_of(line: str, payloads: list[str]) -> Event:
    """Return what a line means here: the number of a choice is its press."""
    chosen = line.strip()
    if chosen.isdecimal() and 1 <= int(chosen) <= len(payloads):
        return Press(payloads[int(chosen) - 1])
    return Text(line)


async def chat() -> None:
    """Talk until the end of the input."""
    content = load_content(CONTENT_DIR)
    understander = Hearing(Locating(InProcess(load_engine(content))), content)
    async with Simulator(understander, load_ruleset(), content, PROVINCE) as simulator:

        async def tell(event: Event) -> list[str]:
            return show(await simulator.handle("terminal", "terminal", utc_now(), event))

        payloads = await tell(Start())
        while True:
            click.secho(f"\n{PROMPT}", nl=False, bold=True)
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                return
            payloads = await tell(event_of(line.rstrip("\n"), payloads)) or payloads


@click.command()
def command() -> None:
    """Talk with the assistant in the terminal. End with Ctrl-D."""
    asyncio.run(chat())
