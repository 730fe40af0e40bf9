"""Measures: what is counted or timed over many cases, as one sentence.

Each kind is a noun with declared fields, as a kind of safeguard is.
"""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from katch_protocols.model.conditions import Condition, distinct
from katch_protocols.model.deadlines import PositiveDuration
from katch_protocols.model.names import EventName, NameKind, StateName, ValueKind
from katch_protocols.model.noun import ByKind, Id, Noun
from katch_protocols.model.safeguards import Sentence

__all__ = [
    "OPENED",
    "CasesMeasure",
    "Measure",
    "MeasureRule",
    "NumberOfCases",
    "NumberOfTimes",
    "ShareOfCases",
    "ShareThatEnd",
    "ShareThatHave",
    "ShareThatKeep",
    "TimeFromTo",
]

OPENED = "opened"
"""The event of every case: it is opened."""

Events = Annotated[tuple[EventName, ...], AfterValidator(distinct)]
States = Annotated[tuple[StateName, ...], Field(min_length=1), AfterValidator(distinct)]


class MeasureRule(Noun):
    """What every kind has: a condition that the first event must meet, if written.

    It is looked at as that of a safeguard is: just before an activity, and as the step
    leaves things where a state is entered.
    """

    where: Annotated[Condition | None, ValueKind.CONDITION] = None

    @property
    def firsts(self) -> tuple[str, ...]:
        """The events any of which makes a case count; none: that it was opened."""
        return ()


class CasesMeasure(MeasureRule):
    """What counts cases: all, or those ``with A / B``."""

    cases: Annotated[Events, NameKind.EVENT] = ()

    @property
    def firsts(self) -> tuple[str, ...]:
        """Any of the events behind ``with``."""
        return self.cases

    @model_validator(mode="after")
    def _has_a_sentence(self) -> Self:
        if self.cases or self.where is None:
            return self
        message = "'where' stands behind 'with'"
        raise ValueError(message)


class NumberOfCases(CasesMeasure):
    """``number of cases with A``."""

    kind: Literal["number_of_cases"] = "number_of_cases"


class NumberOfTimes(MeasureRule):
    """``number of times A``: each counts when it happens."""

    kind: Literal["number_of_times"] = "number_of_times"
    event: EventName

    @property
    def firsts(self) -> tuple[str, ...]:
        """What is counted."""
        return (self.event,)


class ShareOfCases(CasesMeasure):
    """A share of cases: of those that are known to be one way or the other."""


class ShareThatHave(ShareOfCases):
    """``share of cases with A that have B within D``.

    With a limit B must come no earlier than A, and in time; without one it may come at
    any time.
    """

    kind: Literal["share_that_have"] = "share_that_have"
    event: EventName
    within: Annotated[PositiveDuration | None, ValueKind.DURATION] = None


class ShareThatKeep(ShareOfCases):
    """``share of cases with A that keep SENTENCE``, or a safeguard by its id."""

    kind: Literal["share_that_keep"] = "share_that_keep"
    sentence: Annotated[Sentence, ByKind()] | None = None
    safeguard: Id | None = None

    @model_validator(mode="after")
    def _is_about_one(self) -> Self:
        if (self.sentence is None) is not (self.safeguard is None):
            return self
        message = "it keeps a sentence or a safeguard, one of the two"
        raise ValueError(message)


class ShareThatEnd(ShareOfCases):
    """``share of cases with A that end in S / T``."""

    kind: Literal["share_that_end"] = "share_that_end"
    states: Annotated[States, NameKind.STATE]


class TimeFromTo(MeasureRule):
    """``median time from A to B``; ``nine_of_ten``: ``time for 9 of 10 from A to B``.

    From the first A of a case to the first B that comes no earlier.
    """

    kind: Literal["time_from_to"] = "time_from_to"
    start: EventName
    event: EventName
    nine_of_ten: bool = False

    @property
    def firsts(self) -> tuple[str, ...]:
        """Where the time begins."""
        return (self.start,)


Measure: TypeAlias = Annotated[
    NumberOfCases
    | NumberOfTimes
    | ShareThatHave
    | ShareThatKeep
    | ShareThatEnd
    | TimeFromTo,
    ByKind(),
]
