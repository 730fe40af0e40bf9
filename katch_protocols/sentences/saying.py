"""Conditions, safeguards and durations as people say them, in every language.

Titles stand between « and » and are never inflected, so any title fits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, assert_never

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
from katch_protocols.model.durations import Duration
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import (
    AfterNever,
    AfterThen,
    AlwaysPossible,
    AtLeastEvery,
    AtMost,
    BetweenNever,
    Different,
    EveryCaseHas,
    Excludes,
    Independent,
    Never,
    OnlyDoes,
    OnlyTo,
    Requires,
    RequiresThat,
    SamePerson,
    Sentence,
    TakesPart,
    WhileNever,
)
from katch_protocols.sentences.english import ENGLISH
from katch_protocols.sentences.kazakh import KAZAKH
from katch_protocols.sentences.russian import RUSSIAN
from katch_protocols.sentences.tongue import Tongue

__all__ = ["TONGUES", "Names", "say_condition", "say_duration", "say_safeguard"]

TONGUES = MappingProxyType({"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH})
"""The languages that sentences are said in; any other language gets English."""

Names: TypeAlias = Callable[[NameKind, str], str]
"""Gives the title of a name of a kind; the id of a value is ``FACT.VALUE``."""

_INNER_QUOTES = str.maketrans("«»", "„“")


def say_duration(duration: Duration, language: str) -> str:
    """Say a span of time: ``5 рабочих дней``."""
    return _tongue(language).span(duration)


def say_condition(condition: Condition, language: str, names: Names) -> str:
    """Say a condition as a clause, without a capital or a full stop."""
    return _Voice(_tongue(language), names).condition(condition)


def say_safeguard(sentence: Sentence, language: str, names: Names) -> str:
    """Say a safeguard in one sentence, and in one more for each of its limits."""
    voice = _Voice(_tongue(language), names)
    said = [voice.rule(sentence)]
    if sentence.where is not None:
        said.append(voice.say("where", condition=voice.condition(sentence.where)))
    if sentence.unless is not None:
        said.append(voice.say("unless", b=voice.event(sentence.unless)))
    return " ".join(said)


def _tongue(language: str) -> Tongue:
    return TONGUES.get(language, ENGLISH)


@dataclass(frozen=True)
class _Voice:
    """A language, with the titles of what it speaks of."""

    tongue: Tongue
    names: Names

    def say(self, phrase: str, **gaps: str) -> str:
        return self.tongue.phrases[phrase].format_map(gaps)

    def title(self, kind: NameKind, name: str) -> str:
        return self.names(kind, name).translate(_INNER_QUOTES)

    def event(self, name: str) -> str:
        return self.title(NameKind.EVENT, name)

    def one_of(self, titles: Iterable[str]) -> str:
        return self.say("or").join(f"«{title}»" for title in titles)

    def actors(self, names: Iterable[str]) -> str:
        return self.one_of(self.title(NameKind.ACTOR, name) for name in names)

    def condition(self, condition: Condition) -> str:
        match condition:
            case FactIs() | FactKnown():
                return self.fact(condition)
            case InState() | HasDocument() | Happened():
                return self.test(condition)
            case Not(inner=InState() | HasDocument() | Happened() as inner):
                return self.test(inner, negation="not_")
            case Not(inner=inner):
                return self.say("negation", condition=self.condition(inner))
            case And(parts=parts):
                return self.say("and").join(map(self.part, parts))
            case Or(parts=parts):
                return self.say("or").join(map(self.part, parts))
            case _:
                assert_never(condition)

    def part(self, part: Condition) -> str:
        # A reader need not know that *and* binds closer than *or*.
        said = self.condition(part)
        several = isinstance(part, FactIs) and len(part.values) > 1
        return f"({said})" if several or isinstance(part, And | Or) else said

    def fact(self, test: FactIs | FactKnown) -> str:
        fact = self.title(NameKind.FACT, test.fact)
        match test:
            case FactKnown(known=known):
                return self.say("fact_known" if known else "fact_unknown", fact=fact)
            case FactIs(values=values, negated=negated):
                ids = (f"{test.fact}.{value}" for value in values)
                said = self.one_of(self.title(NameKind.VALUE, name) for name in ids)
                phrase = "fact_is_not" if negated else "fact_is"
                return self.say(phrase, fact=fact, values=said)
            case _:
                assert_never(test)

    def test(
        self, test: InState | HasDocument | Happened, *, negation: str = ""
    ) -> str:
        phrase = f"{negation}{test.kind}"
        match test:
            case InState(state=name):
                return self.say(phrase, state=self.title(NameKind.STATE, name))
            case HasDocument(document=name):
                return self.say(phrase, document=self.title(NameKind.DOCUMENT, name))
            case Happened(activity=name):
                return self.say(phrase, activity=self.title(NameKind.ACTIVITY, name))
            case _:
                assert_never(test)

    def rule(self, sentence: Sentence) -> str:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one case a kind
        event, say = self.event, self.say
        match sentence:
            case Never(event=a):
                return say("never", a=event(a))
            case Requires(event=a, earlier=b, each_time=each):
                phrase = "requires_each" if each else "requires"
                return say(phrase, a=event(a), b=event(b))
            case RequiresThat(event=a, condition=condition):
                said = self.condition(condition)
                return say("requires_that", a=event(a), condition=said)
            case EveryCaseHas(event=a, any_end=any_end):
                return say("every_end_has" if any_end else "every_case_has", a=event(a))
            case AfterThen(event=a, later=b, within=within):
                phrase = "after_then_within" if within else "after_then"
                span = self.tongue.within(within) if within else ""
                return say(phrase, a=event(a), b=event(b), span=span)
            case AfterNever(event=a, forbidden=c):
                return say("after_never", a=event(a), c=event(c))
            case BetweenNever(event=a, end=b, forbidden=c):
                return say("between_never", a=event(a), b=event(b), c=event(c))
            case AtLeastEvery(event=a, end=b, recurring=c, period=period):
                gaps = {"a": event(a), "b": event(b), "c": event(c)}
                return say("at_least_every", span=self.tongue.within(period), **gaps)
            case WhileNever(event=s, forbidden=c):
                title = self.title(NameKind.STATE, s)
                return say("while_never", state=title, c=event(c))
            case AtMost(event=a, times=times):
                return say("at_most", a=event(a), times=self.tongue.times(times))
            case Excludes(event=a, other=b):
                return say("excludes", a=event(a), b=event(b))
            case TakesPart(event=a, role=role):
                title = self.title(NameKind.ROLE, role)
                return say("takes_part", a=event(a), role=title)
            case OnlyDoes(event=a, actors=actors):
                return say("only_does", a=event(a), actors=self.actors(actors))
            case Different(event=a, other=b, agencies=agencies):
                phrase = "different_agencies" if agencies else "different_people"
                return say(phrase, a=event(a), b=event(b))
            case SamePerson(event=a, other=b):
                return say("same_person", a=event(a), b=event(b))
            case AlwaysPossible(event=a):
                return say("always_possible", a=event(a))
            case Independent(event=a, other=b):
                return say("independent", a=event(a), b=event(b))
            case OnlyTo(item=item, receivers=receivers):
                title = self.title(NameKind.ITEM, item)
                return say("only_to", item=title, actors=self.actors(receivers))
            case _:
                assert_never(sentence)
