"""A part of a story by itself: states that are folded, and one chapter."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, ChartNode, Entry, Goal, NodeKind
from katch_protocols.drawings.story.nouns import (
    MoveKind,
    Note,
    Phase,
    StepLook,
    Story,
    StoryMove,
    StoryStep,
)
from katch_protocols.drawings.story.saying import together, word
from katch_protocols.model.noun import Id, Label
from katch_protocols.sentences.nearness import require

__all__ = [
    "Folding",
    "doers_of",
    "families_of_lanes",
    "told_in_phase",
    "told_in_phases",
]


_JOIN = "join"


class Folding(Struct, frozen=True, dict=True):
    """The steps of one chart; a step's id is the full name of its node."""

    chart: Chart

    @cached_property
    def shown(self) -> tuple[ChartNode, ...]:
        """The nodes that are boxes or bars, in document order."""
        return tuple(node for node in self.chart.nodes if self._is_shown(node))

    @cached_property
    def joins(self) -> tuple[ChartNode, ...]:
        """The parallel nodes whose strands come together again."""
        return tuple(
            node
            for node in self.shown
            if node.kind is NodeKind.PARALLEL and node.done is not None
        )

    @cached_property
    def _runs(self) -> frozenset[int]:
        """Every node strictly inside a sub-protocol."""
        found: set[int] = set()
        for node in self.chart.nodes:
            above = self.chart.nodes[node.parent]
            inside = above.index in found or above.running is not None
            if node.index and inside:
                found.add(node.index)
        return frozenset(found)

    def is_inside_run(self, index: int) -> bool:
        """Whether a node belongs to a sub-protocol, which is one box."""
        return index in self._runs

    def is_no_step(self, node: ChartNode) -> bool:
        """Whether one receiver is waited for: the arrow of the handover says so.

        Where there are several, each has a box in its own lane.
        """
        return node.awaiting is not None and len(self.chart.receivers(node.index)) == 1

    def aim(self, entry: Entry) -> Goal | None:
        """Return where the arrow of an entry leads: past a wait that is no step."""
        if entry.hands_to is None or entry.goal is None:
            return entry.goal
        waiting = self.chart.nodes[entry.goal.node]
        return entry.hands_to if self.is_no_step(waiting) else entry.goal

    def _is_shown(self, node: ChartNode) -> bool:
        if self.is_inside_run(node.index) or self.is_no_step(node):
            return False
        match node.kind:
            case NodeKind.ROOT | NodeKind.STRAND:
                return False
            case NodeKind.COMPOSITE:
                return node.running is not None
            case NodeKind.FINAL:
                beyond = self._beyond(node)
                return beyond is None or self.entered(node.index) == node.name
            case _:
                return True

    def _beyond(self, node: ChartNode) -> ChartNode | None:
        """Return what an end completes and leads out of: a strand where it says so."""
        above = self.chart.nodes[node.parent]
        if above.kind is NodeKind.STRAND and above.done is None:
            above = self.chart.nodes[above.parent]
        return above if above.index and above.done is not None else None

    def entered(self, index: int) -> str:
        """Return the step at which a case is once it entered node ``index``."""
        node = self._visible(self.chart.nodes[index])
        seen: dict[int, ChartNode] = {}
        while node.index not in seen:
            seen[node.index] = node
            beyond = self._beyond(node) if node.kind is NodeKind.FINAL else None
            if beyond is not None and beyond.kind is NodeKind.PARALLEL:
                return self.join(beyond)
            following = self._following(node, beyond)
            if following is None:
                return node.name
            node = self._visible(self.chart.nodes[following])
        # Settling that never ends (a finding): stop at the first end on the way.
        ends = (node for node in seen.values() if node.kind is NodeKind.FINAL)
        return next(ends, node).name

    @staticmethod
    def _following(node: ChartNode, beyond: ChartNode | None) -> int | None:
        """Return the node that is entered at once when ``node`` is, if any."""
        if beyond is not None and beyond.done is not None:
            return beyond.done.node
        if node.kind.is_region and node.running is None:
            return node.initial
        return None

    def _visible(self, node: ChartNode) -> ChartNode:
        """Return the box that stands for a node: a sub-protocol for all inside it."""
        while self.is_inside_run(node.index):
            node = self.chart.nodes[node.parent]
        return node

    @staticmethod
    def join(parallel: ChartNode) -> str:
        """Return the id of the bar at which the strands of ``parallel`` meet."""
        return f"{parallel.name}.{_JOIN}"

    def resting(self, index: int) -> tuple[str, ...]:
        """Return the steps at which a case rests while node ``index`` is active.

        Where a handover waits is none of the steps of what is around it.
        """
        node = self.chart.nodes[index]
        waits = node.awaiting is not None
        return tuple(
            each.name
            for each in self._below(node)
            if (each.awaiting is not None) is waits
        )

    def _below(self, node: ChartNode) -> Iterator[ChartNode]:
        if node.kind is NodeKind.ATOMIC or node.running is not None:
            if not self.is_no_step(node):
                yield node
            return
        for child in node.children:
            yield from self._below(self.chart.nodes[child])


_BEFORE, _AFTER = "comes-from", "goes-to"


def told_in_phase(story: Story, phase: Id) -> Story:
    """Return the part of a story that one phase tells, with the phase in its title.

    Raises:
        UnknownNameError: The story has no such phase.
    """
    titles = {other.id: other for other in story.phases}
    require("phase", phase, titles)
    title, chapter = story.title, titles[phase].title
    if chapter is not None:
        title = together((title, chapter), story.languages, how=" · ".join)
    return replace(told_in_phases(story, (phase,)), title=title)


def told_in_phases(story: Story, names: Sequence[Id]) -> Story:
    """Return the part of a story that some phases tell, which follow one another.

    Steps of other phases that a move comes from or leads to stand in a band before or
    after them; lanes that take no part are left out.
    """
    inside = {step.id for step in story.steps if step.phase in names}
    moves = tuple(
        move if move.target in inside else _into_strands(move, story)
        for move in story.moves
        if move.source in inside or move.target in inside
    )
    targets = {move.target for move in moves} - inside
    ends = inside | targets | {move.source for move in moves}
    steps = tuple(
        step if step.id in inside else _ghost(step, targets)
        for step in story.steps
        if step.id in ends
    )
    lanes = {step.lane for step in steps}
    notes = tuple(note for note in story.notes if inside.intersection(note.steps))
    return replace(
        story,
        families=families_of_lanes(story, {*lanes, *doers_of(moves, notes)}),
        lanes=tuple(lane for lane in story.lanes if lane.id in lanes),
        phases=(
            Phase(_BEFORE, word(_BEFORE, story.languages)),
            *(phase for phase in story.phases if phase.id in names),
            Phase(_AFTER, word(_AFTER, story.languages)),
        ),
        steps=steps,
        moves=moves,
        notes=notes,
        hulls=tuple(hull for hull in story.hulls if inside.issuperset(hull.steps)),
    )


def _into_strands(move: StoryMove, story: Story) -> StoryMove:
    """Tell at a bar whose strands are not shown that one of them is handed over."""
    handed = MoveKind.HANDOFF
    if move.kind is MoveKind.STEP and story.step[move.target].look is StepLook.FORK:
        onward = (other for other in story.moves if other.source == move.target)
        if any(other.kind is handed for other in onward):
            name = f"{move.source} {handed} {move.target}"
            return replace(move, id=name, kind=handed)
    return move


def families_of_lanes(
    story: Story, lanes: Iterable[Id]
) -> tuple[tuple[str, Label], ...]:
    """Return the families of a story of which some lanes or doers have the colour."""
    colours = {story.colours.get(lane) for lane in lanes}
    return tuple(each for each in story.families if each[0] in colours)


def doers_of(moves: Iterable[StoryMove], notes: Iterable[Note]) -> Iterator[Id]:
    """Yield whose colour stands beside a duty of some arrows and notes."""
    duties = [duty for move in moves for duty in move.duties]
    for duty in (*duties, *(note.duty for note in notes)):
        if duty.lane is not None:
            yield duty.lane
        for some in duty.everyone:
            yield from some.lanes


def _ghost(step: StoryStep, targets: AbstractSet[str]) -> StoryStep:
    """Show a step of another phase: where it is reached, else where it comes from."""
    band = _AFTER if step.id in targets else _BEFORE
    look = step.look
    if look is StepLook.START or (look is StepLook.FORK and step.title is not None):
        # A bar says nothing where its strands are not shown; its state's title does.
        look = StepLook.STATE
    return replace(step, phase=band, look=look, strand=None, letter=None, deadline=None)
