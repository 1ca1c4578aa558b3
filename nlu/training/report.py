"""What an evaluation adds up to: what is right, by style and intent, and how sure one may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BINS: Final = 10
_OFFERED: Final = 3
"""Candidates the dialogue offers where the intent is unclear."""


@dataclass(frozen=True)
class Answer:
    """What an engine made of one message, and what was right."""

    text: str
    awaiting: str | None
    style: str
    expected: tuple[str, ...]
    got: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    right: bool
    """The intent the bot acts on is right."""
    right_first: bool
    """The best candidate is right, whether or not it is certain enough to act on."""
    handed_back: bool
    """`unclear` was said of a message that has an intent."""
    modelled: bool
    """The classifier spoke, not a rule."""
    values: Mapping[str, Any]
    expected_values: Mapping[str, Any] | None

    @property
    def among_offered(self) -> bool:
        """Whether the truth is among the candidates that the dialogue would offer."""
        return any(intent in self.expected for intent, _ in self.ranking[:_OFFERED])


@dataclass
class Report:
    """The answers of an engine, and what they add up to."""

    answers: list[Answer] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        """Count one more answer."""
        self.answers.append(answer)

    @property
    def total(self) -> int:
        """Messages."""
        return len(self.answers)

    @property
    def right(self) -> int:
        """Messages whose intent is right."""
        return sum(each.right for each in self.answers)

    @property
    def first(self) -> int:
        """Messages whose best candidate is right."""
        return sum(each.right_first for each in self.answers)

    @property
    def unclear(self) -> list[Answer]:
        """Answers that were handed back though the message has an intent."""
        return [each for each in self.answers if each.handed_back]

    @property
    def wrong(self) -> list[Answer]:
        """Answers that are not right, those handed back included."""
        return [each for each in self.answers if not each.right]

    @property
    def out_of_scope(self) -> list[Answer]:
        """Answers to messages the office does not answer."""
        return [each for each in self.answers if "other" in each.expected]

    @property
    def out_of_scope_answered(self) -> int:
        """How many of those were taken for something the office answers."""
        return sum(not each.right and not each.handed_back for each in self.out_of_scope)

    @property
    def valued(self) -> list[Answer]:
        """Answers to messages whose values are known."""
        return [each for each in self.answers if each.expected_values is not None]

    @property
    def values_right(self) -> int:
        """How many of those have exactly the right values."""
        return sum(each.values == each.expected_values for each in self.valued)

    def right_by(self, key: str) -> dict[str, Counter[bool]]:
        """Return the numbers of right and wrong by `style` or by `intent`."""
        counts: dict[str, Counter[bool]] = defaultdict(Counter)
        for each in self.answers:
            counts[each.style if key == "style" else each.expected[0]][each.right] += 1
        return counts

    @property
    def confused(self) -> Counter[tuple[str, str]]:
        """(expected, understood) pairs of the wrong ones."""
        return Counter((each.expected[0], each.got) for each in self.wrong)

    def bins(self) -> list[tuple[float, float, int]]:
        """Return (mean confidence, share right, messages) of each tenth of the confidences.

        Only of what the classifier said of messages that have an intent.
        """
        filled: dict[int, list[Answer]] = defaultdict(list)
        for each in self.answers:
            if each.modelled:
                filled[min(int(each.confidence * _BINS), _BINS - 1)].append(each)
        return [
            (
                sum(each.confidence for each in group) / len(group),
                sum(each.right_first for each in group) / len(group),
                len(group),
            )
            for _, group in sorted(filled.items())
        ]

    @property
    def calibration_error(self) -> float:
        """How far, on average, a confidence is from the share that is right at it (0 to 1)."""
        bins = self.bins()
        whole = sum(number for _, _, number in bins)
        return sum(abs(sure - right) * number for sure, right, number in bins) / max(whole, 1)

    def lines(self) -> Iterator[str]:
        """Yield the report as lines to print."""
        total, unclear, outside = self.total, self.unclear, len(self.out_of_scope)
        offered = sum(each.among_offered for each in unclear)
        yield f"messages             {total}"
        yield f"right                {self.right} ({share(self.right, total)})"
        yield f"right at rank 1      {self.first} ({share(self.first, total)})"
        yield f"handed back unclear  {len(unclear)}, right among three {offered}"
        yield f"wrong                {len(self.wrong) - len(unclear)}"
        yield f"out of scope         {outside}, answered {self.out_of_scope_answered}"
        if self.valued:
            exact = share(self.values_right, len(self.valued))
            yield f"values exact         {self.values_right} ({exact})"
        yield f"calibration error    {100 * self.calibration_error:.1f} %"
        for key in ("style", "intent"):
            yield f"\nby {key}"
            for name, counts in sorted(self.right_by(key).items()):
                yield f"  {name:<26} {counts[True]:>3} of {counts.total()}"
        yield "\nconfidence -> right (messages)"
        for sure, right, number in self.bins():
            yield f"  {sure:.2f} -> {right:.2f} ({number})"
        yield "\nconfused (expected -> understood)"
        for (expected, understood), count in self.confused.most_common():
            yield f"  {expected} -> {understood}  {count}"
        yield "\nvalues"
        for each in self.valued:
            if each.values != each.expected_values:
                yield f"  {each.text!r}: {each.values} instead of {each.expected_values}"

    def errors(self) -> Iterator[str]:
        """Yield every wrong message with what was expected, what came, and the candidates."""
        for each in self.wrong:
            asked = f" (asked for {each.awaiting})" if each.awaiting else ""
            ranked = ", ".join(f"{intent} {sure:.2f}" for intent, sure in each.ranking)
            yield f"{each.text!r}{asked}"
            yield f"  expected {' or '.join(each.expected)}, got {each.got}"
            yield f"  {ranked}"


def share(part: int, whole: int) -> str:
    """Return a percentage with one decimal, `-` of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "-"
