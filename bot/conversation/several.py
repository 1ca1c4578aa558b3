"""Several questions in one message: each is answered in its order, what needs an answer comes last.

Every question is tried on a draft of its own first, so that a question back does not stand between
two answers, and no more than one is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bot.conversation.draft import Draft
from bot.conversation.meaning import Meaning
from bot.conversation.state import Paused

Part: TypeAlias = tuple[str, Meaning]
Handle: TypeAlias = Callable[[Draft, str, Meaning], None]


def several(draft: Draft, parts: Sequence[Part], handle: Handle) -> None:
    """Handle each part; the flow that was waiting before, and those that wait now, are kept."""
    state = draft.state
    if state.flow is not None:
        draft.change(paused=(*state.paused, Paused(state.flow, state.awaiting)))
        draft.leave()
    kept = draft.state.paused
    draft.change(paused=())
    asking = []
    for text, meaning in parts:
        trial = Draft(draft.state, draft.context)
        handle(trial, text, meaning)
        if trial.state.flow is None:
            draft.absorb(trial)
        else:
            asking.append((text, meaning))
    draft.change(paused=kept)
    for text, meaning in reversed(asking[1:]):
        trial = Draft(draft.state, draft.context)
        handle(trial, text, meaning)
        draft.absorb(trial, silently=True)
    for text, meaning in asking[:1]:
        handle(draft, text, meaning)
