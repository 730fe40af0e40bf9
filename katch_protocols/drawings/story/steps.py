"""The steps of a story, and the composite states around them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from string import ascii_uppercase

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, ChartNode, Goal, NodeKind
from katch_protocols.drawings.story.choices import question
from katch_protocols.drawings.story.duties import LaneNames
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.nouns import (
    DeadlineText,
    Hull,
    Phase,
    StepLook,
    Story,
    StoryStep,
)
from katch_protocols.drawings.story.saying import named, span, word
from katch_protocols.graphs.steps import rests
from katch_protocols.model.noun import Id, Label

__all__ = ["NOWHERE", "Stepping", "deadline_of", "fills", "framed", "guests"]


def framed(story: Story) -> tuple[Hull, ...]:
    """Return the composites that need a hull or a letter, outer ones first.

    The bar at the left edge says enough of a composite that has all steps of a phase,
    and of one that only repeats the title of its phase. The composite that holds nearly
    all steps is the case itself, and no hull of the story at all.
    """
    phases = {phase.id: phase for phase in story.phases}
    return tuple(
        hull
        for hull in story.hulls
        if not any(_says(phases[name], hull, story) for name in _phases(hull, story))
    )


def _phases(hull: Hull, story: Story) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(story.step[name].phase for name in hull.steps))


def _says(phase: Phase, hull: Hull, story: Story) -> bool:
    """Whether the bar of a phase tells what the hull would tell."""
    repeats = hull.deadline is None and hull.title == phase.title
    return repeats or fills(hull, phase.id, story.steps)


def fills(hull: Hull, phase: Id, steps: Iterable[StoryStep]) -> bool:
    """Whether the steps of a composite are those of a phase, marks aside."""
    inside = {s.id for s in steps if s.phase == phase and not s.look.is_mark}
    return inside == set(hull.steps)


def guests(hull: Hull, story: Story) -> tuple[str, ...]:
    """Return the marks whose arrows all lead to, or come from, steps of a composite."""
    inside = set(hull.steps)
    ends: dict[str, set[str]] = {}
    for move in story.moves:
        ends.setdefault(move.source, set()).add(move.target)
        ends.setdefault(move.target, set()).add(move.source)
    return tuple(
        step.id
        for step in story.steps
        if step.look.is_mark and ends.get(step.id, set()) <= inside
    )


NOWHERE = ""
"""The lane of a step that nobody holds, and the phase of one that has none."""

_LOOKS = {
    NodeKind.CHOICE: StepLook.CHOICE,
    NodeKind.PARALLEL: StepLook.FORK,
    NodeKind.COMPOSITE: StepLook.RUN,
}

_PASSED = frozenset({NodeKind.CHOICE, NodeKind.PARALLEL})
"""What a case passes through."""


def deadline_of(node: ChartNode, languages: Sequence[str]) -> DeadlineText | None:
    """Return the short deadline of a node."""
    if node.within is None:
        return None
    return DeadlineText(span(node.within.limit, languages), node.within.basis)


class Stepping(Struct, frozen=True, dict=True):
    """Makes the steps of one chart; lanes that nobody holds stay ``NOWHERE``."""

    folding: Folding
    holders: LaneNames
    languages: Sequence[str]

    @property
    def chart(self) -> Chart:
        """The chart that is told."""
        return self.folding.chart

    def steps(self) -> Iterator[StoryStep]:
        """Yield every step in document order; a join follows its strands."""
        joins: dict[int, list[ChartNode]] = defaultdict(list)
        for node in reversed(self.folding.joins):  # one inside another comes first
            joins[max(self._below(node), default=node.index)].append(node)
        for node in self.chart.nodes:
            tick()
            if node.index in self._shown:
                yield self._step(node)
            yield from map(self._join, joins[node.index])

    @cached_property
    def _shown(self) -> frozenset[int]:
        return frozenset(node.index for node in self.folding.shown)

    def _below(self, node: ChartNode) -> Iterator[int]:
        for child in node.children:
            yield child
            yield from self._below(self.chart.nodes[child])

    def _step(self, node: ChartNode) -> StoryStep:
        lane = self._lane(node)
        onward = self._onward(node)
        return StoryStep(
            node.name,
            self._look(node),
            NOWHERE if onward and lane not in onward else lane,
            node.phase or NOWHERE,
            self._title(node),
            deadline_of(node, self.languages),
            node.outcome,
            *self._strand(node),
            # While several are waited for, the case is none of theirs yet.
            is_held=lane != NOWHERE and node.receiver is None and onward <= {lane},
        )

    def _lane(self, node: ChartNode) -> Id:
        written = self.holders.lane_of(node.receiver or node.held_by) or NOWHERE
        inside = self._inside(node) if node.running is not None else ()
        return inside[0] if inside and written not in inside else written

    def _inside(self, node: ChartNode) -> Sequence[Id]:
        """Return the lanes that hold the case in a protocol that runs in one box.

        First those where it comes to rest at once.
        """
        first = rests(self.chart, node.index, Goal(node.index), aside=False)
        every = (*first, *self._below(node))
        nodes = (self.chart.nodes[each] for each in every)
        held = (each for each in nodes if each.kind is NodeKind.ATOMIC)
        lanes = (self.holders.lane_of(each.receiver or each.held_by) for each in held)
        return tuple(dict.fromkeys(filter(None, lanes)))

    def _onward(self, node: ChartNode) -> AbstractSet[Id]:
        """Return the lanes that a choice or a fork leads on to at once.

        No case rests in it: whoever is written as its holder has the case where all
        that follows is theirs.
        """
        if node.awaiting is not None or node.kind not in _PASSED:
            return frozenset()
        behind = rests(self.chart, node.index, Goal(node.index), aside=False)
        known = self.chart.by_name
        shown = {self.folding.entered(each) for each in behind}
        # Where strands meet nobody has the case either.
        nodes = (self.chart.nodes[known[name]] for name in shown if name in known)
        return {self._lane(each) for each in nodes if each.kind is not NodeKind.FINAL}

    def _look(self, node: ChartNode) -> StepLook:
        if node.kind is NodeKind.FINAL:
            return StepLook.STRAND_END if node.parent else StepLook.END
        is_start = node.name == self.folding.entered(0)
        if is_start and node.kind is NodeKind.ATOMIC:
            return StepLook.START
        return _LOOKS.get(node.kind, StepLook.STATE)

    def _title(self, node: ChartNode) -> Label | None:
        if node.kind is NodeKind.PARALLEL:
            return node.title
        if node.kind is NodeKind.CHOICE:
            return question(node, self.chart, self.languages)
        if node.receiver is not None and node.awaiting is not None:
            # The lane says who.
            asked = named(
                self.chart.title_of(node.awaiting), node.awaiting, self.languages
            )
            return word("acknowledge", self.languages, title=asked)
        return named(node.title, node.name, self.languages)

    def _join(self, node: ChartNode) -> StoryStep:
        """Make the bar at which strands meet; it stands in their last phase."""
        order = [other.phase or NOWHERE for other in self.chart.nodes]
        last = max(self._below(node), default=node.index)
        return StoryStep(
            self.folding.join(node),
            StepLook.JOIN,
            NOWHERE,
            order[last],
            None,
            None,
            None,
            *self._strand(node),
            is_held=False,
        )

    @cached_property
    def _letters(self) -> dict[str, str]:
        strands = [
            node.name
            for node in self.chart.nodes
            if node.kind is NodeKind.STRAND
            and node.awaiting is None
            and not self.folding.is_inside_run(node.index)
        ]
        return dict(zip(strands, ascii_uppercase, strict=False))

    def strands(self) -> Iterator[tuple[str, Label]]:
        """Yield the letter and the name of each strand: its title, else its start."""
        for name, letter in self._letters.items():
            strand = self.chart.node(name)
            if strand.title is not None:
                yield letter, strand.title
                continue
            first = self.chart.by_name.get(self.folding.entered(strand.index))
            node = strand if first is None else self.chart.nodes[first]
            yield letter, named(node.title, node.name, self.languages)

    def _strand(self, node: ChartNode) -> tuple[str | None, str | None]:
        for index in self.chart.ancestors(node.index):
            strand = self.chart.nodes[index]
            if strand.name in self._letters:
                return strand.name, self._letters[strand.name]
            if strand.kind is NodeKind.STRAND and strand.awaiting is not None:
                return strand.name, None  # its lane says whose it is
        return None, None
