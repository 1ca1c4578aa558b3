"""Where somebody lives or asks about: province, district of before 2025-07-01, commune."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from nlu.places.table import HOME, key, suggest, table
from nlu.text.fold import fold
from nlu.text.syllables import TONES, split_tone
from nlu.text.words import word_set
from nlu.values.correction import is_denied
from nlu.values.tokens import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlu.values.tokens import Tokens

_COMMUNE_CUES: Final = Words.of("xã", "phường", "trấn", "p", "x")
_DISTRICT_CUES: Final = Words.of("huyện", "tp", "thị", "tx", "h")
_NEAR_CUES: Final = Words.of(
    "ở", "tại", "về", "xuống", "ra", "vào", "in", "at", "gần", "quê", "từ", "dân", "tỉnh", "hiểm",
    "điện", "bhxh", "bhyt", "ubnd", "viện", "phố", "hội", "lên", "ngoài", "thuộc", "bàn", "vực",
)  # fmt: skip
_LIVING_CUES: Final = Words.of("ở", "tại", "quê", "thuộc", "dân")
"""What makes words without accents a commune's name; other cues precede too many other words."""
_PERSON_CUES: Final = Words.of(
    "văn", "tên", "anh", "chị", "ông", "bà", "cô", "chú", "em", "quang", "cam"
)
_OTHER_WORDS: Final = word_set(
    "tuong duong|anh son|do luong|nam dan|thai hoa|hoang mai|tan ky|ky son|con cuong", "|"
)
"""District names that without accents are other words too (`tương đương`, `anh Sơn`)."""
_HOME_SPEAKERS: Final = Words.of(
    "tôi",
    "em",
    "tui",
    "mình",
    "nhà",
    "cháu",
    "con",
    "chị",
    "anh",
    "bác",
    "quê",
    "tỉnh",
)
_SURE: Final = 85.0
_CLEARLY: Final = 8.0


class Place(NamedTuple):
    """A place and the tokens that name it."""

    value: dict[str, str]
    start: int
    end: int


class _Name(NamedTuple):
    level: str
    name: str
    start: int
    end: int


def find_place(tokens: Tokens, written: str, awaiting: str | None) -> Place | None:
    """Return the place a message names. `tokens` are of the text before words were expanded.

    A name that is a district's and a commune's is the district's unless `xã` or `phường` says so. A
    commune name without accents that fits several is returned as typed, in capitals.
    """
    asked = awaiting in ("place", "commune", "district", "province")
    capitals = frozenset(word for word in written.split() if word[:1].isupper())
    found: dict[str, _Name] = {}
    openings = table().openings
    at = 0
    while at < len(tokens):
        name = None
        if tokens[at].fold in openings:
            name = _name_at(tokens, at, capitals, asked=asked)
        if name is None or name.level in found or is_denied(tokens, at):
            at += 1
            continue
        found[name.level] = name
        at = name.end
    if not found and asked:
        found = _guess(tokens)
    if not found:
        return None
    value: dict[str, str] = {
        level: found[level].name for level in ("commune", "district", "province") if level in found
    }
    return Place(
        value, min(name.start for name in found.values()), max(name.end for name in found.values())
    )


def _name_at(tokens: Tokens, at: int, capitals: frozenset[str], *, asked: bool) -> _Name | None:
    known = table()
    for size in known.openings[tokens[at].fold]:
        words = tokens[at : at + size]
        folded = tokens.words(at, at + size)
        if len(words) < size or folded not in known.spellings:
            continue
        spelling = " ".join(word.text for word in words)
        accented = spelling != folded
        proper = {part.lower() for part in capitals}.issuperset(spelling.split()) and accented
        name = _read(tokens, at, size, spelling, proper=proper, asked=asked)
        if name:
            return name
    return None


def _read(
    tokens: Tokens, at: int, size: int, spelling: str, *, proper: bool, asked: bool
) -> _Name | None:
    known = table()
    commune, district, province = (
        names.get(spelling) or _half_accented(names, spelling)
        for names in (known.commune_names, known.district_names, known.province_names)
    )
    if not commune and not district and not province:
        return None
    before = tokens.at(at - 1)
    said_commune = before.among(_COMMUNE_CUES) or (
        before.text == "." and tokens.at(at - 2).says("p", "x")
    )
    said_district = before.among(_DISTRICT_CUES) or tokens.words(at - 2, at) == "thanh pho"
    near = asked or before.among(_NEAR_CUES) or (before.text == "," and at > 1)
    accentless = spelling.isascii() and not proper
    told = asked or (before.among(_LIVING_CUES) and size > 1) if accentless else near or proper
    if commune and (said_commune or (told and not district and not said_district)):
        return _Name("commune", _official(commune, spelling), at, at + size)
    if district and (
        said_district or near or _stands_alone(tokens, at, size, spelling, proper=proper)
    ):
        return _Name("district", _official(district, spelling), at, at + size)
    if province and (said_district or near or before.says("tỉnh") or (proper and size > 1)):
        if province[0] == HOME and not (asked or _speaks_of_home(tokens, at, size)):
            return None
        return _Name("province", province[0], at, at + size)
    return None


def _stands_alone(tokens: Tokens, at: int, size: int, spelling: str, *, proper: bool) -> bool:
    """Return whether a district's name needs no word before it to be understood as one."""
    before, after = tokens.at(at - 1), tokens.at(at + size)
    if size == 1:
        return not before.among(_PERSON_CUES) and not after.says("dự", "quang", "hạnh", "danh")
    if spelling == "anh sơn":
        return proper and at > 0
    return spelling not in _OTHER_WORDS


def _speaks_of_home(tokens: Tokens, at: int, size: int) -> bool:
    """Return whether the home province is said of the speaker, not of the office's whole work."""
    if size == len(tokens) or tokens.at(at - 1).says("tỉnh", "quê", ","):
        return True
    return tokens.at(at - 1).says("ở", "tại") and tokens.at(at - 2).among(_HOME_SPEAKERS)


def _half_accented(names: Mapping[str, tuple[str, ...]], spelling: str) -> tuple[str, ...] | None:
    """Return the names that were typed with some of their accents: `quỳ hơp`, `yên thanh`."""
    folded = fold(spelling)
    if folded == spelling:
        return None
    fitting = tuple(name for name in names.get(folded, ()) if _leaves_out(spelling, name.lower()))
    return fitting or None


def _leaves_out(typed: str, name: str) -> bool:
    """Return whether accents are missing or `hỏi` stands for `ngã`, and no other one is there."""
    for short, full in zip(typed.split(), key(name).split(), strict=True):
        (base, tone), (full_base, full_tone) = split_tone(short), split_tone(full)
        if tone not in ("", full_tone) and {tone, full_tone} != {TONES["hỏi"], TONES["ngã"]}:
            return False
        if any(a not in (b, fold(b)) for a, b in zip(base, full_base, strict=True)):
            return False
    return True


def _official(names: tuple[str, ...], spelling: str) -> str:
    return names[0] if len(names) == 1 else spelling.title()


def _guess(tokens: Tokens) -> dict[str, _Name]:
    """Return the one name much like the whole answer to "where do you live", mistyped."""
    words = [token for token in tokens if token.text[0].isalpha()]
    skipped = ("ở", "tại", "em", "tôi", "dạ", "ạ", "xã", "huyện", "phường", "tỉnh", "thị", "trấn")
    rest = [token for token in words if not token.says(*skipped)]
    if not 1 <= len(rest) <= 4:
        return {}
    best, second = suggest(" ".join(token.text for token in rest), limit=2)
    if best[1] < _SURE or best[1] - second[1] < _CLEARLY:
        return {}
    known: Mapping[str, tuple[str, ...]] = table().district_names
    level = "district" if any(best[0] in names for names in known.values()) else "commune"
    return {level: _Name(level, best[0], 0, len(tokens))}
