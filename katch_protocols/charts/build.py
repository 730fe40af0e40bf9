"""Build a chart: merge, grow, resolve, expand, inherit, number in document order."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from katch_protocols.charts.build_tree import grow
from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    ChartOpening,
    Entry,
    Goal,
    MeasuredEvents,
    NodeKind,
)
from katch_protocols.charts.chart_builder import Draft, DraftNode, Placed
from katch_protocols.charts.handovers import expand
from katch_protocols.charts.openings import open_beside
from katch_protocols.charts.resolve import resolve
from katch_protocols.in_use import InUse
from katch_protocols.model.checklists import Checklist
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.model.parties import Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import OnPause

__all__ = ["chart", "inherit", "spread_phases"]


def inherit(draft: Draft) -> None:
    """Hand holder, function and phase down the tree; the root comes first."""
    for node in draft.nodes:
        state = node.state
        above = draft.nodes[node.parent]
        if state is None:
            continue
        inlined = node.scope.outer is not None
        node.phase = (None if inlined else state.phase) or above.phase
        node.held_by = state.held_by or above.held_by
        node.holder_home = node.scope.home if state.held_by else above.holder_home
        node.function = state.function or above.function
        node.within = state.within
        node.escalate_to = state.escalate_to


def spread_phases(draft: Draft) -> None:
    """Give a node without a phase the phase of its first predecessor.

    Breadth first from the initial state, so "first" is the shortest way in.
    """
    onward: dict[int, list[int]] = {node.index: _moves(node) for node in draft.nodes}
    for placed in draft.entries:
        if placed.entry.goal is not None:
            onward[placed.entry.node].append(placed.entry.goal.node)
    queue = deque([0])
    seen = {0}
    while queue:
        here = draft.nodes[queue.popleft()]
        children = [here.initial] if here.initial is not None else []
        if not here.kind.is_region:
            children = list(here.children.values())
        for index in [*children, *onward[here.index]]:
            node = draft.nodes[index]
            if index in seen:
                continue
            seen.add(index)
            queue.append(index)
            node.phase = node.phase or here.phase or _above(draft, node)


def _above(draft: Draft, node: DraftNode) -> str | None:
    for index in draft.ancestors(node.index):
        if draft.nodes[index].phase is not None:
            return draft.nodes[index].phase
    return None


def _moves(node: DraftNode) -> list[int]:
    goals: list[Goal] = [line.goal for line in node.lines]
    goals += [timer.goal for timer in node.timers]
    if node.done is not None:
        goals.append(node.done)
    return [goal.node for goal in goals]


def chart(protocol: Protocol, handbook: Handbook) -> Chart:
    """Return the protocol with nothing left implicit.

    What keeps it from meaning anything is in ``Chart.problems``; never raises for a bad
    protocol except ``BoundError`` when everything inlined is too large. Of what is in
    use it is made once.
    """
    return _charts.of((protocol, handbook), lambda: _chart(protocol, handbook))


_charts = InUse[Chart](128)


def _chart(protocol: Protocol, handbook: Handbook) -> Chart:
    roles = handbook.roles.items()
    draft = Draft(panels={name: role for name, role in roles if role.is_panel})
    grow(protocol, handbook, draft)
    inherit(draft)
    resolve(draft)
    expand(draft, handbook.roles)
    spread_phases(draft)
    open_beside(draft, handbook)
    named = (fact.checklist for fact in draft.facts.values())
    known = handbook.checklists
    lists = {name: known[name] for name in named if name is not None and name in known}
    return _Numbering(draft).chart(protocol, lists)


def _each(names: tuple[Id, ...]) -> tuple[Id, ...]:
    """Return each name once."""
    return tuple(dict.fromkeys(names))


class _Numbering:
    """Renumbers a draft in document order and freezes it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        order = [0, *draft.below(0)]
        self.order = order
        self.new = {old: new for new, old in enumerate(order)}

    def chart(self, protocol: Protocol, lists: Mapping[Id, Checklist]) -> Chart:
        nodes = tuple(self._node(self.draft.nodes[old]) for old in self.order)
        entries = [self._entry(placed) for placed in self.draft.entries]
        entries.sort(key=lambda entry: entry.node)
        activities: dict[str, list[int]] = defaultdict(list)
        for position, entry in enumerate(entries):
            activities[entry.activity].append(position)
        return Chart(
            protocol,
            nodes,
            tuple(entries),
            FrozenDict(self.draft.facts),
            FrozenDict(self.draft.documents),
            FrozenDict(self.draft.safeguards),
            tuple(self.draft.problems),
            FrozenDict({node.name: node.index for node in nodes}),
            FrozenDict({name: tuple(found) for name, found in activities.items()}),
            FrozenDict(dict(self._counted())),
            FrozenDict(dict(self._panels(entries))),
            FrozenDict(dict(lists)),
        )

    def _panels(self, entries: Iterable[Entry]) -> Iterator[tuple[Id, Role]]:
        """Yield the panels that do something here, in the order of the handbook."""
        every = tuple(entries)
        acting = {role for entry in every for role in entry.act.raci.by}
        acting.update(entry.receiver for entry in every if entry.receiver is not None)
        for name, panel in self.draft.panels.items():
            if name in acting:
                yield name, panel

    def _counted(self) -> Iterator[tuple[Id, MeasuredEvents]]:
        """Yield what is measured, with all that counts as it.

        An activity counts wherever it is declared, as one of its entries says so.
        """
        entries = [placed.entry for placed in self.draft.entries]
        acts = sorted(
            {
                (entry.activity, name)
                for entry in entries
                for name in entry.act.counts_as
            }
        )
        for name, titled in self.draft.measured.items():
            nodes = (
                self.new[node.index]
                for node in self.draft.nodes
                if node.state is not None and name in node.state.counts_as
            )
            done = tuple(act for act, what in acts if what == name)
            entered = tuple(sorted(nodes))
            if done or entered:
                yield name, MeasuredEvents(titled.title, done, entered)

    def _goal(self, goal: Goal | None) -> Goal | None:
        return None if goal is None else self._sure(goal)

    def _sure(self, goal: Goal) -> Goal:
        return Goal(self.new[goal.node], goal.resume)

    def _node(self, node: DraftNode) -> ChartNode:
        state = node.state
        return ChartNode(
            self.new[node.index],
            node.name,
            node.kind,
            self.new[node.parent],
            tuple(self.new[child] for child in node.children.values()),
            None if node.initial is None else self.new[node.initial],
            node.title,
            node.path,
            node.scope.home,
            phase=node.phase,
            held_by=node.held_by,
            holder_home=node.holder_home,
            function=node.function,
            within=node.within,
            clock_start=node.clock_start,
            escalate_to=node.escalate_to,
            lines=tuple(
                replace(line, goal=self._sure(line.goal)) for line in node.lines
            ),
            done=self._goal(node.done),
            timers=tuple(
                replace(timer, goal=self._sure(timer.goal)) for timer in node.timers
            ),
            on_pause=state.on_pause if state else OnPause.KEEP_RUNNING,
            outcome=state.outcome if state and node.kind is NodeKind.FINAL else None,
            awaiting=node.awaiting,
            receiver=node.receiver,
            running=node.running,
            opens=node.opens,
        )

    def _entry(self, placed: Placed) -> Entry:
        """Return an entry with what it inherits from where it was written."""
        entry, home = placed.entry, placed.written_at
        written_at = self.draft.nodes[entry.node if home is None else home]
        held_by = written_at.held_by
        holder = (held_by,) if held_by else ()
        raci = entry.act.raci
        informed = raci.inform
        if entry.is_signal:
            informed = _each((*informed, *self._holders(entry.node)))
        # Opening a case tells whoever receives it.
        openings = (*entry.opens, *self._taking_over(entry))
        told = (role for each in openings for role in each.receivers)
        surely = {*informed, *(role for each in openings for role in each.surely)}
        informed = _each((*informed, *told)) if openings else informed
        return replace(
            entry,
            node=self.new[entry.node],
            goal=self._goal(entry.goal),
            hands_to=self._goal(entry.hands_to),
            function=None
            if entry.is_signal
            else entry.act.function or written_at.function,
            meanwhile=home is not None,
            accountable=() if entry.is_signal else raci.accountable or holder,
            informed=informed,
            told_by_values=frozenset(informed) - surely,
        )

    def _taking_over(self, entry: Entry) -> tuple[ChartOpening, ...]:
        """Return the cases that take over at the end to which an entry leads."""
        aim = entry.hands_to or entry.goal
        return () if aim is None else self.draft.nodes[aim.node].opens

    def _holders(self, index: int) -> Iterator[Id]:
        """Yield whoever may hold the case while a node is active, in document order."""
        for each in (index, *self.draft.below(index)):
            node = self.draft.nodes[each]
            if node.kind is NodeKind.ATOMIC and node.held_by is not None:
                yield node.held_by
