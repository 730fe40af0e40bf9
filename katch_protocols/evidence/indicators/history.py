"""What happened in one case, step by step: all that a measure asks.

A history is made of a live case or of its record; whoever explains the log of another
system makes one of each case too.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.answers import Brief
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.happening import Happening, happening
from katch_protocols.cases.image import asked_word
from katch_protocols.cases.state import CaseState
from katch_protocols.cases.word_view import OpeningView, WordView
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.evidence.indicators.logged_view import LoggedView
from katch_protocols.model.conditions import Condition
from katch_protocols.model.measures import OPENED
from katch_protocols.model.noun import Id
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.events import (
    ChartEvent,
    UndefinedError,
    find_event,
    found_in,
)
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.truth import CaseView, evaluate

__all__ = [
    "CaseHistory",
    "HistoryStep",
    "Moment",
    "Person",
    "asked_table",
    "history_of",
    "named_event",
    "same_step",
]

Person = tuple[Id | None, Id | None, str | None]
"""Role, agency and token of somebody who acted."""


class Moment(Struct, frozen=True):
    """Where something happened: which step (-1: the opening) and where in it.

    ``last`` is the latest that it can have been.
    """

    step: int
    place: int
    at: datetime
    last: datetime

    def __lt__(self, other: "Moment") -> bool:
        """Tell whether it was earlier in the case."""
        return (self.step, self.place) < (other.step, other.place)


class HistoryStep(Struct, frozen=True):
    """One step that was taken.

    Attributes:
        at: When; the earliest that it can have been.
        last: The latest; the same but for a day without a time.
        row: The row of the table; ``None`` for what was done and was no step there.
        before: The word of the case before it.
        after: The word after it.
        happened: The activity, then what it entered.
        people: Who acted, then who took part.
        supplied: Whether no log has it: it has happened for nobody.
        principal: For whom a deputy acted, if one did.
    """

    at: datetime
    last: datetime
    row: Row | None
    before: int
    after: int
    happened: Happening
    people: tuple[Person, ...] = ()
    supplied: bool = False
    principal: str | None = None


class CaseHistory(Brief, Struct, frozen=True, dict=True):
    """One case of a protocol until an instant.

    Attributes:
        compiled: Its protocol.
        table: What the protocol means, with all that measures ask about.
        region: Where it is.
        opened: When it was opened, in UTC.
        word: The word that it began with.
        entered: The nodes that it entered as it began.
        steps: What was done, the first first.
        is_told: Whether its order is known well enough to judge it.
        is_begun: Whether it is known when it was opened.
        unlogged: Activities that its log never tells: nobody knows whether they were.
        opened_last: The latest that it can have been opened; ``None``: at ``opened``.
        is_opening_told: Whether that is told; else it can have been before ``opened``.
    """

    UNSAID = ("compiled", "table")

    compiled: CompiledCase
    table: Table
    region: Id | None
    opened: datetime
    word: int
    entered: tuple[int, ...]
    steps: tuple[HistoryStep, ...]
    is_told: bool = True
    is_begun: bool = True
    unlogged: frozenset[str] = frozenset()
    opened_last: datetime | None = None
    is_opening_told: bool = True

    @property
    def chart(self) -> Chart:
        """The chart of its protocol."""
        return self.compiled.chart

    def until(self, instant: datetime) -> "CaseHistory":
        """Return the case as it was at an instant."""
        seen = tuple(each for each in self.steps if each.at <= instant)
        if len(seen) == len(self.steps):
            return self
        return replace(self, steps=seen)

    @cached_property
    def last_word(self) -> int:
        """The word of the case now."""
        return self.steps[-1].after if self.steps else self.word

    @property
    def has_ended(self) -> bool:
        """Whether it is complete."""
        return self.table.is_final(self.last_word)

    def tells(self, event: ChartEvent | None) -> bool:
        """Tell whether the log would have an event, had it happened."""
        if event is None or not self.unlogged:
            return True
        silent = (
            step.happened
            for step in self.steps
            if step.supplied and self.unlogged.intersection(step.happened)
        )
        entered = (event.nodes.intersection(each) for each in silent)
        return not event.activities & self.unlogged and not any(entered)

    def happened(self, step: int) -> Happening:
        """Return what happened in a step; of -1, the opening, what it entered."""
        return self.steps[step].happened if step >= 0 else (OPENED, *self.entered)

    def view(self, step: int, place: int) -> CaseView:
        """Return the case as a condition sees it just before something in a step."""
        table = self.table
        if step < 0:
            return OpeningView(WordView(table, self.word))
        taken = self.steps[step]
        # An entry sees the facts as the step leaves them, an activity as it finds them.
        seen = WordView(table, taken.before, taken.after if place else taken.before)
        if self._is_as_explained:
            return seen
        past = self.steps[: step + bool(place)]
        done, supplied = (
            frozenset(str(e.happened[0]) for e in past if e.supplied is lacking)
            for lacking in (False, True)
        )
        return LoggedView(seen, done, supplied)

    @cached_property
    def _is_as_explained(self) -> bool:
        """Whether the log has what happened in its protocol, and nothing else."""
        return not any(each.supplied or each.row is None for each in self.steps)

    def moments(
        self, event: ChartEvent | None, where: Condition | None = None
    ) -> Iterator[Moment]:
        """Yield where an event happened, in order; ``None``: the opening."""
        for step in range(-1, len(self.steps)):
            at, last = self.opened, self.opened_last or self.opened
            if step >= 0:
                at, last = self.steps[step].at, self.steps[step].last
            for place in self.places(event, step):
                if step < 0 and where is not None and not self.entered:
                    continue  # nobody knows what was so as it was opened
                seen = where is None or evaluate(where, self.view(step, place))
                if seen is True:
                    yield Moment(step, place, at, last)

    def places(self, event: ChartEvent | None, step: int) -> list[int]:
        """Return where in a step an event happens; what is measured once.

        What is only supplied happens for nobody.
        """
        if step >= 0 and self.steps[step].supplied:
            return []
        happened = self.happened(step)
        if event is None:
            return [0] if step < 0 and self.is_begun else []
        row = self.steps[step].row if step >= 0 else None
        if row is not None and not event.counts(row):
            return []
        found = [
            place
            for place, each in enumerate(happened)
            if each in event.nodes or (step >= 0 and each in event.activities)
        ]
        return found[:1] if event.once else found

    def agency(self, moment: Moment) -> Id | None:
        """Return the agency that is accountable for what happened at a moment.

        Where whoever acts answers, or several do, it is the agency of who acted.
        """
        day = self.compiled.clocks.calendar.day(moment.at)
        holders = Holders(self.compiled.handbook, day)
        if moment.step < 0:
            return self._holding(self.entered, holders)
        step = self.steps[moment.step]
        acted = step.people[0][1] if step.people else None
        if step.row is None:
            return acted
        if step.row.entry is None:
            return self._holding((step.row.node,), holders)
        found = holders.accountable(step.row.entry, self.region)
        if len(found) == 1:
            return found[0]
        return acted if acted in found or not found else found[0]

    def _holding(self, nodes: tuple[int, ...], holders: Holders) -> Id | None:
        held = [self.chart.nodes[node].held_by for node in nodes]
        role = next((each for each in reversed(held) if each is not None), None)
        found = () if role is None else holders.agencies(role, self.region)
        return found[0] if found else None


def named_event(chart: Chart, name: str) -> ChartEvent | None:
    """Return what a name of a measure means in a protocol; ``None``: the opening.

    Raises:
        UndefinedError: It means nothing here, or several things.
    """
    try:
        return find_event(chart, name)
    except UndefinedError:
        if name == OPENED:
            return None
        raise


def asked_table(compiled: CompiledCase, asks: Iterable[Condition]) -> Table:
    """Return what a protocol means, with every name that conditions ask about.

    A live case keeps no more than its protocol asks for.

    Raises:
        UndefinedError: A name means nothing in the protocol.
    """
    found = [found_in(compiled.chart, each) for each in asks]
    return compile_chart(compiled.chart, found) if found else compiled.table


def history_of(case: CaseState, table: Table | None = None) -> CaseHistory:
    """Return the history of a live case; ``table`` is that of ``asked_table``.

    A case that moved to another version tells when it was opened, and what came since
    then: what its events meant before is not for a case by itself to say. What was
    done, made and stated before is known of its image.
    """
    table = case.compiled.table if table is None else table
    if case.moved is None:
        word, entered = table.begun(case.given)
    else:
        word, entered = asked_word(table, case.log[case.moved.number].image), ()
    steps, now = list[HistoryStep](), word
    for event in case.log:
        if event.deed.row is None:
            continue  # a loan, or news of another case
        row = same_step(table, event.deed.row, now)
        after = row.after(now)
        happened = happening(table, row, after)
        people, lender = _people(event), event.on_behalf_of
        span = event.at, event.at
        steps.append(
            HistoryStep(*span, row, now, after, happened, people, principal=lender)
        )
        now = after
    return CaseHistory(
        case.compiled,
        table,
        case.region,
        case.opened,
        word,
        entered,
        tuple(steps),
        is_told=case.moved is None,
    )


def same_step(table: Table, row: Row, word: int) -> Row:
    """Return the row of a table that is the same step of the same case."""
    if any(row is each for each in table.by_step.get((row.activity, row.records), ())):
        return row
    return next(
        each
        for each in table.rows
        if (each.activity, each.records, each.node)
        == (row.activity, row.records, row.node)
        and each.applies(word)
    )


def _people(event: CaseEvent) -> tuple[Person, ...]:
    if event.role is None and event.by is None:
        return ()
    others = ((role, agency, by) for role, by, agency in event.together_with)
    return (event.role, event.agency, event.by), *others
