"""Abbreviations, teencode and spelled-out acronyms, written in full where they have one reading."""

from __future__ import annotations

import re
from typing import Final

from nlu.text.words import word_set

_ALWAYS: Final = {
    short: full
    for full, shorts in {
        "bảo hiểm xã hội": "bhxh bảohiểmxãhội baohiemxahoi bxhh bhhx",
        "bảo hiểm y tế": "bhyt bảohiểmytế baohiemyte byht bhty",
        "bảo hiểm thất nghiệp": "bhtn",
        "bảo hiểm": "bhiểm bhiem b.hiểm baohiem bảohiểm",
        "căn cước": "cccd cmnd cmt cmtnd",
        "dịch vụ công": "dvc dvcqg",
        "khám chữa bệnh": "kcb",
        "bệnh viện": "bv bvien bviện",
        "trạm y tế": "tyt",
        "ủy ban": "ubnd ub ủyban",
        "hộ gia đình": "hgd hgđ hgđình",
        "dân tộc thiểu số": "dtts",
        "sinh viên": "sv svien",
        "người lao động": "nld nlđ",
        "hợp đồng lao động": "hđlđ hdld",
        "số điện thoại": "sđt sdt",
        "điện thoại": "đthoại đt",
        "tài khoản": "stk tkhoan",
        "công ty": "cty cti",
        "gia đình": "gđ gđình gdinh",
        "không": "ko k kg kh hok hem hông hong hk hôg khum hổng khom khg",
        "được": "dc đc đk dx đx đuoc dươc đươc dk",
        "bao nhiêu": "bn bnhiu bnhieu bnhiêu bnh baonhieu baonhiêu bnhju",
        "như thế nào": "ntn nthn",
        "làm": "lm",
        "mọi người": "mn mng",
        "người ta": "ngta",
        "người": "ng ngừ ngk",
        "với": "vs zới vơi",
        "rồi": "r roy ròi rùi rùi rui gòi òi roài rr",
        "giờ": "h",
        "bao giờ": "bjo bgio",
        "bây giờ": "bi giờ bgiờ bgi",
        "gì": "j gj ji",
        "vậy": "v z dz zậy vay vại dậy zị",
        "đang": "đg dg",
        "trước": "trc trk",
        "cũng": "cx cg cũg",
        "mới": "ms",
        "mình": "mk mik mìk mìh",
        "luôn": "lun luôg",
        "phải": "pải fải",
        "muốn": "mún mun mn' mốn",
        "biết": "bik bít bjt bt",
        "thôi": "thui hoy thoi",
        "tôi": "tui toi",
        "em": "e iem",
        "anh": "a",
        "chị": "c chij",
        "cháu": "chau chấu",
        "vợ": "vk",
        "nhé": "nhe nhá nha",
        "tháng": "thág thángg thagn",
        "năm": "nămm",
        "tiền": "xiền xèng tjen",
        "này": "nì nài",
        "quá": "wa qa wá",
        "quản trị": "ad admin adm",
        "nhắn tin": "ib inbox",
        "trả lời": "rep",
        "cảm ơn": "tks thanks thank thks camon cảmơn kẻmơn",
        "đồng ý": "ok okê okie okela oki oke okey okla uki",
        "vâng": "uk uh uhm ừk ukm",
        "bảo hiểm y": "bhy",
        "vssid": "vsid vssd vss vs-id vssld",
        "vneid": "vnid vnei vn-eid",
        "mật khẩu": "mkhau mkhẩu pass password mkh",
        "đăng ký": "đký đkí dki đky dky đki",
        "đăng nhập": "đnhập dnhap login",
        "thông tin": "ttin",
        "chuyển khoản": "ckhoan",
        "gia hạn": "ghan ghạn",
        "thu nhập": "tnhập",
        "tham gia": "tgia",
        "tự nguyện": "tnguyện tnguyen tựnguyện tunguyen",
        "sau": "sao2",
        "trợ cấp": "tcấp tcap",
        "bệnh": "bịnh bệh",
        "hết hạn": "hếthạn hethan",
        "nộp": "nạp",
        "thẻ": "thẽ",
        "sử dụng": "sd sdung",
        "thắc mắc": "tmac",
        "hướng dẫn": "hdan hdẫn",
        "ngày": "ngàyy",
        "tiếp": "típ",
        "nhiều": "nhìu nhju",
        "viết": "vít",
        "giùm": "dùm zùm",
        "yêu cầu": "ycau",
        "nhưng": "nhưg nhg",
        "những": "nhữg nhug",
        "hỏi": "hõi",
        "hỗ trợ": "htro htrợ hotro",
    }.items()
    for short in shorts.split()
}
for _plain in ("toi", "thoi", "chau", "vay", "nha", "nhe", "giờ", "bi", "dậy", "nạp", "rui", "mun"):
    _ALWAYS.pop(_plain, None)

_AFTER_NUMBER: Final = {
    "ng": "người",
    "th": "tháng",
    "thg": "tháng",
    "t": "tuổi",
    "tuoi": "tuổi",
}

# (short form, pattern on what stands before, pattern on what stands after, full form).
_BY_NEIGHBOUR: Final = tuple(
    (short, re.compile(before), re.compile(after), full)
    for short, before, after, full in (
        ("nhiu", r"(bao|bấy|bây|mấy|bay|may)\Z", r"", "nhiêu"),
        ("nhiêu", r"(bao|bấy|bây|mấy|bay|may)\Z", r"", "nhiêu"),
        ("nhiu", r"", r"", "bao nhiêu"),
        ("nhiêu", r"", r"", "bao nhiêu"),
        ("tn", r"(bảo hiểm xã hội|bảo hiểm|đóng|theo|qua|sang|diện|loại)\Z", r"", "tự nguyện"),
        ("tn", r"(lãnh|hưởng|nhận|trợ cấp)\Z", r"", "thất nghiệp"),
        ("tn", r"(mức|có|kê khai|chọn)\Z", r"", "thu nhập"),
        ("cn", r"(hộ|diện|thuộc|sổ|là|nhà)\Z", r"", "cận nghèo"),
        ("cn", r"(chiều|sáng|thứ 7|t7|ngày)\Z", r"", "chủ nhật"),
        ("hn", r"(hộ|diện|thuộc|sổ|là|nhà)\Z", r"", "hộ nghèo"),
        ("bh", r"", r"\A(có|thì|hết|mới|được|nhận)", "bao giờ"),
        ("bh", r"", r"", "bảo hiểm"),
        ("th", r"[\d/]\Z", r"", "tháng"),
        ("th", r"", r"\A(này|nào|em|của|mình)", "trường hợp"),
        ("ts", r"(chế độ|tiền|hưởng|nghỉ|trợ cấp|nhận)\Z", r"", "thai sản"),
        ("lh", r"(hưởng|nhận|lãnh|lĩnh|tính|mức|có|được|rút)\Z", r"", "lương hưu"),
        ("lh", r"", r"", "liên hệ"),
        ("dk", r"(muốn|cách|để|cần|xin|đi|thủ tục)\Z", r"", "đăng ký"),
        ("đk", r"(muốn|cách|để|cần|xin|đi|thủ tục)\Z", r"", "đăng ký"),
        ("đk", r"", r"\A(bảo hiểm|mua|tham gia|thẻ|tk|tài khoản|mới|vssid|ở)", "đăng ký"),
        ("dk", r"", r"\A(bảo hiểm|mua|tham gia|thẻ|tk|tài khoản|mới|vssid|ở)", "đăng ký"),
        ("đk", r"", r"\A(gì|tham gia|hưởng|nào|để|như)", "điều kiện"),
        ("dk", r"", r"\A(gì|tham gia|hưởng|nào|để|như)", "điều kiện"),
        ("tg", r"(muốn|cách|để|đang|đã|không|được)\Z", r"", "tham gia"),
        ("tg", r"", r"\A(bảo hiểm|tự nguyện|từ|được)", "tham gia"),
        ("tg", r"", r"", "thời gian"),
        ("hs", r"(nộp|bộ|giấy tờ|làm|tra cứu|tra|cần|trả|mã|rút|gửi)\Z", r"", "hồ sơ"),
        ("hs", r"", r"", "học sinh"),
        ("dt", r"", r"\A(thiểu số|thái|mông|khơ mú|thổ)", "dân tộc"),
        ("dt", r"(số|gọi|đổi|bằng|trên|qua)\Z", r"", "điện thoại"),
        ("dt", r"", r"", "đối tượng"),
        ("ck", r"(tiền|qua|bằng|để|stk|cách)\Z", r"", "chuyển khoản"),
        ("ck", r"", r"", "chồng"),
        ("bb", r"(bảo hiểm xã hội|bảo hiểm|đóng|từ|sang|qua|diện)\Z", r"", "bắt buộc"),
        ("bb", r"", r"", "tạm biệt"),
        ("tt", r"(khám|đi|bị|vượt|vì)\Z", r"", "trái tuyến"),
        ("tt", r"(được|để|cách|bảo hiểm|không|chi phí)\Z", r"", "thanh toán"),
        ("tt", r"(lấy|có|xin|sai|đổi|sửa|tra|cập nhật|xóa|cho)\Z", r"", "thông tin"),
        ("nn", r"(người|đi|ở|ra|về)\Z", r"", "nước ngoài"),
        ("nn", r"", r"", "nhà nước"),
        ("ct", r"(chụp|quét|làm)\Z", r"", "cắt lớp"),
        ("ct", r"(giấy|xin|không có|đi|phiếu)\Z", r"", "chuyển tuyến"),
        ("ct", r"(của|ở|làm|bên|theo|nghỉ|từ)\Z", r"", "công ty"),
        ("ct", r"", r"", "chi tiết"),
        ("mk", r"(quên|đổi|lấy|sai|mất|nhập|lại)\Z", r"", "mật khẩu"),
        ("mk", r"", r"\A(vssid|đăng nhập|tài khoản|sai|là gì)", "mật khẩu"),
        ("kh", r"", r"\A(được|có|biết|phải|thấy|$)", "không"),
        ("tk", r"", r"", "tài khoản"),
        ("ms", r"", r"\A(bảo hiểm|số|thẻ|thuế|định)", "mã số"),
        ("nt", r"(là|làm|thì|sao)\Z", r"", "như thế nào"),
        ("na", r"(tỉnh|ở|vinh,?)\Z", r"", "nghệ an"),
        ("bt", r"", r"\A(cách|làm|gì|là)", "biết"),
        ("m", r"\b(tao|kệ)\Z", r"", "mày"),
        ("l", r"", r"\A(hệ)", "liên"),
        ("b", r"(chào|hi|cảm ơn|bạn)\Z", r"", "bạn"),
    )
)

_READINGS: Final = {
    short: tuple(each[1:] for each in _BY_NEIGHBOUR if each[0] == short)
    for short in {each[0] for each in _BY_NEIGHBOUR}
}

# (words it begins with, pattern, full form).
_SPOKEN: Final = tuple(
    (word_set(openings), re.compile(pattern), full)
    for openings, pattern, full in (
        ("vờ bờ", r"\b[vb]ờ ét ét (i|y|ai) ?đ[êời]\b", "vssid"),
        ("vê", r"\bvê ét ét (i|y|ai) ?đ[êi]\b", "vssid"),
        ("vờ bờ", r"\b[vb]ờ (nờ|en nờ) (e|i) ?(i|ai) ?đ[êi]\b", "vneid"),
        ("vê", r"\bvê (nờ|en) (e|i) ?(i|ai) ?đ[êi]\b", "vneid"),
        ("ô", r"\bô tê pê\b", "otp"),
        ("xê cê", r"\bxê xê xê đê\b|\bcê cê cê đê\b", "căn cước"),
        ("bê bờ", r"\bbê hát (ích|ít|x) hát\b|\bbờ hờ (xờ|ích) hờ\b", "bảo hiểm xã hội"),
        ("bê bờ", r"\bbê hát (y|i|y dài|i dài) tê\b|\bbờ hờ (i|y) tờ\b", "bảo hiểm y tế"),
        ("bê", r"\bbê hát tê nờ\b", "bảo hiểm thất nghiệp"),
        ("tp tpvinh", r"\btp\.? ?(?=vinh\b)", "thành phố "),
        ("q qtrị", r"\bq\.? ?trị viên\b", "quản trị"),
        ("thành tp", r"\b(thành|tp) vinh\b", "thành phố vinh"),
        ("hổ", r"\bhổ trợ\b", "hỗ trợ"),
        ("xh", r"\bxh\b", "xã hội"),
        ("đ", r"\bđ/c\b", "địa chỉ"),
        ("k khôg", r"\bk/o\b|\bk0\b|\bkhôg\b", "không"),
    )
)
_PIECE = re.compile(r"([^\W\d_]+)")


def expand(text: str) -> str:
    """Return lower-case NFC `text` with abbreviations in full; digits and spacing stay as they are.

    A form with several readings is chosen by its neighbours and left alone where they say nothing.
    """
    words = frozenset(_PIECE.findall(text))
    for openings, pattern, full in _SPOKEN:
        if not openings.isdisjoint(words):
            text = pattern.sub(full, text)
    pieces = _PIECE.split(text)
    for at in range(1, len(pieces), 2):
        pieces[at] = _full(pieces, at)
    return "".join(pieces)


def _full(pieces: list[str], at: int) -> str:
    word = pieces[at]
    if len(word) > 16:
        return word
    if pieces[at - 1].rstrip()[-1:].isdigit():
        full = _AFTER_NUMBER.get(word)
        if full is None or pieces[at + 1][:1].isdigit() or not _is_count(_before(pieces, at)):
            return word
        return full if pieces[at - 1].endswith(" ") else " " + full
    if pieces[at + 1][:1].isdigit():
        return word
    if word in _READINGS:
        before, after = _before(pieces, at), "".join(pieces[at + 1 : at + 6]).strip()
        for left, right, full in _READINGS[word]:
            if left.search(before) and right.search(after):
                return full
    return _ALWAYS.get(word, word)


def _before(pieces: list[str], at: int) -> str:
    return "".join(pieces[max(0, at - 6) : at]).rstrip()


def _is_count(before: str) -> bool:
    """Return whether the text ends in a number of one or two digits, not glued to letters."""
    return re.search(r"(?:^|[^\w.,/:-])\d{1,2}\Z", before) is not None
