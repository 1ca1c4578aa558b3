"""How the console says things: labels of the office, moments and waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.leads.status import Interest
from bot.store.models import LeadChange, OutboxStatus, Proof, Role
from bot.vietnam import VIETNAM

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

KINDS: Mapping[str, str] = {
    "start": "mở trò chuyện",
    "stop": "rời đi",
    "voice": "tin nhắn thoại",
    "location": "vị trí",
    "contact": "số điện thoại",
    "returned": "cán bộ trả lại cho trợ lý",
}

DELIVERY: Mapping[OutboxStatus, str] = {
    OutboxStatus.PENDING: "đang gửi",
    OutboxStatus.LEASED: "đang gửi",
    OutboxStatus.IN_DOUBT: "chưa rõ đã đến",
    OutboxStatus.FAILED: "không gửi được",
    OutboxStatus.CANCELLED: "không gửi",
}
"""What is said of a message that the citizen has not seen for certain."""

ACTIONS: Mapping[str, str] = {
    "channel.tokens_set": "Đặt mã truy cập của kênh",
    "citizen.data_deleted": "Người dân xóa dữ liệu",
    "citizen.data_expired": "Xóa dữ liệu đã hết thời hạn lưu",
    "conversation.escalated": "Báo người phụ trách: chưa ai nhận",
    "conversation.handed_back": "Trả trò chuyện cho trợ lý",
    "conversation.released": "Trả về hàng chờ: cán bộ đã nghỉ",
    "conversation.taken_over": "Trả lời thay trợ lý",
    "lead.phone_exported": "Tải số điện thoại",
    "lead.phone_revealed": "Xem số điện thoại",
    "quote.looked_up": "Tra mã tính",
    "person.kept_apart": "Ghi: người khác dùng số máy",
    "person.linked": "Ghi: chủ số máy",
    "person.reopened": "Mở lại: có phải chủ số máy",
    "session.opened": "Đăng nhập",
    "session.ended": "Đăng xuất",
    "staff.created": "Tạo tài khoản",
    "staff.disabled": "Khóa tài khoản",
    "staff.enabled": "Mở lại tài khoản",
    "staff.password_set": "Đặt lại mật khẩu",
    "staff.communes_set": "Giao xã/phường",
}

SUBJECTS: Mapping[str, str] = {
    "channel": "Kênh",
    "citizen": "Người dân",
    "conversation": "Trò chuyện",
    "lead": "Người cần gọi lại",
    "quote": "Bảng tính",
    "person": "Chủ số máy",
    "session": "Phiên làm việc",
    "staff": "Tài khoản",
}

PROOFS: Mapping[Proof, str] = {
    Proof.TOLD: "Người dân tự khai số",
    Proof.PLATFORM: "Ứng dụng xác nhận số của tài khoản này",
    Proof.CALLED: "Cán bộ đã gọi số này và hỏi",
}

REASONS: Mapping[str, str] = {"asked": "Người dân xin gặp cán bộ"}

PAYERS: Mapping[str, str] = {
    "citizen": "Người dân",
    "state": "Nhà nước",
    "province": "Tỉnh",
}

SCHEMES: Mapping[str, str] = {
    "household_hi": "BHYT hộ gia đình",
    "voluntary_si": "BHXH tự nguyện",
    "si_refund": "Hoàn trả BHXH tự nguyện",
    "pension": "Lương hưu",
    "lump_sum": "BHXH một lần",
    "maternity": "Trợ cấp thai sản",
    "funeral": "Trợ cấp mai táng",
    "survivor": "Trợ cấp tuất",
    "social_pension": "Trợ cấp hưu trí xã hội",
    "monthly_allowance": "Trợ cấp hằng tháng",
    "hi_benefits": "Quyền lợi BHYT",
    "hi_validity": "Thời hạn thẻ BHYT",
}

CALCULATIONS: Mapping[str, str] = {
    "hi": "Tính bảo hiểm y tế",
    "si": "Tính bảo hiểm xã hội tự nguyện",
    "afford": "Mức đóng vừa túi tiền",
    "compare": "So sánh các cách đóng",
    "group": "Xem được hỗ trợ gì",
    "pension": "Ước tính lương hưu",
    "lump": "Rút một lần hay giữ lại",
}
"""The answers that are computed, by the flow that gives them."""


def answer_name(about: str) -> str:
    """Return what an answer is called: a calculation by its words, an entry by its file."""
    kind, _, name = about.partition(":")
    return CALCULATIONS.get(name, name) if kind == "flow" else f"Mục {name}"


def moment(at: datetime) -> str:
    """Return a moment as the office writes it, in Vietnamese time: `22/11/2026 08:05`."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def waited(time: timedelta) -> str:
    """Return a wait in its largest unit: `vừa xong`, `chờ 5 phút`, `chờ 2 giờ`, `chờ 3 ngày`."""
    minutes = int(time.total_seconds()) // 60
    for unit, name in ((24 * 60, "ngày"), (60, "giờ"), (1, "phút")):
        if minutes >= unit:
            return f"chờ {minutes // unit} {name}"
    return "vừa xong"
