"""States and their deadlines: on what these rest, who is told, where none is set."""

from collections.abc import Iterator

from katch_protocols.charts.calendars import DEFAULT_YEAR, Spans
from katch_protocols.charts.chart import ChartNode, Entry, EntryKind, NodeKind
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.citations import cited_sources
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.model.handbook import Source, SourceKind
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.spans import clocked, told
from katch_protocols.words.lists import as_typed


@rule("deadline-in-passing-state", Severity.WARNING)
def _deadline_in_passing_state(context: Context) -> Iterator[Spot]:
    """A deadline where no case ever waits."""
    for path, state in context.every(State):
        if state.within is not None and (state.final or state.decide):
            yield Spot((*path, "within"), {"state": state.id})


@rule("deadline-without-escalation", Severity.WARNING, needs_whole=True)
def _deadline_without_escalation(context: Context) -> Iterator[Spot]:
    """A deadline whose breach nobody is told of."""
    lost = {"handbook", "handbook.escalation", "escalation"}
    if context.handbook.escalation or context.incomplete & lost:
        return
    for path, state in context.every(State):
        if state.within is not None and not state.escalate_to:
            yield Spot((*path, "within"), {"id": state.id})
        yield from _taken_up(path, state)
    for path, act in context.every(Activity):
        for keys in () if act.escalate_to else act.clocks:
            yield Spot((*path, *keys), {"id": act.id})
        yield from _taken_up(path, act)


def _taken_up(path: Path, opener: State | Activity) -> Iterator[Spot]:
    """Yield the clocks of what is opened: the chain alone is told of them."""
    for position, each in enumerate(opener.opens):
        if each.within is not None:
            yield Spot((*path, "opens", position, "within"), {"id": opener.id})


_PASSING = frozenset({NodeKind.CHOICE, NodeKind.FINAL})


@rule("deadline-without-holder", Severity.WARNING, needs_whole=True)
def _deadline_without_holder(context: Context) -> Iterator[Spot]:
    """A deadline in a state that nobody holds."""
    for name, chart in context.charts.items():
        for node in chart.nodes:
            if node.within is None or node.held_by is not None or node.home != name:
                continue
            # Where no case waits, the deadline itself is the finding.
            if node.awaiting is None and node.kind not in _PASSING:
                yield Spot((*node.path, "within"), {"state": node.bare})


@rule("escalation-out-of-order", Severity.WARNING)
def _escalation_out_of_order(context: Context) -> Iterator[Spot]:
    """A step that comes before an earlier line."""
    handbook, steps = context.handbook, context.handbook.escalation
    made = handbook.protocols.values()
    spans = {Spans.of(handbook, each) for each in made}
    every = spans or {Spans(handbook.holidays, DEFAULT_YEAR)}
    for position, step in enumerate(steps):
        if any(
            all(each.is_shorter(step.after, above.after) for each in every)
            for above in steps[:position]
        ):
            facts = {"role": step.tell, **told("after", step.after)}
            yield Spot(("handbook", "escalation", position), facts)


@rule("state-without-deadline", Severity.GAP, needs_whole=True)
def _state_without_deadline(context: Context) -> Iterator[Spot]:
    """Somebody owes a duty, and nothing says by when."""
    explained = {path for path, state in context.every(State) if state.note is not None}
    told: set[Path] = set()
    for reach in context.reached.values():
        duties = _duties(reach)
        for node in reach.chart.nodes:
            if node.path in told or node.path in explained:
                continue
            if not _may_rest(reach, node):
                continue
            owed = _owed(context, reach, node, duties)
            if owed is None or node.held_by is None:
                continue
            told.add(node.path)
            facts = {"state": node.bare, "role": node.held_by, "activity": owed}
            yield Spot(node.path, facts)


def _may_rest(reach: Reach, node: ChartNode) -> bool:
    """Tell whether some case rests in a state, and nothing says how long at most."""
    if node.kind is not NodeKind.ATOMIC or node.awaiting is not None:
        return False
    if node.index not in reach.entered:
        return False
    around = (node.index, *reach.chart.ancestors(node.index))
    nodes = (reach.chart.nodes[index] for index in around)
    return not any(each.within is not None or each.timers for each in nodes)


def _duties(reach: Reach) -> dict[int, list[int]]:
    """Return the places of what may be done in some case, by the node that says so."""
    found: dict[int, list[int]] = {}
    for place in sorted(reach.happening):
        entry = reach.chart.entries[place]
        if entry.kind is EntryKind.WRITTEN:
            found.setdefault(entry.node, []).append(place)
    return found


def _owed(
    context: Context, reach: Reach, node: ChartNode, duties: dict[int, list[int]]
) -> str | None:
    """Return the first activity that a body owes here, as it is written nearest.

    What stands around a parallel state is no duty of one of its strands. An activity
    that only people without office do, like the child, is owed by nobody.
    """
    for index in (node.index, *reach.chart.ancestors(node.index)):
        if reach.chart.nodes[index].kind is NodeKind.PARALLEL:
            return None
        here = [
            reach.chart.entries[place]
            for place in duties.get(index, ())
            if reach.happens_in(place, node.index)
        ]
        if here:
            owed = (each for each in here if _is_owed(context, each))
            return next((each.act.id for each in owed), None)
    return None


def _is_owed(context: Context, entry: Entry) -> bool:
    clocked = entry.act.within is not None or entry.act.every is not None
    return (
        entry.obliges
        and not clocked
        and any(context.agencies_of(role) for role in entry.act.raci.by)
    )


@rule("deadline-proposed", Severity.NOTE, needs_whole=True)
def _deadline_proposed(context: Context) -> Iterator[Spot]:
    """A deadline that ministries have still to agree."""
    for path, deadline in context.every(Deadline):
        if deadline.basis is Basis.PROPOSED:
            facts = {"id": clocked(path), **told("limit", deadline.limit)}
            yield Spot(path, facts)


_LOOSE = frozenset({SourceKind.GUIDANCE, SourceKind.PRACTICE})


def _cited(context: Context, limit: Deadline) -> list[Source]:
    """Return the sources of a limit; none where it is not known what one of them is."""
    known = context.handbook.sources
    names = cited_sources(limit.source)
    if any(context.is_damaged(("sources", each)) for each in names):
        return []
    return [known[each] for each in names if each in known]


@rule("statutory-on-guidance", Severity.WARNING, needs_whole=True)
def _statutory_on_guidance(context: Context) -> Iterator[Spot]:
    """A statutory deadline that rests on texts that bind nobody."""
    for path, limit in context.every(Deadline):
        if limit.basis is not Basis.STATUTORY:
            continue
        cited = _cited(context, limit)
        if cited and all(source.kind in _LOOSE for source in cited):
            sources = as_typed(source.id for source in cited)
            facts = {"id": clocked(path), "sources": sources}
            yield Spot((*path, "source"), facts)


@rule("statutory-unread", Severity.ERROR)
def _statutory_unread(context: Context) -> Iterator[Spot]:
    """A statutory deadline whose sources nobody has read."""
    for path, limit in context.every(Deadline):
        if limit.basis is not Basis.STATUTORY:
            continue
        cited = _cited(context, limit)
        if cited and not any(source.read for source in cited):
            sources = as_typed(source.id for source in cited)
            facts = {"id": clocked(path), "sources": sources}
            yield Spot((*path, "source"), facts)


@rule("citation-without-place", Severity.NOTE)
def _citation_without_place(context: Context) -> Iterator[Spot]:
    """A statutory deadline that cites a law and not where in it."""
    known = context.handbook.sources
    for path, limit in context.every(Deadline):
        if limit.basis is not Basis.STATUTORY:
            continue
        whole = [
            each.source
            for each in limit.source
            if each.source in known
            and not each.places
            and known[each.source].kind not in _LOOSE
        ]
        if whole:
            facts = {"id": clocked(path), "sources": as_typed(whole)}
            yield Spot((*path, "source"), facts)
