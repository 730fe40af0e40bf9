"""How the command line refuses: a short sentence, a hint, an exit code."""

import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeAlias

from katch_protocols.budget import Budget
from katch_protocols.cli.commands import COULD_NOT_RUN, FINDINGS, USAGE
from katch_protocols.errors import (
    BudgetError,
    GoneError,
    InstantError,
    KatchError,
    OpaqueError,
    StoreError,
    UnknownCaseError,
    UnknownNameError,
)
from katch_protocols.files.characters import printable
from katch_protocols.findings import Finding
from katch_protocols.sentences.nearness import called, suggestion
from katch_protocols.words.dates import day
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say
from katch_protocols.words.unparted import NO_BREAK

__all__ = [
    "COULD_NOT_RUN",
    "FINDINGS",
    "USAGE",
    "CommandRefusal",
    "UnsoundHandbookError",
    "cannot_run",
    "over_budget",
    "require_known",
    "require_of_act",
    "unknown",
    "unless_there",
    "why_not",
]

_Fact: TypeAlias = str | date | KatchError | OSError
"""What fills a gap of a refusal; an error is said in the language of the answer."""


class CommandRefusal(Exception):  # noqa: N818 - never seen outside the command line
    """A command that will not go on: a text of ``commands`` and its facts."""

    def __init__(self, key: str, *, code: int = USAGE, **facts: _Fact) -> None:
        self.key, self.code, self.facts = key, code, facts
        self.hints: tuple[tuple[str, Mapping[str, _Fact]], ...] = ()
        if key in _TOLD_BY_HELP:
            self.hints = (("see-help", {"command": facts["command"]}),)
        super().__init__(key)

    def and_see(self, key: str, **facts: str) -> "CommandRefusal":
        """Add one more hint, or another one of its kind; return the refusal itself."""
        others = (each for each in self.hints if each[0] != key)
        self.hints = (*others, (key, facts))
        return self

    def lines(self, language: str) -> list[str]:
        """Return what to say, one sentence a line, without what nobody can see."""
        said = [(self.key, self.facts), *self.hints]
        return [
            say(f"commands.{key}", language, **_shown(facts, language))
            for key, facts in said
        ]


def _shown(facts: Mapping[str, _Fact], language: str) -> dict[str, str]:
    return {key: _said(fact, language) for key, fact in facts.items()}


class _Reason(str):
    """Words of ours around names; spaces in them at which no line ends are meant."""

    __slots__ = ()


def _said(fact: _Fact, language: str) -> str:
    match fact:
        case _Reason():
            return NO_BREAK.join(map(printable, fact.split(NO_BREAK)))
        case KatchError():
            return fact.said(language)
        case OSError():
            return why_not(fact, language)
        case date():
            return day(fact, language)
        case _:
            return printable(fact)


class UnsoundHandbookError(KatchError):
    """A handbook in ``folder`` that cannot be used; ``findings`` says why.

    ``languages`` are those of the handbook, as far as they are known. ``whole``: every
    finding is told, for no command could tell those that were left out.
    """

    def __init__(
        self,
        findings: Sequence[Finding],
        folder: Path,
        languages: Sequence[str],
        *,
        whole: bool = False,
    ) -> None:
        self.findings, self.folder = tuple(findings), folder
        self.languages, self.whole = tuple(languages), whole
        super().__init__(str(folder))


_TOLD_BY_HELP = frozenset({"missing-argument", "misused-option"})
"""Refusals of how a command was asked: its page of help says what it takes."""


_ASKED_WRONGLY = (
    UnknownCaseError,
    UnknownNameError,
    GoneError,
    OpaqueError,
    InstantError,
)
"""Errors in what somebody typed, not in what is there."""

_TYPED = frozenset({"address", "folder", "name", "receiver"})
"""Of the errors of a store those in what somebody typed."""


def cannot_run(error: KatchError, language: str) -> CommandRefusal:
    """Return the refusal of a command that an error of the library stopped."""
    is_of_words = isinstance(error, StoreError) and error.code in _TYPED
    is_of_words = is_of_words or isinstance(error, _ASKED_WRONGLY)
    code = USAGE if is_of_words else COULD_NOT_RUN
    reason = _Reason(error.said(language).rstrip("."))
    return CommandRefusal("cannot-run", code=code, reason=reason)


def over_budget(error: BudgetError) -> CommandRefusal:
    """Return the refusal of a command that met its budget: where, and what to do."""
    place = error.place
    where = "" if place is None else f"{place.file}:{place.line}:{place.column}  "
    refusal = CommandRefusal(
        "over-budget-at" if error.culprit else "over-budget",
        code=COULD_NOT_RUN,
        where=where,
        budget=error.budget,
        bound=error.bound,
        part=error.culprit,
    )
    twice = Budget.read(error.budget).twice
    return refusal.and_see("see-budget", twice=str(twice))


def require_known(key: str, name: str | None, known: Iterable[str]) -> None:
    """Let a name pass that was not given, or is known.

    Raises:
        Refusal: It is not known.
    """
    if name is not None and name not in known:
        raise unknown(key, name, known)


def require_of_act(
    command: str, act: str, options: Iterable[tuple[str, object, str]]
) -> None:
    """Let an option pass that was not given, or that the act of a command takes.

    Each of ``options`` is its flag, what was given (``None``, ``False`` or nothing in a
    list: it was not) and the act that takes it.

    Raises:
        Refusal: An option was given that would be lost.
    """
    for flag, given, of in options:
        if given is not None and given is not False and given != [] and act != of:
            raise CommandRefusal("misused-option", command=command, name=flag)


def unknown(key: str, name: str, known: Iterable[str]) -> CommandRefusal:
    """Return the refusal of a ``name`` that is not ``known``; offer the nearest.

    Of nouns by name that is the one of which it is the title. Where none is near and
    there are few, all are offered; where there is none, that is said.
    """
    refusal = CommandRefusal(key, name=name)
    near = next(iter(called(name, known)), None) or suggestion(name, known)
    names = [*known]
    if near is not None:
        refusal.and_see("nearest", near=near)
    elif not names:
        refusal.and_see("none-here")
    elif len(names) <= _FEW:
        refusal.and_see("choose", choices=as_typed(names))
    return refusal


_FEW = 20
"""So many names can be read at a glance."""


@contextmanager
def unless_there() -> Iterator[None]:
    """Refuse to write what is there already."""
    try:
        yield
    except FileExistsError as error:
        there = Path(error.filename).as_posix()
        raise CommandRefusal("already-there", file=there) from None


_WHY = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.EROFS: "read-only",
    errno.ENOENT: "not-there",
    errno.EISDIR: "is-folder",
    errno.ENOTDIR: "below-file",
    errno.EEXIST: "is-there",
    errno.ENAMETOOLONG: "long-name",
}


def why_not(error: OSError, language: str) -> str:
    """Say why something cannot be read or written; what is rare as the system does."""
    key = _WHY.get(error.errno or 0)
    if key is not None:
        return say(f"commands.{key}", language)
    return error.strerror or type(error).__name__
