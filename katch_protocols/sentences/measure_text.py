"""A measure as its one canonical sentence, and whether that is what it was."""

from collections.abc import Iterator
from typing import NamedTuple

from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import (
    CasesMeasure,
    MeasureRule,
    NumberOfCases,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import Release
from katch_protocols.sentences.grammar import MAX_CHARACTERS
from katch_protocols.sentences.text import print_condition, print_safeguard
from katch_protocols.words.lists import options

__all__ = ["counted_otherwise", "print_measure"]


class Changed(NamedTuple):
    """What an indicator counted when it was released, and what it counts now."""

    indicator: Id
    was: str
    now: str


def print_measure(measure: MeasureRule) -> str:
    """Write a measure as its one canonical sentence.

    Raises:
        BoundError: the sentence would be longer than any that can be read.
    """
    text = _print(measure)
    if len(text) > MAX_CHARACTERS:
        raise BoundError("characters", MAX_CHARACTERS, text[:40])
    return text


def counted_otherwise(release: Release, handbook: Handbook) -> Iterator[Changed]:
    """Yield the indicators of a release that count something else in a handbook.

    One that the handbook no longer has is none of them.
    """
    for table in release.tables:
        if table.indicator in handbook.indicators:
            now = print_measure(handbook.indicators[table.indicator].measure)
            if now != table.measure:
                yield Changed(table.indicator, table.measure, now)


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
