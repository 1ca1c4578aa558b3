"""What a turn does to the world besides talking; carried out in the turn's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EffectType(StrEnum):
    """The closed list of effects."""

    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    LEAD_LOGGED = "lead_logged"
    LEAD_UPDATED = "lead_updated"
    LEAD_WITHDRAWN = "lead_withdrawn"
    HANDED_OFF = "handed_off"
    RETURNED_TO_BOT = "returned_to_bot"
    OPTED_IN = "opted_in"
    OPTED_OUT = "opted_out"
    REMINDER_SCHEDULED = "reminder_scheduled"
    DATA_DELETED = "data_deleted"
    QUOTE_STORED = "quote_stored"
    UNANSWERED_LOGGED = "unanswered_logged"
    FEEDBACK_GIVEN = "feedback_given"


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect; the shape of `data` by type:

    - consent_given, consent_withdrawn: `{"consent": {"purpose", "version", "text_sha256"}}`
    - lead_logged: `{"lead": {"phone" (E.164), "name"?, "interest": "hi"|"si"|"any",
      "commune"?: {"code"?, "name"}, "note"?, "proven"? (the platform vouches for the phone)}}`;
      the store links the last quote and the consent
    - lead_updated: `{"lead": {any of "name", "interest", "commune", "note"}}` (the open lead)
    - lead_withdrawn, data_deleted, opted_in, opted_out, returned_to_bot: `{}`
    - handed_off: `{"reason"}`
    - reminder_scheduled: `{"reminder": {"kind", "on" (ISO date)}}`
    - quote_stored: `{"request", "quote"}`, the request and answer of `ansinh quote`
    - unanswered_logged: `{"text", "ranking": [[intent, confidence], …]}`
    - feedback_given: `{"feedback": {"about" ("faq:<entry>" or "flow:<name>"), "ruleset" (hash),
      "useful", "remark"?}}`; a remark comes after the opinion that it belongs to
    """

    type: EffectType
    data: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the effect in the form of `ansinh converse`."""
        return {"type": self.type.value, **self.data}
