"""One way a step can go: what starts it, what it learned and what it wrote."""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.charts.chart import Entry, Goal
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
from katch_protocols.semantics.layout import Layout

__all__ = ["ImpossibleError", "Move", "Script", "StepPath", "SymbolicState"]


Script = tuple[bool, ...]
"""The answers to the open questions of a run, in the order in which it asks."""

ONE = frozenset({1})
ZERO = frozenset({0})


class ImpossibleError(Exception):
    """This way cannot be gone: the activity is not possible on it."""


class SymbolicState:
    """What is known of the word before the step, and what the step has written."""

    def __init__(
        self, layout: Layout, implied: Mapping[int, frozenset[int]], script: Script
    ) -> None:
        self.layout = layout
        self.implied = implied
        self.script = script
        self.asked: dict[int, frozenset[int]] = {}
        self.written: dict[int, int] = {}
        self.open: list[Script] = []
        self._answers: list[bool] = []

    def known(self, field: int) -> frozenset[int]:
        """Return the codes that the field may have had before the step."""
        found = self.asked.get(field) or self.implied.get(field)
        return self.layout.domains[field] if found is None else found

    def possible(self, field: int) -> frozenset[int]:
        """Return the codes that the field may have now."""
        if field in self.written:
            return frozenset({self.written[field]})
        return self.known(field)

    def among(self, field: int, codes: frozenset[int]) -> bool:
        """Ask whether the field's code is now one of ``codes``."""
        if field in self.written:
            return self.written[field] in codes
        known = self.known(field)
        inside = known & codes
        if inside == known:
            return True
        if not inside:
            return False
        answer = self._answer()
        self.asked[field] = inside if answer else known - codes
        return answer

    def require(self, field: int, codes: frozenset[int]) -> None:
        """Go on only where the field's code was one of ``codes``, and say so."""
        inside = self.known(field) & codes
        if not inside:
            raise ImpossibleError
        self.asked[field] = inside

    def _answer(self) -> bool:
        position = len(self._answers)
        if position < len(self.script):
            answer = self.script[position]
        else:
            answer = True
            self.open.append((*self._answers, False))
        self._answers.append(answer)
        return answer

    def active(self, node: int) -> bool:
        """Ask whether a node is active now; a choice, which is passed, never is."""
        way = self.layout.way_to(node)
        return way is not None and all(self.among(*place) for place in way)

    def truth(self, condition: Condition) -> bool | None:
        """Evaluate a condition by Kleene's rules; ``None`` is neither."""
        layout = self.layout
        match condition:
            case FactIs():
                return self._fact_is(condition)
            case FactKnown():
                unknown = self.among(layout.facts[condition.fact], ZERO)
                return unknown != condition.known
            case HasDocument():
                return self.among(layout.documents[condition.document], ONE)
            case Happened():
                return self.among(layout.events[condition.activity], ONE)
            case InState():
                return self.active(layout.chart.by_name[condition.state])
            case _:
                return self._compound(condition)

    def _fact_is(self, term: FactIs) -> bool | None:
        field = self.layout.facts[term.fact]
        values = self.layout.fields[field].values
        codes = frozenset(values.index(value) for value in term.values)
        if self.among(field, codes):
            return not term.negated
        return None if self.among(field, ZERO) else term.negated

    def _compound(self, condition: Not | And | Or) -> bool | None:
        if isinstance(condition, Not):
            inner = self.truth(condition.inner)
            return None if inner is None else not inner
        decisive = isinstance(condition, Or)
        neither = False
        for part in condition.parts:
            truth = self.truth(part)
            if truth is decisive:
                return decisive
            neither = neither or truth is None
        return None if neither else not decisive


class Move(Struct, frozen=True):
    """What starts a step: an entry with its recorded values, or the clock at a node.

    ``completes``: neither, but ``done`` of the node, taken by itself (only where
    completion is not folded into the steps that lead to it).
    """

    node: int
    goal: Goal | None
    entry: Entry | None = None
    records: tuple[tuple[str, str], ...] = ()
    completes: bool = False


class StepPath(Struct, frozen=True):
    """One way a step can go: what must be so, what is written, what is entered.

    ``asked`` and ``written`` are keyed by field; ``entered`` lists nodes in the order
    of entry; ``resumed`` those of them whose inside came back as it was last left;
    ``lines`` the lines of choices that were taken (node, position); ``endless``: the
    settling cannot end.
    """

    asked: Mapping[int, frozenset[int]]
    written: Mapping[int, int]
    entered: tuple[int, ...]
    resumed: tuple[int, ...]
    endless: bool = False
    lines: tuple[tuple[int, int], ...] = ()
