"""What every flow is."""

from __future__ import annotations

from typing import Protocol

from bot.conversation.draft import Draft
from bot.conversation.meaning import Meaning


class Flow(Protocol):
    """A conversation with a purpose. It has no memory of its own: all of it is in the state."""

    @property
    def name(self) -> str:
        """Its short name, as payloads and the state carry it."""
        ...

    @property
    def changed_by(self) -> frozenset[str]:
        """Intents that, without an entry of the FAQ, may change its last result."""
        ...

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Begin, with whatever the sentence that led here already told."""
        ...

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        """Take a sentence as the answer that is awaited; False where it is none."""
        ...

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press of one of its buttons, `<name>:<key>=<value>`."""
        ...

    def ask(self, draft: Draft) -> None:
        """Ask again for what is awaited."""
        ...


class Immediate:
    """A flow that answers at once: it never waits, so no sentence is ever an answer to it."""

    changed_by: frozenset[str] = frozenset()

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:  # noqa: ARG002
        """Take nothing."""
        return False

    def ask(self, draft: Draft) -> None:
        """Ask nothing."""
