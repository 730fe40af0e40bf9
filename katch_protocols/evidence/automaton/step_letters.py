"""Which letters of the classes a step of a log can be, in the order of the table."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.automaton.classes import Classes

__all__ = ["LoggedStep", "StepLetters"]

LoggedStep: TypeAlias = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""An activity, the state in which it was done if that is told, what it records."""


class StepLetters:
    """Tells what steps of a log can be in the classes of a protocol."""

    def __init__(self, compiled: CompiledCase, classes: Classes) -> None:
        self.compiled, self.classes = compiled, classes

    def meant(self, step: LoggedStep) -> Iterable[int]:
        """Yield the letters that a step of the log can be, in the table's order."""
        nodes, (activity, origin, told) = self.compiled.chart.nodes, step
        for number in self.classes.by_activity.get(activity, ()):
            letter = self.classes.letters[number]
            if origin not in {None, nodes[letter.node].name}:
                continue
            stated = dict(letter.records)
            if all(stated.get(fact, value) == value for fact, value in told):
                yield number

    def in_order(self, here: int, letters: Sequence[int]) -> list[int] | None:
        """Return letters in the order in which the table has them in a class.

        ``None`` where that differs by word.
        """
        spans = sorted((*self._spans[here, each], each) for each in letters)
        for (_, last, _), (first, _, _) in pairwise(spans):
            if first < last:
                return None
        return [letter for _, _, letter in spans]

    @cached_property
    def _spans(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """The first and the last row that each class and letter are."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for here, letter, row in self.classes.cells.tolist():
            first, last = found.get((here, letter), (row, row))
            found[here, letter] = min(first, row), max(last, row)
        return found
