"""Which clocks run in each configuration of a stage, and which times are still kept."""

from dataclasses import dataclass, field
from functools import cached_property

from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.timing.clocks import Start
from katch_protocols.proofs.timing.timed_product import Stage

__all__ = ["Running", "RunningClocks"]


@dataclass(frozen=True, slots=True)
class Running:
    """What runs in a configuration: (position of the start, span); what is kept.

    ``alike`` are the positions of those whose limit is that of the question, ``held``
    those of the starts that are kept.
    """

    due: tuple[tuple[int, int], ...]
    alike: tuple[int, ...]
    kept: tuple[bool, ...]
    held: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _UsedStart:
    """A start, and what tells whether it is still used.

    ``nodes`` are those that it belongs to; ``above`` what may be resumed at or around
    one of them.
    """

    start: Start
    nodes: frozenset[int]
    above: frozenset[int]


@dataclass
class RunningClocks:
    """What runs where; ``limit`` is that of the question, where it has one."""

    stage: Stage
    limit: Duration | None = None
    _found: dict[tuple[int, frozenset[str]], Running] = field(default_factory=dict)
    _at: dict[int, Running] = field(default_factory=dict)

    def at(self, place: int) -> Running:
        """Return what runs in a configuration; of alike ones the same object."""
        found = self._at.get(place)
        if found is None:
            key = self._words[place], self.stage.happened(place)
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = self._find_running(*key)
            self._at[place] = found
        return found

    @cached_property
    def _words(self) -> list[int]:
        """The bits of each configuration that tell what runs there."""
        layout = self.stage.table.layout
        mask = self.stage.clocks.cone()
        for node in layout.kept:
            mask |= layout.fields[layout.regions[node]].mask
        return self.stage.explored.looked_at(mask).every_word()

    @cached_property
    def _places(self) -> list[_UsedStart]:
        """Each start with what tells whether it is used."""
        above, resumed = self.stage.chart.ancestors, self.stage.table.layout.resumed
        found = []
        for start in self.stage.clocks.starts:
            nodes = frozenset(self.stage.clocks.nodes_of(start))
            around = nodes.union(*map(above, nodes))
            found.append(_UsedStart(start, nodes, around & resumed))
        return found

    @cached_property
    def _starts(self) -> dict[Start, int]:
        """The position of each start."""
        return {start: at for at, start in enumerate(self.stage.clocks.starts)}

    def _find_running(self, word: int, happened: frozenset[str]) -> Running:
        active = frozenset({0, *self.stage.table.active(word)})
        running = [
            (self._starts[clock.counted(happened)], clock)
            for clock in self.stage.clocks.clocks
            if clock.runs(word, active)
        ]
        kept = tuple(
            place.start.event in happened
            if place.start.event is not None
            # What it began may still run, or be taken up again.
            else not active.isdisjoint(place.nodes) or not place.above <= active
            for place in self._places
        )
        return Running(
            tuple((at, clock.most) for at, clock in running),
            tuple(at for at, clock in running if clock.limit == self.limit),
            kept,
            tuple(at for at, is_kept in enumerate(kept) if is_kept),
        )
