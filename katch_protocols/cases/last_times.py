"""What happens in one step, in turn, for sentences that ask when something last did."""

from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from msgspec import Struct

from katch_protocols.cases.compiled_case import CompiledCase, CompiledStep, Wait
from katch_protocols.cases.constraints import Constraint
from katch_protocols.cases.happening import Happening, happening, places_of
from katch_protocols.cases.instants import EVER, NEVER
from katch_protocols.cases.word_view import WordView
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.truth import evaluate

__all__ = ["TakenStep", "exceptions_in", "is_meant"]


def is_meant(constraint: Constraint, row: Row, word: int, table: Table) -> bool:
    """Tell whether the A of a sentence is meant where a step happens, by its ``where``.

    An entry sees the facts as the step leaves them, an activity as it finds them.
    """
    if constraint.where is None:
        return True
    seen = word if constraint.event.is_done_by(row) else row.after(word)
    return evaluate(constraint.where, WordView(table, word, seen)) is True


def exceptions_in(compiled: CompiledCase, step: CompiledStep, after: int) -> int:
    """Return the bits of the exceptions that happen in a step to a word."""
    if not step.row.resumed:
        return step.past
    happened = happening(compiled.table, step.row, after)
    bits = (bit for bit, event in compiled.offs if places_of(event, happened))
    return reduce(or_, bits, step.past)


class TakenStep(Struct, frozen=True, dict=True):
    """A step as it is taken at an instant, in a case with the word ``word``."""

    compiled: CompiledCase
    step: CompiledStep
    word: int
    at: datetime

    @property
    def after(self) -> int:
        """The word that it leads to."""
        return self.word & self.step.keep | self.step.set

    @cached_property
    def happened(self) -> Happening:
        """What happens in it, in turn."""
        return happening(self.compiled.table, self.step.row, self.after)

    def earliest(self, wait: Wait, last: datetime | None) -> datetime:
        """Return from when it is no early A of a sentence: ``EVER``, or an instant.

        ``NEVER``: it brings a B itself, before its A. ``last`` is when the last B was.
        """
        constraint = wait.constraint
        first = places_of(constraint.event, self.happened)
        renewing = places_of(constraint.other, self.happened)
        found = EVER
        for place in range(len(self.happened)):
            if place in first and self._counts(wait, place):
                found = max(found, self._due(wait, last))
            if place in renewing:
                last = NEVER
        return found

    def _counts(self, wait: Wait, place: int) -> bool:
        where = wait.constraint.where
        # An entry sees the facts as the step leaves them.
        seen = self.after if place else self.word
        view = WordView(self.compiled.table, self.word, seen)
        return where is None or evaluate(where, view) is True

    def _due(self, wait: Wait, last: datetime | None) -> datetime:
        least = wait.constraint.least
        if last is None or least is None:
            return EVER
        later = self.compiled.clocks.calendar.later
        return NEVER if last == NEVER else later(last, least)
