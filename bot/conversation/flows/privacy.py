"""Forgetting somebody: everything we hold of them goes, after one question."""

from __future__ import annotations

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.meaning import Meaning
from bot.conversation.state import State


class DeleteData:
    """Asks once whether all of it shall go, then deletes it and forgets the conversation."""

    name = "delete"
    changed_by: frozenset[str] = frozenset()

    def start(self, draft: Draft, meaning: Meaning | None) -> None:  # noqa: ARG002
        """Ask for confirmation."""
        draft.wait(self.name, "confirm_delete")
        self.ask(draft)

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:  # noqa: ARG002
        """Take a yes or a no."""
        if meaning.intent == "delete_my_data":
            self._decide(draft, delete=True)
        elif meaning.intent in {"affirm", "deny"}:
            self._decide(draft, delete=meaning.intent == "affirm")
        else:
            return False
        return True

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `sure=yes|no`."""
        if key == "sure":
            self._decide(draft, delete=value == "yes")

    def ask(self, draft: Draft) -> None:
        """Say what would be deleted and ask."""
        draft.reply(
            "privacy.ask_delete",
            [
                draft.button("delete_yes", "delete:sure=yes"),
                draft.button("delete_no", "delete:sure=no"),
            ],
        )

    def _decide(self, draft: Draft, *, delete: bool) -> None:
        if not delete:
            draft.leave()
            draft.reply("privacy.kept")
            return
        draft.effect(EffectType.DATA_DELETED)
        # The language is all that stays: who asked in it must understand that all else is gone.
        draft.state = State(greeted=True, locale=draft.state.locale)
        draft.reply("privacy.deleted")
