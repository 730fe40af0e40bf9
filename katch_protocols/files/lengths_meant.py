"""The length of time that a text says in other words than ours."""

import re
from functools import cache

from katch_protocols.files.slip_words import slip_words
from katch_protocols.model.deadlines import Unit

__all__ = ["length_meant"]


@cache
def _length() -> re.Pattern[str]:
    """Return how people write a length of time; of a range the longer end counts."""
    names = "before_lengths", "ranges", "after_lengths"
    before, ranges, after = ("|".join(slip_words()[key]) for key in names)
    return re.compile(
        rf"(?:(?:{before})\.? *)?(?:\d+ *(?:{ranges}|-|–|—) *)?"
        r"(?P<amount>\d{1,4}(?:[.,]\d)?)"
        r"[ -]*(?P<unit>[^\W\d]+(?:(?:\. ?| )[^\W\d]+)??)[.;]?"
        rf"(?: *(?:{after})\.?)?"
    )


_MOST = 10_000
_BESIDE = re.compile(r" *\([^()\d]*\)")
"""What stands in brackets without a number: a number in words, or whose limit it is."""

_ISO = re.compile(r"p(?:t(\d+)([hm])|(\d+)([dwm]))")
"""A length of time of one unit in ISO 8601."""

_ISO_TIMES = {"h": "hours", "m": "minutes"}


def length_meant(text: str) -> str | None:
    """Return the duration that a text says in other words, or ``None``."""
    words = slip_words()
    # Spaces that do not break, as word processors put them, are spaces too.
    small = _BESIDE.sub("", " ".join(text.split()).lower())
    for before in ("", *words["before_lengths"]):
        alone: str | None = words["lengths"].get(small.removeprefix(before).strip())
        if alone is not None:
            return alone
    if found := _ISO.fullmatch(small):
        time, clock, days, unit = found.groups()
        small = f"{time} {_ISO_TIMES[clock]}" if time else f"{days} {unit}"
        small = small.replace(" m", " months") if unit == "m" else small
    return _said(_in_digits(small))


def _said(text: str) -> str | None:
    """Return a length of one part, or of two that are parts of one another."""
    one = _parts(text)
    if one is not None:
        return _of_unit(*one)
    joined = re.fullmatch(r"(\d+ .+?),? (?:(?:and|и|және) )?(\d+ .+)", text)
    if joined is None:
        return None
    first, second = _parts(joined[1]), _parts(joined[2])
    smaller = slip_words()["smaller"]
    if first is None or second is None or smaller.get(first[1]) is None:
        return None
    less = smaller[first[1]]
    if second[1] != less["unit"]:
        return None
    return _of_unit(first[0] * less["times"] + second[0], Unit(less["unit"]))


def _parts(text: str) -> tuple[float, Unit] | None:
    """Return how many of which unit of ours a text says."""
    found = _length().fullmatch(text)
    unit, times = _unit(found["unit"]) if found else (None, 1)
    if found is None or unit is None:
        return None
    return float(found["amount"].replace(",", ".")) * times, unit


def _of_unit(amount: float, unit: Unit) -> str | None:
    """Write a length; what is no whole number is one of a smaller unit."""
    less = slip_words()["smaller"].get(unit)
    if amount % 1 and less is not None:
        amount, unit = amount * less["times"], Unit(less["unit"])
    if amount % 1 or not 0 < amount < _MOST:
        return None
    return f"{int(amount)} {unit.removesuffix('s') if amount == 1 else unit}"


@cache
def _numberslip_words() -> re.Pattern[str]:
    tens, ones = ("|".join(slip_words()[key]) for key in ("tens", "numbers"))
    return re.compile(
        rf"\b(?:(?P<tens>{tens})(?:[- ](?P<more>{ones}))?|(?P<ones>{ones}))\b"
    )


def _in_digits(text: str) -> str:
    """Return a text with its numbers in digits."""
    words = slip_words()

    def number(found: re.Match[str]) -> str:
        more = words["numbers"].get(found["more"] or found["ones"], 0)
        return str(words["tens"].get(found["tens"], 0) + more)

    return _numberslip_words().sub(number, text)


def _unit(written: str) -> tuple[Unit | None, int]:
    """Return the unit of ours that a word is, and how many of it."""
    words = slip_words()
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
