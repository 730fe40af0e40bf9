"""Where no clock runs: what is still owed there may come at any time, or never.

Seen in the configurations of the protocol itself, each once for all questions about it.
So most of what has no bound is known before anything timed is explored.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct

from katch_protocols.budget import look
from katch_protocols.charts.calendars import Spans
from katch_protocols.proofs.automata.labelling import (
    RowReader,
    first_letters,
    may_read,
)
from katch_protocols.proofs.automata.product_automaton import Automaton
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.leaving import Leaving
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.clocks import Clocks
from katch_protocols.proofs.timing.timed_product import OWED, TimeQuestion
from katch_protocols.semantics.arrays import Places, distinct, ranges, starts_of
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Steps
from katch_protocols.semantics.sorting import ordered
from katch_protocols.semantics.table import Table

__all__ = ["Unclocked"]


class Unclocked(Struct, frozen=True, dict=True):
    """The configurations of a protocol in which no clock runs.

    All configurations must be within the limit of the ``study``.
    """

    study: ProofSession

    def is_met(self, question: TimeQuestion) -> bool:
        """Tell whether a case comes there while something is owed.

        Then the question has no bound. Where it is false there may be none either: a
        step that may bring what is owed, or switch the question off, counts as if it
        always did, and a duty's clock runs wherever the duty may be owed.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        if question.until_end:
            return False
        begun = self._beginnings(question)
        waves = self._waves(begun, self._ending(question, OWED))
        return any(self._here[places].any() for places in waves)

    def _beginnings(self, question: TimeQuestion) -> Places:
        """Return configurations to which a case comes as something begins to be owed.

        Only where that is sure, and for the first time.
        """
        automaton = Automaton(question.phases, question.moves)
        first, slots = question.phases[0], question.slots
        begun = automaton.read(first, first_letters(self._table, slots))
        if begun != first:
            return np.flatnonzero([begun == OWED])
        rows, reader = np.zeros(len(self._table.rows), np.bool_), RowReader(self._table)
        for at, read in may_read(self._table, slots):
            found = reader.readings(self._table.rows[at], tuple(read))
            after = {automaton.read(first, each.letters) for each in found}
            rows[at] = after == {OWED}
        waves = self._waves(np.array([0]), self._ending(question, first))
        led_to = [self._after(places, ~rows) for places in waves]
        return distinct(np.concatenate(led_to), len(self.study.whole))

    def _after(self, places: Places, barred: Flags) -> Places:
        """Return where the steps from configurations lead, without the barred rows."""
        _, at = ranges(self._first[places], self._first[places + 1])
        return self._steps.targets[at[~barred[self._steps.rows[at]]]]

    def _ending(self, question: TimeQuestion, phase: str) -> Flags:
        """Return of each row whether it may end a phase."""
        moves = question.moves
        ending = [one for one in question.slots if (phase, one.letter) in moves]
        rows = np.zeros(len(self._table.rows), np.bool_)
        rows[[at for at, _ in may_read(self._table, ending)]] = True
        return rows

    def _waves(self, starts: Places, barred: Flags) -> Iterator[Places]:
        """Yield where cases come from some configurations without the barred rows.

        The configurations that are so many steps away at least, those of the fewest
        first.
        """
        reached = np.zeros(len(self.study.whole), np.bool_)
        places = starts
        while len(places):
            look()
            reached[places] = True
            yield places
            after = self._after(places, barred)
            places = distinct(after[~reached[after]], len(reached))

    @property
    def _table(self) -> Table:
        return self.study.whole.table

    @cached_property
    def _steps(self) -> Steps:
        """Every step, by the configuration before it."""
        steps = self.study.whole.steps()
        order = ordered(steps.sources, len(self.study.whole))
        return Steps(*(each[order] for each in steps))

    @cached_property
    def _first(self) -> Places:
        """Where the steps from each configuration begin, and where the last end."""
        return starts_of(self._steps.sources, len(self.study.whole))

    @cached_property
    def _here(self) -> Flags:
        """Whether no clock runs, for each configuration."""
        found = np.ones(len(self.study.whole), np.bool_)
        for cube in dict.fromkeys(self._running()):
            found[self.study.whole.where(*cube)] = False
        return found

    def _running(self) -> Iterator[Cube]:
        """Yield where clocks may run; what a duty's own bits tell is not known here."""
        study, layout = self.study, self._table.layout
        spans = Spans.of(study.holders.handbook, study.chart.protocol)
        duties = study.timed_table(()).duties
        every = Clocks.of(study.chart, layout, spans, study.left_freely, duties)
        for clock in every.clocks:
            if clock.watched is None:
                yield Leaving(layout, clock.node).place
            else:
                for mask, match in clock.watched.cubes:
                    yield mask & ~clock.watched.bits, match & ~clock.watched.bits
