"""Conditions, safeguards and durations as people say them, in every language.

The words are those of the catalogue ``sentences``. Titles stand between « and » and are
never inflected, so any title fits; what an event is called before or after its title is
chosen by its kind and by the case that a gap asks for: ``{event:genitive}``.
"""

from collections.abc import Collection, Iterable
from functools import reduce
from typing import Protocol, assert_never, cast

from msgspec import Struct

from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.names import NameKind, ValueKind, gaps_of
from katch_protocols.model.safeguards import EveryCaseHas, SafeguardRule
from katch_protocols.model.states import Outcome
from katch_protocols.sentences.forms import form_of
from katch_protocols.words.say import either, say

__all__ = [
    "NameTitles",
    "SaidEvent",
    "SaidSpan",
    "said_name",
    "say_briefly",
    "say_condition",
    "say_duration",
    "say_safeguard",
    "say_times",
]


class NameTitles(Protocol):
    """What the names of a sentence are called."""

    def title(self, kind: NameKind, name: str, /) -> str:
        """Return the title of a name; the id of a value is ``FACT.VALUE``."""
        ...

    def event_kind(self, name: str, /) -> NameKind:
        """Tell what an event is: an activity or a state; else it is an event."""
        ...

    def good_ends(self) -> Collection[Outcome]:
        """Return the outcomes with which a case here can end well."""
        ...


def say_duration(duration: Duration, language: str) -> str:
    """Say a span of time: ``5 рабочих дней``."""
    return format(SaidSpan(duration, language))


def say_times(count: int, language: str) -> str:
    """Say how often, as it stands after *at most*: ``once``, ``3 times``."""
    if count == 1:
        return say("sentences.times-once", language)
    return say("sentences.times", language, number=count)


def said_name(
    kind: NameKind, name: str, language: str, names: NameTitles
) -> "str | SaidEvent":
    """Return what stands in a gap for a name: its title, without quotes.

    That of an event may be asked for a grammatical case, ``{event:genitive}``: it says
    by kind what happens, with the title in quotes.
    """
    wording = _Phrasing(language, names)
    if kind is NameKind.EVENT:
        return SaidEvent(wording, name)
    return wording.title(kind, name)


def say_condition(condition: Condition, language: str, names: NameTitles) -> str:
    """Say a condition as a clause, without a capital or a full stop."""
    return _Phrasing(language, names).condition(condition)


def say_briefly(
    condition: Condition, language: str, names: NameTitles, *, asked: str | None = None
) -> str:
    """Say a condition in the few words that fit on an arrow of a drawing.

    ``asked`` is the fact whose question stands beside it: only the answer is said.
    """
    return _Phrasing(language, names, brief=True, asked=asked).condition(condition)


def say_safeguard(sentence: SafeguardRule, language: str, names: NameTitles) -> str:
    """Say a safeguard in one sentence, and in one more for each of its limits."""
    wording = _Phrasing(language, names)
    said = [wording.rule(sentence)]
    if sentence.where is not None:
        said.append(wording.say("where", condition=wording.condition(sentence.where)))
    if sentence.unless:
        said.append(wording.say("unless", unless=_AnyEvent(wording, sentence.unless)))
    return " ".join(text[:1].upper() + text[1:] for text in said)


def _all(parts: Iterable[str], language: str) -> str:
    """Join conditions that must all be met: ``A and B``."""

    def join(first: str, last: str) -> str:
        return say("sentences.and", language, first=first, last=last)

    return reduce(join, parts)


class SaidSpan(Struct, frozen=True):
    """A span of time; a gap may ask for a grammatical case."""

    duration: Duration
    language: str

    def __format__(self, case: str) -> str:
        unit = str(self.duration.unit).replace(" ", "-")
        key = f"sentences.{unit}-{case}" if case else f"sentences.{unit}"
        return say(key, self.language, number=self.duration.amount)


class _Phrasing(Struct, frozen=True):
    """A language and what names are called; ``brief`` where there is little room."""

    language: str
    names: NameTitles
    brief: bool = False
    asked: str | None = None

    def say(self, key: str, **gaps: object) -> str:
        return say(f"sentences.{key}", self.language, **gaps)

    def phrase(self, key: str, **gaps: object) -> str:
        return self.say(f"brief-{key}" if self.brief else key, **gaps)

    def title(self, kind: NameKind, name: str) -> str:
        return self.names.title(kind, name)

    def one_of(self, kind: NameKind, names: Iterable[str]) -> str:
        titles = (self.phrase("value", value=self.title(kind, name)) for name in names)
        return either(titles, self.language)

    def condition(self, condition: Condition) -> str:
        match condition:
            case FactIs() | FactKnown():
                return self.fact(condition)
            case InState() | HasDocument() | Happened():
                return self.test(condition)
            case Not(inner=InState() | HasDocument() | Happened() as inner):
                return self.test(inner, negation="not-")
            case Not(inner=inner):
                return self.phrase("negation", condition=self.condition(inner))
            case And(parts=parts):
                return _all(map(self.part, parts), self.language)
            case Or(parts=parts):
                return either(map(self.part, parts), self.language)
            case _:
                assert_never(condition)

    def part(self, part: Condition) -> str:
        # A reader need not know that *and* binds closer than *or*.
        said = self.condition(part)
        several = isinstance(part, FactIs) and len(part.values) > 1
        return f"({said})" if several or isinstance(part, And | Or) else said

    def fact(self, test: FactIs | FactKnown) -> str:
        gaps = {"fact": self.title(NameKind.FACT, test.fact)}
        match test:
            case FactKnown(known=known):
                found = "known" if known else "unknown"
            case FactIs(negated=negated):
                found = "is-not" if negated else "is"
                values = (f"{test.fact}.{value}" for value in test.values)
                gaps["values"] = self.one_of(NameKind.VALUE, values)
            case _:
                assert_never(test)
        if test.fact == self.asked:
            return self.say(f"answer-{found}", **gaps)
        return self.phrase(f"fact-{found}", **gaps)

    def test(
        self, test: InState | HasDocument | Happened, *, negation: str = ""
    ) -> str:
        gaps = {
            field: self.title(what, getattr(test, field))
            for field, what in gaps_of(type(test)).items()
            if isinstance(what, NameKind)
        }
        return self.phrase(f"{negation}{test.kind.replace('_', '-')}", **gaps)

    def rule(self, rule: SafeguardRule) -> str:
        form = form_of(rule)
        gaps = {
            field: self.gap(what, getattr(rule, field))
            for field, what in form.gaps.items()
        }
        return self.say(f"{form.key}{self.end_of(rule)}", **gaps)

    def end_of(self, rule: SafeguardRule) -> str:
        """Return how a key goes on for the ends of which a sentence speaks."""
        if not isinstance(rule, EveryCaseHas) or rule.any_end:
            return ""
        ends = self.names.good_ends()
        if Outcome.DONE not in ends:
            return ""
        return "-or-done" if Outcome.PROTECTED in ends else "-done"

    def gap(self, what: NameKind | ValueKind, value: object) -> object:
        match what, value:
            case NameKind.EVENT, str():
                return SaidEvent(self, value)
            case NameKind(), str():
                return self.title(what, value)
            case NameKind(), tuple():
                return self.one_of(what, value)
            case ValueKind.DURATION, Duration():
                return SaidSpan(value, self.language)
            case ValueKind.COUNT, int():
                return say_times(value, self.language)
            case _:
                return self.condition(cast("Condition", value))


class SaidEvent(Struct, frozen=True):
    """An event; a gap that asks for a case gets what it is, with its title."""

    wording: _Phrasing
    name: str

    def __str__(self) -> str:
        return format(self)

    def __format__(self, case: str) -> str:
        title = self.wording.title(NameKind.EVENT, self.name)
        if not case:
            return title
        kind = self.wording.names.event_kind(self.name)
        return self.wording.say(f"{kind}-{case}", name=title)


class _AnyEvent(Struct, frozen=True):
    """Events of which any will do, each in the case that a gap asks for."""

    wording: _Phrasing
    names: tuple[str, ...]

    def __format__(self, case: str) -> str:
        said = (format(SaidEvent(self.wording, name), case) for name in self.names)
        return either(said, self.wording.language)
