"""Every exception of the library.

::

    KatchError
    ├── HandbookError          a handbook cannot be used; carries every finding
    ├── NoHandbookError        a protocol that belongs to no handbook
    ├── ProtocolError          a protocol that has no meaning yet
    ├── UnknownNameError       a name that the handbook or protocol does not have
    ├── ActivityRefusedError   an activity that is not possible now, or not for you
    │   └── ConflictError      somebody else was first, or a key was used before
    ├── OpaqueError            a token that could say who somebody is
    ├── InstantError           an instant that no case can be kept by
    ├── RecordError            a snapshot or log of a case that does not hold
    ├── BoundError             a protocol that is larger than the library's bounds
    │   └── BudgetError        a command that met its budget of time or memory
    ├── SentenceError          a condition, safeguard, duration or target misread
    └── MissingExtraError      an optional package that is not installed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from katch_protocols.findings import Finding, Path, Place, Refusal

__all__ = [
    "ActivityRefusedError",
    "BoundError",
    "BudgetError",
    "ConflictError",
    "HandbookError",
    "InstantError",
    "KatchError",
    "MissingExtraError",
    "NoHandbookError",
    "OpaqueError",
    "ProtocolError",
    "RecordError",
    "UnknownNameError",
]


class KatchError(Exception):
    """The root of every refusal of the library; it can be sent to another process."""

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.args), vars(self)


def _again(kind: type[KatchError], said: tuple[object, ...]) -> KatchError:
    """Return an error as it was, whatever it is made of; its state follows."""
    return kind.__new__(kind, *said)


class HandbookError(KatchError):
    """A handbook that cannot be used as it stands; ``findings`` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class NoHandbookError(KatchError):
    """A ``protocol`` alone says too little: its handbook must come along."""

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol
        super().__init__(
            f"'{protocol}' belongs to no handbook. Pass one as `handbook=`."
        )


class ProtocolError(KatchError):
    """A protocol cannot be compiled; ``codes`` names its problems."""

    def __init__(self, protocol: str, codes: Sequence[str]) -> None:
        self.protocol, self.codes = protocol, tuple(codes)
        problems = ", ".join(dict.fromkeys(self.codes))
        super().__init__(
            f"'{protocol}' cannot be compiled: {problems}. Check it first."
        )


class UnknownNameError(KatchError):
    """A ``kind`` of thing (state, activity, role …) has no such ``name``."""

    def __init__(self, kind: str, name: str, near: Sequence[str] = ()) -> None:
        self.kind, self.name, self.near = kind, name, tuple(near)
        hint = f" The nearest is '{self.near[0]}'." if self.near else ""
        super().__init__(f"'{name}' is not the name of any {kind}.{hint}")


class ActivityRefusedError(KatchError):
    """An ``activity`` is not possible now; ``reasons`` says why, one a sentence.

    ``refusal`` says the same in parts, where a live case refused.
    """

    def __init__(
        self, activity: str, reasons: Sequence[str] = (), refusal: Refusal | None = None
    ) -> None:
        self.activity, self.reasons = activity, tuple(reasons)
        self.refusal = refusal
        super().__init__(" ".join([f"'{activity}' is not possible now.", *reasons]))


class ConflictError(ActivityRefusedError):
    """Somebody was first: the case is at another version, or the key is taken."""


class OpaqueError(KatchError):
    """A ``kind`` of token that is not opaque; what was given is not repeated."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"The {kind} must be 1 to 64 of a-z, A-Z, 0-9, '-' and '_', with a letter. "
            "It must not say who somebody is."
        )


class InstantError(KatchError):
    """An instant without a time zone, or beyond the years 1970 to 2399."""

    def __init__(self) -> None:
        super().__init__(
            "An instant needs a time zone, and a year from 1970 to 2399. "
            "The library reads no clock."
        )


_RECORD = {
    "shape": "It has not the shape that its schema says.",
    "protocol": "It belongs to another protocol.",
    "pin": "The protocol means something else than when the case was opened.",
    "chain": "The hash of what came before does not fit.",
    "step": "The protocol does not allow this step here.",
    "people": "Somebody acted whom the protocol does not let act.",
    "time": "Time runs backwards, or the clock was passed over.",
    "head": "The last hash does not fit.",
    "now": "What it says of now does not follow from its events.",
}


class RecordError(KatchError):
    """A snapshot or log that does not hold: ``code`` says why, ``event`` where."""

    def __init__(self, code: str, event: int | None = None) -> None:
        self.code, self.event = code, event
        where = "" if event is None else f" (event {event})"
        super().__init__(
            f"The record of the case does not hold{where}. {_RECORD[code]}"
        )


class BoundError(KatchError):
    """A protocol crosses a ``bound``; ``culprit`` names what to split."""

    def __init__(self, bound: str, limit: int, culprit: str) -> None:
        self.bound, self.limit, self.culprit = bound, limit, culprit
        super().__init__(f"'{culprit}' needs more than {limit} {bound}. Split it.")


class BudgetError(BoundError):
    """A command met its budget of ``bound`` (``time``, ``memory``) before it was done.

    ``path`` is the part of the handbook that was being worked on, ``place`` where that
    is written, if it is known; ``budget`` what could be spent.
    """

    def __init__(
        self, bound: str, budget: str, path: Path, place: Place | None = None
    ) -> None:
        super().__init__(bound, 0, ".".join(map(str, path)))
        self.budget, self.path, self.place = budget, path, place
        where = f" at '{self.culprit}'" if path else ""
        if place is not None:
            where += f" ({place.file}:{place.line})"
        said = f"The budget of {budget} was met ({bound}){where}."
        self.args = (f"{said} Give more with --budget, or `budget=`.",)


class MissingExtraError(KatchError):
    """An optional package is needed: install the ``extra``."""

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra, self.purpose = extra, purpose
        super().__init__(
            f"{purpose} needs an extra: pip install 'katch-protocols[{extra}]'."
        )


class Flaw(StrEnum):
    """What is wrong with a sentence; each value is the name of a reading finding."""

    EMPTY = "empty-sentence"
    UNFINISHED = "unfinished-sentence"
    SURPLUS = "surplus-word"
    UNEXPECTED = "unexpected-word"
    RESERVED = "reserved-name"
    DOTTED = "dotted-name"
    NAME = "malformed-name"
    CHARACTER = "unreadable-character"
    NUMBER = "malformed-number"
    ZERO = "zero-amount"
    REPEATED = "repeated-alternative"
    DEEP = "sentence-too-deep"
    LONG = "sentence-too-long"


_SAID = {
    Flaw.EMPTY: "A {kind} is expected, and nothing is written.",
    Flaw.UNFINISHED: "The {kind} is not finished at column {column}.",
    Flaw.SURPLUS: "The {kind} is complete before '{word}' (column {column}).",
    Flaw.UNEXPECTED: "'{word}' cannot stand at column {column} of a {kind}.",
    Flaw.RESERVED: "'{word}' (column {column}) is a word of the language, not a name.",
    Flaw.DOTTED: "'{word}' (column {column}) must be a plain name, without dots.",
    Flaw.NAME: "'{word}' (column {column}) has not the form of a name.",
    Flaw.CHARACTER: "'{word}' (column {column}) has a character no {kind} holds.",
    Flaw.NUMBER: "'{word}' (column {column}) is not a whole number from 1 to 9999.",
    Flaw.ZERO: "The number at column {column} is zero, and cannot be.",
    Flaw.REPEATED: "'{word}' (column {column}) is listed twice.",
    Flaw.DEEP: "The {kind} is nested too deeply at column {column}.",
    Flaw.LONG: "The {kind} is too long from column {column} on.",
}


@dataclass(frozen=True)
class Slip:
    """Where and how a sentence goes wrong.

    ``column`` counts from 1; ``word`` is the word seen there, empty at the end of the
    text. ``expected`` is the closed list of what could stand there: words of the
    language in small letters, kinds of names (``FACT``, ``EVENT`` …) in capitals.
    ``near`` is the word that was probably meant.
    """

    flaw: Flaw
    column: int
    word: str = ""
    expected: tuple[str, ...] = ()
    near: str | None = None


class SentenceError(KatchError):
    """A ``text`` is not a sentence of its ``kind``; the parts of the slip say why.

    ``kind`` is ``condition``, ``safeguard``, ``duration`` or ``target``.
    """

    def __init__(self, kind: str, text: str, slip: Slip) -> None:
        self.kind, self.text, self.reason = kind, text, slip.flaw
        self.column, self.word = slip.column, slip.word
        self.expected, self.near = slip.expected, slip.near
        saw = _SAID[slip.flaw].format(kind=kind, word=slip.word, column=slip.column)
        hint = f" Possible: {' '.join(slip.expected)}." if slip.expected else ""
        if slip.near is not None:
            hint = f" The nearest is '{slip.near}'."
        super().__init__(f"{saw}{hint}")
