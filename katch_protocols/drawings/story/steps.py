"""From the nodes of a chart to steps: look, phase, deadline, strand, lane if held."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.drawings.story.choices import question
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.holders import Holders
from katch_protocols.drawings.story.nouns import Deadline, Look, Step
from katch_protocols.drawings.story.saying import named, span
from katch_protocols.model.noun import Label

__all__ = ["NOWHERE", "Stepping", "deadline_of"]

NOWHERE = ""
"""The lane of a step that nobody holds, and the phase of one that has none."""

_LOOKS = {
    NodeKind.CHOICE: Look.CHOICE,
    NodeKind.PARALLEL: Look.FORK,
    NodeKind.COMPOSITE: Look.RUN,
}


def deadline_of(node: ChartNode, languages: Sequence[str]) -> Deadline | None:
    """Return the short deadline of a node."""
    if node.within is None:
        return None
    return Deadline(span(node.within.limit, languages), node.within.basis)


@dataclass(frozen=True)
class Stepping:
    """Makes the steps of one chart; lanes that nobody holds stay ``NOWHERE``."""

    folding: Folding
    holders: Holders
    languages: Sequence[str]

    @property
    def chart(self) -> Chart:
        """The chart that is told."""
        return self.folding.chart

    def steps(self) -> Iterator[Step]:
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

    def _step(self, node: ChartNode) -> Step:
        return Step(
            node.name,
            self._look(node),
            self.holders.lane_of(node.held_by) or NOWHERE,
            node.phase or NOWHERE,
            self._title(node),
            deadline_of(node, self.languages),
            node.outcome,
            *self._strand(node),
            is_held=node.held_by is not None,
        )

    def _look(self, node: ChartNode) -> Look:
        if node.kind is NodeKind.FINAL:
            return Look.STRAND_END if node.parent else Look.END
        is_start = node.name == self.folding.entered(0)
        if is_start and node.kind is NodeKind.ATOMIC:
            return Look.START
        return _LOOKS.get(node.kind, Look.STATE)

    def _title(self, node: ChartNode) -> Label | None:
        if node.kind is NodeKind.PARALLEL:
            return node.title
        if node.kind is NodeKind.CHOICE:
            return question(node, self.chart, self.languages)
        return named(node.title, node.name, self.languages)

    def _join(self, node: ChartNode) -> Step:
        """Make the bar at which strands meet; it stands in their last phase."""
        order = [other.phase or NOWHERE for other in self.chart.nodes]
        last = max(self._below(node), default=node.index)
        return Step(
            self.folding.join(node),
            Look.JOIN,
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
            name = self.chart.nodes[index].name
            if name in self._letters:
                return name, self._letters[name]
        return None, None
