"""What a step does to a case, as operations: who reads a plan needs no protocol."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from katch_protocols.cases.compiled_case import CompiledStep
from katch_protocols.cases.last_times import happening, places_of
from katch_protocols.cases.owed import OwedSince, after_step
from katch_protocols.cases.word_view import WordView
from katch_protocols.charts.chart import NodeKind
from katch_protocols.evidence.simulations.draft import PlanDraft, PlannedProcess
from katch_protocols.evidence.simulations.plan import Op
from katch_protocols.semantics.table import Row, entered_anew
from katch_protocols.sentences.truth import evaluate

__all__ = ["DrawnEffects"]


class DrawnEffects(PlanDraft):
    """Writes each different effect once."""

    @abstractmethod
    def begun(self, process: PlannedProcess, given: Mapping[str, str]) -> int:
        """Return the number of a beginning: where it leads, and its effect."""

    def active(self, process: PlannedProcess, word: int) -> tuple[int, ...]:
        """Return the active nodes of a word."""
        if word not in process.active:
            process.active[word] = process.compiled.table.active(word)
        return process.active[word]

    def effect(
        self,
        process: PlannedProcess,
        step: CompiledStep | None,
        word: int,
        after: int,
        entered: tuple[int, ...],
    ) -> int:
        """Return the number of what a step does; the start of a case is no step."""
        ops = tuple(self._ops(process, step, word, after, entered))
        if ops not in self.effect_at:
            x = self.x
            self.effect_at[ops] = len(x["ef_at"])
            x["ef_at"].append(len(x["ef_code"]))
            for code, arg, more in ops:
                x["ef_code"].append(code)
                x["ef_arg"].append(arg)
                x["ef_more"].append(more)
        return self.effect_at[ops]

    def _ops(
        self,
        process: PlannedProcess,
        step: CompiledStep | None,
        word: int,
        after: int,
        entered: tuple[int, ...],
    ) -> Iterator[tuple[int, int, int]]:
        row = None if step is None else step.row
        was = frozenset() if row is None else frozenset(self.active(process, word))
        now = frozenset(self.active(process, after))
        again = was & frozenset(entered)
        yield from self._left(process, sorted((was - now) | again), after)
        if row is not None:
            yield from _pauses(process, row, word, after)
        yield from _entered(process, entered, () if row is None else row.resumed)
        for node in sorted((now - was) | again):
            if node in process.rows:
                yield Op.ENTER_STATE, process.states + node, 0
        yield from self._duties(process, step, word, after, entered)
        happened: tuple[str | int, ...] = entered
        if row is not None:
            happened = happening(process.compiled.table, row, after)
        yield from self._measured(process, happened)
        yield from self._timed(process, happened, word, after)
        past = _past(process, step, entered)
        if past:
            yield Op.PAST, past, 0
        if step is not None:
            yield from self._openings(process, step, after)
        if process.compiled.table.is_final(after):
            nodes = process.compiled.chart.nodes
            ends = (nodes[n] for n in now if nodes[n].kind is NodeKind.FINAL)
            end = next(each.index for each in ends if each.parent == 0)
            yield Op.END, process.states + end, 0

    def _openings(
        self, process: PlannedProcess, step: CompiledStep, after: int
    ) -> Iterator[tuple[int, int, int]]:
        for each in step.opens:
            if not each.another and each.protocol in self.processes:
                opened = self.processes[each.protocol]
                yield Op.OPEN, self._carried(process, opened, after), opened.index

    def _left(
        self, process: PlannedProcess, nodes: Sequence[int], after: int
    ) -> Iterator[tuple[int, int, int]]:
        compiled = process.compiled
        above = compiled.chart.ancestors
        for node in nodes:
            if node in process.rows:
                yield Op.LEAVE_STATE, process.states + node, 0
            if node in process.clocks and compiled.chart.nodes[node].within is not None:
                around = (node, *above(node))
                held = any(
                    each in process.resumable
                    and after & compiled.clocks.resumable[each][0]
                    != compiled.clocks.resumable[each][1]
                    for each in around
                )
                code = Op.PAUSE_CLOCK if held else Op.LEAVE_CLOCK
                yield code, process.clocks[node], 0

    def _duties(
        self,
        process: PlannedProcess,
        step: CompiledStep | None,
        word: int,
        after: int,
        entered: tuple[int, ...],
    ) -> Iterator[tuple[int, int, int]]:
        """Say what a step makes of each duty with a clock: see ``cases.owed``."""
        compiled = process.compiled
        row = None if step is None else step.row
        causes: tuple[str | int, ...] = entered
        if row is not None:
            causes = (row.activity, *entered)
        starts = compiled.clocks.starts
        came = {name for each in causes for name in starts.get(each, ())}
        for number, rule in enumerate(compiled.clocks.duties):
            comes = rule.duty.start in came
            if row is not None and not comes and not rule.is_touched(row, word ^ after):
                continue
            change = (row, word, after)
            found = [
                _becomes(known, after_step(rule, known, change, _AT, comes=comes))
                for known in _KNOWN
            ]
            if found != [0, 1, 1]:
                done = row is not None and row.activity == rule.duty.activity
                code = found[0] + 5 * found[1] + 25 * found[2] + 125 * int(done)
                yield Op.DUTY, process.duties + number, code

    def _measured(
        self, process: PlannedProcess, happened: tuple[str | int, ...]
    ) -> Iterator[tuple[int, int, int]]:
        for number, event in process.measured:
            if places_of(event, happened):
                yield Op.MEASURE, number, 0

    def _timed(
        self,
        process: PlannedProcess,
        happened: tuple[str | int, ...],
        word: int,
        after: int,
    ) -> Iterator[tuple[int, int, int]]:
        """Say what a step is in each sentence ``after A then B within D``."""
        for number, rule, first, later, off in process.sentences:
            firsts, laters = places_of(first, happened), places_of(later, happened)
            offs = places_of(off, happened)
            for place in range(len(happened)):
                if place in offs:
                    yield Op.SENTENCE_OFF, number, 0
                if place in laters:
                    yield Op.SENTENCE_THEN, number, 0
                if place in firsts:
                    seen = after if place else word
                    view = WordView(process.compiled.table, word, seen)
                    if rule.where is None or evaluate(rule.where, view) is True:
                        yield Op.SENTENCE_AFTER, number, 0

    def _carried(
        self, process: PlannedProcess, opened: PlannedProcess, word: int
    ) -> int:
        """Return the configuration in which an opened case begins."""
        table = process.compiled.table
        given = {}
        for name in process.compiled.carried[opened.id]:
            place = table.layout.facts.get(name)
            if place is not None:
                given[name] = table.fields[place].value(word)
            else:
                initially = self.handbook.facts[name].initially
                if initially is not None:
                    given[name] = initially
        return self.begun(opened, given)


_AT = (datetime(2001, 1, 1, tzinfo=UTC), 0)
_BEFORE = (datetime(2000, 1, 1, tzinfo=UTC), 0)
_KNOWN = (None, OwedSince(_BEFORE), OwedSince(_BEFORE, kept=True))
"""What may be known of a duty before a step: not owed, owed, kept."""


def _becomes(known: OwedSince | None, new: OwedSince | None) -> int:
    """Return what a step makes of a duty.

    0 not owed, 1 as it was, 2 owed from now, 3 kept now, 4 owed again since before.
    """
    if new is None:
        return 0
    if new == known:
        return 1
    if new.since == _AT:
        return 3 if new.kept else 2
    return 4


def _pauses(
    process: PlannedProcess, row: Row, word: int, after: int
) -> Iterator[tuple[int, int, int]]:
    """Say what is left for a while, what is taken up again, and what begins."""
    rules = process.compiled.clocks
    for node, number in process.resumable.items():
        mask, match = rules.resumable[node]
        left = word & mask == match and (node in row.resumed or after & mask != match)
        # What a step enters itself it leaves in passing before it takes it up.
        if left or (node in row.resumed and node in row.anew):
            yield Op.LEFT, number, 0
    for node in row.resumed:
        yield Op.RESUME, process.resumable[node], 0
    if row.timer is not None:
        yield Op.FIRED, process.timers[row.timer.name], 0
    for name in rules.starts.get(row.activity, ()):
        yield Op.EVENT, process.events[name], 0


def _entered(
    process: PlannedProcess, entered: tuple[int, ...], resumed: tuple[int, ...]
) -> Iterator[tuple[int, int, int]]:
    anew = frozenset(entered_anew(entered, resumed))
    for node in entered:
        for name in process.compiled.clocks.starts.get(node, ()):
            yield Op.EVENT, process.events[name], 0
        if node in process.clocks and node in anew:
            yield Op.ENTER_CLOCK, process.clocks[node], 0


def _past(
    process: PlannedProcess, step: CompiledStep | None, entered: tuple[int, ...]
) -> int:
    """Return the exceptions of sentences about people that a step brings, as bits."""
    if step is not None:
        return step.past
    return sum(bit for bit, off in process.compiled.offs if places_of(off, entered))
