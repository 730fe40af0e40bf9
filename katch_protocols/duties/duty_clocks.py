"""Every clock of a protocol: what it asks for, and of whom."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry, EntryKind
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Limit, Part
from katch_protocols.duties.raci import acting, names_of
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = ["DutyClock", "clock_of", "clocks", "own_clocks"]


class DutyClock(Struct, frozen=True):
    """A deadline of a state or of a duty, or a move that the clock makes by itself.

    With ``kept.own`` it is the duty's own clock: ``acts`` is that one activity.

    ``whole``: the state has others inside it, and the deadline is that of all of them.
    ``acts`` are the activities that keep the deadline, by name and title, without those
    that interrupt other steps too and so have no deadline (``Limits.terms``).
    ``doing`` are the roles that do one of them, ``answering`` those that answer for it.
    All three are empty where nothing does; ``holder`` holds the state in any case.
    ``confirms``: the state waits for an acknowledgement. A move by itself
    has no ``kept`` deadline but ``moves_to``, the name and the title of the state
    where it leads.
    """

    state: str
    title: Label | None
    phase: Id | None
    holder: Id | None
    whole: bool
    span: Duration
    kept: Limit | None = None
    acts: tuple[tuple[str, Label | None], ...] = ()
    doing: tuple[Id, ...] = ()
    answering: tuple[Id, ...] = ()
    confirms: bool = False
    moves_to: tuple[str, Label | None] | None = None

    @property
    def asked(self) -> tuple[tuple[str, Label | None], ...]:
        """What must be done, by name and title: what keeps the deadline, or the step.

        The deadline of a state with others inside is the step's own; where several
        receivers must each confirm, the wait for all of them is.
        """
        several = self.confirms and len(self.acts) > 1
        kept = () if self.whole or several else self.acts
        return kept or ((self.state, self.title),)


def clocks(chart: Chart, handbook: Handbook) -> tuple[DutyClock, ...]:
    """Return the clocks that a protocol writes itself, in document order."""
    limits = Limits(chart, handbook)
    own = [node for node in chart.nodes if node.home == chart.protocol.id]
    found = [clock for node in own for clock in _clocks(node, limits)]
    places = {node.index: node for node in own}
    for entry in chart.entries:
        if entry.node in places and not entry.meanwhile:
            found += _of_duty(entry, limits)
    order = {node.name: node.index for node in own}
    return tuple(sorted(found, key=lambda clock: order[clock.state]))


def clock_of(state: str, chart: Chart, handbook: Handbook) -> DutyClock | None:
    """Return the deadline of one state, also of a protocol that runs inside."""
    limits, node = Limits(chart, handbook), chart.node(state)
    kept = limits.at(node)
    return None if kept is None else _deadline(node, kept, limits)


def own_clocks(chart: Chart, handbook: Handbook) -> tuple[DutyClock, ...]:
    """Return the clocks of duties themselves, also of protocols that run inside."""
    limits = Limits(chart, handbook)
    entries = (entry for entry in chart.entries if not entry.meanwhile)
    return tuple(clock for entry in entries for clock in _of_duty(entry, limits))


def _clocks(node: ChartNode, limits: Limits) -> Iterator[DutyClock]:
    kept, chart = limits.at(node), limits.chart
    if kept is not None:
        yield _deadline(node, kept, limits)
    for timer in node.timers:
        target = chart.nodes[timer.goal.node]
        yield DutyClock(
            state=node.name,
            title=node.title,
            phase=node.phase,
            holder=node.held_by,
            whole=bool(node.children),
            span=timer.limit,
            moves_to=(target.name, target.title),
        )


def _of_duty(entry: Entry, limits: Limits) -> Iterator[DutyClock]:
    node, chart = limits.chart.nodes[entry.node], limits.chart
    for kept in (*limits.own(entry), *limits.again(entry)):
        yield DutyClock(
            state=node.name,
            title=node.title,
            phase=node.phase,
            holder=node.held_by,
            whole=False,
            span=kept.limit,
            kept=kept,
            acts=((entry.activity, chart.title_of(entry.activity)),),
            doing=_named([entry], Part.RESPONSIBLE),
            answering=_named([entry], Part.ACCOUNTABLE),
        )


def _deadline(node: ChartNode, kept: Limit, limits: Limits) -> DutyClock:
    keepers = limits.keepers(node.index)
    acts = [
        one
        for one in keepers
        if one.kind is not EntryKind.DECLINE
        and (node.children or None not in limits.terms(one))
    ]
    titles = {one.activity: limits.chart.title_of(one.activity) for one in acts}
    return DutyClock(
        state=node.name,
        title=node.title,
        phase=node.phase,
        holder=node.held_by,
        whole=bool(node.children) and node.awaiting is None,
        span=kept.limit,
        kept=kept,
        acts=tuple(titles.items()),
        doing=_named(acts, Part.RESPONSIBLE),
        answering=_named(acts, Part.ACCOUNTABLE),
        confirms=node.awaiting is not None,
    )


def _named(entries: Sequence[Entry], part: Part) -> tuple[Id, ...]:
    found = (name for entry in entries for name in acting(names_of(entry), part))
    return tuple(dict.fromkeys(found))
