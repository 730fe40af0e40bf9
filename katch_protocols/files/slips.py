"""What a drafter probably meant: common slips of people who write, and their mending.

A slip is never mended silently; what was meant is offered with the finding. The words
that people write for ours are in ``data/slips.toml``.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from katch_protocols.errors import Flaw, SentenceError
from katch_protocols.model.deadlines import Unit
from katch_protocols.words.lists import as_typed

__all__ = [
    "IdSlip",
    "country_meant",
    "day_meant",
    "id_slip",
    "key_meant",
    "language_meant",
    "sentence_slip",
    "value_meant",
]


@cache
def _words() -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415 - lazy: only who made a slip needs its words

    path = Path(__file__).parent / "data" / "slips.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


_DASHES = "–—•*·"
"""What word processors put before the items of a list."""


class IdSlip(NamedTuple):
    """The finding of a text that is no id, and the id that was probably meant."""

    rule: str
    near: str | None
    facts: Mapping[str, str]


def id_slip(text: str) -> IdSlip:
    """Tell what is wrong with a text that stands where an id is due."""
    if text[:1] in _DASHES and len(text) > 1:
        return IdSlip("dash-for-hyphen", None, {"sign": text[0]})
    if "," in text or ";" in text:
        each = [_as_id(part) for part in re.split("[,;]", text) if part.strip()]
        if len(each) > 1 and all(each):
            return IdSlip("ids-not-listed", None, {"list": f"[{as_typed(each)}]"})
    alike = _words()["letters"]
    foreign = next((letter for letter in text if letter.lower() in alike), None)
    near = _as_id("".join(alike.get(letter, letter) for letter in text.lower()))
    if foreign is not None and near:
        return IdSlip("foreign-letter", near, {"letter": foreign})
    return IdSlip("bad-id", _as_id(text) or None, {})


def _as_id(text: str) -> str:
    """Return a text in the form of an id, where only signs and capitals are wrong."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    found = re.sub(r"[\s\-.'’]+", "_", plain)
    return found if re.fullmatch("[a-z][a-z0-9_]{0,63}", found) else ""


def sentence_slip(error: SentenceError) -> tuple[str, str | None]:
    """Return the finding of a sentence that cannot be read, and what was meant."""
    text, rule = error.text, str(error.reason)
    match error.kind:
        case "duration" if text.strip().lower().rstrip(".") in _words()["at_once"]:
            return "at-once", None
        case "duration" if error.reason in _NO_LENGTH:
            return "bad-duration", _duration_meant(_with_near(error))
        case "duration" if error.reason in _OTHER_LENGTH and _duration_meant(text):
            return "bad-duration", _duration_meant(text)
        case "safeguard" if _is_prose(text):
            return "prose-safeguard", None
        case "safeguard" if error.near is None:
            return rule, _safeguard_meant(text)
        case _:
            return rule, error.near


def _with_near(error: SentenceError) -> str:
    """Return the text with the nearest word where the slip is, if one is near."""
    text, start = error.text, error.column - 1
    if error.near is None:
        return text
    return text[:start] + error.near + text[start + len(error.word) :]


_NO_LENGTH = frozenset({Flaw.UNEXPECTED, Flaw.UNFINISHED})
_OTHER_LENGTH = frozenset({Flaw.SURPLUS, Flaw.NUMBER})
"""Flaws of a length that says too much; what was meant is told if it can be."""


@cache
def _length() -> re.Pattern[str]:
    """Return how people write a length of time; of a range the longer end counts."""
    names = "before_lengths", "ranges", "after_lengths"
    before, ranges, after = ("|".join(_words()[key]) for key in names)
    return re.compile(
        rf"(?:(?:{before})\.? +)?(?:\w+ *(?:{ranges}|-|–|—) *)?"
        r"(?P<amount>\d{1,4}(?:[.,]\d)?|[^\W\d]+)"
        r"[ -]*(?P<unit>[^\W\d]+(?: [^\W\d]+)??)\.?"
        rf"(?: +(?:{after})\.?)?"
    )


_MOST = 10_000


def _duration_meant(text: str) -> str | None:
    """Return the duration that a text says in other words, or ``None``."""
    words = _words()
    small = text.strip().lower()
    for before in ("", *words["before_lengths"]):
        alone: str | None = words["lengths"].get(small.removeprefix(before).strip())
        if alone is not None:
            return alone
    found = _length().fullmatch(small)
    if found is None:
        return None
    amount = _amount(found["amount"])
    unit, times = _unit(found["unit"])
    if unit is not None and amount % 1:
        less = words["smaller"].get(unit, {"unit": unit, "times": 1})
        unit, times = Unit(less["unit"]), times * less["times"]
    amount *= times
    if unit is None or amount % 1 or not 0 < amount < _MOST:
        return None
    return f"{int(amount)} {unit.removesuffix('s') if amount == 1 else unit}"


def _amount(written: str) -> float:
    if written[0].isdigit():
        return float(written.replace(",", "."))
    return float(_words()["numbers"].get(written, 0))


def _unit(written: str) -> tuple[Unit | None, int]:
    """Return the unit of ours that a word is, and how many of it."""
    words = _words()
    ours = next((u for u in Unit if written in {u, u.removesuffix("s")}), None)
    if ours is not None:
        return ours, 1
    start = next((each for each in words["units"] if _is_unit(written, each)), None)
    if start is None:
        return None, 1
    return Unit(words["units"][start]), words["several"].get(start, 1)


def _is_unit(written: str, start: str) -> bool:
    """Tell whether a unit is this one: Russian and Kazakh words go on with a case."""
    if start.isascii():
        return written in {start, f"{start}s"}
    return written.startswith(start)


_PROSE = 4
"""A text of so many words can be a sentence of prose."""


def _is_prose(text: str) -> bool:
    """Tell whether a text is a sentence as people speak, rather than one of ours."""
    words = text.split()
    told = not text.isascii() or text[:1].isupper()
    said = not set(_words()["prose"]).isdisjoint(words)
    return len(words) >= _PROSE and (told or said)


def _safeguard_meant(text: str) -> str | None:
    """Return the safeguard that a text says in another order, or ``None``."""
    for order in _words()["orders"]:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[a-z0-9_.]+)", order["written"])
        if found := re.fullmatch(pattern, text.strip()):
            ours: str = order["ours"]
            return ours.format(**found.groupdict())
    return None


def key_meant(key: str, known: Collection[str]) -> str | None:
    """Return the key that another word stands for, if it can stand there."""
    return _offered("keys", key, known)


def value_meant(text: str, known: Collection[str]) -> str | None:
    """Return the word of a closed set that another word stands for."""
    return _offered("values", text, known)


def _offered(table: str, text: str, known: Collection[str]) -> str | None:
    """Return what a table has for a text, of what can stand there."""
    small = text.strip().lower()
    words = _words()[table]
    offered = words.get(small) or words.get(re.sub("[- ]", "_", small), ())
    return next((each for each in offered if each in known), None)


def language_meant(text: str) -> str | None:
    """Return the code of the language that a name, or a country's code, stands for."""
    found: str | None = _words()["languages"].get(text.strip().lower())
    return found


def country_meant(text: str) -> str | None:
    """Return the code of the country that a name, or Cyrillic letters, stand for."""
    name = re.sub(r"[\W_]", "", text)
    known: str | None = _words()["countries"].get(name.lower())
    return known or "".join(_words()["capitals"].get(each, each) for each in name)


_NUMBERED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: *г(?:ода?)?\.?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})\.? ([^\W\d]+)\.? (\d{4})(?: *г(?:ода?)?\.?)?")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")


def day_meant(text: str) -> str | None:
    """Return the day that a text says in other words, or ``None``.

    Between dots the day comes first; what has slashes differs by country, so it is
    not guessed.
    """
    small = text.strip().lower()
    if found := _NUMBERED.fullmatch(small):
        return _day(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(small):
        return _day(*found.groups())
    if found := _NAMED.fullmatch(small):
        return _day(found[3], found[2], found[1])
    if found := _MONTH_FIRST.fullmatch(small):
        return _day(found[3], found[1], found[2])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    starts = _words()["months"].items()
    named = next((number for start, number in starts if month.startswith(start)), 0)
    try:
        found = date(int(year), int(month) if month.isdigit() else named, int(day))
    except ValueError:
        return None
    return found.isoformat()
