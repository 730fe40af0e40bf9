"""Every case of a source as a history, and the counts of every indicator over them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache

from katch_protocols.cases.acting import advance
from katch_protocols.cases.case import Case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts.binding import binding_safeguards, missing_names
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import AdvanceError
from katch_protocols.evidence.indicators.history import (
    CaseHistory,
    asked_table,
    history_of,
)
from katch_protocols.evidence.indicators.judging import conditions_of
from katch_protocols.evidence.indicators.observing import Observer
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import ShareThatKeep, TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.semantics.table import Table

__all__ = ["AskedTables", "histories", "tallied"]


class AskedTables:
    """What protocols mean, with all that the indicators of a handbook ask about."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self.of = cache(self._of)

    def _of(self, compiled: CompiledCase) -> Table:
        asks = [*_asks(self._handbook, compiled.chart)]
        try:
            return asked_table(compiled, asks)
        except UndefinedError:
            # An ambiguous name: a finding of the handbook, and nothing is counted.
            return compiled.table


def _asks(handbook: Handbook, chart: Chart) -> Iterator[Condition]:
    for indicator in handbook.indicators.values():
        measure = indicator.measure
        if missing_names(measure, chart, handbook):
            continue
        if measure.where is not None:
            yield measure.where
        if not isinstance(measure, ShareThatKeep):
            continue
        rule = measure.sentence
        if measure.safeguard is not None:
            rule = binding_safeguards(chart, handbook)[measure.safeguard].rule
        if rule is not None:
            yield from conditions_of(rule)


def histories(
    handbook: Handbook, cases: Iterable[Case], until: datetime
) -> Iterator[CaseHistory]:
    """Yield the history of each live case, with what its clock has done by an instant.

    The case itself stays as it is.
    """
    tables = AskedTables(handbook)
    for case in cases:
        view = case.view()
        while view.wake <= until:
            with suppress(AdvanceError):
                advance(view, until)
        yield history_of(view, tables.of(view.compiled))


def tallied(
    handbook: Handbook, cases: Iterable[CaseHistory], until: datetime
) -> Mapping[Id, Tallies]:
    """Count cases for every indicator of a handbook, as they stand at an instant."""
    calendar = HandbookCalendar.of(handbook)
    observers = {
        name: Observer(each.measure, handbook)
        for name, each in handbook.indicators.items()
    }
    found: dict[Id, dict[Atom, CaseTally]] = {name: {} for name in observers}
    for case in cases:
        for name, observer in observers.items():
            timed = isinstance(observer.measure, TimeFromTo)
            for seen in observer.observe(case, until):
                month = Period.at(calendar.day(seen.at), Dimension.MONTH)
                atom = Atom(seen.region, seen.agency, month)
                tally = CaseTally.of(seen, timed=timed)
                found[name][atom] = found[name].get(atom, CaseTally()) + tally
    return {name: Tallies(atoms) for name, atoms in found.items()}
