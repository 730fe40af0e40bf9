"""What a step does to the clocks of a case: which begin, end, stop and go on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from msgspec import Struct

from katch_protocols.cases.clock_rules import ClockRules
from katch_protocols.cases.owed import DutyRule, OwedSince, after_step, place_of
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.table import Row

__all__ = ["DutyAfter", "OwedChange", "StepEffect", "StepEffects"]


class DutyAfter(StrEnum):
    """What a duty with a clock of its own is after a step."""

    NOT_OWED = "not_owed"
    OWED = "owed"
    """Since when it was owed before."""
    OWED_ANEW = "owed_anew"
    """Since this step."""
    KEPT = "kept"
    """Done; nothing is due until its clock begins anew."""


class OwedChange(NamedTuple):
    """What becomes of a duty: where it was not owed, owed, or kept before the step."""

    not_owed: DutyAfter
    owed: DutyAfter
    kept: DutyAfter


_SAME = OwedChange(DutyAfter.NOT_OWED, DutyAfter.OWED, DutyAfter.KEPT)


class StepEffect(Struct, frozen=True):
    """What one step does to clocks; nodes are indices of ``chart.nodes``.

    Attributes:
        entered: The nodes that it enters, in order, those that it resumes among them.
        resumed: The nodes whose inside comes back as it was left: a pause ends.
        left: The nodes that may be resumed later and are left: a pause begins.
        happened: The events that clocks count from and that it brings, by name.
        timer: The ``after`` that makes it; empty for an activity.
        duties: What becomes of the duties with a clock of their own, by number; what
            is not there stays as it was.
    """

    entered: tuple[int, ...] = ()
    resumed: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    happened: tuple[str, ...] = ()
    timer: str = ""
    duties: tuple[tuple[int, OwedChange], ...] = ()


class StepEffects(Struct, frozen=True, dict=True):
    """Tells the effect of each step under the rules of a protocol's clocks."""

    rules: ClockRules

    @cached_property
    def _found(self) -> dict[tuple[int, int, int], StepEffect]:
        return {}

    def of(self, row: Row, before: int) -> StepEffect:
        """Return what a row does from a word in which it applies."""
        after, bits = row.after(before), self._bits
        key = id(row), before & bits, after & bits
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._effect(row, before, after)
        return found

    def running(self, word: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the nodes whose clocks run in a word, and the duties that are on."""
        nodes = (node for node, cube in self._clocked.items() if _holds(cube, word))
        duties = (n for n, rule in enumerate(self.rules.duties) if rule.is_on(word))
        return tuple(nodes), tuple(duties)

    @cached_property
    def _clocked(self) -> dict[int, Cube]:
        table = self.rules.table
        return {node: place_of(table, node) for node in sorted(self.rules.clocked)}

    @cached_property
    def _bits(self) -> int:
        """The bits of a word that decide an effect."""
        cubes = [*self.rules.resumable.values()]
        for rule in self.rules.duties:
            cubes += [*rule.cubes, *rule.tops, *rule.places.values()]
        return reduce(or_, (mask for mask, _ in cubes), self.rules.asked_inside)

    def _effect(self, row: Row, before: int, after: int) -> StepEffect:
        rules = self.rules
        came = dict.fromkeys(rules.coming(row, after))
        duties = (
            (number, change)
            for number, rule in enumerate(rules.duties)
            for change in [_change(rule, (row, before, after), came)]
            if change != _SAME
        )
        return StepEffect(
            row.entered,
            row.resumed,
            tuple(self._left(row, before, after)),
            tuple(came),
            "" if row.timer is None else row.timer.name,
            tuple(duties),
        )

    def _left(self, row: Row, before: int, after: int) -> Iterator[int]:
        if not (row.entered or row.resumed):
            return
        for node, cube in self.rules.resumable.items():
            if node in row.resumed:
                # What a step enters itself it leaves in passing.
                is_left = _holds(cube, before) or node in row.anew
            else:
                is_left = _holds(cube, before) and not _holds(cube, after)
            if is_left:
                yield node


_EARLIER = datetime(2000, 1, 1, tzinfo=UTC), 0
_NOW = datetime(2000, 1, 2, tzinfo=UTC), 1


def _change(
    rule: DutyRule, step: tuple[Row, int, int], came: dict[str, None]
) -> OwedChange:
    comes = rule.duty.start in came
    before = (None, OwedSince(_EARLIER), OwedSince(_EARLIER, kept=True))
    found = (after_step(rule, known, step, _NOW, comes=comes) for known in before)
    return OwedChange(*map(_named, found))


def _named(found: OwedSince | None) -> DutyAfter:
    if found is None:
        return DutyAfter.NOT_OWED
    if found.kept:
        return DutyAfter.KEPT
    return DutyAfter.OWED if found.since == _EARLIER else DutyAfter.OWED_ANEW


def _holds(cube: Cube, word: int) -> bool:
    mask, match = cube
    return word & mask == match
