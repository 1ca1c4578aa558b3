"""The way of a message: inbox, turn, outbox."""

from bot.delivery.intake import Accepted, receive, take

__all__ = ["Accepted", "receive", "take"]
