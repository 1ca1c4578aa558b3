"""A turn in the making: the state so far, the replies and the effects."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from bot.content.types import Content, Faq
from bot.conversation.aloud.speakable import readings
from bot.conversation.aloud.telling import told
from bot.conversation.effects import Effect, EffectType
from bot.conversation.replies import REQUEST_PHONE, Button, Reply, Source, finest
from bot.conversation.speech import say
from bot.conversation.state import State
from bot.vietnam import VIETNAM
from policies import PolicyError, Quote, Ruleset, wording


@dataclass(frozen=True, slots=True)
class Context:
    """The moment of a turn, and the rules and words that hold for it.

    `at` is aware. `province` is the slug of the province served. `chat_address` is where citizens
    reach the web chat; empty where nobody said. `voice`: what is said is heard and not read.
    """

    at: datetime
    channel: str
    ruleset: Ruleset
    content: Content
    province: str
    chat_address: str = ""
    voice: bool = False

    @property
    def today(self) -> date:
        """The day in Viet Nam for which figures are computed."""
        return self.at.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to."""

    state: State
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]


class Draft:
    """Collects what a turn says and does; `finish` gives the turn."""

    def __init__(self, state: State, context: Context) -> None:
        self.state = state
        self.context = context
        self._replies: list[Reply] = []
        self._for_the_ear: dict[int, str] = {}
        self._whole: set[int] = set()
        self._parted = False
        self._effects: list[Effect] = []

    def text(self, key: str, **values: object) -> str:
        """Return the text at `key` with its placeholders filled in."""
        return say(self.content, key, **values)

    @property
    def content(self) -> Content:
        """What we say, in the language of the citizen."""
        return self.context.content.into(self.state.locale)

    @property
    def translated(self) -> bool:
        """Whether the citizen reads another language than the one the rules are written in."""
        return self.content is not self.context.content

    def ruled(self, key: str, words: str, **values: object) -> str:
        """Return `words` of the rules; in a translation the text at `rule.<key>` instead.

        Where a translation has none, the words stay in the first language and are marked so.
        """
        if not self.translated:
            return words
        if f"rule.{key}" in self.content.texts:
            return self.text(f"rule.{key}", **values)
        return self.text("rule.as_written", words=words)

    def refusal(self, error: PolicyError) -> str:
        """Return why the rules refuse a request."""
        limit = error.limit or 0
        return self.ruled(
            f"error.{error.code}", error.message, limit=limit, amount=self.money(limit)
        )

    def money(self, amount_vnd: int) -> str:
        """Return an amount in VND as the citizen's language writes it."""
        return wording.money(amount_vnd, self.content.locale)

    def percent(self, share: Fraction) -> str:
        """Return a share as the citizen's language writes it."""
        return wording.percent(share, self.content.locale)

    def day(self, on: date) -> str:
        """Return a day as the citizen's language writes it."""
        return wording.day(on, self.content.locale)

    def month(self, on: date) -> str:
        """Return a month as the citizen's language writes it."""
        return wording.month(on, self.content.locale)

    def button(self, key: str, payload: str, **values: object) -> Button:
        """Return a button whose label is the text at `button.<key>`."""
        return Button(self.text(f"button.{key}", **values), payload)

    def entry(self, entry: Faq) -> Button:
        """Return the button that leads to an entry of the FAQ; in a translation, by its subject."""
        label = self.text(f"about.{entry.intent}") if self.translated else entry.title
        return Button(label, f"faq:{entry.id}")

    def reply(
        self,
        key: str,
        buttons: Iterable[Button] = (),
        sources: Iterable[Source] = (),
        **values: object,
    ) -> None:
        """Add the text at `key` as a reply."""
        self.speak(self.text(key, **values), buttons, sources)

    def speak(
        self,
        text: str,
        buttons: Iterable[Button] = (),
        sources: Iterable[Source] = (),
        *,
        verbatim: bool = False,
        voice: str | None = None,
        attachments: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        """Add `text` as a reply, the citizen called as they call themselves unless `verbatim`.

        `voice` is what those hear who cannot read; without it they hear `text` shortened.
        """
        text = text if verbatim else self._addressed(text)
        if voice is not None:
            self._for_the_ear[len(self._replies)] = self._addressed(voice)
        elif verbatim:
            self._whole.add(len(self._replies))
        told = Reply(text.strip(), tuple(buttons), finest(sources), tuple(attachments))
        self._replies.append(told)

    def add_buttons(self, buttons: Iterable[Button]) -> None:
        """Add buttons below the last reply."""
        last = self._replies[-1]
        self._replies[-1] = dataclasses.replace(last, buttons=(*last.buttons, *buttons))

    def buttons_below(self) -> int:
        """Return how many buttons stand below the last reply."""
        return len(self._replies[-1].buttons)

    def request_phone(self, key: str) -> None:
        """Add the text at `key`, with the channel's own button for sharing a number."""
        attachment = {"kind": REQUEST_PHONE, "label": self.text("button.share_phone")}
        self._replies.append(Reply(self._addressed(self.text(key)), attachments=(attachment,)))

    def _addressed(self, text: str) -> str:
        """Return `text` with the citizen's own form of address in the place of the usual one."""
        usual, own = self.text("address.default"), self.state.address
        if own is None or not usual:
            return text
        return text.replace(usual, own).replace(usual.capitalize(), own.capitalize())

    def absorb(self, other: Draft, *, silently: bool = False) -> None:
        """Take over what a draft begun from this state did; `silently` without its words."""
        self.state = other.state
        self._effects += other._effects
        if not silently:
            before = len(self._replies)
            self._for_the_ear |= {before + at: one for at, one in other._for_the_ear.items()}
            self._whole |= {before + at for at in other._whole}
            self._replies += other._replies

    def part(self) -> None:
        """Let the conversation rest: who listens is not asked for more."""
        self._parted = True

    def effect(self, kind: EffectType, **data: Any) -> None:
        """Add an effect."""
        self._effects.append(Effect(kind, data))

    def answered(self, about: str) -> None:
        """Note what was answered, `faq:<entry>` or `flow:<name>`, and by which rules."""
        rules = self.context.ruleset.hash
        on = self.context.today.isoformat()
        self.change(answered={"about": about, "ruleset": rules, "on": on})

    def told_quote(self, flow: str, request: Mapping[str, Any], answer: Quote) -> None:
        """Have a quote stored that answers what `flow` was asked."""
        self.effect(EffectType.QUOTE_STORED, request=request, quote=answer.as_json())
        self.answered(f"flow:{flow}")

    def change(self, **fields: Any) -> None:
        """Change fields of the state."""
        self.state = dataclasses.replace(self.state, **fields)

    def remember(self, flow: str, told: Mapping[str, Any]) -> None:
        """Add to what `flow` was told; a value of None is forgotten."""
        merged = {**self.state.slots_of(flow), **told}
        kept = {key: value for key, value in merged.items() if value is not None}
        self.change(slots={**self.state.slots, flow: kept})

    def forget(self, flow: str) -> None:
        """Drop everything `flow` was told."""
        self.change(slots={k: v for k, v in self.state.slots.items() if k != flow})

    def wait(self, flow: str, awaiting: str) -> None:
        """Wait for a value that `flow` asked for."""
        self.change(flow=flow, awaiting=awaiting)

    def leave(self) -> None:
        """Leave the flow at work: it is done or given up."""
        self.change(flow=None, awaiting=None)

    def finish(self) -> Turn:
        """Return the turn; whoever is answered for the first time hears who is speaking."""
        introduction = ""
        if self._replies and not self.state.greeted:
            introduction = self.text("common.introduction")
            self.change(greeted=True)
        if self.context.voice:
            self._replies, left = told(
                self._replies,
                voices=self._for_the_ear,
                whole=self._whole,
                introduction=introduction,
                asking=self.state.flow is not None,
                read_as=readings(self.text("voice.readings")),
                endings=self._endings(),
            )
            self.change(unsaid=left or None)
        elif introduction:
            first = self._replies[0]
            self._replies[0] = dataclasses.replace(first, text=f"{introduction}\n\n{first.text}")
        return Turn(self.state, tuple(self._replies), tuple(self._effects))

    def _endings(self) -> tuple[str, str]:
        closing = "" if self._parted else self._addressed(self.text("voice.closing"))
        return closing, self._addressed(self.text("voice.going_on"))
