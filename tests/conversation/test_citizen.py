"""A citizen who does anything: whatever happens, the conversation stays true and goes on."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.content.load import load_content
from bot.conversation.effects import EffectType
from bot.conversation.events import Contact, Event, Location, Press, Start, Text, Voice
from bot.conversation.flows import FLOWS
from bot.conversation.flows.incomes import SHOWN_INCOMES
from bot.conversation.state import State
from bot.conversation.turn import Context, Turn, turn
from bot.understanding.whole import whole_in_process
from bot.vietnam import VIETNAM
from policies import PolicyError, income_bounds, load_ruleset, quote
from policies.rounding import half_up

CONTENT = load_content(Path(__file__).resolve().parents[2] / "content" / "vi")
RULESET = load_ruleset()
UNDERSTANDER = whole_in_process(CONTENT)
METHOD_MONTHS = {"monthly": 1, "3m": 3, "6m": 6, "12m": 12}
AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?= đồng)|\b0(?= đồng)")

SENTENCES = (
    "xin chào",
    "bảo hiểm y tế 4 người",
    "bhyt 2 ng het bn",
    "nhà tôi cận nghèo 3 người mua bảo hiểm y tế",
    "bảo hiểm xã hội tự nguyện mức 3 triệu",
    "bhxh tu nguyen ho ngheo muc thap nhat",
    "mỗi tháng tôi để ra được 400 nghìn",
    "tôi đóng 2 triệu một tháng bảo hiểm xã hội tự nguyện",
    "đóng theo tháng hay theo năm lợi hơn",
    "đóng mức 2 triệu hay 5 triệu",
    "đóng bây giờ hay để sang năm",
    "tôi thuộc diện nào",
    "lương hưu nữ sinh năm 1980 đóng 15 năm mức 2 triệu",
    "tôi đóng 8 năm rồi, nên rút một lần hay để lại",
    "nhắc tôi gia hạn thẻ",
    "gọi lại cho tôi",
    "em đang giữ thông tin gì của tôi",
    "tôi rút lại đồng ý",
    "xóa thông tin của tôi",
    "đừng nhắn nữa",
    "mất thẻ thì làm sao",
    "Mất thẻ thì làm sao? Nhà tôi 3 người mua thẻ hết bao nhiêu?",
    "bảo hiểm thất nghiệp lãnh thế nào",
    "như trên nhưng 6 tháng",
    "làm lại từ đầu",
    "thôi không cần nữa",
    "asdf qwer",
    "",
    "tệ quá",
    "chưa đúng",
    "có ích lắm, cảm ơn em",
)
VALUES = (
    *("4", "6 tháng", "3 triệu", "300 nghìn", "100 triệu", "mức cao nhất", "hộ cận nghèo", "nữ"),
    *("không biết", "1985", "15 năm", "1 năm", "31/12/2027", "có", "không", "0912345678", "0912"),
    *("Lan", "xã Yên Thành", "Diễn Châu", "bỏ qua", "tự nguyện", "nam 1950", "50 người"),
)


def amounts_in(value: Any) -> set[int]:
    """Return every whole number in a JSON value, and every amount written in a text of it."""
    if isinstance(value, dict):
        return set().union(*(amounts_in(one) for one in value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*(amounts_in(one) for one in value))
    if isinstance(value, str):
        written = {int(one.replace(".", "")) for one in AMOUNT.findall(value)}
        return written | ({int(value)} if value.isdecimal() else set())
    return {value} if isinstance(value, int) else set()


MOST_BUTTONS = 5
"""What every channel shows as buttons; more become a numbered list on Zalo."""


class Wanderer(RuleBasedStateMachine):
    """Presses, says, tells, waits; after each the promises of the dialogue are checked."""

    @initialize(channel=st.sampled_from(("web", "telegram")))
    def arrives(self, channel: str) -> None:
        at = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
        self.context = Context(at, channel, RULESET, CONTENT, "nghe-an")
        self.state = State()
        self.offered: list[str] = []
        self.known: set[int] = set()
        self.happens(Start())

    @rule(choice=st.integers(0, 50))
    def presses_what_is_offered(self, choice: int) -> None:
        if self.offered:
            self.happens(Press(self.offered[choice % len(self.offered)]))

    @rule(flow=st.sampled_from(sorted(FLOWS)))
    def starts_a_flow(self, flow: str) -> None:
        self.happens(Press(f"flow:{flow}"))

    @rule(text=st.sampled_from(SENTENCES))
    def says_something(self, text: str) -> None:
        self.happens(Text(text))

    @rule(text=st.sampled_from(VALUES))
    def tells_a_value(self, text: str) -> None:
        self.happens(Text(text))

    @rule(event=st.sampled_from((Voice("v"), Location(18.6, 105.6), Contact("0912345678", "Lan"))))
    def sends_something_else(self, event: Event) -> None:
        self.happens(event)

    @rule(days=st.sampled_from((1, 20, 60)))
    def stays_away(self, days: int) -> None:
        at = self.context.at + timedelta(days=days)
        if at.year < 2028:
            self.context = replace(self.context, at=at)

    @rule()
    def asks_for_a_person(self) -> None:
        waited = self.state.owner == "person"
        done = self.happens(Text("gặp người"))
        assert self.state.owner == "person"
        assert waited or EffectType.HANDED_OFF in {effect.type for effect in done.effects}

    def happens(self, event: Event) -> Turn:
        meaning = None
        if isinstance(event, Text):
            meaning = asyncio.run(UNDERSTANDER.understand(event.text, self.state.awaiting))
            self.known |= amounts_in(dict(meaning.values))
        silent = self.state.owner == "person" and event != Press("bot:return")
        done = turn(self.state, event, meaning, self.context)
        self.state = State.from_json(done.state.as_json())
        assert self.state == done.state
        if silent:
            assert not done.replies
            self.offered = ["bot:return"]
            return done
        self.answers_with_a_way_on(done)
        self.asks_one_question_at_most(done)
        self.says_no_amount_of_its_own(done)
        self.offered = [button.payload for one in done.replies for button in one.buttons]
        return done

    def answers_with_a_way_on(self, done: Turn) -> None:
        assert done.replies
        assert all(reply.text.strip() for reply in done.replies)
        assert "{" not in "".join(reply.text for reply in done.replies)
        assert (self.state.flow is None) == (self.state.awaiting is None)
        # A district of old has more communes than that; they may be a list.
        if self.state.awaiting != "place":
            assert all(len(reply.buttons) <= MOST_BUTTONS for reply in done.replies)

    def asks_one_question_at_most(self, done: Turn) -> None:
        """Buttons that answer an open question stand under the last reply alone."""
        flow = self.state.flow
        if flow is None:
            return
        answering = [
            number
            for number, reply in enumerate(done.replies)
            if any(one.payload.startswith(f"{flow}:") for one in reply.buttons)
        ]
        assert set(answering) <= {len(done.replies) - 1}

    def says_no_amount_of_its_own(self, done: Turn) -> None:
        """Every amount beside a quote is one of the quote, of the request, or was said."""
        stored = [e.data for e in done.effects if e.type is EffectType.QUOTE_STORED]
        for data in stored:
            again = quote(RULESET, data["request"]).as_json()
            assert again == data["quote"]
            self.known |= amounts_in(data) | others_of(data["request"])
        self.known |= compared(stored)
        if stored:
            bounds = income_bounds(RULESET, self.context.today)
            allowed = self.known | {bounds.floor_vnd, bounds.ceiling_vnd, *SHOWN_INCOMES}
            told = set().union(*(amounts_in(reply.text) for reply in done.replies))
            assert told <= allowed | figures_of_the_faq(done), told - allowed


def figures_of_the_faq(done: Turn) -> set[int]:
    """Return the amounts of answers without a figure of the citizen's own."""
    plain = [reply for reply in done.replies if any("faq:" in b.payload for b in reply.buttons)]
    return set().union(*(amounts_in(reply.text) for reply in plain)) if plain else set()


def compared(stored: list[Any]) -> set[int]:
    """Return what each of several ways costs a month, and what it saves beside paying monthly."""
    costs = [
        (data["quote"]["totals"]["payable_vnd"], months)
        for data in stored
        if (months := months_of(data["request"])) is not None
    ]
    monthly = {paid for paid, months in costs if months == 1}
    averages = {half_up(Fraction(paid, months)) for paid, months in costs}
    return averages | {one * months - paid for one in monthly for paid, months in costs}


def months_of(request: dict[str, Any]) -> int | None:
    """Return how many months a request pays for; None where it pays for none."""
    method = request.get("method")
    if method == "advance":
        return 12 * int(request["years"])
    return METHOD_MONTHS.get(method) if method else request.get("months")


def others_of(request: dict[str, Any]) -> set[int]:
    """Return the amounts of the same request in the other periods of health insurance."""
    if request["scheme"] != "household_hi":
        return set()
    return set().union(*(amounts_of({**request, "months": months}) for months in (3, 6, 12)))


def amounts_of(request: dict[str, Any]) -> set[int]:
    """Return the amounts of the quote for a request; none where it is refused."""
    try:
        return amounts_in(quote(RULESET, request).as_json())
    except PolicyError:
        return set()


Wanderer.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=14,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestWanderer = Wanderer.TestCase
