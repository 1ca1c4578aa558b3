"""The tables, one concept a file."""

from bot.store.models.account import Account
from bot.store.models.audit import Audit
from bot.store.models.base import Base
from bot.store.models.charged import ChargedMessage
from bot.store.models.commune import Commune
from bot.store.models.consent import Consent, OptIn
from bot.store.models.contact import Contact
from bot.store.models.conversation import Conversation, Owner
from bot.store.models.feedback import Feedback
from bot.store.models.identity import Identity, Proof, Standing
from bot.store.models.inbox import Inbox, InboxStatus
from bot.store.models.lead import Lead, LeadChange, LeadEvent
from bot.store.models.message import Direction, Message
from bot.store.models.outbox import Author, Outbox, OutboxStatus, Priority
from bot.store.models.quote import Quote
from bot.store.models.reminder import Reminder
from bot.store.models.staff import AgentCommune, Role, Staff
from bot.store.models.token_pair import TokenPair
from bot.store.models.unanswered import Unanswered

__all__ = [
    "Account",
    "AgentCommune",
    "Audit",
    "Author",
    "Base",
    "ChargedMessage",
    "Commune",
    "Consent",
    "Contact",
    "Conversation",
    "Direction",
    "Feedback",
    "Identity",
    "Inbox",
    "InboxStatus",
    "Lead",
    "LeadChange",
    "LeadEvent",
    "Message",
    "OptIn",
    "Outbox",
    "OutboxStatus",
    "Owner",
    "Priority",
    "Proof",
    "Quote",
    "Reminder",
    "Role",
    "Staff",
    "Standing",
    "TokenPair",
    "Unanswered",
]
