"""Messages that name a topic or ask a price and say nothing else: no model can know what is meant.

`bao nhiêu tiền` was asked of something the conversation may know; `bhyt` may want the price, the
card or the benefits. Such a text has candidates, and the dialogue offers them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nlu.text import Views

_POLITE: Final = (
    r"(da|vang|alo|a|o|oi|em|anh|chi|co|chu|bac|chau|con|toi|minh|ban|quan tri|nhe|nha|cho|xin|hoi"
    r"|ve|tu van|biet|muon|voi|thi|la|vay|the|rua|ha|he|hay|ni|nay|nhi|cai|kia|do|gio|di) "
)
_PRICE: Final = r"((gia|phi|tien|het|mat|ton|tra|phai tra|tong cong|tat ca) )*(bao nhieu|may)"
_CARD: Final = r"the bao hiem|(the )?(bao hiem )?y te( ho gia dinh)?|bao hiem ho gia dinh"
_TOPICS: Final = tuple(
    (re.compile(rf"({_POLITE})*({pattern}) ({_POLITE})*"), candidates)
    for pattern, candidates in (
        (rf"{_PRICE}( (tien|dong))?", ("calc_hi", "calc_si", "calc_pension")),
        (
            _CARD,
            ("calc_hi", "ask_hi_register", "ask_hi_benefits", "ask_hi_validity"),
        ),
        (
            "(mua|dong|tham gia) bao hiem",
            ("calc_hi", "calc_si", "ask_hi_register", "ask_si_register"),
        ),
    )
)
_LONGEST: Final = 60
_MARKS = re.compile(r"[^\w ]+")


def candidates_of(seen: Views) -> tuple[str, ...]:
    """Return the intents that a text of this kind may have, likeliest first; () for others."""
    if len(seen.fold) > _LONGEST:
        return ()
    words = " ".join(_MARKS.sub(" ", seen.fold).split())
    return next((found for topic, found in _TOPICS if topic.fullmatch(f"{words} ")), ())
