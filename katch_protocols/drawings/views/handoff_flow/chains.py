"""Which handoff follows which: gates in the order of the story, strung into chains."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.drawings.lanes.steps_of_states import steps_of_states
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.graphs.handoffs import HandoffEdge, HandoffWays
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.noun import Id

__all__ = ["Chains", "Gate"]

_MANY = 3
"""What may be handed over from more steps than this is an exception."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One handoff: what is done, from whom to whom, from and to which steps.

    ``states`` are those that it leads from; ``sources`` and ``targets`` are steps of
    the story; a case that is opened beside this one has no target. ``within``: in what
    time the receiver must acknowledge. ``moved_by``: what moves the case in the end,
    such as the acknowledgement. ``reached`` are the states that it leads to.
    ``opened`` are the protocols of the cases that it opens for its receiver: none if
    it leads on in the story.
    """

    activity: str
    sender: Id
    receiver: Id
    states: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    acknowledged: bool
    within: Deadline | None = None
    moved_by: str = field(default="", compare=False)
    reached: tuple[str, ...] = field(default=(), compare=False)
    opened: tuple[Id, ...] = field(default=(), compare=False)

    @property
    def opens(self) -> bool:
        """Whether it opens a case; else it passes this one on, were it to its end."""
        return bool(self.opened) or not self.reached


class Chains(Struct, frozen=True, dict=True):
    """The gates of one protocol, strung together."""

    subject: Subject
    story: Story
    numbers: Mapping[str, int]
    """The numbers of steps: the order of the story."""

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Every gate, in the order of the steps that it leads from.

        Several ways of the model that read alike, such as the answers of several
        receivers to one handover, are one gate.
        """
        chart = self.subject.chart
        home = self.subject.home
        found = HandoffWays(chart).among(lambda role: (home(role),))
        gates: list[Gate] = []
        for edge in found:
            gate = self._gate(edge)
            if gate not in gates:
                gates.append(gate)
        order = {name: at for name, (at, *_) in chart.activities.items()}
        return tuple(sorted(gates, key=lambda g: (self._first(g), order[g.activity])))

    def _gate(self, edge: HandoffEdge) -> Gate:
        chart = self.subject.chart
        asked = asked_by(chart, edge.activity)
        acts = [chart.entries[at].act for at in chart.activities.get(asked, ())]
        handovers = (act.handover for act in acts if act.handover is not None)
        within = next((h.within for h in handovers if h.within is not None), None)
        targets = self.steps(edge.targets)
        return Gate(
            asked,
            edge.sender,
            edge.receiver,
            edge.sources,
            self.steps(edge.sources),
            targets,
            edge.acknowledged,
            within if edge.acknowledged else None,
            edge.activity,
            edge.targets,
            () if targets else tuple(dict.fromkeys(self._opened(edge, asked))),
        )

    def _opened(self, edge: HandoffEdge, asked: str) -> Iterator[Id]:
        chart, home = self.subject.chart, self.subject.home
        names = dict.fromkeys((asked, edge.activity))
        for at in (at for name in names for at in chart.activities[name]):
            for each in chart.openings(chart.entries[at]):
                is_known = each.protocol in self.subject.handbook.protocols
                if is_known and edge.receiver in map(home, each.receivers):
                    yield each.protocol

    def steps(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the steps of the story that stand for some states."""
        return tuple(dict.fromkeys(s for name in names for s in self._shown[name]))

    @cached_property
    def _shown(self) -> Mapping[str, tuple[str, ...]]:
        return steps_of_states(self.subject.chart, self.numbers)

    def _first(self, gate: Gate) -> int:
        """Return the number of the first step that a gate leads from."""
        return min(self._numbers(gate.sources), default=0)

    def _numbers(self, steps: Sequence[str]) -> tuple[int, ...]:
        numbers = self.numbers
        return tuple(numbers[name] for name in steps if name in numbers)

    @cached_property
    def exceptions(self) -> tuple[Gate, ...]:
        """What may happen at many steps, and what only follows from that."""
        return tuple(gate for gate in self.gates if self._is_exception(gate))

    def _is_exception(self, gate: Gate) -> bool:
        alike = [each for each in self.gates if _what(each) == _what(gate)]
        states = {state for each in alike for state in each.states}
        steps = {step for each in alike for step in each.sources}
        return len(states) > _MANY or (bool(steps) and steps <= self.aside)

    @cached_property
    def aside(self) -> frozenset[str]:
        """The steps that a case reaches by an exception alone."""
        story = self.story
        onward: dict[str, list[str]] = {}
        for move in story.moves:
            if not story.step[move.source].look.is_mark:
                onward.setdefault(move.source, []).append(move.target)
        left = [step.id for step in story.steps if not step.look.is_mark][:1]
        seen = set(left)
        while left:
            tick()
            for name in onward.get(left.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    left.append(name)
        return frozenset(step.id for step in story.steps if step.id not in seen)

    @cached_property
    def chains(self) -> tuple[tuple[Gate, ...], ...]:
        """The usual gates: the longest chain first, then its branches.

        Each time the longest chain of what is left is taken; of two that are as long
        the one that begins earlier.
        """
        left = [gate for gate in self.gates if gate not in self.exceptions]
        found = []
        while left:
            chain = self._longest(left)
            found.append(chain)
            left = [gate for gate in left if gate not in chain]
        main, *branches = found or [()]
        branches.sort(key=lambda chain: self._first(chain[0]))
        return (main, *branches) if main else ()

    def _longest(self, gates: Sequence[Gate]) -> tuple[Gate, ...]:
        """Return the longest chain of gates; each leads from where the last led to."""
        best: list[tuple[Gate, ...]] = []
        for at in range(len(gates) - 1, -1, -1):
            tick()
            following = [
                chain
                for chain in best
                if self._follows(gates[at], chain[0]) and gates[at] not in chain
            ]
            longest = max(following, key=len, default=())
            best.insert(0, (gates[at], *longest))
        return max(best, key=len)

    def _follows(self, one: Gate, other: Gate) -> bool:
        """Whether a gate can be the next after another, later in the story."""
        if one.receiver != other.sender:
            return False
        reached, left = self._numbers(one.targets), self._numbers(other.sources)
        return bool(reached and left) and min(reached) <= max(left)

    def stay(self, before: Gate | None, after: Gate | None) -> Iterator[str]:
        """Yield the steps at which a body holds the case between two gates."""
        steps = {
            *(before.targets if before is not None else ()),
            *(after.sources if after is not None else ()),
        }
        numbers = self.numbers
        yield from sorted(steps & numbers.keys(), key=lambda name: numbers[name])


def _what(gate: Gate) -> tuple[str, Id]:
    return gate.activity, gate.receiver
