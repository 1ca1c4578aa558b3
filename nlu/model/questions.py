"""What the example questions hold, worked out when the model is trained.

To read thousands of questions takes half a second, at every start and with the same result. It is
kept by the text of each: one that an editor changes is read anew, and nothing kept is taken for it.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from nlu.model.codes import asked_of, once
from nlu.text import views_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from nlu.model.codes import Array

    Places = npt.NDArray[np.unsignedinteger[Any]]

NAME: Final = "questions.npz"
"""The file, beside that of a model."""

_TRIED: Final = 64
"""One kept question in as many is read all the same: what other code made is worth nothing."""
_UNREADABLE: Final = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What numpy raises of a file that is missing, cut off or of another kind."""


class Held(NamedTuple):
    """What each of a list of questions holds."""

    codes: Array
    """Ascending, each once. Some may be held by none of the questions."""
    places: Places
    """Where in `codes` stands what each question holds, one question after the other."""
    sizes: npt.NDArray[np.int64]
    """How many places are each question's."""


@dataclass(frozen=True)
class Questions:
    """What is kept of questions; the last three are what `Held` has by these names."""

    marks: Array
    """The hash of each question's text, ascending."""
    codes: Array
    places: Places
    sizes: npt.NDArray[np.int64]

    @classmethod
    def none(cls) -> Questions:
        """Return what is kept before any question was read."""
        empty = np.empty(0, dtype=np.uint64)
        return cls(empty, empty, empty.astype(np.uint8), empty.astype(np.int64))

    @classmethod
    def of(cls, questions: Iterable[str]) -> Questions:
        """Read those questions."""
        listed = sorted(set(questions), key=_mark)
        marks = np.array([*map(_mark, listed)], dtype=np.uint64)
        return cls(marks, *cls.none().read(listed))

    @classmethod
    def beside(cls, model: Path) -> Questions:
        """Return what is kept beside a model; nothing, where that cannot be read."""
        try:
            with (
                model.with_name(NAME).open("rb") as file,
                np.load(file, allow_pickle=False) as stored,
            ):
                return cls(stored["marks"], stored["codes"], stored["places"], stored["sizes"])
        except _UNREADABLE:
            return cls.none()

    def save(self, model: Path) -> None:
        """Write what is kept beside a model."""
        np.savez_compressed(model.with_name(NAME), **vars(self))

    def read(self, questions: Sequence[str]) -> Held:
        """Return what those questions hold. Only what is not kept is worked out."""
        ends = self.sizes.cumsum()
        spans = map(slice, (ends - self.sizes).tolist(), ends.tolist())
        by_mark = dict(zip(self.marks.tolist(), spans, strict=True))
        kept = {at: span for at, q in enumerate(questions) if (span := by_mark.get(_mark(q)))}
        for at in [*kept][::_TRIED]:
            if not np.array_equal(self.codes[self.places[kept[at]]], _codes(questions[at])):
                return Questions.none().read(questions)
        new = {at: _codes(q) for at, q in enumerate(questions) if at not in kept}
        codes = once(np.concatenate([self.codes, *new.values()]))
        moved = codes.searchsorted(self.codes)[self.places]
        held = [
            moved[kept[at]] if at in kept else codes.searchsorted(new[at])
            for at in range(len(questions))
        ]
        places = np.concatenate([*held, moved[:0]]).astype(np.min_scalar_type(len(codes)))
        return Held(codes, places, np.array([*map(len, held)], dtype=np.int64))


def _codes(question: str) -> Array:
    return asked_of(views_of(question))


def _mark(question: str) -> int:
    """Return a number that no other text has."""
    digest = blake2b(question.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
