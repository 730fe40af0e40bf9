"""A protocol as a diagram of states: what every notation that draws one shows.

Arrows between the same two states are one, with a line for each move. What is possible
anywhere, or leaves a composite state as it is, starts in a box "at any step"; so does
an arrow from a composite to a state inside it, and the other way round it ends in a box
"back to". No arrow joins a state and one around it: most programs cannot draw that. Who
sits in a panel and what a checklist asks stands in boxes that no arrow leads to.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from textwrap import wrap

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry, NodeKind
from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.moves import LabelledMove, moves
from katch_protocols.exchange.notation import Carried, ExportInput
from katch_protocols.model.names import NameKind
from katch_protocols.sentences.saying import say_briefly, say_duration
from katch_protocols.words.lists import one_line
from katch_protocols.words.say import say

__all__ = ["CARRIES", "Diagram", "MarkBox", "StateArrow"]

_MEANT = (
    Feature.STATES,
    Feature.NESTING,
    Feature.STRANDS,
    Feature.ENDS,
    Feature.CHOICES,
    Feature.ACTIVITIES,
)
_TOLD = (
    Feature.ANY_STATE,
    Feature.COMPLETION,
    Feature.CHECKLISTS,
    Feature.CONDITIONS,
    Feature.DEADLINES,
    Feature.DUTY_CLOCKS,
    Feature.HANDOVERS,
    Feature.HISTORY,
    Feature.PANELS,
    Feature.POWERS,
    Feature.TIMERS,
    Feature.WORKING_DAYS,
)
CARRIES: Mapping[Feature, Carried] = {
    **dict.fromkeys(_MEANT, Carried.MEANT),
    **dict.fromkeys(_TOLD, Carried.TOLD),
}
"""How a diagram of states carries what a protocol says."""


class StateArrow(Struct, frozen=True):
    """All moves from one state to another, in the order of the protocol.

    ``home`` is the innermost state with one active child that holds both.
    """

    start: str
    end: str
    home: int
    labels: tuple[str, ...]

    def broken(self, width: int) -> Iterator[str]:
        """Yield the lines of its labels, none longer than ``width`` if words allow."""
        for label in self.labels:
            yield from wrap(label, width, break_long_words=False)


class MarkBox(Struct, frozen=True):
    """A mark "at any step" of a composite or of the whole protocol, or "back to" it.

    Or what is told of a panel or of a checklist.
    """

    name: str
    title: str
    lines: tuple[str, ...]


class Diagram(Struct, frozen=True, dict=True):
    """What is drawn of a protocol.

    ``reserved`` are names that the notation keeps, and endings that begin with ``__``.
    """

    source: ExportInput
    reserved: frozenset[str] = frozenset()

    @property
    def chart(self) -> Chart:
        """The protocol with nothing left implicit."""
        return self.source.chart

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for each node, of letters, digits and underscores, each once.

        It is the last part of the full name, with as many parts before it as it needs
        to be the only one.
        """
        paths = [tuple(node.name.split(".")) for node in self.chart.nodes]
        ends = Counter(path[at:] for path in paths for at in range(len(path)))
        found: dict[str, None] = {}
        kept = {*self.reserved, _ANY, _BACK}
        marks = (_ANY, _BACK, _PANEL, _CHECKLIST)
        endings = (
            *(f"__{mark}" for mark in marks),
            *(k for k in kept if k.startswith("__")),
        )
        for path in paths:
            own = (path[at:] for at in range(len(path) - 1, 0, -1))
            name = "__".join(next((end for end in own if ends[end] == 1), path))
            while name in found or name in kept or name.endswith(endings):
                name += "_"
            found[name] = None
        return tuple(found)

    def title(self, node: ChartNode) -> str:
        """Return the title of a state; of one with others inside, the deadline too."""
        title = self.source.titles.title(NameKind.STATE, node.name)
        return " · ".join(
            filter(None, (title, self._within(node) if node.children else ""))
        )

    def lines(self, node: ChartNode) -> Iterator[str]:
        """Yield what stands below the title: the holder, the deadline, what stays."""
        if node.kind is not NodeKind.ATOMIC:
            return
        said = [self._within(node)]
        if node.held_by is not None:
            said.insert(0, self.source.titles.title(NameKind.ACTOR, node.held_by))
        if any(said):
            yield one_line(said)
        yield from self._stays.get(node.index, ())

    def boxes(self, home: ChartNode) -> Iterator[MarkBox]:
        """Yield the marks that stand in a root, composite or strand."""
        used = {name for arrow in self.arrows for name in (arrow.start, arrow.end)}
        for node in self.chart.nodes:
            if (
                not (node.children or node.index == 0)
                or self._around(node) != home.index
            ):
                continue
            lines = self._stays.get(node.index, ())
            name = self._mark(node.index, _ANY)
            if lines or name in used:
                yield MarkBox(name, self._say_mark(_ANY, node), lines)
            name = self._mark(node.index, _BACK)
            if name in used:
                yield MarkBox(name, self._say_mark(_BACK, node), ())
        if not home.index:
            yield from self._legend()

    def _legend(self) -> Iterator[MarkBox]:
        """Yield who sits in each panel, and what each checklist asks."""
        words = self._words
        for name, panel in self.chart.panels.items():
            title = panel.title.say(self.source.language)
            yield MarkBox(f"{name}__{_PANEL}", title, (words.panel(name),))
        for name in words.listed_facts:
            lines = tuple(words.checklist(name))
            title = words.checklist_title(name)
            yield MarkBox(f"{name}__{_CHECKLIST}", title, lines)

    @cached_property
    def _words(self) -> DutyWords:
        source = self.source
        return DutyWords(source.chart, source.handbook, source.language)

    def _mark(self, node: int, kind: str) -> str:
        return f"{self.names[node]}__{kind}" if node else kind

    def _say_mark(self, kind: str, node: ChartNode) -> str:
        key, language = f"exchange.{kind.replace('_', '-')}", self.source.language
        if node.index == 0:
            return say(key, language)
        state = self.source.titles.title(NameKind.STATE, node.name)
        return say(f"{key}-of", language, state=state)

    @cached_property
    def arrows(self) -> tuple[StateArrow, ...]:
        """Every arrow, in the order in which its first move is written."""
        found: dict[tuple[int, int], dict[str, None]] = {}
        for move in self._moves:
            labels = found.setdefault((move.start, move.end), {})
            labels[self._label(move)] = None
        return tuple(
            StateArrow(*self._ends(start, end), self._home(start, end), (*said,))
            for (start, end), said in found.items()
        )

    def _ends(self, start: int, end: int) -> tuple[str, str]:
        """Return the names between which an arrow is drawn."""
        above, below = self._holds(start, end), self._holds(end, start)
        return (
            self._mark(start, _ANY) if above else self.names[start],
            self._mark(end, _BACK) if below else self.names[end],
        )

    def _holds(self, node: int, other: int) -> bool:
        """Tell whether a state with others inside is around another, or is that."""
        around = (other, *self.chart.ancestors(other))
        return bool(self.chart.nodes[node].children) and node in around

    def is_crossed(self, parallel: ChartNode) -> bool:
        """Tell whether an arrow joins a strand of a state with what is outside it."""
        return any(
            self._holds(strand, move.start) != self._holds(strand, move.end)
            for strand in parallel.children
            for move in self._moves
        )

    @cached_property
    def _moves(self) -> tuple[LabelledMove, ...]:
        return tuple(moves(self.source))

    @cached_property
    def _stays(self) -> Mapping[int, tuple[str, ...]]:
        """The activities that leave the case where it is, by state."""
        found: dict[int, dict[str, None]] = {}
        for entry in self.chart.entries:
            if entry.goal is None:
                title = self.source.titles.title(NameKind.ACTIVITY, entry.activity)
                said = self._guarded(title, entry)
                found.setdefault(entry.node, {})[f"+ {said}"] = None
        return {node: tuple(said) for node, said in found.items()}

    def _label(self, move: LabelledMove) -> str:
        label = self._guarded(move.label, move.entry)
        if not move.resume:
            return label
        return say("exchange.resumed", self.source.language, label=label)

    def _guarded(self, label: str, entry: Entry | None) -> str:
        if entry is None:
            return label
        source = self.source
        if entry.act.may:
            label = say("duties.may-do", source.language, activity=label)
        label = " · ".join((label, *self._words.briefly(entry)))
        if entry.when is None:
            return label
        return f"{label} [{say_briefly(entry.when, source.language, source.titles)}]"

    def _within(self, node: ChartNode) -> str:
        if node.within is None:
            return ""
        language = self.source.language
        span = say_duration(node.within.limit, language)
        return say("exchange.within", language, span=span)

    def _around(self, node: ChartNode) -> int:
        """Return the node itself if it has one active child, else the next above."""
        while not node.kind.is_region:
            node = self.chart.nodes[node.parent]
        return node.index

    def _home(self, start: int, end: int) -> int:
        above = set(self.chart.ancestors(end))
        for index in (*self.chart.ancestors(start), 0):
            if index in above and self.chart.nodes[index].kind.is_region:
                return index
        return 0


_ANY, _BACK = "any_step", "back_to"
_PANEL, _CHECKLIST = "panel", "checklist"
