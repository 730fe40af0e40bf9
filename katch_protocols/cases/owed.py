"""The duties with clocks of their own in one case: owed since when, kept, or lapsed.

A duty is owed while a state that declares it is active and its ``when`` is true, from
when both are. It is kept when it is done, and owed again when it begins anew or the
event of its clock comes again. What is left and can be taken up is held as it was.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import TypeAlias

from msgspec import Struct

from katch_protocols.charts.chart import ChartDuty, NodeKind
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.owing import Owing
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "OPENING",
    "DutyRule",
    "Moment",
    "OwedDuties",
    "OwedSince",
    "after_step",
    "place_of",
    "rules_of",
]

OPENING = -1
"""The number of the opening of a case, before those of its events."""

Moment: TypeAlias = tuple[datetime, int]
"""When something happened, and the number of the event with which it did."""


class DutyRule(Struct, frozen=True, eq=False, dict=True):
    """What a case goes by to tell whether a duty is owed.

    ``cubes`` are the words in which its state is active and its ``when`` is true,
    ``places`` those in which each of its nodes is active, ``tops`` those in which what
    can be taken up around it is. ``around`` are its nodes and all that stands around.
    """

    duty: ChartDuty
    cubes: tuple[Cube, ...]
    places: Mapping[int, Cube]
    tops: tuple[Cube, ...]
    around: frozenset[int]

    @cached_property
    def mask(self) -> int:
        """The bits of a word that decide whether it is owed or held."""
        return reduce(or_, (mask for mask, _ in (*self.cubes, *self.tops)), 0)

    @cached_property
    def anew(self) -> frozenset[int]:
        """The nodes whose entry can start it anew."""
        return frozenset() if self.duty.lasting else frozenset(self.duty.nodes)

    def is_touched(self, row: Row, changed: int) -> bool:
        """Tell whether a step that changes some bits of the word can change it."""
        return (
            bool(changed & self.mask)
            or row.activity == self.duty.activity
            or not self.anew.isdisjoint(row.entered)
        )

    def is_on(self, word: int) -> bool:
        """Tell whether its state is active and its ``when`` is true."""
        for mask, match in self.cubes:  # noqa: SIM110 - asked at every step of a case
            if word & mask == match:
                return True
        return False

    def is_held(self, word: int) -> bool:
        """Tell whether it was left and may be taken up again."""
        for mask, match in self.tops:  # noqa: SIM110 - asked at every step of a case
            if word & mask != match:
                return True
        return False

    def is_resumed(self, row: Row, word: int) -> bool:
        """Tell whether a step took up a state that declares it, as it was left."""
        return not self.around.isdisjoint(row.resumed) and any(
            word & mask == match for mask, match in self.places.values()
        )

    def begins_anew(self, row: Row) -> bool:
        """Tell whether a step enters its state again, and that starts it anew."""
        return not self.anew.isdisjoint(row.anew)


class OwedSince(Struct, frozen=True):
    """A duty that is owed since an instant, or ``kept``: done, and nothing is due."""

    since: Moment
    kept: bool = False


OwedDuties = Mapping[int, OwedSince]
"""By the number of the rule; what is not there is not owed."""


def rules_of(table: Table) -> tuple[DutyRule, ...]:
    """Return the rule of each duty of a table, in the order of the chart."""
    return tuple(_rule(table, duty) for duty in table.chart.duties)


def _rule(table: Table, duty: ChartDuty) -> DutyRule:
    owing = Owing(table.layout, duty)
    above = table.chart.ancestors
    around = {each for node in duty.nodes for each in (node, *above(node))}
    tops = dict.fromkeys(top for _, each in owing.resumable for top in each)
    # No case ever rests in a choice: `check` finds what is to be done there.
    resting = (
        each
        for each in duty.nodes
        if table.chart.nodes[each].kind is not NodeKind.CHOICE
    )
    return DutyRule(
        duty,
        owing.cubes,
        {node: place_of(table, node) for node in resting},
        tuple(place_of(table, top) for top in tops),
        frozenset(around),
    )


def place_of(table: Table, node: int) -> Cube:
    """Return the mask and the match of the words in which a node is active."""
    layout, mask, match = table.layout, 0, 0
    above = table.chart.ancestors(node)
    for child, parent in zip((node, *above), above, strict=False):
        if table.chart.nodes[parent].kind.is_region:
            field = table.fields[layout.regions[parent]]
            mask |= field.mask
            match |= layout.codes[child] << field.shift
    return mask, match


def _begun(duty: ChartDuty, at: Moment) -> OwedSince | None:
    return None if duty.after_first else OwedSince(at)


def after_step(
    rule: DutyRule,
    known: OwedSince | None,
    step: tuple[Row | None, int, int],
    at: Moment,
    *,
    comes: bool,
) -> OwedSince | None:
    """Return what becomes of a duty with a step, from one word to another.

    ``comes``: the event that its clock counts from happened with the step. The start of
    a case is a step without a row.
    """
    row, before, after = step
    duty = rule.duty
    was = row is not None and rule.is_on(before)
    if rule.is_on(after):
        if row is None or rule.begins_anew(row):
            return _begun(duty, at)
        if not was:
            known = known if rule.is_resumed(row, after) else None
            known = known or _begun(duty, at)
    elif not rule.is_held(after):
        return None
    if was and row is not None and row.activity == duty.activity:
        known = OwedSince(at, kept=not duty.again)
    if comes and not duty.again and known is not None:
        known = OwedSince(known.since)
    return known
