"""What a step does to a case, as operations: who reads a plan needs no protocol."""

from abc import abstractmethod
from collections.abc import Container, Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from katch_protocols.cases.compiled_case import CompiledStep
from katch_protocols.cases.happening import Happening, happening, places_of
from katch_protocols.cases.last_times import exceptions_in
from katch_protocols.cases.word_view import OpeningView, WordView
from katch_protocols.charts.chart import NodeKind
from katch_protocols.evidence.simulations.draft import PlanDraft, PlannedProcess
from katch_protocols.evidence.simulations.duty_changes import (
    duties_that_go_on,
    duty_changes,
    owed_in,
)
from katch_protocols.evidence.simulations.plan import Op
from katch_protocols.evidence.simulations.taking_up import acting, receiving
from katch_protocols.semantics.table import Row, entered_anew
from katch_protocols.sentences.truth import CaseView, evaluate

__all__ = ["DrawnEffects", "PlannedStep", "past_after"]


class PlannedStep(Struct, frozen=True):
    """A step as it is taken in a word, or the start of a case, which is no step.

    ``act`` is the number of the activity, with those who sit there; -1: nobody does it.
    """

    step: CompiledStep | None
    word: int
    after: int
    entered: tuple[int, ...]
    act: int = -1


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

    def effect(self, process: PlannedProcess, change: PlannedStep) -> int:
        """Return the number of what a step does, or the start of a case."""
        ops = tuple(self._ops(process, change))
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
        self, process: PlannedProcess, change: PlannedStep
    ) -> Iterator[tuple[int, int, int]]:
        """Say what a step does.

        All but what asks for values of facts is the same between words that are alike.
        """
        step, alike = change.step, process.alike
        key = id(step), change.act, change.entered
        words = self._kind(process, change.word), self._kind(process, change.after)
        happened: Happening = change.entered
        if step is not None:
            happened = happening(process.compiled.table, step.row, change.after)
        if (key, words) not in alike:
            alike[key, words] = (
                tuple(self._left_and_entered(process, change, happened)),
                tuple(self._waits(process, change, happened)),
                tuple(self._told(process, change)),
            )
        first, between, last = alike[key, words]
        yield from first
        yield from self._timed(process, happened, change)
        yield from between
        if step is not None:
            yield from self._openings(process, step, change.after)
        yield from last

    def _kind(self, process: PlannedProcess, word: int) -> int:
        """Return a number that words share of which effects tell nothing apart.

        That are what is active, what is owed, and what may be taken up again.
        """
        if word not in process.kinds:
            rules = process.compiled.clocks.resumable
            left = tuple(
                word & rules[top][0] != rules[top][1] for top in process.resumable
            )
            told = self.active(process, word), owed_in(process, word), left
            process.kinds[word] = process.numbers.setdefault(told, len(process.numbers))
        return process.kinds[word]

    def _left_and_entered(
        self, process: PlannedProcess, change: PlannedStep, happened: Happening
    ) -> Iterator[tuple[int, int, int]]:
        row = None if change.step is None else change.step.row
        words = change.word, change.after
        yield from self._moves(process, row, words, change.entered, happened)
        yield from self._measured(process, happened)

    def _waits(
        self, process: PlannedProcess, change: PlannedStep, happened: Happening
    ) -> Iterator[tuple[int, int, int]]:
        yield from self._waited_for(process, happened)
        past = past_after(process, change)
        if past:
            yield Op.PAST, past, 0

    def _told(
        self, process: PlannedProcess, change: PlannedStep
    ) -> Iterator[tuple[int, int, int]]:
        now = self.active(process, change.after)
        if process.taken_up is not None:
            takers = (
                -receiving(process, now)
                if change.step is None
                else acting(self.names, process, change.act)
            )
            if takers:
                yield Op.TAKE_UP, process.taken_up, takers
        if process.compiled.table.is_final(change.after):
            nodes = process.compiled.chart.nodes
            ends = (nodes[n] for n in now if nodes[n].kind is NodeKind.FINAL)
            end = next(each.index for each in ends if each.parent == 0)
            yield Op.END, process.states + end, 0

    def _moves(
        self,
        process: PlannedProcess,
        row: Row | None,
        words: tuple[int, int],
        entered: tuple[int, ...],
        happened: Happening,
    ) -> Iterator[tuple[int, int, int]]:
        """Say what is left, what stands still, and what is entered."""
        word, after = words
        was = frozenset() if row is None else frozenset(self.active(process, word))
        now = frozenset(self.active(process, after))
        again = was & frozenset(entered)
        resumed = () if row is None else row.resumed
        anew = frozenset(entered_anew(entered, resumed))
        above = process.compiled.chart.ancestors
        # What was active, and is left and taken up again as it was.
        back = {n for n in was & now if not {n, *above(n)}.isdisjoint(resumed)} - anew
        yield from _left(process, (was - now) | again, back, after)
        came = _came(process, happened)
        yield from _restarted(process, (was & now) - anew, anew, came)
        yield from duty_changes(process, row, word, after, came)
        yield from _pauses(process, row, word, after, entered)
        if row is not None:
            yield from _dropped(process, row, word, after)
        goes_on = {n for n in anew if n in now or _is_held(process, n, after)}
        yield from _entered(process, happened, goes_on)
        yield from duties_that_go_on(process, row, word, after)
        for node in sorted((now - was) | again):
            if node in process.rows:
                yield Op.ENTER_STATE, process.states + node, 0

    def _openings(
        self, process: PlannedProcess, step: CompiledStep, after: int
    ) -> Iterator[tuple[int, int, int]]:
        for each in step.opens:
            if not each.another and each.protocol in self.processes:
                opened = self.processes[each.protocol]
                yield Op.OPEN, self._carried(process, opened, after), opened.index

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
        change: PlannedStep,
    ) -> Iterator[tuple[int, int, int]]:
        """Say what a step is in each sentence ``after A then B within D``.

        Before its start a case was in no state.
        """
        table = process.compiled.table
        for number, sentence in process.sentences:
            firsts = places_of(sentence.first, happened)
            laters = places_of(sentence.later, happened)
            offs = places_of(sentence.off, happened)
            for place in sorted({*firsts, *laters, *offs}):
                if place in offs:
                    yield Op.SENTENCE_OFF, number, 0
                if place in laters:
                    yield Op.SENTENCE_THEN, number, 0
                if place in firsts:
                    view: CaseView = OpeningView(WordView(table, change.after))
                    if change.step is not None:
                        seen = change.after if place else change.word
                        view = WordView(table, change.word, seen)
                    where = sentence.where
                    if where is None or evaluate(where, view) is True:
                        yield Op.SENTENCE_AFTER, number, 0

    def _waited_for(
        self, process: PlannedProcess, happened: Happening
    ) -> Iterator[tuple[int, int, int]]:
        """Say of which sentences ``A at least D after B`` a step brings the B."""
        for number, wait in process.waits.items():
            if places_of(process.compiled.constraints[number].other, happened):
                yield Op.LAST, wait, 0

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


def _left(
    process: PlannedProcess,
    left: AbstractSet[int],
    back: AbstractSet[int],
    after: int,
) -> Iterator[tuple[int, int, int]]:
    """Say what is left, and the clocks of what is ``back`` as it was."""
    all_nodes = process.compiled.chart.nodes
    for node in sorted(left | back):
        if node in process.rows and node in left:
            yield Op.LEAVE_STATE, process.states + node, 0
        if node in process.clocks and all_nodes[node].within is not None:
            pauses = node in back or _is_held(process, node, after)
            code = Op.PAUSE_CLOCK if pauses else Op.LEAVE_CLOCK
            yield code, process.clocks[node], 0


def _is_held(process: PlannedProcess, node: int, word: int) -> bool:
    """Tell whether what stands around a node was left and may be taken up again."""
    rules = process.compiled.clocks.resumable
    for each in (node, *process.compiled.chart.ancestors(node)):
        if each in process.resumable:
            mask, match = rules[each]
            if word & mask != match:
                return True
    return False


def _came(process: PlannedProcess, happened: Happening) -> frozenset[str]:
    """Return the events, from which clocks count, that happen with a step."""
    starts = process.compiled.clocks.starts
    return frozenset(name for each in happened for name in starts.get(each, ()))


def _dropped(
    process: PlannedProcess, row: Row, word: int, after: int
) -> Iterator[tuple[int, int, int]]:
    """Say of what stood still that it will not be taken up: it was begun anew."""
    rules = process.compiled.clocks.resumable
    begun = {
        top
        for top in process.resumable
        if top not in row.resumed
        and word & rules[top][0] != rules[top][1] == after & rules[top][0]
    }
    if not begun:
        return
    active = process.compiled.table.active(after)
    for node, clock in process.clocks.items():
        around = {node, *process.compiled.chart.ancestors(node)}
        stood = node not in active and not around.isdisjoint(begun)
        if stood and not _is_held(process, node, after):
            yield Op.DROP_CLOCK, clock, 0


def _restarted(
    process: PlannedProcess,
    stays: AbstractSet[int],
    anew: AbstractSet[int],
    came: AbstractSet[str],
) -> Iterator[tuple[int, int, int]]:
    """Say of which states the clock starts anew: where it is late now, that is told.

    What is entered ``anew`` starts anyway; of what stands still nothing is told.
    """
    if not came:
        return
    for node, clock in process.clocks.items():
        starts_anew = process.compiled.chart.nodes[node].clock_start in came
        if starts_anew and node not in anew:
            yield Op.RESTART, clock, int(node in stays)


def _pauses(
    process: PlannedProcess,
    row: Row | None,
    word: int,
    after: int,
    entered: tuple[int, ...],
) -> Iterator[tuple[int, int, int]]:
    """Say what is left for a while, what is taken up again, and what begins.

    What a step enters itself it may leave in passing, and take up again.
    """
    rules = process.compiled.clocks
    resumed = () if row is None else row.resumed
    anew = entered_anew(entered, resumed)
    for node, number in process.resumable.items():
        mask, match = rules.resumable[node]
        was = row is not None and word & mask == match
        is_there = after & mask == match
        if (was or node in anew) and (node in resumed or not is_there):
            yield Op.LEFT, number, 0
        elif is_there and not was and node not in resumed:
            yield Op.BACK, number, 0
    for node in resumed:
        yield Op.RESUME, process.resumable[node], 0
        mask, match = rules.resumable[node]
        if after & mask != match:
            yield Op.LEFT, process.resumable[node], 0
    if row is not None and row.timer is not None:
        yield Op.FIRED, process.timers[row.timer.name], 0
    for name in () if row is None else rules.starts.get(row.activity, ()):
        yield Op.EVENT, process.events[name], 0


def _entered(
    process: PlannedProcess, happened: Happening, goes_on: Container[int]
) -> Iterator[tuple[int, int, int]]:
    """Say what begins with the nodes that are entered; some clocks go on after it."""
    for node in (each for each in happened if isinstance(each, int)):
        for name in process.compiled.clocks.starts.get(node, ()):
            yield Op.EVENT, process.events[name], 0
        if node in process.clocks and node in goes_on:
            yield Op.ENTER_CLOCK, process.clocks[node], 0


def past_after(process: PlannedProcess, change: PlannedStep) -> int:
    """Return the exceptions of sentences that a step brings, as bits."""
    if change.step is not None:
        return exceptions_in(process.compiled, change.step, change.after)
    offs = process.compiled.offs
    return sum(bit for bit, off in offs if places_of(off, change.entered))
