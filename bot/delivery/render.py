"""Fits a reply to what a channel can show: length, buttons, sources."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.channels.contract import Capabilities
from bot.conversation.replies import Button, Reply, Source
from bot.delivery.choices import numbered

# From the widest break to the narrowest; each is kept between what it separates.
_BREAKS = (
    re.compile(r"(\n{2,})"),
    re.compile(r"(\n)"),
    re.compile(r"(?<=[.!?…:;])(\s+)"),
    re.compile(r"(\s+)"),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The parts to send, in order, and the payloads of the numbered list among them."""

    parts: tuple[Reply, ...]
    choices: tuple[str, ...]


def render(reply: Reply, capabilities: Capabilities) -> Rendered:
    """Return the messages that show `reply` on a channel.

    The text is split between paragraphs, then lines, sentences and words; buttons, sources and
    attachments go with the last part. Choices become a numbered list where the channel has no
    buttons or too few of them; where messages are heard they are not read out, and a number still
    chooses.
    """
    as_list = len(reply.buttons) > capabilities.buttons
    blocks = [reply.text]
    if as_list and not capabilities.voice:
        blocks.append(numbered([button.label for button in reply.buttons]))
    if reply.sources and not (capabilities.shows_sources or capabilities.voice):
        blocks.append(_sources_line(reply.sources))
    text = unicodedata.normalize("NFC", "\n\n".join(block for block in blocks if block))
    pieces = split(text, capabilities.max_text)
    last = Reply(
        text=pieces[-1],
        buttons=() if as_list else _fitting(reply.buttons, capabilities.max_button_label),
        sources=reply.sources if capabilities.shows_sources else (),
        attachments=reply.attachments,
    )
    return Rendered(
        parts=(*(Reply(piece) for piece in pieces[:-1]), last),
        choices=tuple(button.payload for button in reply.buttons) if as_list else (),
    )


def split(text: str, longest: int) -> list[str]:
    """Return `text` in pieces of at most `longest` characters, broken where it hurts least."""
    return list(_pack(text.strip(), longest, 0))


def _pack(text: str, longest: int, level: int) -> Iterable[str]:
    if len(text) <= longest:
        yield text
        return
    if level == len(_BREAKS):
        yield from (text[at : at + longest] for at in range(0, len(text), longest))
        return
    packed = ""
    for piece, gap in _cut(text, level):
        if len(packed) + len(piece.rstrip()) <= longest:
            packed += piece + gap
            continue
        if packed.strip():
            yield packed.strip()
        *whole, rest = _pack(piece, longest, level + 1)
        yield from whole
        packed = rest + gap
    if packed.strip():
        yield packed.strip()


def _cut(text: str, level: int) -> list[tuple[str, str]]:
    """Return the pieces between breaks of a level, each with the break that follows it."""
    fields = [*_BREAKS[level].split(text), ""]
    return list(zip(fields[::2], fields[1::2], strict=True))


def _sources_line(sources: Sequence[Source]) -> str:
    named = dict.fromkeys(source.name for source in sources)
    return f"Căn cứ: {'; '.join(named)}."


def _fitting(buttons: Iterable[Button], longest: int) -> tuple[Button, ...]:
    return tuple(
        dataclasses.replace(button, label=_shortened(button.label, longest)) for button in buttons
    )


def _shortened(label: str, longest: int) -> str:
    whole = unicodedata.normalize("NFC", label)
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"
