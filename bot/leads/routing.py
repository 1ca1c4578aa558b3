"""Which agent a lead goes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agent:
    """An active agent who serves the commune, with the number of their open leads."""

    id: int
    open_leads: int


def choose_agent(agents: Iterable[Agent]) -> int | None:
    """Return the id of the agent of the commune with the least to do.

    None means the queue of the office: nobody serves the commune, or it is not known.
    """
    chosen = min(agents, key=lambda agent: (agent.open_leads, agent.id), default=None)
    return None if chosen is None else chosen.id
