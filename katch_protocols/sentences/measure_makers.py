"""From the parts of a measure to its noun."""

from collections.abc import Callable, Mapping

from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.measures import (
    Measure,
    NumberOfCases,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.safeguards import Sentence

__all__ = ["MEASURES"]

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
