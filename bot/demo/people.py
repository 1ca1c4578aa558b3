"""Who is in the demonstration. Names are invented; the numbers are of a block nobody is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.store.models import Role


@dataclass(frozen=True, slots=True)
class Employee:
    """A member of staff; `communes` are those an agent serves."""

    login: str
    name: str
    role: Role
    communes: tuple[str, ...] = ()


STAFF = (
    Employee("quantri", "Trần Minh Đức", Role.ADMIN),
    Employee("canbo", "Lê Thị Thanh", Role.OFFICER),
    Employee("thuhoa", "Nguyễn Thị Thu Hòa", Role.AGENT, ("Kim Liên", "Nam Đàn", "Vạn An")),
    Employee("vansy", "Phan Văn Sỹ", Role.AGENT, ("Trường Vinh", "Thành Vinh", "Tương Dương")),
    Employee("bientap", "Hồ Thị Bình", Role.EDITOR),
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a citizen did, how long ago; a line that starts with `>` is a button's payload."""

    chat: str
    ago: timedelta
    lines: tuple[str, ...]


def _lead(phone: str, name: str, place: str) -> tuple[str, ...]:
    return (">flow:lead", ">lead:consent=yes", phone, name, place)


TALKS = (
    Talk(
        "demo-hoa",
        timedelta(minutes=25),
        (
            "toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu",
            *_lead("0900000101", "Nguyễn Thị Hoa", "xã Kim Liên"),
        ),
    ),
    Talk(
        "demo-luong",
        timedelta(hours=3),
        (
            "bhxh tu nguyen ho can ngheo dong it nhat bao nhieu",
            ">si:method=12m",
            *_lead("0900000102", "Lương Văn Pánh", "xã Tương Dương"),
        ),
    ),
    Talk(
        "demo-ba",
        timedelta(hours=20),
        (
            "Tui làm ruộng, nhà 5 khẩu, mua thẻ y tế hết mấy tiền rứa?",
            ">hi:household_category=average_agri",
            *_lead("0900000103", "Cao Thị Ba", "xã Quỳnh Lưu"),
        ),
    ),
    Talk(
        "demo-tuan",
        timedelta(days=2),
        (
            "đóng bhxh tn mức 3tr thì mỗi tháng bn ad",
            ">si:category=other",
            *_lead("0900000104", "Đặng Anh Tuấn", "phường Trường Vinh"),
        ),
    ),
    Talk(
        "demo-kham",
        timedelta(hours=1),
        ("thẻ bảo hiểm y tế mất thì làm lại ở mô", "cho gặp cán bộ với"),
    ),
)
