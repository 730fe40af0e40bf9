"""The past of a case told in the words of another version of its protocol.

Each step becomes the step of the other version that does the same, where it has one;
else a step of no table, which leads where the case really went. So everything that a
live case remembers (who did what, exceptions, clocks) is remembered as if it had been
lived under the other version, and what that would not have allowed is seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.beside import Link
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.clock_image import parts_of
from katch_protocols.cases.compiled_case import CompiledCase, CompiledRow
from katch_protocols.cases.configuration_image import SeenCase, image_word
from katch_protocols.cases.constraints import Constraint
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.happening import Happening, happening, places_of
from katch_protocols.cases.moved_clock import begun_at
from katch_protocols.cases.names_across import NamesAcross
from katch_protocols.cases.owed import OPENING
from katch_protocols.cases.past_events import past_event
from katch_protocols.cases.same_step import is_image, same_step
from katch_protocols.cases.state import CaseState, Doer, Grant
from katch_protocols.cases.strange_step import strange_doer, strange_step
from katch_protocols.cases.unkept import unkept
from katch_protocols.charts.chart import ChartDuty, NodeKind
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.semantics.events import event_of
from katch_protocols.semantics.layout import FieldKind
from katch_protocols.semantics.table import Row

__all__ = ["Retelling", "RetoldStep"]


class RetoldStep(Struct, frozen=True):
    """A step of the past in the other version; ``number`` is that of its event."""

    number: int
    row: Row
    happened: Happening
    before: int
    after: int


class Retelling:
    """Tells the chapters of a case, the first first, in the words of ``compiled``.

    ``gaps`` are what has no image in the end, ``first`` is the first event that the
    other version would not have allowed, ``broken`` the first that breaks an enforced
    sentence of it, with the sentence.
    """

    def __init__(
        self,
        chapters: Sequence[CaseChapter],
        compiled: CompiledCase,
        told: Mapping[str, str] | None = None,
    ) -> None:
        self.compiled, self._chapters = compiled, chapters
        self.steps: list[RetoldStep] = []
        self.first: int | None = None
        self.broken: tuple[int, Constraint] | None = None
        self._names = NamesAcross(chapters, compiled, told)
        opened = chapters[0].state
        given = opened.given
        self.seen = SeenCase(facts=dict(given))
        self._see(opened.compiled, chapters[0].start, 0)
        word, self.gaps = image_word(compiled.table, self.seen, 0)
        old = opened.compiled.table.begun(given)[1]
        entered = self._mapped(opened.compiled, old, 0)
        begun, own = compiled.table.begun(given)
        is_same = is_image(compiled.table, begun, word)
        if is_same and frozenset(entered) == frozenset(own):
            word, entered = begun, own
        else:
            self.first = OPENING
        self.state = CaseState(
            compiled,
            opened.reference,
            opened.region,
            opened.opened,
            opened.edition,
            opened.beginning,
            (word, entered),
            wound=False,  # whether a log owes steps of the clock is not asked
        )
        self.begun = word, entered
        clock = CaseClock(compiled.clocks, opened.opened, word, entered)
        self.state.clock = self.clock = clock
        self.entered = dict.fromkeys(entered, OPENING)
        for number, chapter in enumerate(chapters):
            self._chapter(number, chapter)

    @property
    def said(self) -> Mapping[str, str]:
        """Where states went, as it was said and not found by their ids."""
        return self._names.said

    @property
    def is_legal(self) -> bool:
        """Whether the other version would have allowed the whole past."""
        return self.first is None

    def renamed(self, name: str) -> str:
        """Return what a state or an activity of the last chapter is called here."""
        return self._names.of(len(self._chapters) - 1, name)

    def _chapter(self, number: int, chapter: CaseChapter) -> None:
        log, word = chapter.state.log, chapter.start
        if number:  # the event with which it began
            move = log[chapter.first - 1]
            self._write(move, chapter.first - 1)
            self._begin(move, number)
        for place in range(chapter.first, len(log)):
            event = log[place]
            row = event.deed.row
            after = word if row is None else row.after(word)
            self._tell(event, row, after, number, place)
            word = after

    def _begin(self, move: CaseEvent, chapter: int) -> None:
        """Let clocks go on from where they stood when a chapter began."""
        old = self._chapters[chapter].state.compiled
        parts = parts_of(move.image["clocks"], old.chart)
        entered = {
            found[0]: at
            for node, at in parts.entered.items()
            if (found := self._mapped(old, (node,), chapter))
        }
        owed = {
            place: known
            for number, known in parts.owed.items()
            for place in self._duties(old, old.clocks.duties[number].duty, chapter)
        }
        begun_at(self.clock, self.compiled.clocks, entered, owed)

    def _duties(
        self, old: CompiledCase, duty: ChartDuty, chapter: int
    ) -> Iterator[int]:
        """Yield the duties of this version that stand for one of a chapter.

        One activity may have a clock of its own in each of several states.
        """
        name = self._names.of(chapter, duty.activity), duty.again
        nodes = frozenset(self._mapped(old, [*duty.nodes], chapter))
        for number, rule in enumerate(self.compiled.clocks.duties):
            known = rule.duty.activity, rule.duty.again
            if known == name and not nodes.isdisjoint(rule.duty.nodes):
                yield number

    @property
    def images(self) -> frozenset[int]:
        """The nodes that stand for some node of the last chapter."""
        old = self._chapters[-1].state.compiled
        every = range(len(old.chart.nodes))
        return frozenset(self._mapped(old, every, len(self._chapters) - 1))

    def _write(self, event: CaseEvent, number: int) -> None:
        told = past_event(event.plain(number), number)
        told.opened = event.opened
        self.state.log.append(told)

    def _tell(
        self, event: CaseEvent, row: Row | None, after: int, chapter: int, number: int
    ) -> None:
        old = self._chapters[chapter].state.compiled
        if row is not None:
            self._do(event, row)
            self._see(old, after, chapter)
            happened = self._names.of(chapter, row.activity)
            self.seen.happened |= {happened, *(each.event for each in row.opens)}
            self._move(event, row, chapter, number)
            return
        self._write(event, number)
        if event.kind is EventKind.STAND_IN:
            self._lend(event, number)
        elif event.kind is EventKind.NEWS and event.of is not None:
            became = event.activity.rpartition(".")[2]
            self.state.know(event.of, became, number)

    def _do(self, event: CaseEvent, row: Row) -> None:
        """Note what an activity makes, and the cases that it opens."""
        if row.entry is not None:
            self.seen.documents |= set(row.entry.act.produces)
        new = {each.reference: Link(each) for each in event.opened if each.is_new}
        self.state.links = {**self.state.links, **new}

    def _move(self, event: CaseEvent, row: Row, chapter: int, number: int) -> None:
        state, name = self.state, self._names.of(chapter, row.activity)
        before = state.word
        image, self.gaps = image_word(self.compiled.table, self.seen, before)
        plain = dict(event.plain(number), activity=name)
        plain["from"] = self._names.of(chapter, event.deed.origin)
        found = same_step(state, event, plain, image)
        if found is None:
            old = self._chapters[chapter].state.compiled
            parts = ((row.node,), row.entered, row.resumed)
            nodes = [self._mapped(old, part, chapter) for part in parts]
            strange = strange_step(state, name, row, nodes, image)
            found = strange, strange_doer(state, event)
            self._blame(strange, event, found[1], number)
        step, doer = found
        self._write(event, number)
        if doer is not None and isinstance(step, CompiledRow):
            state.remember(step, doer)
        if event.kind is EventKind.SIGNAL and event.of is not None:
            self._heard(step.row.activity, event.of)
        state.move(step, event.at)
        for node in (*step.row.entered, *step.row.resumed):
            self.entered[node] = number
        happened = happening(self.compiled.table, step.row, state.word)
        self.steps.append(RetoldStep(number, step.row, happened, before, state.word))

    def _blame(
        self, step: CompiledRow, event: CaseEvent, doer: Doer | None, number: int
    ) -> None:
        """Note an event that this version would not have allowed, and why."""
        if self.first is None:
            self.first = number
        if self.broken is None:
            broken = unkept(self.state, step, event, doer)
            self.broken = None if broken is None else (number, broken)

    def _lend(self, event: CaseEvent, number: int) -> None:
        deed, state = event.deed, self.state
        if deed.role is None or deed.deputy is None or deed.until is None:
            return
        if deed.role not in self.compiled.handbook.roles:
            self.first = number if self.first is None else self.first
        if deed.role not in self.compiled.asked_roles:
            return  # it gives no right here, and the image hangs on no other handbook
        loan = Grant(deed.role, deed.deputy, event.by or "", deed.agency, deed.until)
        others = (each for each in state.grants if each.loan_key != loan.loan_key)
        state.grants = (*others, loan)

    def _heard(self, activity: str, reference: str) -> None:
        """Let what waited for a signal wait no longer."""
        left = list(self.state.pending)
        for each in left:
            if (each.signal, each.reference) == (activity, reference):
                left.remove(each)
                break
        self.state.pending = tuple(left)

    def _see(self, old: CompiledCase, word: int, chapter: int) -> None:
        """See a configuration of the past in the names of now."""
        table, nodes = old.table, old.chart.nodes
        leaves = (
            nodes[index].name
            for index in table.active(word)
            if nodes[index].kind in {NodeKind.ATOMIC, NodeKind.FINAL}
        )
        self.seen.leaves = [self._names.of(chapter, name) for name in leaves]
        for part in table.fields:
            if part.kind is FieldKind.FACT:
                self.seen.facts[part.name] = part.value(word)
            elif part.kind is FieldKind.DOCUMENT and part.code(word):
                self.seen.documents.add(part.name)
            elif part.kind is FieldKind.EVENT and part.code(word):
                self.seen.happened.add(self._names.of(chapter, part.name))
        for name, fact in old.chart.facts.items():
            self.seen.facts.setdefault(name, fact.initially or UNKNOWN)

    def _mapped(
        self, old: CompiledCase, nodes: Sequence[int], chapter: int
    ) -> tuple[int, ...]:
        """Return the nodes of the other version that stand for some of a chapter's."""
        found = (self._names.of(chapter, old.chart.nodes[node].name) for node in nodes)
        known = self.compiled.chart.by_name
        return tuple(dict.fromkeys(known[name] for name in found if name in known))


def since_starts(retelling: Retelling) -> Iterator[tuple[str, datetime]]:
    """Yield when the events last were from which the limits of openings count."""
    compiled = retelling.compiled
    rows = (*compiled.table.rows, *compiled.table.starts)
    starts = {
        each.within.start
        for row in rows
        for each in row.opens
        if each.within is not None and each.within.start is not None
    }
    for start in sorted(starts):
        event = event_of(compiled.chart, start)
        steps = [each for each in retelling.steps if places_of(event, each.happened)]
        if steps:
            yield start, retelling.state.log[steps[-1].number].at
        elif places_of(event, retelling.begun[1]):
            yield start, retelling.state.opened
