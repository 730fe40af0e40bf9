"""What one case says of one measure: whether it counts, when, where, and how."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

from msgspec import Struct

from katch_protocols.answers import Brief
from katch_protocols.charts.binding import binding_safeguards, missing_names
from katch_protocols.charts.chart import Chart
from katch_protocols.evidence.audits.changing import asks_for_change
from katch_protocols.evidence.indicators.history import (
    CaseHistory,
    Moment,
    named_event,
)
from katch_protocols.evidence.indicators.judging import is_of_a_case, judge
from katch_protocols.evidence.indicators.keeping import Keeping
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import (
    MeasureRule,
    NumberOfTimes,
    ShareOfCases,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.semantics.events import (
    ChartEvent,
    UndefinedError,
    find_state,
    found_in,
)
from katch_protocols.sentences.mentions import names_in

__all__ = ["Observation", "Observer", "Standing"]

Standing = Keeping
"""How a case stands in a share: it is one of them, is none, or nobody knows yet."""


class Observation(Struct, frozen=True):
    """One case, or one time, that counts.

    Attributes:
        at: The instant that says in which period.
        region: Where it counts.
        agency: Who is accountable for what made it count.
        standing: Of a share, how it stands; of a count always kept.
        waited: Of a time, how long it took, or has taken so far.
        arrived: Whether it has come; a case that ended without it never comes.
        never: Whether it never comes.
    """

    at: datetime
    region: Id | None
    agency: Id | None
    standing: Standing = Keeping.KEPT
    waited: timedelta | None = None
    arrived: bool = False
    never: bool = False


class Observer(Brief, Struct, frozen=True, dict=True):
    """A measure, and what it asks of the cases of each protocol."""

    UNSAID = ("handbook",)

    measure: MeasureRule
    handbook: Handbook

    @cached_property
    def _charts(self) -> dict[int, bool]:
        return {}

    def counts_in(self, chart: Chart) -> bool:
        """Tell whether cases of a protocol can count: it has every name."""
        known = self._charts.get(id(chart))
        if known is None:
            known = not missing_names(self.measure, chart, self.handbook)
            self._charts[id(chart)] = known
        return known

    def observe(self, case: CaseHistory, until: datetime) -> Iterator[Observation]:
        """Yield what a case says at an instant; nothing where it does not count."""
        if case.opened > until or not self.counts_in(case.chart):
            return
        seen = case.until(until)
        try:
            yield from self._observed(seen, until)
        except UndefinedError:
            return  # an ambiguous name: a finding of the handbook

    def _observed(self, case: CaseHistory, until: datetime) -> Iterator[Observation]:
        firsts = self._firsts(case)
        if isinstance(self.measure, NumberOfTimes):
            for moment in firsts:
                yield self._at(case, moment)
            return
        if not firsts:
            return
        first = firsts[0]
        match self.measure:
            case TimeFromTo():
                yield self._timed(self.measure, case, first, until)
            case ShareOfCases():
                yield self._at(case, first, _standing(self, case, first, until))
            case _:
                yield self._at(case, first)

    def _firsts(self, case: CaseHistory) -> list[Moment]:
        """Return when what makes it count happened, in order."""
        where = self.measure.where
        condition = None if where is None else found_in(case.chart, where)
        if not self.measure.firsts:
            return [*case.moments(None)]
        found = [
            moment
            for name in self.measure.firsts
            for moment in case.moments(named_event(case.chart, name), condition)
        ]
        return sorted(found, key=lambda each: (each.step, each.place))

    @staticmethod
    def _at(
        case: CaseHistory, moment: Moment, standing: Standing = Keeping.KEPT
    ) -> Observation:
        return Observation(moment.at, case.region, case.agency(moment), standing)

    def _timed(
        self, measure: TimeFromTo, case: CaseHistory, first: Moment, until: datetime
    ) -> Observation:
        event = named_event(case.chart, measure.event)
        later = [each for each in case.moments(event) if not each < first]
        # Of a case that began before its log, another A may have been the first.
        is_begun = first.step >= 0 or case.is_opening_told
        if not (case.is_told and is_begun and (later or case.tells(event))):
            return self._at(case, first, Keeping.UNTOLD)
        end = later[0].at if later else until
        return Observation(
            first.at,
            case.region,
            case.agency(first),
            waited=end - first.at,
            arrived=bool(later),
            never=not later and case.has_ended,
        )

    def rule(self, chart: Chart) -> SafeguardRule | None:
        """Return the sentence that a share of cases keeps, as a protocol has it."""
        measure = self.measure
        if not isinstance(measure, ShareThatKeep):
            return None
        if measure.safeguard is None:
            return measure.sentence
        found = binding_safeguards(chart, self.handbook).get(measure.safeguard)
        return None if found is None else found.rule


def _standing(
    observer: Observer, case: CaseHistory, first: Moment, until: datetime
) -> Standing:
    if not case.is_told:
        return Keeping.UNTOLD
    match observer.measure:
        case ShareThatHave():
            return _has(observer.measure, case, first, until)
        case ShareThatEnd(states=states):
            return _ends(states, case)
        case _:
            rule = observer.rule(case.chart)
            if rule is None or not is_of_a_case(rule) or not _tells(case, rule):
                return Keeping.UNTOLD
            return judge(rule, case, until)


def _tells(case: CaseHistory, rule: SafeguardRule) -> bool:
    """Tell whether the log would have everything that a sentence is about."""
    if not case.unlogged:
        return True
    if asks_for_change(rule, case.compiled, case.unlogged):
        return False
    named = (each.name for each in names_in(rule) if each.kind in _HAPPENING)
    return all(case.tells(named_event(case.chart, name)) for name in named)


_HAPPENING = frozenset({NameKind.EVENT, NameKind.ACTIVITY})


def _has(
    measure: ShareThatHave, case: CaseHistory, first: Moment, until: datetime
) -> Standing:
    event = named_event(case.chart, measure.event)
    found = [*case.moments(event)]
    if measure.within is None:
        if found:
            return Keeping.KEPT
        return _lacking(case, event, is_over=case.has_ended)
    calendar = case.compiled.clocks.calendar
    surely, perhaps = calendar.spread(first.at, first.last, measure.within)
    found = [each for each in found if not each < first]
    is_begun = first.step >= 0 or case.is_opening_told
    if is_begun and any(each.last <= surely for each in found):
        return Keeping.KEPT
    if any(each.at <= perhaps for each in found):
        # A day without a time, or nobody knows since when: it may have been in time.
        return Keeping.UNTOLD
    return _lacking(case, event, is_over=case.has_ended or until > perhaps)


def _lacking(case: CaseHistory, event: ChartEvent | None, *, is_over: bool) -> Standing:
    """Tell how a case stands that has not what it should."""
    if not case.tells(event):
        return Keeping.UNTOLD
    return Keeping.BROKEN if is_over else Keeping.OPEN


def _ends(states: tuple[str, ...], case: CaseHistory) -> Standing:
    if not case.has_ended:
        return Keeping.OPEN
    active = case.table.active(case.last_word)
    wanted = {find_state(case.chart, state) for state in states}
    return Keeping.KEPT if wanted.intersection(active) else Keeping.BROKEN
