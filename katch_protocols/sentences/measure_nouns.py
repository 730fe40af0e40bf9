"""From the parts of a measure to its noun, and to its one canonical sentence."""

from collections.abc import Callable, Mapping

from katch_protocols.errors import BoundError
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.measures import (
    CasesMeasure,
    Measure,
    MeasureRule,
    NumberOfCases,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.safeguards import Sentence
from katch_protocols.sentences.grammar import MAX_CHARACTERS
from katch_protocols.sentences.text import print_condition, print_safeguard
from katch_protocols.words.lists import options

__all__ = ["MEASURES", "print_measure"]

_Cases = tuple[tuple[str, ...], Condition | None]
_Span = tuple[str, str, Condition | None]
_ALL: _Cases = ((), None)


def _with(*parts: object) -> tuple[object, object]:
    return parts[:-1], parts[-1]


def _number_of_cases(found: _Cases | None) -> Measure:
    cases, where = found or _ALL
    return NumberOfCases(cases=cases, where=where)


def _have(found: _Cases | None, event: str, within: Duration | None) -> Measure:
    cases, where = found or _ALL
    return ShareThatHave(cases=cases, where=where, event=event, within=within)


def _keep(found: _Cases | None, sentence: Sentence) -> Measure:
    cases, where = found or _ALL
    return ShareThatKeep(cases=cases, where=where, sentence=sentence)


def _keep_named(found: _Cases | None, safeguard: str) -> Measure:
    cases, where = found or _ALL
    return ShareThatKeep(cases=cases, where=where, safeguard=safeguard)


def _end_in(found: _Cases | None, *states: str) -> Measure:
    cases, where = found or _ALL
    return ShareThatEnd(cases=cases, where=where, states=states)


def _time(span: _Span, *, nine_of_ten: bool) -> Measure:
    start, event, where = span
    return TimeFromTo(start=start, event=event, where=where, nine_of_ten=nine_of_ten)


MEASURES: Mapping[str, Callable[..., object]] = {
    "with": _with,
    "span": lambda start, event, where: (start, event, where),
    "number_of_cases": lambda _, found: _number_of_cases(found),
    "number_of_times": lambda _, event, where: NumberOfTimes(event=event, where=where),
    "have": _have,
    "keep": _keep,
    "keep_named": _keep_named,
    "end_in": _end_in,
    "median": lambda span: _time(span, nine_of_ten=False),
    "nine_of_ten": lambda _nine, _ten, span: _time(span, nine_of_ten=True),
}
"""Rule of the grammar of measures -> maker, as ``MADE`` has those of every sentence."""


def print_measure(measure: MeasureRule) -> str:
    """Write a measure as its one canonical sentence.

    Raises:
        BoundError: the sentence would be longer than any that can be read.
    """
    text = _print(measure)
    if len(text) > MAX_CHARACTERS:
        raise BoundError("characters", MAX_CHARACTERS, text[:40])
    return text


def _print(measure: MeasureRule) -> str:
    match measure:
        case NumberOfCases():
            return f"number of cases{_cases(measure)}"
        case NumberOfTimes(event=event):
            return f"number of times {event}{_where(measure)}"
        case ShareThatHave(event=event, within=within):
            limit = "" if within is None else f" within {within}"
            return f"{_share(measure)} have {event}{limit}"
        case ShareThatKeep(sentence=sentence, safeguard=safeguard):
            kept = safeguard if sentence is None else print_safeguard(sentence)
            return f"{_share(measure)} keep {kept}"
        case ShareThatEnd(states=states):
            return f"{_share(measure)} end in {options(states)}"
        case TimeFromTo(start=start, event=event, nine_of_ten=nine_of_ten):
            what = "time for 9 of 10" if nine_of_ten else "median time"
            return f"{what} from {start} to {event}{_where(measure)}"
        case _:
            raise TypeError(type(measure).__name__)


def _share(measure: CasesMeasure) -> str:
    return f"share of cases{_cases(measure)} that"


def _cases(measure: CasesMeasure) -> str:
    if not measure.cases:
        return ""
    return f" with {options(measure.cases)}{_where(measure)}"


def _where(measure: MeasureRule) -> str:
    condition = measure.where
    return "" if condition is None else f" where {print_condition(condition)}"
