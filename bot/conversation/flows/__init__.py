"""The flows of the dialogue, one file each; `FLOWS` names them all."""

from bot.conversation.flows.affordable import Affordable
from bot.conversation.flows.belonging import Belonging
from bot.conversation.flows.comparing import Compare
from bot.conversation.flows.contract import Flow
from bot.conversation.flows.feedback import Feedback
from bot.conversation.flows.household_hi import HouseholdHI
from bot.conversation.flows.kept_data import KeptData
from bot.conversation.flows.lead import Lead
from bot.conversation.flows.lump_sum import LumpSum
from bot.conversation.flows.pension import PensionPlan
from bot.conversation.flows.privacy import DeleteData
from bot.conversation.flows.reminding import Remind
from bot.conversation.flows.share import Share
from bot.conversation.flows.voluntary_si import VoluntarySI

LEAD = Lead()

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        HouseholdHI(),
        VoluntarySI(),
        Affordable(),
        Compare(),
        Belonging(),
        PensionPlan(),
        LumpSum(),
        Remind(),
        Share(),
        LEAD,
        KeptData(),
        DeleteData(),
        Feedback(),
    )
}

__all__ = ["FLOWS", "LEAD", "Flow"]
