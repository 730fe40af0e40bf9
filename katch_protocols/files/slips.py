"""What a drafter probably meant: common slips of people who write, and their mending.

A slip is never mended silently; what was meant is offered with the finding. The words
that people write for ours are in ``data/slips.toml``.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from katch_protocols.errors import Flaw, SentenceError
from katch_protocols.model.deadlines import Unit
from katch_protocols.words.lists import as_typed

__all__ = ["IdSlip", "id_slip", "key_meant", "sentence_slip"]


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
        case "duration" if error.near is None and error.reason in _NO_LENGTH:
            return "bad-duration", _duration_meant(text)
        case "safeguard" if _is_prose(text):
            return "prose-safeguard", None
        case "safeguard" if error.near is None:
            return rule, _safeguard_meant(text)
        case _:
            return rule, error.near


_NO_LENGTH = frozenset({Flaw.UNEXPECTED, Flaw.UNFINISHED})


@cache
def _length() -> re.Pattern[str]:
    """Return how people write a length of time; of a range the longer end counts."""
    before, ranges = ("|".join(_words()[key]) for key in ("before_lengths", "ranges"))
    return re.compile(
        rf"(?:(?:{before})\.? +)?(?:\w+ *(?:{ranges}|-|–|—) *)?"
        r"(?P<amount>\d{1,4}|[a-z]+)[ -]*(?P<unit>[^\W\d]+(?: [^\W\d]+)?)\.?"
    )


_MOST = 10_000


def _duration_meant(text: str) -> str | None:
    """Return the duration that a text says in other words, or ``None``."""
    words = _words()
    found = _length().fullmatch(text.strip().lower())
    if found is None:
        return None
    written, unit = found["amount"], found["unit"]
    amount = int(written) if written.isdigit() else words["numbers"].get(written, 0)
    start = next((start for start in words["units"] if _is_unit(unit, start)), None)
    ours = next((each for each in Unit if unit in {each, each.removesuffix("s")}), None)
    if ours is None and start is not None:
        ours = Unit(words["units"][start])
        amount *= words["several"].get(start, 1)
    if ours is None or not 0 < amount < _MOST:
        return None
    return f"{amount} {ours.removesuffix('s') if amount == 1 else ours}"


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
    small = key.lower().replace("-", "_").replace(" ", "_")
    offered = _words()["keys"].get(small, ())
    return next((each for each in offered if each in known), None)
