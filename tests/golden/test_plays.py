"""Golden conversations: each is played anew and must read exactly as it is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.flows import FLOWS
from bot.play import BadPlayError, ContextOf, event_of, perform, read_play
from bot.understanding.contract import Understander
from nlu.intents import INTENTS

PLAYS = sorted((Path(__file__).parent / "plays").glob("*.txt"))
WRITTEN = {path: path.read_text(encoding="utf-8") for path in PLAYS}


def rewrite(path: Path, played: str) -> None:
    path.write_text(played, encoding="utf-8")


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
async def test_conversation_goes_as_written(
    path: Path, understander: Understander, context_of: ContextOf, rewriting: bool
) -> None:
    played = await perform(read_play(WRITTEN[path]), understander, context_of)
    if rewriting:
        rewrite(path, played)
    else:
        assert played == WRITTEN[path]


def test_plays_show_every_flow_and_several_channels() -> None:
    plays = [read_play(written) for written in WRITTEN.values()]
    assert len(plays) >= 80
    assert FLOWS.keys() <= {play.flow for play in plays}
    assert {"web", "telegram", "zalo_oa"} <= {play.channel for play in plays}
    assert len({play.title for play in plays}) == len(plays)


async def test_plays_say_something_of_every_intent(understander: Understander) -> None:
    lines = [line.said for written in WRITTEN.values() for line in read_play(written).lines]
    heard = {(await understander.understand(said, None)).intent for said in lines}
    assert set(INTENTS) <= heard


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (
            "# Nobody speaks\n# channel: web\n# flow: hi\n# date: 2026-11-22\n",
            "a citizen who speaks",
        ),
        ("# A\n# channel: web\n# flow: hi\n# date: today\n\n> chào\n", "Invalid isoformat"),
        ("# A\n# channel: web\n# flow: hi\n# date: 2026-11-22\n\n>> chào\n", "not a play"),
    ],
)
def test_text_that_is_no_play_is_refused(written: str, reason: str) -> None:
    with pytest.raises(BadPlayError, match=reason):
        read_play(written)


def test_message_of_several_lines_is_one_message() -> None:
    head = "# A\n# channel: web\n# flow: hi\n# date: 2026-11-22\n\n"
    (line,) = read_play(f"{head}> chào em\n>> cho hỏi\n").lines
    assert line.said == "chào em\ncho hỏi"


@pytest.mark.parametrize("said", ["[6 tháng]", "(dance)"])
def test_nobody_presses_what_is_not_there(said: str) -> None:
    with pytest.raises(BadPlayError):
        event_of(said, {"3 tháng": "hi:months=3"})
