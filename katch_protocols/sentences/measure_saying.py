"""Measures as people say them, in every language."""

from collections.abc import Sequence

from msgspec import Struct

from katch_protocols.model.measures import (
    OPENED,
    CasesMeasure,
    MeasureRule,
    NumberOfCases,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.sentences.saying import (
    NameTitles,
    SaidSpan,
    said_name,
    say_condition,
    say_safeguard,
)
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import either, say

__all__ = ["say_measure"]


def say_measure(
    measure: MeasureRule,
    language: str,
    names: NameTitles,
    kept: Safeguard | None = None,
) -> str:
    """Say a measure as a clause with a capital and no full stop.

    ``kept`` is the safeguard that a share of cases keeps, where the measure names one.
    """
    said = _MeasurePhrasing(language, names, kept).measure(measure)
    return said[:1].upper() + said[1:]


class _Events(Struct, frozen=True):
    """Events of which any will do; a gap asks for a grammatical case."""

    phrasing: "_MeasurePhrasing"
    events: tuple[str, ...]

    def __format__(self, case: str) -> str:
        said = [self.phrasing.event(name, case) for name in self.events]
        return either(said, self.phrasing.language)


class _MeasurePhrasing(Struct, frozen=True):
    language: str
    names: NameTitles
    asked: Safeguard | None

    def say(self, key: str, **gaps: object) -> str:
        return say(f"sentences.{key}", self.language, **gaps)

    def event(self, name: str, case: str) -> str:
        is_known = self.names.event_kind(name) is not NameKind.EVENT
        if name == OPENED and not is_known:
            return self.say(f"opened-{case}")
        said = said_name(NameKind.EVENT, name, self.language, self.names)
        return format(said, case)

    def measure(self, measure: MeasureRule) -> str:
        match measure:
            case NumberOfCases():
                return self.say("measure-number", cases=self.cases(measure))
            case NumberOfTimes(event=event):
                said = self.say("measure-times", event=self.events(event))
                return self.where(said, measure)
            case TimeFromTo(start=start, event=event, nine_of_ten=nine_of_ten):
                key = "measure-nine" if nine_of_ten else "measure-median"
                ends = {"start": self.events(start), "event": self.events(event)}
                return self.where(self.say(key, **ends), measure)
            case CasesMeasure():
                return self.share(measure)
            case _:
                raise TypeError(type(measure).__name__)

    def share(self, measure: CasesMeasure) -> str:
        cases = self.cases(measure)
        match measure:
            case ShareThatHave(event=event, within=None):
                return self.say("measure-have", cases=cases, event=self.events(event))
            case ShareThatHave(event=event, within=within) if within is not None:
                gaps = {"event": self.events(event)}
                span = SaidSpan(within, self.language)
                if measure.cases == (OPENED,) and measure.where is None:
                    return self.say("measure-have-after-opening", within=span, **gaps)
                return self.say("measure-have-within", cases=cases, within=span, **gaps)
            case ShareThatKeep():
                return self.say(
                    "measure-keep", cases=cases, sentence=self.kept(measure)
                )
            case ShareThatEnd(states=states):
                titles = self.states(states)
                return self.say("measure-end", cases=cases, states=titles)
            case _:
                raise TypeError(type(measure).__name__)

    def events(self, *names: str) -> _Events:
        return _Events(self, names)

    def states(self, states: Sequence[str]) -> str:
        titles = (self.names.title(NameKind.STATE, state) for state in states)
        return either((in_quotes(title) for title in titles), self.language)

    def cases(self, measure: CasesMeasure) -> str:
        if not measure.cases:
            return self.say("measured-cases")
        said = self.say("measured-cases-with", events=self.events(*measure.cases))
        return self.where(said, measure)

    def kept(self, measure: ShareThatKeep) -> str:
        asked = self.asked
        rule = measure.sentence if asked is None else asked.rule
        if asked is not None and asked.title is not None:
            return in_quotes(asked.title.say(self.language))
        if rule is None:
            return f"{measure.safeguard}"
        return say_safeguard(rule, self.language, self.names).removesuffix(".")

    def where(self, said: str, measure: MeasureRule) -> str:
        if measure.where is None:
            return said
        condition = say_condition(measure.where, self.language, self.names)
        return self.say("measured-where", measure=said, condition=condition)
