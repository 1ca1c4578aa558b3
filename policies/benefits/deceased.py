"""Who died: someone still contributing, or a pensioner (*người đang đóng, người hưởng hưu*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..inputs import Inputs

CONTRIBUTOR = "contributor"
PENSIONER = "pensioner"
ASK_DECEASED = "Người mất đang đóng bảo hiểm xã hội hay đang hưởng lương hưu?"


def read_deceased(inputs: Inputs) -> str:
    """Return `contributor` (also one who keeps the time paid) or `pensioner`."""
    return inputs.word(
        "deceased",
        (CONTRIBUTOR, PENSIONER),
        ASK_DECEASED,
        "Người mất là người đóng (contributor) hoặc người hưởng lương hưu (pensioner).",
    )


def reject_inputs_of_the_other(inputs: Inputs, names: tuple[str, ...]) -> None:
    """Raise `bad_value` for an input that only the other kind of deceased has."""
    for name in names:
        if inputs.has(name):
            raise inputs.bad(name, "Trường hợp đã chọn không cần thông tin này.")
