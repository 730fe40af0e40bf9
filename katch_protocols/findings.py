"""What a check saw: findings, with place, facts and words in any language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from katch_protocols.words.dates import day
from katch_protocols.words.languages import ENGLISH, LANGUAGES
from katch_protocols.words.lists import NAMES, as_typed, retold
from katch_protocols.words.quotes import filled
from katch_protocols.words.say import listed, say, say_open

__all__ = [
    "OTHER_KIND",
    "WRITTEN",
    "Finding",
    "Path",
    "Place",
    "Said",
    "Severity",
    "Wording",
    "by_place",
]

Path = tuple[str | int, ...]
"""Where a thing stands in a handbook: ``("protocols", "referral", "states")``.

The first part is a top key of a handbook (``agencies``, ``roles``, ``sources``,
``safeguards``, ``register``, ``regions``, ``fragments``, ``protocols``, ``handbook``);
the rest are keys and list positions as written in the file.
"""


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    GAP = "gap"
    NOTE = "note"


class Place(Struct, frozen=True, order=True):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class Wording(Struct, frozen=True):
    """The three sentences of a rule from outside the library, with ``{gaps}``.

    What the library's own rules say stands in its catalogues, under their names.
    """

    saw: str
    why: str
    fix: str


class Said(Struct, frozen=True):
    """A finding in one language; ``nearest``: names that are near, what a name is."""

    saw: str
    why: str
    fix: str
    nearest: str = ""

    @classmethod
    def of_any(cls, rule: str, language: str) -> "Said":
        """Say what every finding of a rule of the library says, its gaps left open."""
        parts = ("saw", "why", "fix")
        return cls(*(say_open(f"findings.{rule}.{part}", language) for part in parts))

    def __str__(self) -> str:
        """Say everything in one line: saw, nearest, why, fix."""
        parts = (self.saw, self.nearest, self.why, self.fix)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Finding:
    """One thing that a check saw.

    Attributes:
        rule: The name of the rule; ``katch explain`` has its page.
        severity: How much it matters.
        path: What it is about, as keys and positions; ``subject`` has them in one text.
        facts: What fills the gaps of its sentences: ids and numbers. A text that is
            said in several languages stands beside its fact: ``limit``, ``limit.ru``.
        near: The nearest known names, best first.
        place: Where it was written; ``None`` for a handbook that was made in memory.
        wording: Its sentences, if the rule is not one of the library.
        titles: By language, what is said in place of a fact that is an id: its title,
            with the id behind it.
        registered: The entry of the register that knows it; empty where none does.
    """

    rule: str
    severity: Severity
    path: Path = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    near: tuple[str, ...] = ()
    place: Place | None = None
    wording: Wording | None = None
    titles: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict, repr=False, compare=False
    )
    registered: str = ""

    @property
    def subject(self) -> str:
        """The path in dotted form, as the JSON answer shows it."""
        return ".".join(str(part) for part in self.path)

    def said(self, language: str) -> Said:
        """Return the finding in a language.

        What is in backticks is typed, so it keeps its ids. A language that the library
        does not speak gets English, a rule from outside its own words.
        """
        chosen = language if language in LANGUAGES and not self.wording else ENGLISH
        facts = {**self.facts, **_beside(self.facts, chosen)}
        titles = self.titles.get(chosen, {})
        saw, why, fix = self._sentences(chosen, facts, titles)
        return Said(saw, why, fix, self._nearest(chosen))

    def _nearest(self, language: str) -> str:
        """Say what the name that was written is, and which names are near."""
        kind, near = self.facts.get(OTHER_KIND), self.near
        said = [] if kind is None else [say(f"findings.known-as-{kind}", language)]
        if len(near) == 1:
            said.append(say("findings.nearest", language, name=near[0]))
        elif near:
            quoted = (say("sentences.quoted", language, name=name) for name in near)
            names = listed(quoted, language)
            said.append(say("findings.nearest-of-several", language, names=names))
        return " ".join(said)

    def _sentences(
        self, language: str, facts: Mapping[str, str], titles: Mapping[str, str]
    ) -> Iterator[str]:
        """Yield what was seen, why it matters and how to mend it."""
        told = {key: _retold(key, facts[key], language) for key in facts}
        titled = {**(facts if self.wording else told), **titles}
        for part in ("saw", "why", "fix"):
            yield _with_code(
                self._filled(part, language, titled),
                self._filled(part, language, facts),
            )

    def _filled(self, part: str, language: str, facts: Mapping[str, str]) -> str:
        if self.wording is not None:
            return filled(str(getattr(self.wording, part)), facts)
        gaps: Mapping[str, object] = facts
        if _NUMBER in facts:
            # One or several: in Russian, 21 would take the form of one.
            gaps = {**facts, "number": min(int(facts[_NUMBER]), 2)}
            if part == "saw" and facts[_NUMBER] == "0":
                part = _EVERYWHERE
        if part == "fix" and _ENCODING in facts:
            part = _LIKE
        return say(f"findings.{self.rule}.{part}", language, **gaps)

    def __str__(self) -> str:
        """Say the finding in the source language of the library, English."""
        at = self.place
        where = f"{at.file}:{at.line}:{at.column}  " if at else ""
        saw, why, fix = self._sentences(ENGLISH, self.facts, {})
        return f"{where}{self.severity} {self.rule}: {saw} {why} {fix}"


def by_place(finding: Finding) -> tuple[Place, str, list[tuple[str, str]]]:
    """Return the key that sorts findings by file, line, column, rule and facts."""
    place = finding.place or Place("", 0, 0)
    return place, finding.rule, sorted(finding.facts.items())


OTHER_KIND = "known_as"
"""The fact that says of what a name is the name, where it is not of what is due."""

WRITTEN = ("value", "activity", "document", "event", "fact", "name", "state")
"""The facts that can hold what was written and is wrong, the surest first."""

_NUMBER = "regions.number"
_EVERYWHERE = "saw-everywhere"
"""What was seen in a handbook without regions: a sentence that names none."""
"""The fact that says how many regions another lists; the form of a word follows it."""

_ENCODING = "encoding"
"""The fact that says what a file looks like that is no UTF-8."""

_LIKE = "fix-like"
"""How to mend it, where that can be told."""

_DAYS = frozenset({"begin", "day", "first", "last", "until"})
"""The facts that may hold a day, as a file writes it."""

_LISTS = frozenset(
    {
        "activities",
        "agencies",
        "claims",
        "empty",
        "functions",
        "keys",
        "languages",
        "mandated",
        "names",
        "oversight",
        "paths",
        "posts",
        "receiver",
        "regions",
        "roles",
        "sender",
        "sources",
        "values",
    }
)
"""The facts that may list several names."""

_EXPECTED = "expected"
"""The fact that lists what could stand there: words, and kinds of names in capitals."""

_CODE = "`"


def _retold(key: str, fact: str, language: str) -> str:
    """Return a fact as a sentence says it: a day, or a list of names."""
    if key in _DAYS and _DAY.fullmatch(fact):
        return day(date.fromisoformat(fact), language)
    if key == _EXPECTED:
        return as_typed(_due(each, language) for each in fact.split(NAMES))
    return retold(fact, language) if key in _LISTS else fact


def _due(word: str, language: str) -> str:
    """Say what could stand in a sentence: a word of ours, or a kind of names."""
    return say(f"findings.due-{word.lower()}", language) if word.isupper() else word


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _beside(facts: Mapping[str, str], language: str) -> Mapping[str, str]:
    """Return the texts that stand beside facts in a language: ``limit.ru``."""
    ending = f".{language}"
    return {
        key.removesuffix(ending): text
        for key, text in facts.items()
        if key.endswith(ending)
    }


def _with_code(titled: str, typed: str) -> str:
    """Return ``titled`` with what ``typed`` has between backticks."""
    if titled == typed:
        return titled
    parts, codes = titled.split(_CODE), typed.split(_CODE)
    if len(parts) != len(codes):
        return typed
    pairs = enumerate(zip(parts, codes, strict=True))
    return _CODE.join(pair[at % 2] for at, pair in pairs)
