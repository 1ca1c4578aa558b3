"""The service clock: until when a lead must have moved on, in hours that the office is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.leads.status import LeadStatus
from bot.vietnam import VIETNAM


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When the office calls people, in Vietnamese time; `days` counts Monday as 0.

    The default keeps to Monday to Friday, 8:00 to 17:00: the hours in which Decree 91/2020/NĐ-CP
    lets anybody call at all.
    """

    opens: time = time(8)
    closes: time = time(17)
    days: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        if self.opens >= self.closes or not self.days:
            raise ValueError("service hours need a day and must close after they open")

    def after(self, moment: datetime, worked: timedelta) -> datetime:
        """Return the moment when the office has been open for `worked` since `moment`."""
        here = moment.astimezone(VIETNAM)
        left = worked
        while True:
            opens = datetime.combine(here.date(), self.opens, VIETNAM)
            closes = datetime.combine(here.date(), self.closes, VIETNAM)
            start = max(here, opens)
            if here.weekday() in self.days and start < closes:
                if start + left <= closes:
                    return (start + left).astimezone(moment.tzinfo)
                left -= closes - start
            here = datetime.combine(here.date() + timedelta(days=1), time(0), VIETNAM)


KEPT_FOR = timedelta(days=365)
"""How long a contact is kept after it was given, and a conversation after its last word: the
twelve months that the text of the consent names."""

PATIENCE: Mapping[LeadStatus, timedelta] = {
    LeadStatus.NEW: timedelta(hours=4),
    LeadStatus.ASSIGNED: timedelta(hours=9),
    LeadStatus.CONTACTED: timedelta(hours=45),
    LeadStatus.APPOINTMENT: timedelta(hours=45),
    LeadStatus.UNREACHABLE: timedelta(hours=18),
}
"""How long a lead may stay as it is, in open hours: half a day to assign it, a day to call, two
days to call again, a week to come to an end. A closed lead may stay for ever."""


def due_at(
    status: LeadStatus, since: datetime, hours: ServiceHours | None = None
) -> datetime | None:
    """Return until when a lead that is `status` since `since` must have moved on, or None."""
    patience = PATIENCE.get(status)
    return None if patience is None else (hours or ServiceHours()).after(since, patience)
