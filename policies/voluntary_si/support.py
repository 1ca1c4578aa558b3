"""Who helps to pay (*hỗ trợ tiền đóng*): the state's share, then the province's on top.

A month's support is a share of the contribution on the rural poverty line, whatever income was
chosen: Decree 159/2025/NĐ-CP article 5; before, order 595/QĐ-BHXH article 12.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..quotation import PROVINCE, STATE
from ..wording import percent
from .factors import compounded

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet
    from .payment import Payment

CATEGORY = "voluntary_si.category."
PROVINCE_SHARE = "voluntary_si.province_share"
ROUNDING = "voluntary_si.rounding"

ASK_CATEGORY = (
    "Anh/chị thuộc hộ nghèo, hộ cận nghèo, là người dân tộc thiểu số, sống ở xã đảo, đặc khu, "
    "hay không thuộc các nhóm này?"
)
ASK_USED = "Anh/chị đã được hỗ trợ bao nhiêu tháng?"


def read_category(inputs: Inputs, sheet: Worksheet) -> str:
    """Return the category (*đối tượng*), the most favourable one where several are named."""
    known = sheet.ruleset.family(CATEGORY)
    raw = inputs.get("category")
    if raw is None:
        raise inputs.missing("category", ASK_CATEGORY)
    several = raw if isinstance(raw, list | tuple) else [raw]
    named = [one for one in several if isinstance(one, str) and one in known]
    if not named or len(named) < len(several):
        raise inputs.bad("category", "Em không biết nhóm đối tượng này.")
    return max(named, key=lambda name: _favour(sheet, name))


def state_and_province(
    inputs: Inputs, sheet: Worksheet, category: str, payment: Payment, contribution_vnd: int
) -> tuple[int, int]:
    """Return what the state and the province pay of a contribution (VND), and write it down."""
    share = sheet.use(CATEGORY + category)
    if share.value == 0:
        return 0, 0
    used = _months_used(inputs, sheet)
    cap = sheet.use("voluntary_si.supported_months")
    months = min(payment.months, cap.value - used)
    if months < payment.months:
        sheet.warn(
            "supported_months_used_up",
            f"Mỗi người được hỗ trợ nhiều nhất {cap.value} tháng; "
            f"lần đóng này còn được hỗ trợ {months} tháng.",
        )
    if months == 0:
        return 0, 0
    layer = _Layer(sheet, payment, months, (cap,))
    state = layer.pays(
        STATE,
        f"Nhà nước hỗ trợ {percent(share.value)}: {share.label}",
        share.value,
        share,
        contribution_vnd,
    )
    extra, basis = sheet.province_share(PROVINCE_SHARE, category)
    if not extra or basis is None or sheet.place is None:
        return state, 0
    province = layer.pays(
        PROVINCE,
        f"{sheet.place.name} hỗ trợ thêm {percent(extra)}: {share.label}",
        extra,
        basis,
        contribution_vnd - state,
    )
    return state, province


class _Layer:
    """The support of one payment, the same for whoever pays it but for the share."""

    def __init__(
        self, sheet: Worksheet, payment: Payment, months: int, basis: tuple[Value, ...]
    ) -> None:
        self.sheet = sheet
        self.months = months
        self.line = sheet.use("rural_poverty_line")
        self.rate = sheet.use("voluntary_si.rate")
        rule = sheet.use(f"voluntary_si.support.{payment.support}")
        self.basis = (*basis, rule, self.line, self.rate)
        self.factor = Fraction(months)
        self.details: dict[str, Fraction] = {}
        if rule.value == "compounded" and payment.rate is not None:
            self.factor = compounded(months, payment.rate)
            self.details["investment_rate"] = payment.rate

    def pays(self, payer: str, label: str, share: Fraction, basis: Value, at_most_vnd: int) -> int:
        """Return what the payer pays (VND), at most what is left, and write step and line."""
        exact = share * self.rate.value * self.line.value * self.factor
        amount, rounding = self.sheet.rounded(ROUNDING, exact)
        amount = min(amount, at_most_vnd)
        self.sheet.step(
            f"voluntary_si.{payer}_support",
            label,
            {
                "share": share,
                "rate": self.rate.value,
                "rural_poverty_line": self.line.value,
                "months": self.months,
                **self.details,
            },
            amount,
            rounding,
            (basis, *self.basis),
        )
        self.sheet.line(payer, label, payer, amount, self.months)
        return amount


def _months_used(inputs: Inputs, sheet: Worksheet) -> int:
    if not inputs.has("supported_months_used"):
        return 0
    cap: int = sheet.look("voluntary_si.supported_months").value
    return inputs.whole_between(
        "supported_months_used",
        0,
        cap,
        ASK_USED,
        f"Số tháng đã được hỗ trợ phải từ 0 đến {cap}.",
    )


def _favour(sheet: Worksheet, category: str) -> tuple[Fraction, Fraction]:
    """Order categories by all that is known to be paid, then by what the state pays."""
    share: Fraction = sheet.look(CATEGORY + category).value
    return share + sheet.known_province_share(PROVINCE_SHARE, category), share
