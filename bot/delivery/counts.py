"""What this process counts for whoever watches it. No label tells anything about a person."""

from __future__ import annotations

from prometheus_client import Counter

SENDS = Counter("ansinh_sends", "Sends of messages by what became of them.", ["channel", "outcome"])
TURNS = Counter("ansinh_turns", "Events handled by what became of them.", ["channel", "outcome"])
REFUSED = Counter("ansinh_refused", "What was not let in, by the reason.", ["channel", "reason"])
