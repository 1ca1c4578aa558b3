"""How the console says things: labels of the office, moments and waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.leads.clock import VIETNAM
from bot.leads.status import Interest
from bot.store.models import LeadChange, Role

INTERESTS: Mapping[Interest, str] = {
    Interest.HI: "BHYT hộ gia đình",
    Interest.SI: "BHXH tự nguyện",
    Interest.ANY: "Chưa nói rõ",
}

ROLES: Mapping[Role, str] = {
    Role.ADMIN: "Quản trị",
    Role.OFFICER: "Cán bộ",
    Role.AGENT: "Nhân viên thu",
    Role.EDITOR: "Biên tập",
}

CHANGES: Mapping[LeadChange, str] = {
    LeadChange.CREATED: "Người dân để lại số điện thoại",
    LeadChange.REQUESTED_AGAIN: "Người dân yêu cầu gọi lại lần nữa",
    LeadChange.UPDATED: "Người dân sửa thông tin",
    LeadChange.ASSIGNED: "Giao cho nhân viên thu",
    LeadChange.STATUS: "Đổi trạng thái",
    LeadChange.NOTE: "Ghi chú",
    LeadChange.RETURNED: "Quá hạn, trả về danh sách chung",
    LeadChange.WITHDRAWN: "Người dân rút yêu cầu",
    LeadChange.ERASED: "Đã xóa dữ liệu theo yêu cầu",
}

CHANNELS: Mapping[str, str] = {
    "web": "Trang web",
    "telegram": "Telegram",
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "terminal": "Máy chủ",
}

REASONS: Mapping[str, str] = {"asked": "Người dân xin gặp cán bộ"}

PAYERS: Mapping[str, str] = {
    "citizen": "Người dân đóng",
    "state": "Nhà nước hỗ trợ",
    "province": "Tỉnh hỗ trợ",
}

SCHEMES: Mapping[str, str] = {
    "household_hi": "BHYT hộ gia đình",
    "voluntary_si": "BHXH tự nguyện",
}


def moment(at: datetime) -> str:
    """Return a moment as the office writes it, in Vietnamese time: `22/11/2026 08:05`."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def span(time: timedelta) -> str:
    """Return a length of time in its largest unit: `5 phút`, `2 giờ`, `3 ngày`."""
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 0)} phút"
    return f"{minutes // 60} giờ" if minutes < 24 * 60 else f"{minutes // (24 * 60)} ngày"
