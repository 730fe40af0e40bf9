"""The chart: a protocol with nothing left implicit.

Fragments are merged, ``runs`` is inlined, handovers are expanded, every name is found.
A chart is a tree of nodes in document order (``Node.index`` is the position) with the
moves that lead from node to node. Everything above reads the chart and never looks a
name up again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from katch_protocols.findings import Path
from katch_protocols.model.activities import NOBODY, Activity
from katch_protocols.model.checklists import Checklist
from katch_protocols.model.conditions import And, Condition, Happened, Or
from katch_protocols.model.deadlines import Deadline, Duration
from katch_protocols.model.documents import Document, Fact
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import OnPause, Outcome

__all__ = [
    "Chart",
    "ChartDuty",
    "ChartNode",
    "ChartOpening",
    "ChartProblem",
    "ChartTimer",
    "DecideLine",
    "Entry",
    "EntryKind",
    "Goal",
    "MeasuredEvents",
    "NodeKind",
    "opened",
]


class NodeKind(StrEnum):
    """What a node is; ``root``, ``composite`` and ``strand`` have one active child."""

    ROOT = "root"
    ATOMIC = "atomic"
    COMPOSITE = "composite"
    PARALLEL = "parallel"
    STRAND = "strand"
    CHOICE = "choice"
    FINAL = "final"

    @property
    def is_region(self) -> bool:
        """Whether exactly one child is active while the node is."""
        return self in _REGIONS


_REGIONS = (NodeKind.ROOT, NodeKind.COMPOSITE, NodeKind.STRAND)


class Goal(Struct, frozen=True):
    """Where a move leads: a node, entered anew or as it was last left."""

    node: int
    resume: bool = False


class DecideLine(Struct, frozen=True):
    """One line of a choice; its names are full names."""

    when: Condition | None
    goal: Goal
    path: Path


class ChartTimer(Struct, frozen=True):
    """A move that the clock makes; ``name`` is ``clock(STATE, 72 hours)``."""

    name: str
    limit: Duration
    goal: Goal
    path: Path


class ChartOpening(Struct, frozen=True):
    """A case that is opened beside this one; ``receivers`` hold where it first rests.

    It may begin in several states: ``surely`` are those who hold one in any case.
    ``another``: in another region, which the actor states. ``within`` is the clock of
    the new case: until a person of a receiver's agency acts in it.
    """

    protocol: Id
    another: bool
    within: Deadline | None
    receivers: tuple[Id, ...]
    surely: frozenset[Id]
    path: Path

    @property
    def event(self) -> str:
        """The name under which a chart remembers that one was opened."""
        return opened(self.protocol)

    @property
    def key(self) -> tuple[Id, bool]:
        """What one step opens once."""
        return self.protocol, self.another


def opened(protocol: Id) -> str:
    """Return the event that a case of a protocol was opened: no activity's name."""
    return f"opened({protocol})"


class ChartNode(Struct, frozen=True):
    """A place of the chart; ``name`` is its dotted path from the top (root: ``""``).

    ``held_by``, ``function`` and ``phase`` are inherited. ``home`` is the protocol that
    wrote it, ``holder_home`` the one that says who holds it; ``awaiting`` names the
    activity whose handover waits here, or in the node around it with a strand for each
    receiver; ``receiver`` the role that must acknowledge it here; ``running`` the
    protocol that is inlined here.
    """

    index: int
    name: str
    kind: NodeKind
    parent: int
    children: tuple[int, ...]
    initial: int | None
    title: Label | None
    path: Path
    home: Id
    phase: Id | None = None
    held_by: Id | None = None
    holder_home: Id | None = None
    function: Id | None = None
    within: Deadline | None = None
    clock_start: str | None = None
    escalate_to: tuple[Id, ...] = ()
    lines: tuple[DecideLine, ...] = ()
    done: Goal | None = None
    timers: tuple[ChartTimer, ...] = ()
    on_pause: OnPause = OnPause.KEEP_RUNNING
    outcome: Outcome | None = None
    awaiting: str | None = None
    receiver: Id | None = None
    running: Id | None = None
    opens: tuple[ChartOpening, ...] = ()

    @property
    def is_passing(self) -> bool:
        """Whether nothing can be done in it: a choice, or an end of the case."""
        is_end = self.kind is NodeKind.FINAL and not self.parent
        return is_end or self.kind is NodeKind.CHOICE

    @property
    def bare(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


class EntryKind(StrEnum):
    """Whether an entry was written, as a duty or as a signal, or made by a chart.

    A chart makes the answers to a handover, and for an analysis the ``start`` of a case
    that others open.
    """

    WRITTEN = "written"
    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    SIGNAL = "signal"
    START = "start"

    @property
    def is_written(self) -> bool:
        """Whether a file has it: it is no answer to a handover."""
        return self in _WRITTEN


_WRITTEN = (EntryKind.WRITTEN, EntryKind.SIGNAL)


class Entry(Struct, frozen=True):
    """One place where an act is declared: possible while ``node`` is active.

    ``goal`` is where it leads (for a handover: the waiting node), ``None`` where the
    case stays. ``accountable`` is after inheritance: agencies, roles or ``actor``.
    ``informed`` are all who are told: of a signal also whoever holds the state;
    ``told_by_values`` those of them who only receive a case that it opens, by some of
    the values with which that begins.
    ``hands_to`` is the goal behind the waiting node. ``at_top`` marks an activity of a
    protocol's own level without ``from``: it never exits ``node``. ``meanwhile`` marks
    what was written for another state and stays possible while a handover waits here.
    ``clock_start`` is the event from which its own ``within`` counts. ``brought`` are
    the values with which a case starts that another opened. ``receiver`` is the role to
    which the handover goes that the entry answers; for a panel its chair acts.
    """

    activity: str
    node: int
    act: Activity
    path: Path
    home: Id
    when: Condition | None = None
    goal: Goal | None = None
    hands_to: Goal | None = None
    at_top: bool = False
    function: Id | None = None
    accountable: tuple[Id, ...] = ()
    informed: tuple[Id, ...] = ()
    told_by_values: frozenset[Id] = frozenset()
    clock_start: str | None = None
    kind: EntryKind = EntryKind.WRITTEN
    meanwhile: bool = False
    opens: tuple[ChartOpening, ...] = ()
    brought: tuple[tuple[Id, str], ...] = ()
    receiver: Id | None = None

    @property
    def is_signal(self) -> bool:
        """Whether nobody does it: it happens, and is told."""
        return self.kind is EntryKind.SIGNAL

    @property
    def obliges(self) -> bool:
        """Whether somebody must do it, so that a deadline may rely on it."""
        return not self.act.is_optional

    @property
    def awaits(self) -> tuple[Id, ...]:
        """The protocols of opened cases of which a signal tells what became."""
        told = (name for name in self.act.raci.told_by if name != NOBODY)
        return tuple(dict.fromkeys(name.partition(".")[0] for name in told))

    @property
    def condition(self) -> Condition | None:
        """Return ``when``, and of such a signal that a case was opened before it."""
        before = tuple(Happened(activity=opened(name)) for name in self.awaits)
        if not before:
            return self.when
        any_of = before[0] if len(before) == 1 else Or(parts=before)
        return any_of if self.when is None else And(parts=(self.when, any_of))


class ChartDuty(Struct, frozen=True):
    """A duty with a clock of its own: to do ``activity`` in time, or again and again.

    ``places`` are the positions of the entries that are one duty: the one that was
    written, in each state that its ``from`` names and wherever it stays possible. It is
    ``lasting`` where moving from one of these states to another starts nothing anew.
    ``again``: the limit counts from each time that it is done; ``after_first``: not
    before it was done once, as another clock counts until then.
    """

    activity: str
    places: tuple[int, ...]
    nodes: tuple[int, ...]
    limit: Deadline
    path: Path
    start: str | None = None
    lasting: bool = False
    again: bool = False
    after_first: bool = False


class MeasuredEvents(Struct, frozen=True):
    """What counts as one thing that is measured: these are done, or these are entered.

    ``activities`` are full names, by name; ``nodes`` are positions, in document order.
    """

    title: Label
    activities: tuple[str, ...]
    nodes: tuple[int, ...]


class ChartProblem(Struct, frozen=True):
    """Something that keeps a chart from meaning anything; a rule makes it a finding."""

    code: str
    path: Path
    facts: Mapping[str, str]
    near: tuple[str, ...] = ()


class Chart(Struct, frozen=True, dict=True):
    """A protocol's whole meaning as a tree and its moves; see the module's text.

    Only a chart without ``problems`` may be compiled. ``homes`` maps each inlined
    protocol's top node to the protocol; ``activities`` maps each full activity name to
    its entries, in document order. ``counted`` has what the handbook measures, as far
    as anything here counts as it; ``panels`` who decides together or takes a case over,
    where a panel does; ``checklists`` those that give facts their values.
    """

    protocol: Protocol
    nodes: tuple[ChartNode, ...]
    entries: tuple[Entry, ...]
    facts: Mapping[Id, Fact]
    documents: Mapping[Id, Document]
    safeguards: Mapping[Id, Safeguard]
    problems: tuple[ChartProblem, ...]
    by_name: Mapping[str, int]
    activities: Mapping[str, tuple[int, ...]]
    counted: Mapping[Id, MeasuredEvents]
    panels: Mapping[Id, Role]
    checklists: Mapping[Id, Checklist]

    @property
    def root(self) -> ChartNode:
        """The top of the chart."""
        return self.nodes[0]

    def node(self, name: str) -> ChartNode:
        """Return the node of a full name; ``KeyError`` if there is none."""
        return self.nodes[self.by_name[name]]

    def title_of(self, activity: str) -> Label | None:
        """Return the title of an activity; a second entry may have left it out."""
        entries = (self.entries[at] for at in self.activities.get(activity, ()))
        titles = (entry.act.title for entry in entries)
        return next((title for title in titles if title is not None), None)

    def short_of(self, activity: str) -> Label | None:
        """Return the short title of an activity, else its title."""
        entries = (self.entries[at] for at in self.activities.get(activity, ()))
        shorts = (entry.act.short for entry in entries)
        found = next((short for short in shorts if short is not None), None)
        return self.title_of(activity) if found is None else found

    def tellers(self, activity: str) -> tuple[Id, ...]:
        """Return the protocols of opened cases of which an activity tells an end."""
        entries = (self.entries[at] for at in self.activities.get(activity, ()))
        return tuple(dict.fromkeys(name for entry in entries for name in entry.awaits))

    @cached_property
    def named_states(self) -> tuple[str, ...]:
        """The full names of the states that a bare name can mean.

        The strands in which several receivers are waited for have no names of their
        own: ``nurse`` is the role, and ``waiting`` a state that somebody wrote.
        """
        return tuple(
            node.name
            for node in self.nodes
            if node.awaiting is None or self.nodes[node.parent].awaiting is None
        )

    def waiting(self, index: int) -> int | None:
        """Return the node in which the handover waits that a node is made for, if any.

        The node itself, or the one around it that has a strand for each receiver.
        """
        if self.nodes[index].awaiting is None:
            return None
        while self.nodes[self.nodes[index].parent].awaiting is not None:
            index = self.nodes[index].parent
        return index

    def receivers(self, index: int) -> tuple[Id, ...]:
        """Return the roles that must acknowledge the handover that waits in a node.

        All of them, in whichever strand the node is; empty where none waits.
        """
        waiting = self.waiting(index)
        return () if waiting is None else self._receivers[waiting]

    @cached_property
    def _receivers(self) -> Mapping[int, tuple[Id, ...]]:
        found: dict[int, tuple[Id, ...]] = {}
        for node in self.nodes:
            waiting = self.waiting(node.index)
            if waiting is not None:
                mine = () if node.receiver is None else (node.receiver,)
                found[waiting] = (*found.get(waiting, ()), *mine)
        return found

    def senders(self, index: int) -> tuple[Entry, ...]:
        """Return what was sent and is waited for in a node, in document order."""
        waiting = self.waiting(index)
        return () if waiting is None else self._senders[waiting]

    @cached_property
    def _senders(self) -> Mapping[int, tuple[Entry, ...]]:
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.hands_to is not None and entry.goal is not None:
                found[entry.goal.node].append(entry)
        return {index: tuple(entries) for index, entries in found.items()}

    @cached_property
    def duties(self) -> tuple[ChartDuty, ...]:
        """The duties with a clock of their own, in document order."""
        groups: dict[tuple[Path, str], list[int]] = {}
        for place, entry in enumerate(self.entries):
            if entry.act.within is not None or entry.act.every is not None:
                groups.setdefault((entry.path, entry.activity), []).append(place)
        return tuple(
            duty for places in groups.values() for duty in self._duties(places)
        )

    def _duties(self, places: Sequence[int]) -> Iterator[ChartDuty]:
        entry = self.entries[places[0]]
        act = entry.act
        shared = (
            entry.activity,
            tuple(places),
            tuple(self.entries[place].node for place in places),
        )
        lasting = bool(act.origins)
        if act.within is not None:
            path = (*entry.path, "within")
            yield ChartDuty(*shared, act.within, path, entry.clock_start, lasting)
        if act.every is not None:
            both = act.within is not None
            path = (*entry.path, "every")
            yield ChartDuty(
                *shared,
                act.every,
                path,
                lasting=lasting,
                again=True,
                after_first=both,
            )

    @property
    def size(self) -> int:
        """How much there is of it: states and entries of activities."""
        return len(self.nodes) + len(self.entries)

    @cached_property
    def opened(self) -> frozenset[Id]:
        """The protocols of which something here opens a case."""
        openings = [each for entry in self.entries for each in entry.opens]
        openings += [each for node in self.nodes for each in node.opens]
        return frozenset(each.protocol for each in openings)

    @property
    def own_openings(self) -> Iterator[tuple[str, ChartOpening]]:
        """The cases that its own protocol opens, each with what opens it.

        An activity, or an end; no state and activity have one name.
        """
        home = self.protocol.id
        for entry in self.entries:
            if entry.kind is EntryKind.WRITTEN and entry.home == home:
                yield from ((entry.activity, each) for each in entry.opens)
        for node in self.nodes:
            if node.home == home:
                yield from ((node.name, each) for each in node.opens)

    def openings(self, entry: Entry) -> tuple[ChartOpening, ...]:
        """Return the cases that an entry opens, with those of the end it leads to."""
        aim = entry.hands_to or entry.goal
        ends = () if aim is None else self.nodes[aim.node].opens
        return tuple({each.key: each for each in (*entry.opens, *ends)}.values())

    def ancestors(self, index: int) -> tuple[int, ...]:
        """Return the proper ancestors of a node, nearest first, the root last."""
        return self._above[index]

    @cached_property
    def _above(self) -> tuple[tuple[int, ...], ...]:
        """The proper ancestors of each node; a parent comes before its children."""
        found: list[tuple[int, ...]] = []
        for node in self.nodes:
            above = found[node.parent] if node.index else ()
            found.append((node.parent, *above) if node.index else ())
        return tuple(found)

    def domain(self, source: int, target: int, *, at_top: bool = False) -> int:
        """Return the node that a move does not exit (SCXML's least common ancestor).

        The nearest proper ancestor of ``source`` that has one active child and
        contains ``target``; for a move ``at_top`` the source itself.
        """
        if at_top:
            return source
        above = set(self.ancestors(target))
        for index in self.ancestors(source):
            if index in above and self.nodes[index].kind.is_region:
                return index
        return 0
