"""The replies of a turn in the form in which they are heard."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence, Set

from bot.conversation.aloud.short import MOST_WORDS, shortened
from bot.conversation.aloud.speakable import speakable
from bot.conversation.replies import Reply


def told(
    replies: Sequence[Reply],
    *,
    voices: Mapping[int, str],
    whole: Set[int],
    introduction: str,
    asking: bool,
    read_as: Mapping[str, str],
    endings: tuple[str, str],
) -> tuple[list[Reply], str]:
    """Return the replies as they are heard, and what is left to say of the last one.

    `voices` are the texts for the ear by the place of their reply, `whole` the places of those that
    must be heard word by word. The buttons of the last reply are choices where it is `asking`. The
    first reply follows the `introduction`. The last one ends with its own question; where it asks
    nothing, with the first of `endings`, or with the second where something is left to say.
    """
    closing, going_on = (speakable(one, read_as) for one in endings)
    opening, left, heard = speakable(introduction, read_as), "", list(replies)
    for at, reply in enumerate(replies):
        last = at == len(replies) - 1
        text = speakable(voices.get(at, reply.text), read_as, whole=at in whole)
        if at not in whole:
            spoken = shortened(
                text,
                closing=closing if last and not asking else "",
                going_on=going_on if last else "",
                options=[speakable(one.label, read_as) for one in reply.buttons]
                if last and asking
                else (),
                most=MOST_WORDS - (0 if at else len(opening.split())),
            )
            text, left = spoken.text, spoken.left
        if not at:
            text = f"{opening} {text}".strip()
        heard[at] = dataclasses.replace(reply, text=text)
    return heard, left
