"""What a step does to a case, as operations: who reads a plan needs no protocol."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.cases.compiled_case import CompiledStep
from katch_protocols.cases.happening import Happening, happening, places_of
from katch_protocols.cases.last_times import exceptions_in
from katch_protocols.cases.word_view import OpeningView, WordView
from katch_protocols.charts.chart import NodeKind
from katch_protocols.evidence.simulations.clock_changes import (
    came_with,
    clocks_dropped,
    clocks_entered,
    clocks_left,
    clocks_restarted,
    is_held,
    pauses,
)
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
        yield from clocks_left(process, (was - now) | again, back, after)
        came = came_with(process, happened)
        yield from clocks_restarted(process, (was & now) - anew, anew, came)
        yield from duty_changes(process, row, word, after, came)
        yield from pauses(process, row, word, after, entered)
        if row is not None:
            yield from clocks_dropped(process, row, word, after)
        goes_on = {n for n in anew if n in now or is_held(process, n, after)}
        yield from clocks_entered(process, happened, goes_on)
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


def past_after(process: PlannedProcess, change: PlannedStep) -> int:
    """Return the exceptions of sentences that a step brings, as bits."""
    if change.step is not None:
        return exceptions_in(process.compiled, change.step, change.after)
    offs = process.compiled.offs
    return sum(bit for bit, off in offs if places_of(off, change.entered))
