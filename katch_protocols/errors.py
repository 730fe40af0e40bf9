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
    ├── AdvanceError           a clock that takes more steps than one call may
    ├── RecordError            a snapshot or log of a case that does not hold
    ├── BoundError             a protocol that is larger than the library's bounds
    │   └── BudgetError        a command that met its budget of time or memory
    ├── SentenceError          a condition, safeguard, duration or target misread
    ├── WrongTypeError         an argument of another type; a TypeError too
    ├── NotOfferedError        what a machine of another kind would do
    └── MissingExtraError      an optional package that is not installed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from katch_protocols.findings import Finding, Path, Place, Refusal

__all__ = [
    "ActivityRefusedError",
    "AdvanceError",
    "BoundError",
    "BudgetError",
    "ConflictError",
    "HandbookError",
    "InstantError",
    "KatchError",
    "MissingExtraError",
    "NoHandbookError",
    "NotOfferedError",
    "OpaqueError",
    "ProtocolError",
    "RecordError",
    "UnknownNameError",
    "WrongTypeError",
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
    """A ``kind`` of thing (state, activity, role …) has no such ``name``.

    ``near`` are known names, the nearest first. A live case leaves ``name`` empty:
    what it was given could say who somebody is, and is not repeated.
    """

    def __init__(self, kind: str, name: str = "", near: Sequence[str] = ()) -> None:
        self.kind, self.name, self.near = kind, name, tuple(near)
        hint = f" The nearest is '{self.near[0]}'." if self.near else ""
        said = f"'{name}' is not" if name else "What was given is not"
        super().__init__(f"{said} the name of any {kind}.{hint}")


class ActivityRefusedError(KatchError):
    """An ``activity`` is not possible now; ``reasons`` says why, one a sentence.

    ``refusal`` says the same; where a live case refused, in parts and every language.
    """

    def __init__(
        self, activity: str, reasons: Sequence[str] = (), refusal: Refusal | None = None
    ) -> None:
        self.activity, self.reasons = activity, tuple(reasons)
        said = " ".join([f"'{activity}' is not possible now.", *reasons])
        self.refusal = refusal or Refusal(activity, (), said={"en": (said,)})
        super().__init__(said)


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


_INSTANT = {
    "zone": "It has no time zone, so nobody knows which instant it is.",
    "range": "It is outside the years 1970 to 2399, in which cases are kept.",
    "order": "It is not after `at`, and a stand-in ends later than it begins.",
}


class InstantError(KatchError):
    """An instant that no case can be kept by.

    ``name`` is the argument; ``code`` says why: ``zone`` (no time zone), ``range``
    (outside the years 1970 to 2399) or ``order`` (``until`` is not after ``at``).
    """

    def __init__(self, name: str, code: str) -> None:
        self.name, self.code = name, code
        super().__init__(f"`{name}` cannot be used. {_INSTANT[code]}")


class AdvanceError(KatchError):
    """The clock of a case owes more steps than one call of ``advance`` takes.

    The ``taken`` steps are in the log and stay there; the last was at ``reached``, the
    next is due at ``wakes_at`` (both in UTC). Call ``advance`` again to go on.
    """

    def __init__(self, taken: int, reached: datetime, wakes_at: datetime) -> None:
        self.taken, self.reached, self.wakes_at = taken, reached, wakes_at
        super().__init__(
            f"The clock took {taken:,} steps, which are in the log, and came to "
            f"{reached.isoformat()}. The next is due at {wakes_at.isoformat()}. "
            "Call `advance` again to go on."
        )


_RECORD = {
    "shape": "It has not the shape that its schema says.",
    "protocol": "It belongs to another protocol.",
    "pin": "The protocol means something else than when the case was opened.",
    "names": "It names something that the handbook does not have.",
    "chain": "The hash of what came before does not fit.",
    "step": "The protocol does not allow this step here.",
    "people": "Somebody acted whom the protocol does not let act.",
    "time": "Time runs backwards, or the clock was passed over.",
    "head": "The last hash does not fit.",
    "now": "What it says of now does not follow from its events.",
}


class RecordError(KatchError):
    """A snapshot or log that does not hold; what it says is not repeated.

    ``event`` is the number of the event, from 0, or ``None`` for the record as a whole.
    ``code`` says why: ``shape``, ``protocol``, ``pin``, ``names``, ``chain``, ``step``,
    ``people``, ``time``, ``head`` or ``now``.
    """

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


class WrongTypeError(KatchError, TypeError):
    """An ``argument`` is not what it must be; what was given is not repeated.

    ``expected`` and ``given`` name types.
    """

    def __init__(self, argument: str, expected: str, given: type) -> None:
        self.argument, self.expected = argument, expected
        self.given = given.__qualname__
        super().__init__(f"`{argument}` must be {expected}, not {self.given}.")


class NotOfferedError(KatchError):
    """A protocol's machine does not have ``name``; ``instead`` says what to do."""

    def __init__(self, name: str, instead: str) -> None:
        self.name, self.instead = name, instead
        super().__init__(f"The machine of a protocol has no `{name}`. {instead}")


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
