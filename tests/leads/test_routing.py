"""A lead goes to the agent with the least to do."""

from __future__ import annotations

from bot.leads.routing import Agent, choose_agent


def test_the_agent_with_the_fewest_open_leads_is_chosen() -> None:
    assert choose_agent([Agent(1, 5), Agent(2, 3), Agent(3, 4)]) == 2


def test_of_two_that_have_as_much_the_first_is_chosen() -> None:
    assert choose_agent([Agent(9, 3), Agent(4, 3)]) == 4


def test_without_an_agent_it_stays_in_the_queue() -> None:
    assert choose_agent([]) is None
