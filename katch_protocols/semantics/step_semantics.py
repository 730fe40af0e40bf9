"""One whole step of one entry: changes, exits, entries, settling.

The rules are W3C SCXML's where the two overlap; ``docs/reference/semantics.md`` lists
every difference.
"""

from collections.abc import Mapping

from katch_protocols.charts.chart import ChartOpening, Entry, Goal, NodeKind
from katch_protocols.semantics.symbolic_state import (
    ONE,
    ZERO,
    ImpossibleError,
    Move,
    StepPath,
    SymbolicState,
)
from katch_protocols.semantics.tree import Tree

__all__ = ["EndlessError", "StepRun"]


class EndlessError(Exception):
    """The settling of this way cannot end."""


class StepRun:
    """Runs one step on a sketch; see the module's text."""

    def __init__(self, tree: Tree, sketch: SymbolicState) -> None:
        self.tree, self.chart, self.layout = tree, tree.chart, tree.layout
        self.sketch = sketch
        self.entered: list[int] = []
        self.resumed: list[int] = []
        self.choices: list[int] = []
        self.lines: list[tuple[int, int]] = []
        self.watched: set[int] = set()

    def way(self, asked: Mapping[int, frozenset[int]], *, endless: bool) -> StepPath:
        """Return what the step learned, wrote and entered."""
        return StepPath(
            asked,
            self.sketch.written,
            tuple(self.entered),
            tuple(self.resumed),
            endless,
            tuple(self.lines),
        )

    def begin(self) -> None:
        """Start a case: enter the initial states and settle."""
        root = self.chart.root
        if root.initial is not None:
            self._enter(root.initial)
        self._settle()

    def run(self, move: Move) -> None:
        """Take one whole step; raises where it is impossible or cannot end."""
        self._require_active(move.node)
        entry = move.entry
        at_top = entry is not None and entry.at_top
        if move.completes:
            self._require_complete(move.node)
        if entry is not None:
            self._require_entry(entry)
            self._change(entry, move.records)
        if move.goal is not None:
            self._move(move.node, move.goal, at_top=at_top)
        self._settle()

    def _require_active(self, node: int) -> None:
        layout = self.layout
        if node == 0:
            field = layout.regions[0]
            self.sketch.require(field, layout.domains[field] - self.tree.finals[0])
            return
        region: int | None = node
        while region is not None:
            place = layout.place(region)
            if place is None:
                return
            if place[0] == layout.regions[0] and place[1] in self.tree.finals[0]:
                raise ImpossibleError
            self.sketch.require(place[0], frozenset({place[1]}))
            region = layout.region_of(region)
            if region is not None and region not in layout.kept:
                return

    def _require_complete(self, node: int) -> None:
        here = self.chart.nodes[node]
        if here.kind is not NodeKind.PARALLEL:
            self.sketch.require(self.layout.regions[node], self.tree.finals[node])
            return
        for strand in here.children:
            self._require_complete(strand)

    def _require_entry(self, entry: Entry) -> None:
        condition = entry.condition
        if condition is not None and self.sketch.truth(condition) is not True:
            raise ImpossibleError
        for name in entry.act.needs:
            self.sketch.require(self.layout.documents[name], ONE)

    def _change(self, entry: Entry, records: tuple[tuple[str, str], ...]) -> None:
        layout, written = self.layout, self.sketch.written
        act = entry.act
        for fact, value in (*records, *act.sets.items()):
            field = layout.facts[fact]
            written[field] = layout.fields[field].values.index(value)
        for fact in act.forgets:
            written[layout.facts[fact]] = 0
        for document in act.produces:
            if document in layout.documents:
                written[layout.documents[document]] = 1
        if entry.activity in layout.events:
            written[layout.events[entry.activity]] = 1
        self._open(entry.opens)

    def _open(self, openings: tuple[ChartOpening, ...]) -> None:
        """Remember that cases were opened, where a signal asks."""
        events = self.layout.events
        for each in openings:
            if each.event in events:
                self.sketch.written[events[each.event]] = 1

    def _move(self, source: int, goal: Goal, *, at_top: bool = False) -> None:
        domain = self.chart.domain(source, goal.node, at_top=at_top)
        if at_top:
            for child in self.chart.nodes[domain].children:
                self._exit(child)
        else:
            self._exit(self.tree.child_towards(domain, source))
        self._enter_from(domain, goal)

    def _exit(self, node: int) -> None:
        for field in self.tree.cleared(node):
            self.sketch.written[field] = 0
        contains = self.tree.contains
        self.choices = [other for other in self.choices if not contains(node, other)]
        self.watched = {other for other in self.watched if not contains(node, other)}

    def _enter_from(self, domain: int, goal: Goal) -> None:
        above = self.chart.ancestors(goal.node)
        down = above[: above.index(domain)][::-1]
        path = (*down, goal.node)
        self.watched.update((domain, *self.chart.ancestors(domain)))
        self._enter(path[0], path[1:], goal)

    def _enter(
        self, node: int, path: tuple[int, ...] = (), goal: Goal | None = None
    ) -> None:
        """Enter ``node`` and what is active inside it, towards ``path`` if given."""
        self.entered.append(node)
        self._open(self.chart.nodes[node].opens)
        place = self.layout.place(node)
        kind = self.chart.nodes[node].kind
        if place is not None and kind is not NodeKind.STRAND:
            self.sketch.written[place[0]] = place[1]
        if kind is NodeKind.CHOICE:
            self.choices.append(node)
            return
        self.watched.update((node, *self.chart.ancestors(node)))
        if goal is not None and goal.resume and goal.node == node and self._left(node):
            self.resumed.append(node)
            if node in self.tree.left_in_passing:
                self._restore(node)
            return
        self._enter_inside(node, path, goal)

    def _left(self, node: int) -> bool:
        """Whether the node was ever entered: its history is not empty."""
        kind = self.chart.nodes[node].kind
        region = (
            self.chart.nodes[node].children[0] if kind is NodeKind.PARALLEL else node
        )
        field = self.layout.regions[region]
        return not self.sketch.among(field, ZERO)

    def _restore(self, node: int) -> None:
        """Take up again the choice or ``done`` through which a node was left."""
        here = self.chart.nodes[node]
        for child in here.children:
            if child not in self.tree.passing:
                continue
            if here.kind.is_region:
                field, code = self.layout.regions[node], self.layout.codes[child]
                if not self.sketch.among(field, frozenset({code})):
                    continue
            if self.chart.nodes[child].kind is NodeKind.CHOICE:
                self.choices.append(child)
            else:
                self.watched.add(child)
                self._restore(child)

    def _enter_inside(
        self, node: int, path: tuple[int, ...], goal: Goal | None
    ) -> None:
        here = self.chart.nodes[node]
        if self.tree.kept_fields:
            self._forget(node)
        if here.kind.is_region and here.initial is not None:
            if path:
                self._enter(path[0], path[1:], goal)
            else:
                self._enter(here.initial)
        if here.kind is not NodeKind.PARALLEL:
            return
        for strand in here.children:
            if path and path[0] == strand:
                self._enter(strand, path[1:], goal)
            else:
                self._enter(strand)

    def _forget(self, node: int) -> None:
        """Clear what a node that is entered anew still holds of an earlier visit.

        The history of a state inside it that some move resumes stays (as in SCXML).
        """
        layout = self.layout
        if node in layout.kept:
            self.sketch.written[layout.regions[node]] = 0
        for child in self.chart.nodes[node].children:
            if child not in layout.resumed:
                self._forget_inside(child)

    def _forget_inside(self, node: int) -> None:
        for field in self.tree.cleared(node):
            if field in self.tree.kept_fields:
                self.sketch.written[field] = 0

    def _settle(self) -> None:
        seen = set()
        while True:
            now = (tuple(sorted(self.sketch.written.items())), tuple(self.choices))
            if now in seen:
                raise EndlessError
            seen.add(now)
            if not (self._decide() or (self.tree.folding and self._finish())):
                return

    def _decide(self) -> bool:
        """Leave the first choice that is active, by its first line that holds."""
        if not self.choices:
            return False
        choice = min(self.choices)
        for position, line in enumerate(self.chart.nodes[choice].lines):
            if line.when is None or self.sketch.truth(line.when) is True:
                self.lines.append((choice, position))
                self._move(choice, line.goal)
                return True
        return False

    def _finish(self) -> bool:
        """Leave the innermost state that is complete and says ``done``."""
        nodes = self.chart.nodes
        candidates = [node for node in self.watched if nodes[node].done is not None]
        candidates.sort(key=lambda node: (-len(self.chart.ancestors(node)), node))
        for node in candidates:
            goal = nodes[node].done
            if goal is not None and self._complete(node):
                self._move(node, goal)
                return True
        return False

    def _complete(self, node: int) -> bool:
        here = self.chart.nodes[node]
        if here.kind is NodeKind.PARALLEL:
            strands = here.children
            if any(self._surely_open(strand) for strand in strands):
                return False
            return all(self._complete(strand) for strand in strands)
        return self.sketch.among(self.layout.regions[node], self.tree.finals[node])

    def _surely_open(self, strand: int) -> bool:
        """Whether a strand is known not to be complete, without asking."""
        field = self.layout.regions[strand]
        return not self.sketch.possible(field) & self.tree.finals[strand]
