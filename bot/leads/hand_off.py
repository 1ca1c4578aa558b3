"""How long a hand-off may wait for somebody to take it before staff are told again."""

from __future__ import annotations

from datetime import timedelta

PATIENCE = (timedelta(minutes=10), timedelta(minutes=20))
"""Open hours after staff were told first, and again; after the last, those in charge are told."""
