"""A reader looks for its words before it reads: it must leave out nothing that it would find."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nlu.text import views_of
from nlu.text.abbreviations import expand
from nlu.training.evaluate import read_messages
from nlu.values import read

TODAY = date(2026, 11, 22)
MESSAGES = read_messages(Path(__file__).parent / "data" / "messages.jsonl")


class Everything(frozenset[str]):
    """Words of a message that says every word."""

    def isdisjoint(self, _: object) -> bool:
        return False

    def __contains__(self, _: object) -> bool:
        return True


def read_all() -> list[dict[str, object]]:
    return [read(views_of(each.text), each.awaiting, TODAY).values for each in MESSAGES]


@pytest.mark.parametrize("words", ["tokens.Tokens.folds", "sex._TELLING"])
def test_a_reader_finds_no_more_where_it_does_not_look(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read_all()
    monkeypatch.setattr(f"nlu.values.{words}", Everything())
    assert read_all() == found


@pytest.mark.parametrize(
    ("spoken", "full"),
    [
        ("vờ ét ét i đê", "vssid"),
        ("bờ ét ét y đê", "vssid"),
        ("vê ét ét ai đi", "vssid"),
        ("vờ nờ e i đê", "vneid"),
        ("vê en e ai đi", "vneid"),
        ("mã ô tê pê", "mã otp"),
        ("xê xê xê đê", "căn cước"),
        ("cê cê cê đê", "căn cước"),
        ("bê hát ích hát", "bảo hiểm xã hội"),
        ("bờ hờ xờ hờ", "bảo hiểm xã hội"),
        ("bê hát y tê", "bảo hiểm y tế"),
        ("bờ hờ i tờ", "bảo hiểm y tế"),
        ("bê hát tê nờ", "bảo hiểm thất nghiệp"),
        ("tp vinh", "thành phố vinh"),
        ("tpvinh", "thành phố vinh"),
        ("tp.vinh", "thành phố vinh"),
        ("thành vinh", "thành phố vinh"),
        ("q.trị viên", "quản trị"),
        ("qtrị viên", "quản trị"),
        ("hổ trợ", "hỗ trợ"),
        ("xh", "xã hội"),
        ("đ/c", "địa chỉ"),
        ("k/o", "không"),
        ("k0", "không"),
        ("khôg", "không"),
    ],
)
def test_names_that_are_read_out_are_written_in_full(spoken: str, full: str) -> None:
    assert expand(spoken) == full
