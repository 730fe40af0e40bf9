"""Every clock of a protocol: what it asks for, and of whom."""

from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    ChartOpening,
    Entry,
    EntryKind,
)
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Limit, Part
from katch_protocols.duties.raci import acting, names_of
from katch_protocols.findings import Path
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = ["DutyClock", "clock_of", "clocks", "opening_clocks", "own_clocks"]


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
    where it leads. ``opened_by``: what opens a case, an activity or an end, by name and
    title; ``kept`` is the time in which the case must be taken up, under its protocol,
    and ``doing`` are those who receive it.
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
    opened_by: tuple[str, Label | None] | None = None

    @property
    def asked(self) -> tuple[tuple[str, Label | None], ...]:
        """What must be done, by name and title: what keeps the deadline, or the step.

        The deadline of a state with others inside is the step's own; where several
        receivers must each confirm, the wait for all of them is.
        """
        several = self.confirms and len(self.acts) > 1
        kept = () if self.whole or several else self.acts
        return kept or ((self.state, self.title),)

    @property
    def takes_up(self) -> tuple[str, Label | None] | None:
        """The protocol of the case that must be taken up, by name and title, if any."""
        kept = self.kept
        is_none = kept is None or self.opened_by is None
        return None if is_none or kept is None else (kept.state, kept.title)


def clocks(chart: Chart, handbook: Handbook) -> tuple[DutyClock, ...]:
    """Return the clocks that a protocol writes itself, in document order."""
    limits = Limits(chart, handbook)
    own = [node for node in chart.nodes if node.home == chart.protocol.id]
    found = [clock for node in own for clock in _clocks(node, limits)]
    places = {node.index: node for node in own}
    for entry in chart.entries:
        if entry.node in places and not entry.meanwhile:
            found += _of_duty(entry, limits)
    found += opening_clocks(chart, handbook, within=places)
    order = {node.name: node.index for node in own}
    return tuple(sorted(found, key=lambda clock: order[clock.state]))


def clock_of(state: str, limits: Limits) -> DutyClock | None:
    """Return the deadline of one state, also of a protocol that runs inside."""
    node = limits.chart.node(state)
    kept = limits.at(node)
    return None if kept is None else _deadline(node, kept, limits)


def own_clocks(chart: Chart, handbook: Handbook) -> tuple[DutyClock, ...]:
    """Return the clocks of duties themselves, also of protocols that run inside."""
    limits = Limits(chart, handbook)
    entries = (entry for entry in chart.entries if not entry.meanwhile)
    return tuple(clock for entry in entries for clock in _of_duty(entry, limits))


def opening_clocks(
    chart: Chart, handbook: Handbook, *, within: Container[int] | None = None
) -> tuple[DutyClock, ...]:
    """Return the clocks of cases that are opened, each where it is written once.

    Args:
        chart: The protocol, with those that run inside.
        handbook: Where the protocols of the cases are.
        within: Only those of these nodes; all if left out.
    """
    limits = Limits(chart, handbook)
    found: dict[Path, DutyClock] = {}
    for each, at, entry in _openings(chart):
        if within is None or at in within:
            for kept in limits.opened(each):
                clock = _of_opening(chart.nodes[at], entry, each, kept, chart)
                found.setdefault(each.path, clock)
    return tuple(found.values())


def _openings(chart: Chart) -> Iterator[tuple[ChartOpening, int, Entry | None]]:
    """Yield each case that is opened, where, and by which activity, if by any."""
    for entry in chart.entries:
        if entry.kind is EntryKind.WRITTEN and not entry.meanwhile:
            yield from ((each, entry.node, entry) for each in entry.opens)
    for node in chart.nodes:
        yield from ((each, node.index, None) for each in node.opens)


def _of_opening(
    node: ChartNode,
    entry: Entry | None,
    opening: ChartOpening,
    kept: Limit,
    chart: Chart,
) -> DutyClock:
    """Return the clock of a case; until it is taken up, whoever opened it answers."""
    name = node.name if entry is None else entry.activity
    return DutyClock(
        state=node.name,
        title=node.title,
        phase=node.phase,
        holder=node.held_by,
        whole=False,
        span=kept.limit,
        kept=kept,
        doing=opening.receivers,
        answering=() if entry is None else _named([entry], Part.ACCOUNTABLE),
        opened_by=(name, node.title if entry is None else chart.title_of(name)),
    )


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
