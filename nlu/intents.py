"""The closed list of intents, and the confidences at which one is acted on or offered."""

from __future__ import annotations

from typing import Final

INTENTS: Final = (
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "restart",
    "help",
    "talk_to_human",
    "stop_messages",
    "delete_my_data",
    "calc_si",
    "calc_hi",
    "calc_pension",
    "ask_subsidy",
    "ask_si_benefits",
    "ask_si_conditions",
    "ask_si_payment_methods",
    "ask_si_lump_sum",
    "ask_si_pension_age",
    "ask_si_maternity",
    "ask_si_death",
    "ask_si_register",
    "ask_si_pause_resume",
    "ask_si_book",
    "ask_hi_benefits",
    "ask_hi_register",
    "ask_hi_validity",
    "ask_hi_lookup",
    "ask_hi_lost_card",
    "ask_hi_change_facility",
    "ask_hi_referral",
    "ask_hi_household_rules",
    "ask_hi_newborn_children",
    "ask_hi_students",
    "ask_vssid",
    "ask_online_payment",
    "ask_office_contact",
    "ask_law_change",
    "leave_contact",
    "complaint",
    "inform",
    "other",
)
"""What a message can mean. `other` is everything the office does not answer."""

UNCLEAR: Final = "unclear"
"""What `Meaning.intent` says where no intent is certain enough to act on."""
