"""Topics that are surely not the office's: life insurance, land papers, a bank's password, taxes.

The classifier is drawn to what such a sentence shares with the office's own (*mất*, *đăng ký*,
*rút*, *mật khẩu*); the topic itself says more. It decides only where nothing names our own topics.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nlu.text import Views

_ACCOUNTS: Final = "facebook|phay buc|zalo|gmail|tiktok|shopee|momo|wifi|ngan hang|the atm|may tinh"
_OTHER_INSURANCE = re.compile(
    r"\b(nhan tho|that nghiep|prudential|manulife|dai ichi|(bao hiem|bh) (xe|o to|than vo|hai chieu"
    r"|du lich|chay no|cay trong|vat nuoi|tau|hang hoa|dien thoai|khoan vay))\b"
)
_NO_INSURANCE = re.compile(
    r"\b(so do|so hong|tach thua|sang ten (so|dat|nha|xe)|bang lai|giay phep lai|ho chieu|dang kiem"
    r"|nghia vu quan su|nhap ngu|nop thue|dong thue|ma so thue|thue (dat|thu nhap|khoan|mon bai)"
    r"|hoa don dien tu|tien (dien|nuoc)|hoc phi|cuoc dien thoai|ly hon"
    r"|(lam|dang ky|sua|trich luc|ban sao) (lai )?(giay )?khai (sinh|tu)|dang ky ket hon"
    rf"|mat khau (\w+ ){{0,2}}({_ACCOUNTS})|nick (\w+ )?({_ACCOUNTS})"
    r"|tiet kiem|vay (von|tien|ngan hang)|gia (vang|xang|lon|lua|gao)|xo so"
    r"|(?<!chuyen )(?<!trai )(?<!thong )(?<!vuot )(?<!dung )tuyen (dung|nhan vien|cong nhan|bao ve"
    r"|y ta|dieu duong|ho ly|ke toan|lai xe|duoc si))\b"
)
_OWN = re.compile(
    r"\b(xa hoi|y te|tu nguyen|bhxh|bhyt|luong huu|huu tri|vssid|vneid|tu tuat|mai tang|thai san"
    r"|chuyen (vien|tuyen)|the (bao hiem|giay)|ho gia dinh|kham|nam vien|di vien|vien phi)\b"
)
_COMPARED = re.compile(r"\b(khac|so voi|hon)\b")
_INSURANCE = re.compile(r"\b(bao hiem|bh|mua the|lam the|co the|cap the|gia han)\b")


def is_outside(seen: Views) -> bool:
    """Return whether a text names such a topic and none of the office's own."""
    if _OWN.search(seen.fold):
        return False
    if _OTHER_INSURANCE.search(seen.fold):
        return not _COMPARED.search(seen.fold)
    return bool(_NO_INSURANCE.search(seen.fold)) and not _INSURANCE.search(seen.fold)
