"""What a drafter probably meant: common slips of people who write, and their mending.

A slip is never mended silently; what was meant is offered with the finding.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from katch_protocols.files.slip_words import slip_words
from katch_protocols.sentences.nearness import distance, nearest
from katch_protocols.words.lists import as_typed

__all__ = [
    "DASHES",
    "IdSlip",
    "count_meant",
    "country_meant",
    "day_meant",
    "foreign_letter",
    "id_slip",
    "in_latin",
    "is_two_letters",
    "key_lacking",
    "key_meant",
    "language_meant",
    "value_meant",
    "zone_meant",
]


DASHES = "–—•*·"
"""What word processors put before the items of a list."""


_FILE = ".yaml"
_AROUND = " \t\r\n-.,;:!?'’"
"""Signs that are no part of an id before or behind it."""


class IdSlip(NamedTuple):
    """The finding of a text that is no id, and the id that was probably meant."""

    rule: str
    near: str | None
    facts: Mapping[str, str]


def id_slip(text: str) -> IdSlip:
    """Tell what is wrong with a text that stands where an id is due."""
    if text[:1] in DASHES and len(text) > 1:
        return IdSlip("dash-for-hyphen", None, {"sign": text[0]})
    if text[:1].isspace():
        return IdSlip("unusual-space", None, {})
    if "," in text or ";" in text:
        each = [_as_id(part) for part in re.split("[,;]", text) if part.strip()]
        if len(each) > 1 and all(each):
            return IdSlip("ids-not-listed", None, {"list": f"[{as_typed(each)}]"})
    foreign, near = foreign_letter(text), in_latin(text)
    if foreign is not None and near:
        return IdSlip("foreign-letter", near, {"letter": foreign})
    return IdSlip("bad-id", _as_id(text) or None, {})


def foreign_letter(text: str) -> str | None:
    """Return the first letter of another alphabet that looks like one of ours."""
    alike = slip_words()["letters"]
    return next((letter for letter in text if letter.lower() in alike), None)


def in_latin(text: str) -> str:
    """Return the id that a text is once letters of other alphabets are ours."""
    alike = slip_words()["letters"]
    return _as_id("".join(alike.get(letter, letter) for letter in text.lower()))


def _as_id(text: str) -> str:
    """Return a text in the form of an id, where only signs and capitals are wrong."""
    plain = unicodedata.normalize("NFKC", text).strip(_AROUND).lower()
    if plain.endswith(_FILE):
        plain = plain.rpartition("/")[2].removesuffix(_FILE)
    found = re.sub(r"[\s\-.'’]+", "_", plain)
    return found if re.fullmatch("[a-z][a-z0-9_]{0,63}", found) else ""


def key_meant(key: str, known: Collection[str]) -> str | None:
    """Return the key that another word stands for, if it can stand there."""
    return _offered("keys", key, known)


def key_lacking(
    key: str, written: Mapping[str, object], known: Collection[str], must: Iterable[str]
) -> str | None:
    """Return the known key that was meant by another; ``None``: it is written besides.

    Of two that are as near, one that ``must`` be there comes first.
    """
    lacking = [each for each in known if each not in written]
    if key_meant(key, known) is not None:
        return key_meant(key, lacking)
    best = nearest(key, known)
    for some in ([each for each in must if each in lacking], lacking):
        near = nearest(key, some)
        if near and best and distance(key.lower(), near) <= distance(key.lower(), best):
            return near
    return None


def value_meant(text: str, known: Collection[str]) -> str | None:
    """Return the word of a closed set that another word stands for."""
    return _offered("values", text, known)


def _offered(table: str, text: str, known: Collection[str]) -> str | None:
    """Return what a table has for a text, of what can stand there."""
    small = text.strip().lower()
    words = slip_words()[table]
    offered = words.get(small) or words.get(re.sub("[- ]", "_", small), ())
    return next((each for each in offered if each in known), None)


def count_meant(text: str) -> str | None:
    """Return the whole number that a text says in a word, or in quotes."""
    word = text.strip().lower()
    found = slip_words()["numbers"].get(word, word)
    return str(found).lstrip("0") or "0" if str(found).isdecimal() else None


def language_meant(text: str) -> str | None:
    """Return the code of the language that a name, or a country's code, stands for."""
    found: str | None = slip_words()["languages"].get(text.strip().lower())
    return found


def is_two_letters(code: str) -> bool:
    """Tell whether there is a language of a code in two letters."""
    known: str = slip_words()["two_letters"]
    return code in known.split()


def zone_meant(text: str) -> str | None:
    """Return the time zone of a city that the list of zones calls otherwise."""
    city = text.strip().lower().rpartition("/")[2]
    found: str | None = slip_words()["zones"].get(re.sub("[ _-]", "", city))
    return found


def country_meant(text: str) -> str | None:
    """Return the code of the country that a name, or Cyrillic letters, stand for."""
    name = re.sub(r"[\W_]", "", text)
    known: str | None = slip_words()["countries"].get(name.lower())
    return known or "".join(slip_words()["capitals"].get(each, each) for each in name)


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
    starts = slip_words()["months"].items()
    named = next((number for start, number in starts if month.startswith(start)), 0)
    try:
        found = date(int(year), int(month) if month.isdigit() else named, int(day))
    except ValueError:
        return None
    return found.isoformat()
