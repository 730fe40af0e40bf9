"""What a drafter probably meant: common slips of people who write, and their mending.

A slip is never mended silently; what was meant is offered with the finding.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import NamedTuple

from katch_protocols.errors import Flaw, SentenceError
from katch_protocols.model.deadlines import Unit

__all__ = [
    "DASHES",
    "IdSlip",
    "id_slip",
    "key_meant",
    "sentence_slip",
]

DASHES = "–—•*·"
"""What word processors put before the items of a list."""

_LOOK_ALIKE = dict(zip("асеорхуіһқԁ", "aceopxyihqd", strict=True))
"""Letters of Russian and Kazakh that look like those of an id."""


class IdSlip(NamedTuple):
    """The finding of a text that is no id, and the id that was probably meant."""

    rule: str
    near: str | None
    facts: Mapping[str, str]


def id_slip(text: str) -> IdSlip:
    """Tell what is wrong with a text that stands where an id is due."""
    if text[:1] in DASHES and len(text) > 1:
        return IdSlip("dash-for-hyphen", None, {"sign": text[0]})
    if "," in text or ";" in text:
        each = [_as_id(part) for part in re.split("[,;]", text) if part.strip()]
        if len(each) > 1 and all(each):
            return IdSlip("ids-not-listed", None, {"list": f"[{', '.join(each)}]"})
    foreign = next((letter for letter in text if letter.lower() in _LOOK_ALIKE), None)
    near = _as_id("".join(_LOOK_ALIKE.get(letter, letter) for letter in text.lower()))
    if foreign is not None and near:
        return IdSlip("foreign-letter", near, {"letter": foreign})
    return IdSlip("bad-id", _as_id(text) or None, {})


def _as_id(text: str) -> str:
    """Return a text in the form of an id, where only signs and capitals are wrong."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    found = re.sub(r"[\s\-.'’]+", "_", plain)
    return found if re.fullmatch("[a-z][a-z0-9_]{0,63}", found) else ""


_COUNTED = "one two three four five six seven eight nine ten"
_NUMBERS = {"a": 1, "an": 1}
_NUMBERS |= {word: number for number, word in enumerate(_COUNTED.split(), 1)}
_UNITS = {
    **{unit.value: unit.value for unit in Unit},
    **{unit.value.removesuffix("s"): unit.value for unit in Unit},
    "min": "minutes",
    "mins": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "d": "days",
    "calendar day": "days",
    "calendar days": "days",
    "business day": "working days",
    "business days": "working days",
    "workday": "working days",
    "workdays": "working days",
    "w": "weeks",
    "wk": "weeks",
    "wks": "weeks",
    "mo": "months",
}
_STARTS = {
    "рабоч": "working days",
    "жұмыс": "working days",
    "минут": "minutes",
    "час": "hours",
    "сағат": "hours",
    "ден": "days",
    "дн": "days",
    "сут": "days",
    "күн": "days",
    "недел": "weeks",
    "апта": "weeks",
    "месяц": "months",
    "ай": "months",
}
"""How units begin in Russian and Kazakh, whatever their case."""

_OF_MANY = {"year": ("months", 12), "years": ("months", 12), "y": ("months", 12)}
_OF_MANY |= {"fortnight": ("weeks", 2), "fortnights": ("weeks", 2)}
_LENGTH = re.compile(
    r"(?:(?:within|in|up to|at most|max\.?|not later than|no later than) +)?"
    r"(?:\w+ *(?:to|-|–|—|or) *)?"
    r"(?P<amount>\d{1,4}|[a-z]+)[ -]*(?P<unit>[^\W\d]+(?: [^\W\d]+)?)\.?"
)
"""A length of time as people write it; of a range the longer end counts."""


def _duration_meant(text: str) -> str | None:
    """Return the duration that a text says in other words, or ``None``."""
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        return None
    written, unit = found["amount"], found["unit"]
    amount = int(written) if written.isdigit() else _NUMBERS.get(written, 0)
    if unit in _OF_MANY:
        unit, many = _OF_MANY[unit]
        amount *= many
    known = _UNITS.get(unit) or next(
        (ours for start, ours in _STARTS.items() if unit.startswith(start)), None
    )
    if known is None or not 0 < amount < _MOST:
        return None
    return f"{amount} {known.removesuffix('s') if amount == 1 else known}"


_MOST = 10_000


def _is_at_once(text: str) -> bool:
    """Tell whether a text asks for no delay at all, so that nobody could be late."""
    return text.strip().lower().rstrip(".") in _AT_ONCE


_AT_ONCE = {"immediately", "at once", "asap", "as soon as possible", "without delay"}
_AT_ONCE |= {"promptly", "немедленно", "незамедлительно", "сразу", "дереу", "бірден"}


_PROSE = 4
"""A text of so many words can be a sentence of prose."""

_OF_PROSE = frozenset({"must", "shall", "should", "will", "cannot"})


def _is_prose(text: str) -> bool:
    """Tell whether a text is a sentence as people speak, rather than one of ours."""
    words = text.split()
    told = not text.isascii() or text[:1].isupper()
    return len(words) >= _PROSE and (told or not _OF_PROSE.isdisjoint(words))


_ORDERS = (
    (
        re.compile(r"(?P<one>[a-z_0-9.]+) before (?P<other>[a-z_0-9.]+)"),
        "{other} requires {one}",
    ),
    (
        re.compile(r"(?P<one>[a-z_0-9.]+) then (?P<other>[a-z_0-9.]+)"),
        "after {one} then {other}",
    ),
)


def _safeguard_meant(text: str) -> str | None:
    """Return the safeguard that a text says in another order, or ``None``."""
    for pattern, ours in _ORDERS:
        if found := pattern.fullmatch(text.strip()):
            return ours.format(**found.groupdict())
    return None


def sentence_slip(error: SentenceError) -> tuple[str, str | None]:
    """Return the finding of a sentence that cannot be read, and what was meant."""
    text, rule = error.text, str(error.reason)
    match error.kind:
        case "duration" if _is_at_once(text):
            return "at-once", None
        case "duration" if error.near is None and error.reason is Flaw.UNEXPECTED:
            return "bad-duration", _duration_meant(text)
        case "safeguard" if _is_prose(text):
            return "prose-safeguard", None
        case "safeguard" if error.near is None:
            return rule, _safeguard_meant(text)
        case _:
            return rule, error.near


_MEANT = {
    **dict.fromkeys(("deadline", "due", "limit", "time", "by_when"), ("within",)),
    **dict.fromkeys(("responsible", "owner", "in_charge", "holder"), ("held_by", "by")),
    **dict.fromkeys(("who", "actor", "role", "done_by", "performer"), ("by",)),
    **dict.fromkeys(("next", "goto", "target", "leads_to", "then"), ("to",)),
    **dict.fromkeys(("description", "comment", "remark", "text"), ("note",)),
    **dict.fromkeys(("name", "label", "heading"), ("title",)),
    **dict.fromkeys(("actions", "action", "tasks", "duties"), ("activities",)),
    **dict.fromkeys(("steps", "stages"), ("states",)),
    **dict.fromkeys(("law", "reference", "citation"), ("source",)),
    **dict.fromkeys(("condition", "guard"), ("when",)),
    **dict.fromkeys(("end", "is_final"), ("final",)),
    **dict.fromkeys(("notify", "informs", "informed"), ("inform",)),
    **dict.fromkeys(("consults", "consulted"), ("consult",)),
    **dict.fromkeys(("optional", "can"), ("may",)),
}
"""Keys that people write for ours."""


def key_meant(key: str, known: Collection[str]) -> str | None:
    """Return the key that another word stands for, if it can stand there."""
    small = key.lower().replace("-", "_").replace(" ", "_")
    offered = _MEANT.get(small, ())
    return next((each for each in offered if each in known), None)
