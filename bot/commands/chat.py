"""`ansinh chat`: talk with the assistant in the terminal; nothing is kept."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.channels.terminal import NAME, TerminalChannel
from bot.content.load import load_content
from bot.conversation.events import Event, Start, Text
from bot.delivery.simulate import Simulator
from bot.settings import CONTENT_DIR, PROVINCE
from bot.store.store import utc_now
from bot.understanding.whole import whole_in_process
from policies import load_ruleset

PROMPT = "› "


async def chat(*, voice: bool = False) -> None:
    """Talk until the end of the input; with `voice`, in the form that is heard."""
    content = load_content(CONTENT_DIR)
    understander = whole_in_process(content)
    channels = [TerminalChannel(click.echo, voice=voice)]
    rules = load_ruleset()
    async with Simulator(understander, rules, content, PROVINCE, channels) as simulator:
        event: Event = Start()
        while True:
            await simulator.handle(NAME, NAME, utc_now(), event)
            click.secho(f"\n{PROMPT}", nl=False, bold=True)
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                return
            event = Text(line.rstrip("\n"))


@click.command()
@click.option("--voice", is_flag=True, help="Answer in the short form that is read aloud.")
def command(*, voice: bool) -> None:
    """Talk with the assistant in the terminal. End with Ctrl-D."""
    asyncio.run(chat(voice=voice))
