"""Who may join (*đối tượng tham gia*): Law 41/2024/QH15 article 2(4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..benefits.person import read_flag
from ..errors import PolicyError

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..worksheet import Worksheet

JOINING_AGE = "voluntary_si.joining_age"
OLDEST = 150

ASK_AGE = "Anh/chị năm nay bao nhiêu tuổi?"


def check_may_join(inputs: Inputs, sheet: Worksheet) -> None:
    """Raise `not_eligible` where age or pension, if they are told, keep the person out."""
    least = sheet.seek(JOINING_AGE)
    if inputs.has("age"):
        age = inputs.whole_between("age", 0, OLDEST, ASK_AGE, f"Tuổi phải từ 0 đến {OLDEST}.")
        if least is not None and age < sheet.use(JOINING_AGE).value:
            raise PolicyError(
                "not_eligible",
                "age",
                f"Phải từ đủ {least.value} tuổi mới được tham gia bảo hiểm xã hội tự nguyện.",
                least.value,
            )
    if read_flag(inputs, "has_pension"):
        raise PolicyError(
            "not_eligible",
            "has_pension",
            "Người đang hưởng lương hưu, trợ cấp bảo hiểm xã hội hoặc trợ cấp hằng tháng thì không "
            "tham gia bảo hiểm xã hội tự nguyện nữa.",
        )
