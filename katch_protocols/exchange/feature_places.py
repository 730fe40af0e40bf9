"""Where a protocol says what it can say: each feature has one finder."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry, NodeKind
from katch_protocols.exchange.features import Feature
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Deadline, Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import OnPause, State

__all__ = ["phases", "places"]


def places(feature: Feature, chart: Chart, handbook: Handbook) -> tuple[str, ...]:
    """Return where a protocol says something of a kind, each place once.

    Places are full names of states and activities, or of facts, documents, phases or
    safeguards; the protocol's own id where the whole of it says so.
    """
    found = _FINDERS[feature](_Subject(chart, handbook))
    return tuple(dict.fromkeys(found))


def phases(chart: Chart) -> tuple[Id, ...]:
    """Return the phases of a protocol in order: its own, then others of its states.

    A protocol that is inlined leaves its own phases behind.
    """
    borne = (node.phase for node in chart.nodes if node.phase is not None)
    return tuple(dict.fromkeys((*chart.protocol.phases, *borne)))


class _Subject(Struct, frozen=True):
    """A protocol as the finders look at it."""

    chart: Chart
    handbook: Handbook

    def nodes(self, has: Callable[[ChartNode], object]) -> Iterator[str]:
        """Yield the name of each state of which something is true."""
        return (node.name for node in self.chart.nodes[1:] if has(node))

    def entries(self, has: Callable[[Entry], object]) -> Iterator[str]:
        """Yield the name of each activity of which something is true somewhere.

        What a handover adds is no activity that anybody wrote.
        """
        return (
            entry.activity
            for entry in self.chart.entries
            if entry.kind.is_written and has(entry)
        )

    def states(self, has: Callable[[State], object]) -> Iterator[str]:
        """Yield the name of each state whose noun says something."""
        for node in self.chart.nodes[1:]:
            noun = self._noun(node.path)
            if isinstance(noun, State) and node.awaiting is None and has(noun):
                yield node.name

    def _noun(self, path: Path) -> object:
        here: object = self.handbook
        for key in path:
            here = (
                here.get(key)
                if isinstance(here, Mapping)
                else getattr(here, str(key), None)
            )
        return here

    def whole(self, has: object) -> Iterator[str]:
        """Yield the protocol's own id where the whole of it says something."""
        if has:
            yield self.chart.protocol.id

    def homes(self) -> Iterator[Protocol]:
        """Yield the protocol and those that are inlined in it, by name."""
        own = self.chart.protocol
        names = dict.fromkeys((own.id, *sorted({n.home for n in self.chart.nodes})))
        for name in names:
            if name == own.id:
                yield own
            elif name in self.handbook.protocols:
                yield self.handbook.protocols[name]


_Finder = Callable[[_Subject], Iterator[str]]


def _of_nodes(has: Callable[[ChartNode], object]) -> _Finder:
    return lambda subject: subject.nodes(has)


def _of_entries(has: Callable[[Entry], object]) -> _Finder:
    return lambda subject: subject.entries(has)


def _kind(*kinds: NodeKind) -> _Finder:
    return _of_nodes(lambda node: node.kind in kinds)


def _resumes(subject: _Subject) -> Iterator[str]:
    yield from subject.entries(lambda entry: entry.goal and entry.goal.resume)
    yield from subject.nodes(
        lambda node: any(
            goal is not None and goal.resume
            for goal in (
                node.done,
                *(line.goal for line in node.lines),
                *(timer.goal for timer in node.timers),
            )
        )
    )


def _conditions(subject: _Subject) -> Iterator[str]:
    yield from subject.entries(lambda entry: entry.act.when)
    yield from _kind(NodeKind.CHOICE)(subject)


def _working_days(subject: _Subject) -> Iterator[str]:
    def counts(span: Duration) -> bool:
        return span.unit is Unit.WORKING_DAYS

    yield from subject.nodes(
        lambda node: any(
            counts(span)
            for span in (
                *([] if node.within is None else [node.within.limit]),
                *(timer.limit for timer in node.timers),
            )
        )
    )
    yield from subject.entries(
        lambda entry: any(counts(clock.limit) for clock in _own_clocks(entry))
    )


def _own_clocks(entry: Entry) -> tuple[Deadline, ...]:
    """Return the clocks of a duty itself; that of a handover is its waiting state's."""
    return tuple(filter(None, (entry.act.within, entry.act.every)))


def _clock_starts(subject: _Subject) -> Iterator[str]:
    yield from subject.nodes(lambda node: node.clock_start)
    yield from subject.entries(lambda entry: entry.clock_start)


def _bases(subject: _Subject) -> Iterator[str]:
    yield from subject.nodes(lambda node: node.within)
    yield from subject.entries(_own_clocks)


def _escalation(subject: _Subject) -> Iterator[str]:
    yield from subject.nodes(lambda node: node.within or node.escalate_to)
    yield from subject.entries(
        lambda entry: _own_clocks(entry) or entry.act.escalate_to
    )


def _checklists(subject: _Subject) -> Iterator[str]:
    facts = subject.chart.facts.values()
    yield from (fact.id for fact in facts if fact.checklist is not None)


def _sources(subject: _Subject) -> Iterator[str]:
    yield from subject.whole(any(home.source for home in subject.homes()))
    yield from subject.states(lambda state: state.source)
    yield from subject.entries(
        lambda entry: entry.act.source or any(_sources_of_clocks(entry.act))
    )
    yield from subject.nodes(lambda node: node.within and node.within.source)


def _sources_of_clocks(act: Activity) -> Iterator[tuple[Citation, ...]]:
    return (clock.source for clock in act.clocks.values())


def _notes(subject: _Subject) -> Iterator[str]:
    yield from subject.whole(any(home.note for home in subject.homes()))
    yield from subject.states(lambda state: state.note)
    yield from subject.entries(lambda entry: entry.act.note)


def _panels(subject: _Subject) -> Iterator[str]:
    panels = subject.chart.panels
    return subject.entries(
        lambda entry: not panels.keys().isdisjoint(entry.act.raci.by)
    )


def _openings(subject: _Subject) -> Iterator[str]:
    yield from subject.entries(lambda entry: entry.opens)
    yield from subject.nodes(lambda node: node.opens)


def _measured(subject: _Subject) -> Iterator[str]:
    for events in subject.chart.counted.values():
        yield from events.activities
        yield from (subject.chart.nodes[at].name for at in events.nodes)


def _validity(subject: _Subject) -> Iterator[str]:
    own = subject.chart.protocol
    return subject.whole((own.version, own.status, own.valid_from, own.valid_to))


_FINDERS: Mapping[Feature, _Finder] = {
    Feature.STATES: _of_nodes(bool),
    Feature.NESTING: _kind(NodeKind.COMPOSITE),
    Feature.STRANDS: _kind(NodeKind.PARALLEL),
    Feature.ENDS: _kind(NodeKind.FINAL),
    Feature.OUTCOMES: _of_nodes(lambda node: node.outcome),
    Feature.CHOICES: _kind(NodeKind.CHOICE),
    Feature.COMPLETION: _of_nodes(lambda node: node.done),
    Feature.ACTIVITIES: _of_entries(bool),
    Feature.ANY_STATE: _of_entries(
        lambda entry: entry.at_top or entry.act.origins or entry.node == 0
    ),
    Feature.CONDITIONS: _conditions,
    Feature.FACTS: lambda subject: iter(subject.chart.facts),
    Feature.DOCUMENTS: lambda subject: iter(subject.chart.documents),
    Feature.TIMERS: _of_nodes(lambda node: node.timers),
    Feature.HISTORY: _resumes,
    Feature.HANDOVERS: _of_entries(lambda entry: entry.act.handover),
    Feature.DEADLINES: _of_nodes(lambda node: node.within),
    Feature.CLOCK_STARTS: _clock_starts,
    Feature.WORKING_DAYS: _working_days,
    Feature.BASES: _bases,
    Feature.ESCALATION: _escalation,
    Feature.PAUSED_CLOCKS: _of_nodes(
        lambda node: node.on_pause is not OnPause.KEEP_RUNNING
    ),
    Feature.DUTY_CLOCKS: _of_entries(_own_clocks),
    Feature.POWERS: _of_entries(lambda entry: entry.act.may),
    Feature.WHO_ACTS: _of_entries(lambda entry: entry.act.raci.by),
    Feature.SIGNALS: _of_entries(lambda entry: entry.is_signal),
    Feature.PANELS: _panels,
    Feature.TOGETHER: _of_entries(lambda entry: entry.act.raci.together_with),
    Feature.ACCOUNTABLE: _of_entries(lambda entry: entry.accountable),
    Feature.CONSULTED: _of_entries(lambda entry: entry.act.raci.consult),
    Feature.INFORMED: _of_entries(lambda entry: entry.act.raci.inform),
    Feature.QUALIFICATIONS: _of_entries(lambda entry: entry.act.qualified),
    Feature.REASONS: _of_entries(lambda entry: entry.act.reason),
    Feature.SENDING: _of_entries(lambda entry: entry.act.sends),
    Feature.OPENINGS: _openings,
    Feature.FUNCTIONS: _of_entries(lambda entry: entry.function),
    Feature.PHASES: lambda subject: iter(phases(subject.chart)),
    Feature.SOURCES: _sources,
    Feature.CHECKLISTS: _checklists,
    Feature.NOTES: _notes,
    Feature.MEASURED: _measured,
    Feature.SAFEGUARDS: lambda subject: iter(subject.chart.safeguards),
    Feature.WAIVERS: lambda subject: (
        name for home in subject.homes() for name in home.waivers
    ),
    Feature.VALIDITY: _validity,
    Feature.LANGUAGES: lambda subject: subject.whole(subject.handbook.languages[1:]),
}
