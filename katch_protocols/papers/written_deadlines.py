"""The deadlines that a protocol writes: of states, duties, handovers, opened cases."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart, ChartNode, EntryKind
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis, Deadline, Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.words.say import say

__all__ = ["Owed", "deadlines"]


class Owed(Struct, frozen=True):
    """One deadline of one protocol: where it stands, how long, on what it rests.

    Attributes:
        protocol: The protocol that writes it.
        place: Language -> the title of the state or the duty; for an acknowledgement or
            a case that is opened, what must be done.
        limit: How long there is.
        basis: On what it rests.
        source: What it cites.
        roles: Who has to keep it; empty where a state is held by nobody.
        state: The state whose limit it is, by its full name, if it is that of one.
    """

    protocol: Id
    place: Mapping[str, str]
    limit: Duration
    basis: Basis
    source: tuple[Citation, ...]
    roles: tuple[Id, ...] = ()
    state: str | None = None


def deadlines(protocol: Protocol, handbook: Handbook) -> Iterator[Owed]:
    """Yield the deadlines that a protocol itself writes, in document order.

    Limits of states first, then those of duties, of handovers and of cases that it
    opens; each once, at however many steps it runs. An inlined protocol has its own.
    """
    writer = _DeadlineWriter(chart(protocol, handbook), handbook)
    yield from writer.of_states()
    yield from writer.of_duties()
    yield from writer.of_handovers()
    yield from writer.of_openings()


class _DeadlineWriter(Struct, frozen=True):
    chart: Chart
    handbook: Handbook

    @property
    def home(self) -> Id:
        return self.chart.protocol.id

    def of_states(self) -> Iterator[Owed]:
        """Yield by when states must be left, those that hold others too."""
        for node in self.chart.nodes:
            if node.home == self.home and node.within and not node.awaiting:
                held = () if node.held_by is None else (node.held_by,)
                said = partial(self._state, node)
                yield self._owed(said, node.within, held, node.name)

    def of_duties(self) -> Iterator[Owed]:
        """Yield the clocks of duties."""
        for duty in self.chart.duties:
            first = self.chart.entries[duty.places[0]]
            if first.home == self.home:
                told = self._again if duty.again else self._activity
                said = partial(told, duty.activity)
                yield self._owed(said, duty.limit, first.act.raci.by)

    def of_handovers(self) -> Iterator[Owed]:
        """Yield by when receivers must acknowledge."""
        found = dict.fromkeys(
            (entry.activity, entry.act.handover)
            for entry in self.chart.entries
            if entry.kind is EntryKind.WRITTEN and entry.home == self.home
        )
        for activity, handover in found:
            if handover is not None and handover.within is not None:
                said = partial(self._answer, activity)
                yield self._owed(said, handover.within, handover.to)

    def of_openings(self) -> Iterator[Owed]:
        """Yield by when cases that are opened must be taken up."""
        found = {
            (opener, each.protocol, each.within): (partial(self._opened, opener), each)
            for opener, each in self.chart.own_openings
        }
        for said, each in found.values():
            if each.within is not None:
                opened = partial(said, each.protocol)
                yield self._owed(opened, each.within, each.receivers)

    def _owed(
        self,
        said: Callable[[str], str],
        limit: Deadline,
        roles: tuple[Id, ...],
        state: str | None = None,
    ) -> Owed:
        place = {each: said(each) for each in self.handbook.languages}
        return Owed(
            self.home, place, limit.limit, limit.basis, limit.source, roles, state
        )

    def _state(self, node: ChartNode, language: str) -> str:
        above = (self.chart.nodes[each] for each in self.chart.ancestors(node.index))
        titles = (each.title for each in (node, *above) if each.title)
        return next(titles, self.chart.protocol.title).say(language)

    def _activity(self, activity: Id, language: str) -> str:
        places = self.chart.activities[activity]
        titles = (self.chart.entries[each].act.title for each in places)
        return next((each.say(language) for each in titles if each), activity)

    def _again(self, activity: Id, language: str) -> str:
        done = self._activity(activity, language)
        return say("questions.again", language, activity=done)

    def _answer(self, activity: Id, language: str) -> str:
        asked = self._activity(activity, language)
        return say("questions.acknowledgement", language, activity=asked)

    def _opened(self, opener: str, protocol: Id, language: str) -> str:
        end = self.chart.by_name.get(opener)
        after = (
            self._activity(opener, language)
            if end is None
            else self._state(self.chart.nodes[end], language)
        )
        title = self.handbook.protocols[protocol].title.say(language)
        facts = {"protocol": title, "activity": after}
        return say("questions.opened-case", language, **facts)
