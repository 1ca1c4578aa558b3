"""Queries about leads: every change with its history, and what staff look at."""

from bot.leads.status import IllegalStatusChange
from bot.store.leads.changes import (
    LeadRequest,
    add_note,
    assign,
    change_status,
    request,
    return_overdue,
    update,
    withdraw,
)
from bot.store.leads.reading import (
    HistoryRow,
    LeadDetail,
    LeadRow,
    counts,
    export_phones,
    get,
    is_visible_to,
    of_conversation,
    reveal_phone,
    search,
)

__all__ = [
    "HistoryRow",
    "IllegalStatusChange",
    "LeadDetail",
    "LeadRequest",
    "LeadRow",
    "add_note",
    "assign",
    "change_status",
    "counts",
    "export_phones",
    "get",
    "is_visible_to",
    "of_conversation",
    "request",
    "return_overdue",
    "reveal_phone",
    "search",
    "update",
    "withdraw",
]
