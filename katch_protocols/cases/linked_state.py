"""What a case knows of the cases that it opened: links, news, and what waits."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from katch_protocols.cases.beside import Link, News, Opening, Telling, reference_of
from katch_protocols.cases.compiled_case import CompiledCase, CompiledRow, CompiledStep
from katch_protocols.cases.event import CaseEvent, Deed, EventExtras, EventKind
from katch_protocols.cases.happening import happening, places_of
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.moved import Moved
from katch_protocols.charts.chart import ChartOpening
from katch_protocols.model.activities import ACTOR, TAKEN_UP
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.noun import Id
from katch_protocols.semantics.events import event_of

__all__ = ["LinkedState"]


class LinkedState(ABC):
    """The part of a case's state that is about the cases beside it.

    ``links`` are the cases that it opened, by reference; ``pending`` is what became of
    them and waits for a signal; ``given`` are the values that it was opened with.
    """

    __slots__ = ("given", "links", "pending")

    compiled: CompiledCase
    reference: str
    region: Id | None
    opened: datetime
    moved: Moved | None
    word: int
    log: list[CaseEvent]
    head: bytes
    given: Mapping[Id, str]
    links: Mapping[str, Link]
    pending: tuple[News, ...]

    @abstractmethod
    def write(
        self,
        deed: Deed,
        at: datetime,
        by: str | None,
        more: EventExtras | None = None,
    ) -> CaseEvent:
        """Add an event to the log, chained to the one before."""

    @abstractmethod
    def move(self, step: CompiledStep, at: datetime) -> None:
        """Change the state as a step does."""

    @abstractmethod
    def bodies(self, at: datetime) -> Mapping[Id, frozenset[Id | None]]:
        """Return the agencies that hold each role here at an instant."""

    def tell(self, telling: Telling, at: datetime) -> CaseEvent:
        """Write down what became of a case that was opened; signals may wait for it."""
        reference, became = telling.reference, telling.became
        link, number = self.links[reference], len(self.log)
        name = f"{link.opening.protocol}.{became}"
        more = EventExtras(key=telling.key, of=reference)
        event = self.write(Deed(EventKind.NEWS, name), at, telling.by, more)
        self.know(reference, became, number)
        return event

    def know(self, reference: str, became: str, number: int) -> None:
        """Know from an event what became of a case that was opened."""
        link = self.links[reference]
        name = f"{link.opening.protocol}.{became}"
        known = link.hearing(became, number, ends=became != TAKEN_UP)
        self.links = {**self.links, reference: known}
        self.pending = (
            *self.pending,
            *(
                News(activity.name, name, reference)
                for activity in self.compiled.signals
                if any(name in e.entry.act.raci.told_by for e in activity.entries)
            ),
        )

    @abstractmethod
    def released(self, step: CompiledStep, at: datetime) -> datetime:
        """Return from when no sentence holds a step back; ``NEVER``: it always does."""

    def next_heard(self, at: datetime) -> tuple[CompiledRow, News] | None:
        """Return the step of the first signal that waited and is possible now."""
        waiting = ((since, row, news) for since, row, news in self._waiting(at))
        return next(((row, news) for since, row, news in waiting if since <= at), None)

    def news_at(self, at: datetime) -> tuple[datetime, News] | None:
        """Return the next signal that waits only for an instant, and that instant."""
        later = [(since, news) for since, _, news in self._waiting(at) if since > at]
        found = min(later, key=lambda each: each[0], default=None)
        return None if found is None or found[0] == NEVER else found

    def _waiting(self, at: datetime) -> Iterator[tuple[datetime, CompiledRow, News]]:
        """Yield what waits and is possible but for a sentence, and from when it is."""
        compiled, word = self.compiled, self.word
        if not self.pending or compiled.table.is_final(word):
            return
        for news in self.pending:
            for row in compiled.activities[news.signal].rows:
                is_meant = news.became in row.entry.entry.act.raci.told_by
                if is_meant and word & row.mask == row.match:
                    yield self.released(row, at), row, news

    def hear_news(self, row: CompiledRow, news: News, at: datetime) -> CaseEvent:
        """Take the step of a signal that comes of an opened case."""
        deed = row.deed(None, None, None, (), EventKind.SIGNAL)
        event = self.write(deed, at, None, EventExtras(of=news.reference))
        left = list(self.pending)
        left.remove(news)
        self.pending = tuple(left)
        self.move(row, at)
        self._open(event, row)
        return event

    def settle(self, at: datetime) -> None:
        """Take every signal that waited for an opened case and is possible now."""
        while self.pending and (found := self.next_heard(at)) is not None:
            self.hear_news(*found, at)

    def value(self, fact: Id) -> str:
        """Return the value of a fact here, asked about or not."""
        table = self.compiled.table
        place = table.layout.facts.get(fact)
        if place is not None:
            return table.fields[place].value(self.word)
        initially = self.compiled.handbook.facts[fact].initially
        known = self.given if self.moved is None else self.moved.facts
        return known.get(fact, initially or UNKNOWN)

    def _open(
        self, event: CaseEvent, step: CompiledStep, region: Id | None = None
    ) -> None:
        """Open the cases of a step beside this one, or name those that go on."""
        found: list[Opening] = []
        for place, each in enumerate(step.opens):
            where = region if each.another else self.region
            links = (link for link in self.links.values() if not link.ended)
            running = next(
                (
                    link.opening
                    for link in links
                    if (link.opening.protocol, link.opening.region)
                    == (each.protocol, where)
                ),
                None,
            )
            if running is not None:
                found.append(replace(running, is_new=False))
                continue
            opening = self._opening(each, reference_of(self.head, place), where, event)
            self.links = {**self.links, opening.reference: Link(opening)}
            found.append(opening)
        event.opened = tuple(found)

    def _opening(
        self, each: ChartOpening, reference: str, region: Id | None, event: CaseEvent
    ) -> Opening:
        within, due = each.within, None
        if within is not None:
            since = self._since(within.start) or event.at
            due = self.compiled.clocks.calendar.later(since, within.limit)
        facts = {
            name: self.value(name) for name in self.compiled.carried[each.protocol]
        }
        return Opening(
            reference,
            each.protocol,
            region,
            self.reference,
            facts,
            self._answering(event),
            None if within is None else within.limit,
            None if within is None else within.basis,
            due,
        )

    def _since(self, start: str | None) -> datetime | None:
        """Return when the event of a clock was last, if ever."""
        if start is None:
            return None
        event, table = event_of(self.compiled.chart, start), self.compiled.table
        if self.moved is None:
            word, entered = table.begun(self.given)
            found = self.opened if places_of(event, entered) else None
            first = 0
        else:
            word, first = self.moved.word, self.moved.number
            found = self.moved.entered.since.get(start)
        for each in self.log[first:]:
            row = each.deed.row
            if row is not None:
                word = row.after(word)
                if places_of(event, happening(table, row, word)):
                    found = each.at
        return found

    def _answering(self, event: CaseEvent) -> tuple[Id, ...]:
        """Return the agencies that answer for what an event opened."""
        row = event.deed.row
        names: tuple[Id, ...] = ()
        if row is not None:
            entry, holder = row.entry, self.compiled.chart.nodes[row.node].held_by
            names = () if entry is None else entry.accountable
            names = names or ((holder,) if holder else ())
        bodies = self.bodies(event.at)
        found: dict[Id, None] = {}
        for name in names:
            agencies = (event.agency,) if name == ACTOR else bodies.get(name, (name,))
            found.update(dict.fromkeys(sorted(filter(None, agencies))))
        return tuple(found)
