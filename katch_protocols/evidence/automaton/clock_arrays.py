"""The clocks of a protocol as arrays: timers, deadlines, and what steps do to both."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.happening import places_of
from katch_protocols.evidence.automaton.case_arrays import (
    Array,
    Ints,
    integers,
    listed,
    unique,
)
from katch_protocols.evidence.automaton.classes import Classes
from katch_protocols.evidence.automaton.clock_numbers import ClockNumbers
from katch_protocols.evidence.automaton.effects import DutyAfter, StepEffect
from katch_protocols.semantics.table import Row, entered_anew

__all__ = ["ClockArrays"]

_CODES = {each: code for code, each in enumerate(DutyAfter)}


class ClockArrays:
    """Makes the arrays of the clocks of a protocol."""

    def __init__(
        self, compiled: CompiledCase, classes: Classes, numbering: ClockNumbers
    ) -> None:
        self.compiled, self.classes, self.numbering = compiled, classes, numbering
        self.rules, self.chart = compiled.clocks, compiled.chart

    @cached_property
    def timer_names(self) -> list[int]:
        """The letters that are steps of the clock."""
        return [n for n, each in enumerate(self.classes.letters) if each.timed]

    def timers(self, profile: Ints) -> tuple[Array, ...]:
        """Return which timers run in each class, and what follows from each."""
        classes, letters = self.classes, self.timer_names
        rows = {each.activity: each for each in self.compiled.table.rows if each.timed}
        items = []
        for letter in letters:
            row = rows[classes.letters[letter].activity]
            items.append(self._timer(row))
        able = classes.next[:, letters] >= 0
        lists = [np.flatnonzero(each).tolist() for each in able]
        return (
            *listed(lists),
            integers(items, 4),
            classes.next[:, letters].copy(),
            classes.effect[:, letters].copy(),
            profile[:, letters].copy(),
        )

    def _timer(self, row: Row) -> tuple[int, int, int, int]:
        node, timer = self.chart.nodes[row.node], row.timer
        name, limit = ("", None) if timer is None else (timer.name, timer.limit)
        return (
            -1 if limit is None else self.numbering.limit(limit),
            self.numbering.moment("node", node.index),
            self.numbering.event(node.clock_start),
            self.numbering.moment("timer", name),
        )

    def deadlines(self) -> tuple[Array, ...]:
        """Return which deadlines run in each class, and what each counts from."""
        items, places = list[tuple[int, ...]](), dict[tuple[str, int], int]()
        for index in sorted(self.rules.clocked):
            node = self.chart.nodes[index]
            if node.within is not None:
                limit = self.numbering.limit(node.within.limit)
                places["node", index] = len(items)
                moment = self.numbering.moment("node", index)
                items.append(
                    (limit, moment, self.numbering.event(node.clock_start), -1)
                )
        for number, rule in enumerate(self.rules.duties):
            limit = self.numbering.limit(rule.duty.limit.limit)
            places["duty", number] = len(items)
            moment = self.numbering.moment("duty", number)
            items.append((limit, moment, self.numbering.event(rule.duty.start), number))
        lists = [
            []
            if final
            else [
                places[each]
                for each in (
                    *(("node", index) for index in nodes),
                    *(("duty", number) for number in duties),
                )
                if each in places
            ]
            for final, (nodes, duties) in zip(
                self.classes.final.tolist(), self.classes.running, strict=True
            )
        ]
        return *listed(lists), integers(items, 4)

    def effects(self) -> tuple[Array, ...]:
        """Return the moments that each effect sets, and what it does to duties."""
        entered = list[list[object]]()
        duties = list[list[object]]()
        for effect in self.classes.effects:
            entered.append(unique(self._set_by(effect)))
            duties.append(
                [
                    (number, self.numbering.moment("duty", number), *map(_code, change))
                    for number, change in effect.duties
                ]
            )
        resumes = [bool(each.resumed) for each in self.classes.effects]
        return *listed(entered), *listed(duties, 5), np.array(resumes, np.bool_)

    def _set_by(self, effect: StepEffect) -> Iterable[int]:
        for node in entered_anew(effect.entered, effect.resumed):
            if node in self.rules.clocked:
                yield self.numbering.moment("node", node)
        for name in effect.happened:
            yield self.numbering.moment("event", name)
        if effect.timer:
            yield self.numbering.moment("timer", effect.timer)

    def begun(self) -> tuple[Array, ...]:
        """Return the moments that a case begins with, and which duties are owed."""
        rules, table = self.rules, self.compiled.table
        entered = table.entered
        found = [
            self.numbering.moment("node", node)
            for node in entered
            if node in rules.clocked
        ]
        names = (name for node in entered for name in rules.starts.get(node, ()))
        found += [self.numbering.moment("event", name) for name in names]
        for number, each in enumerate(self.compiled.constraints):
            if each.least is not None and places_of(each.other, entered):
                found.append(self.numbering.moment("wait", number))
        owed = []
        for number, rule in enumerate(rules.duties):
            is_owed = rule.is_on(table.initial) and not rule.duty.after_first
            owed.append(int(is_owed))
            if is_owed:
                found.append(self.numbering.moment("duty", number))
        return integers(unique(found)), integers(owed), *self._unseen()

    def _unseen(self) -> tuple[Array, ...]:
        """Return the moments that came before a log, and the duties owed by class.

        Of a case that began before it every node was entered at some time.
        """
        nodes, number = range(len(self.chart.nodes)), self.numbering.moment
        moments = [number("node", node) for node in sorted(self.rules.clocked)]
        names = (name for node in nodes for name in self.rules.starts.get(node, ()))
        moments += [number("event", name) for name in names]
        moments += [number("duty", each) for each in range(len(self.rules.duties))]
        owed = np.zeros((len(self.classes), len(self.rules.duties)), np.int32)
        for place, (_, duties) in enumerate(self.classes.running):
            for duty in duties:
                owed[place, duty] = not self.rules.duties[duty].duty.after_first
        return integers(unique(moments)), owed


def _code(after: DutyAfter) -> int:
    return _CODES[after]
