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
    ├── StoreError             a database that cannot be used, or was refused
    │   └── BusyError          somebody else holds it: try the whole again
    ├── UnknownCaseError       a case that the store does not have
    ├── GoneError              a case that was erased
    ├── StoredCaseError        a case that is only read; the store does the act
    ├── RecordError            a snapshot or log of a case that does not hold
    ├── BoundError             a protocol that is larger than the library's bounds
    │   └── BudgetError        a command that met its budget of time or memory
    ├── NotationError          a file of another notation that cannot be read
    ├── ReleaseError           counts that may not leave the room
    ├── LogError               a log, or how it is to be read, that cannot be used
    ├── NoRoomError            a disk without room for what a run holds there
    ├── SentenceError          a condition, safeguard, duration or target misread
    ├── WrongTypeError         an argument of another type; a TypeError too
    ├── NotOfferedError        what a machine of another kind would do
    ├── SubjectError           a notation that writes something else
    └── MissingExtraError      an optional package that is not installed
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self

from msgspec import Struct, field

from katch_protocols.findings import Finding, Path, Place
from katch_protocols.refusals import Refusal
from katch_protocols.words.dates import instant
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import entries, listed, say

__all__ = [
    "ActivityRefusedError",
    "AdvanceError",
    "BoundError",
    "BudgetError",
    "BudgetTextError",
    "BusyError",
    "ConflictError",
    "GoneError",
    "HandbookError",
    "InstantError",
    "KatchError",
    "LogError",
    "MissingExtraError",
    "NoHandbookError",
    "NoRegionError",
    "NoRoomError",
    "NotOfferedError",
    "NotationError",
    "OpaqueError",
    "ProtocolError",
    "RecordError",
    "ReleaseError",
    "StoreError",
    "StoreWarning",
    "StoredCaseError",
    "SubjectError",
    "UnknownCaseError",
    "UnknownNameError",
    "WrongTypeError",
]


class _Term(Struct, frozen=True):
    """A word that fills a gap, in the language of its sentence: ``kind`` of a name.

    ``word`` is its key without the family. What the library has no word for is said as
    it is.
    """

    family: str
    word: str
    gaps: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Return the word in a language."""
        key = f"{self.family}-{self.word.replace(' ', '-')}"
        if key not in entries("errors", language):
            return self.word
        return say(f"errors.{key}", language, **_in(language, self.gaps))


_Gaps = Mapping[str, object]


class KatchError(Exception):
    """The root of every refusal of the library; it can be sent to another process.

    ``str`` says it in English, ``said`` in any language of the library.
    """

    _told: tuple[tuple[str, _Gaps], ...] = ()

    def _tell(self, key: str, **gaps: object) -> None:
        """Add a sentence of the catalogue to what is said."""
        self._told = (*self._told, (key, gaps))
        self.args = (self._sentences(ENGLISH),)

    def _sentences(self, language: str) -> str:
        return " ".join(
            say(f"errors.{key}", language, **_in(language, gaps))
            for key, gaps in self._told
        )

    def said(self, language: str) -> str:
        """Return what went wrong in a language; English where it is not spoken."""
        return self._sentences(language) if self._told else str(self)

    def at_line(self, line: int) -> Self:
        """Say too in which line of a file, from 1, it was met; return the error."""
        if self._told:
            self._tell("at-line", line=line)
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.args), vars(self)


def _in(language: str, gaps: _Gaps) -> _Gaps:
    return {gap: _gap(language, value) for gap, value in gaps.items()}


def _gap(language: str, value: object) -> object:
    """Return what fills a gap: a word, an instant or a list is said in the language."""
    match value:
        case _Term():
            return value.said(language)
        case datetime():
            return instant(value, language)
        case tuple():
            return listed(map(str, value), language)
        case _:
            return value


def _again(kind: type[KatchError], said: tuple[object, ...]) -> KatchError:
    """Return an error as it was, whatever it is made of; its state follows."""
    return kind.__new__(kind, *said)


class HandbookError(KatchError):
    """A handbook that cannot be used as it stands; ``findings`` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def said(self, language: str) -> str:
        """Return every finding in a language, one a line."""
        return "\n".join(str(finding.said(language)) for finding in self.findings)


class NoHandbookError(KatchError):
    """A ``protocol`` alone says too little: its handbook must come along."""

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol
        super().__init__()
        self._tell("no-handbook", protocol=protocol)


class ProtocolError(KatchError):
    """A protocol cannot be compiled; ``codes`` names its problems."""

    def __init__(self, protocol: str, codes: Sequence[str]) -> None:
        self.protocol, self.codes = protocol, tuple(codes)
        super().__init__()
        problems = tuple(dict.fromkeys(self.codes))
        self._tell("protocol", protocol=protocol, problems=problems)


class UnknownNameError(KatchError):
    """A ``kind`` of thing (state, activity, role …) has no such ``name``.

    ``near`` are known names, the nearest first. A live case leaves ``name`` empty:
    what it was given could say who somebody is, and is not repeated.
    """

    def __init__(self, kind: str, name: str = "", near: Sequence[str] = ()) -> None:
        self.kind, self.name, self.near = kind, name, tuple(near)
        super().__init__()
        key = "unknown-name" if name else "unknown-given"
        self._tell(key, name=name, kind=_Term("kind", kind))
        if self.near:
            self._tell("nearest", name=self.near[0])


class TakenNameError(KatchError):
    """A protocol bears a ``name`` whose file is another one of the handbook."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()
        self._tell("taken-name", name=name, file=f"{name}.yaml")


class NoRegionError(UnknownNameError):
    """No region is given where the handbook has some; ``near`` are all of them."""

    def __init__(self, regions: Sequence[str]) -> None:
        super().__init__("region", near=regions)
        self._told = ()
        self._tell("region-missing", name=self.near[0])


class ActivityRefusedError(KatchError):
    """An ``activity`` is not possible now; ``reasons`` says why, one a sentence.

    ``refusal`` says the same; where a live case refused, in parts and every language.
    """

    def __init__(
        self, activity: str, reasons: Sequence[str] = (), refusal: Refusal | None = None
    ) -> None:
        self.activity, self.reasons = activity, tuple(reasons)
        self._told = (("activity-not-possible", {"activity": activity}),)
        said = " ".join([self._sentences(ENGLISH), *reasons])
        super().__init__(said)
        self.refusal = refusal or Refusal(activity, (), said={ENGLISH: (said,)})

    def said(self, language: str) -> str:
        """Return the refusal in a language."""
        return self.refusal.say(language) if self.reasons else super().said(language)


class ConflictError(ActivityRefusedError):
    """Somebody was first: the case is at another version, or the key is taken."""


class OpaqueError(KatchError):
    """A ``kind`` of token that is not opaque; what was given is not repeated."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__()
        self._tell("opaque", kind=_Term("kind", kind))


class InstantError(KatchError):
    """An instant that no case can be kept by.

    ``name`` is the argument; ``code`` says why: ``zone`` (no time zone), ``range``
    (outside the years 1970 to 2399), ``order`` (``until`` is not after ``at``) or
    ``ahead`` (later than the clock of the store).
    """

    def __init__(self, name: str, code: str) -> None:
        self.name, self.code = name, code
        super().__init__()
        self._tell(f"instant-{code}", name=name)


class AdvanceError(KatchError):
    """The clock of a case owes more steps than one call of ``advance`` takes.

    The ``taken`` steps are in the log and stay there; the last was at ``reached``, the
    next is due at ``wakes_at`` (both in UTC). Call ``advance`` again to go on.
    """

    def __init__(self, taken: int, reached: datetime, wakes_at: datetime) -> None:
        self.taken, self.reached, self.wakes_at = taken, reached, wakes_at
        super().__init__()
        self._tell(
            "advance",
            number=taken,
            reached=reached,
            wakes=wakes_at,
        )


class RecordError(KatchError):
    """A snapshot or log that does not hold; what it says is not repeated.

    ``event`` is the number of the event, from 0, or ``None`` for the record as a whole.
    ``code`` says why: ``shape``, ``protocol``, ``pin``, ``names``, ``chain``, ``step``,
    ``people``, ``time``, ``head`` or ``now``.
    """

    def __init__(self, code: str, event: int | None = None) -> None:
        self.code, self.event = code, event
        super().__init__()
        self._tell("record" if event is None else "record-at", event=event)
        self._tell(f"record-{code}")


class StoreError(KatchError):
    """A database that cannot be used, or a question that a store does not answer.

    Nothing was written, but for ``disk`` and ``unreachable``: there the step under way
    may be, and is to be asked for again with its key. ``code`` says why: ``full``,
    ``disk``, ``read-only``, ``rights`` (the account lacks them), ``damaged``,
    ``unreachable``, ``network`` (a file that another machine shares),
    ``journal`` (others use it in another mode), ``empty`` (no store is there and none
    was to be made), ``older`` and ``newer`` (its tables),
    ``release`` (the text of a case is missing), ``address``, ``folder`` (it is one, not
    a file), ``no-folder`` (it lies in one that is not there), ``name`` (no store can be
    called so), ``file`` (it cannot be opened, read or written), ``line`` (what is to be
    loaded is none of ours), ``cut`` (it ends too early), ``differs`` (it has the case
    otherwise), ``filters``,
    ``cursor``, ``other-database``, ``no-transaction``, ``own-case`` (it tells of itself
    what another system is not asked), ``running`` and ``news`` (what cannot be erased
    yet), ``checkpoint``, ``other-store``, ``signature`` or ``failed``.
    """

    def __init__(self, code: str, **gaps: object) -> None:
        self.code = code
        super().__init__()
        self._tell(f"store-{code}", **gaps)


class BusyError(StoreError):
    """Somebody else has held the case or the database for too long (5 seconds).

    Nothing was written; try the whole again.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("busy", seconds=f"{seconds:g}")
        self.code = "busy"


_WHERE = {(True, True): "where", (True, False): "in-file", (False, True): "row"}
"""How a place in a log is said, by whether its file and its row are known."""


class LogError(KatchError):
    """A log of what happened, or its mapping, that cannot be used.

    ``code`` says why: ``personal`` (a value could say who somebody is; it is not
    repeated), ``twice`` and ``never`` (a local time), ``column`` (a file lacks one),
    ``same-column`` (a file has two of one name), ``columns`` (the mapping names too
    few), ``name`` (the handbook has no such name), ``region-name`` and ``no-region`` (a
    row tells of none that it has), ``window`` (it ends before it begins), ``object``
    (no object is of that type), ``file`` (there is none), ``kind`` (of a kind that is
    not read), ``verdicts`` (of a kind that is not written), ``proposed`` (nothing can
    be read to propose from), ``not-utf-8`` and ``not-utf-8-like`` (of it, for it is no
    text in UTF-8), ``protocol`` and ``region`` (which, is not said), ``pin``
    (the handbook means something else), ``key`` (a file holds none), ``keep-key`` and
    ``keep-kind`` (a log cannot be kept so), ``kept`` (a file is no kept log).
    ``facts`` are what was seen.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, dict(facts)
        super().__init__()
        if "kind" in facts:
            family = "kind" if code == "name" else "log"
            facts["kind"] = _Term(family, str(facts["kind"]))
        if "near" in facts:
            near = {"near": facts["near"]}
            facts["near"] = _Term("log", "near", near) if facts["near"] else ""
        place = {"file": facts.get("file", ""), "row": facts.get("row", "")}
        word = _WHERE.get((bool(place["file"]), bool(place["row"])), "")
        facts["where"] = _Term("log", word, place) if word else ""
        self._tell(f"log-{code}", **facts)

    def within(self, file: str, row: int | None = None) -> "LogError":
        """Return the same of a file, and of a row of it."""
        place = {"file": file} if row is None else {"file": file, "row": str(row)}
        return LogError(self.code, **{**self.facts, **place})


class NoRoomError(KatchError):
    """A disk without room for what a run holds beside memory, as of a large log.

    ``folder`` is where it was to be held.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__()
        self._tell("no-room", folder=folder)


class UnknownCaseError(KatchError):
    """A case that the store does not have; its reference is not repeated."""

    def __init__(self) -> None:
        super().__init__()
        self._tell("unknown-case")


class GoneError(KatchError):
    """A case that was erased, or a repetition of what was done in it."""

    def __init__(self) -> None:
        super().__init__()
        self._tell("gone")


class StoredCaseError(KatchError):
    """A case of a store is only read; ``name`` is what the store does instead."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()
        self._tell("stored-case", name=name)


class StoreWarning(UserWarning):
    """The SQLite that is installed makes a store slower than it could be."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(self.said(ENGLISH))

    def said(self, language: str) -> str:
        """Return it in a language."""
        return say("errors.store-slow", language, version=self.version)


_OF_A_RUN = frozenset({"open-cases", "tasks"})
"""The bounds of a run of a scenario, of which nothing can be split."""


class BoundError(KatchError):
    """A protocol or a scenario crosses a ``bound``; ``culprit`` names what does."""

    def __init__(self, bound: str, limit: int, culprit: str) -> None:
        term = _Term("bound", bound)
        self.bound, self.limit, self.culprit = term.said(ENGLISH), limit, culprit
        super().__init__()
        key = "bound-of-run" if bound in _OF_A_RUN else "bound"
        self._tell(key, culprit=culprit, limit=limit, bound=term)


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
        self._told = ()
        parts = ["budget", *(["at"] if path else []), *(["place"] if place else [])]
        self._tell(
            "-".join(parts),
            budget=budget,
            bound=_Term("bound", bound),
            part=self.culprit,
            place="" if place is None else f"{place.file}:{place.line}",
        )


class BudgetTextError(KatchError, ValueError):
    """A ``budget`` that is not written as one: ``60s,4GB`` or ``none``."""

    def __init__(self, budget: str) -> None:
        self.budget = budget
        super().__init__()
        self._tell("budget-text", budget=budget)


class SimulationError(KatchError):
    """A simulation would tell too little, or what cannot be; ``why`` says which.

    ``warm-up``: it is above a third of a run; ``facts`` say how long both are, in days.
    ``told-by-cases``: `happens` names an activity that cases of the scenario tell.
    """

    def __init__(self, why: str, **facts: object) -> None:
        self.why, self.facts = why, facts
        super().__init__()
        self._tell(why, **facts)


class MissingExtraError(KatchError):
    """An optional package is needed: install the ``extra``."""

    def __init__(self, extra: str, purpose: str) -> None:
        term = _Term("purpose", purpose)
        self.extra, self.purpose = extra, term.said(ENGLISH)
        super().__init__()
        self._tell("extra", purpose=term, extra=extra)


class SubjectError(KatchError):
    """A ``notation`` that writes something else than what it was given.

    ``needs`` says what it writes: a ``protocol`` alone, live ``cases`` of it, or
    ``cases-or-day``: live cases or a day, one of the two.
    """

    def __init__(self, notation: str, needs: str) -> None:
        self.notation, self.needs = notation, needs
        super().__init__()
        self._tell(f"subject-{needs}", notation=notation)


class ReleaseError(KatchError):
    """Counts that may not leave the room; ``why`` is the rule that keeps them there.

    ``simulated``, ``not-over``, ``no-period``, ``no-region``, ``overlapping``,
    ``another-handbook``, ``lost-indicators``, ``changed-measure``; of a file:
    ``no-source``, ``source-twice``, ``not-a-release``, ``not-for-everybody``,
    ``unknown-names``, or ``counted-otherwise``.
    """

    def __init__(self, why: str, **facts: str) -> None:
        self.why, self.facts = why, facts
        super().__init__()
        self._tell(f"release-{why}", **facts)


class WrongTypeError(KatchError, TypeError):
    """An ``argument`` is not what it must be; what was given is not repeated.

    ``expected`` and ``given`` name types. It is made with a name of Python, or with a
    word of the library (``list-of-texts``) and the ``gaps`` of that.
    """

    def __init__(
        self, argument: str, expected: str, given: type, **gaps: object
    ) -> None:
        term = _Term("type", expected, gaps)
        self.argument, self.expected = argument, term.said(ENGLISH)
        self.given = given.__qualname__
        super().__init__()
        self._tell("wrong-type", argument=argument, expected=term, given=self.given)


class NotOfferedError(KatchError):
    """A protocol's machine does not have ``name``; ``instead`` says what to do.

    It is made with what there is instead: ``graph``, ``file`` or ``copies``.
    """

    def __init__(self, name: str, instead: str) -> None:
        self.name = name
        self.instead = say(f"errors.instead-{instead}", ENGLISH)
        super().__init__()
        self._tell("not-offered", name=name)
        self._tell(f"instead-{instead}")


class NotationError(KatchError):
    """A ``file`` of another notation of which nothing can be made.

    ``line`` is where, from 1. ``code`` says why: ``not-xml``, ``not-json``,
    ``not-utf-8``, ``not-bpmn``, ``document-type``, ``key-twice``, ``too-large``,
    ``too-deep``, ``too-many``, ``unknown`` (of no notation that can be read),
    ``no-states`` or ``no-raci``.
    """

    def __init__(self, code: str, file: str, line: int = 1, *, limit: int = 0) -> None:
        self.code, self.file, self.line, self.limit = code, file, line, limit
        super().__init__()
        self._tell("notation", file=file, line=line)
        self._tell(f"notation-{code}", limit=limit)


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


class Slip(Struct, frozen=True):
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

    ``kind`` is ``condition``, ``safeguard``, ``duration`` or ``target``; ``zero`` says
    whether a number in it may be zero. ``slips`` are the slip and those behind it.
    """

    def __init__(
        self,
        kind: str,
        text: str,
        slip: Slip,
        *others: Slip,
        zero: bool = False,
    ) -> None:
        self.kind, self.text, self.reason = kind, text, slip.flaw
        self.slips, self.zero = (slip, *others), zero
        self.column, self.word = slip.column, slip.word
        self.expected, self.near = slip.expected, slip.near
        super().__init__()
        gaps = {"word": slip.word, "column": slip.column}
        self._tell(slip.flaw, kind=_Term("kind", kind), **gaps)
        if slip.near is not None:
            self._tell("nearest", name=slip.near)
        elif slip.expected:
            self._tell("possible", words=as_typed(slip.expected))
