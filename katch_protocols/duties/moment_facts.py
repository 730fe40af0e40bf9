"""What a chart says of one moment: its clock, who holds the case, to whom it goes."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, ChartNode, Entry, Goal
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Limit
from katch_protocols.duties.path_nouns import PathClock
from katch_protocols.model.deadlines import hours
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = ["MomentFacts"]


class MomentFacts(Struct, frozen=True, dict=True):
    """One chart; ``opener`` is the title of what opens its cases, if anything does."""

    chart: Chart
    handbook: Handbook
    opener: Label | None = None

    @cached_property
    def limits(self) -> Limits:
        """Its deadlines."""
        return Limits(self.chart, self.handbook)

    def clock_of(self, node: ChartNode) -> PathClock | None:
        """Return the deadline of a state, else when the clock itself moves on."""
        kept = self.limits.at(node)
        if kept is not None:
            return self._clock(kept)
        first = min(node.timers, key=lambda each: hours(each.limit), default=None)
        if first is None:
            return None
        since, is_start = self._entered(node.index)
        return PathClock(first.limit, None, since, is_start)

    def clock_of_act(self, entry: Entry) -> PathClock | None:
        """Return the deadline of a duty: its own, else that of the step around it."""
        limits = self.limits
        own = [each for each in limits.terms(entry) if each is not None]
        every = (*own, *limits.again(entry), *limits.around(entry))
        first = next(iter(every), None)
        if first is None:
            return None
        if first.own and first.start is None and self._is_owed_later(entry):
            return PathClock(first.limit, first.basis)
        clock = self._clock(first)
        if clock.since is None and not clock.from_start:
            return replace(clock, since=first.title)
        return clock

    def _is_owed_later(self, entry: Entry) -> bool:
        """Tell whether a duty is owed from another moment than the entry of one state.

        From when its condition turns true, or in several states.
        """
        places = (
            self.chart.entries[at] for at in self.chart.activities[entry.activity]
        )
        owed = [each for each in places if each.act.within and not each.meanwhile]
        return entry.when is not None or len(owed) > 1

    def _clock(self, kept: Limit) -> PathClock:
        if kept.start is not None:
            since = self.chart.short_of(kept.start) or kept.start_title
            return PathClock(kept.limit, kept.basis, since)
        node = self.chart.node(kept.state)
        since, is_start = self._entered(node.index)
        return PathClock(kept.limit, kept.basis, since, is_start)

    def _entered(self, index: int) -> tuple[Label | None, bool]:
        """Return the title of the one activity that leads to a state, if it is alone.

        Where a case begins with it: of what opens the case; then also ``True``.
        """
        if self.begins(index):
            return self.opener, True
        titles = {each.activity: each for each in self._leading(index)}
        if len(titles) != 1 or self._comes_by_itself(index):
            return None, False
        return self.chart.short_of(next(iter(titles))), False

    def begins(self, index: int) -> bool:
        """Tell whether a case begins with a state."""
        return index in self._first

    @cached_property
    def _first(self) -> AbstractSet[int]:
        """The states in which a case begins."""
        return frozenset(self._rests(0))

    def _rests(self, index: int) -> Iterator[int]:
        """Yield what is entered with a node: itself, and the first inside it."""
        yield index
        node = self.chart.nodes[index]
        if node.initial is not None:
            yield from self._rests(node.initial)
        elif node.children:
            for child in node.children:
                yield from self._rests(child)

    def _leading(self, index: int) -> Iterator[Entry]:
        """Yield the written activities that lead to a state from outside it."""
        for entry in self.chart.entries:
            if entry.meanwhile or not entry.kind.is_written:
                continue
            inside = index in (entry.node, *self.chart.ancestors(entry.node))
            if not inside and index in self._reached(entry):
                yield entry

    def _comes_by_itself(self, index: int) -> bool:
        """Tell whether the clock, or the end of what is inside, leads to a state."""
        return any(
            index in self._behind(goal)
            for node in self.chart.nodes
            if index not in (node.index, *self.chart.ancestors(node.index))
            for goal in (node.done, *(timer.goal for timer in node.timers))
        )

    def _reached(self, entry: Entry) -> Sequence[int]:
        """Return the states that an activity leads to, behind choices and waits."""
        return self._behind(entry.hands_to or entry.goal)

    def _behind(self, aim: Goal | None) -> Sequence[int]:
        """Return the states that a move leads to, behind choices."""
        if aim is None or aim.resume:
            return ()
        found: dict[int, None] = {}
        waiting = [aim.node]
        for at in waiting:  # grows as it is walked
            if at not in found:
                found[at] = None
                node = self.chart.nodes[at]
                waiting += [line.goal.node for line in node.lines]
                waiting += self._rests(at)
        return tuple(found)

    def into(self, node: ChartNode) -> tuple[Id, ...]:
        """Return who holds a state, behind the one from whom it always comes."""
        own = self._holder(node.index)
        senders = {self._holder(each.node) for each in self._leading(node.index)}
        return self._passing(senders, own)

    def by(self, entry: Entry) -> tuple[Id, ...]:
        """Return who holds the case as a duty is done, and to whom it passes by it."""
        sender = self._holder(entry.node)
        aim = entry.hands_to or entry.goal
        if aim is None or aim.resume:
            return self._passing({sender}, sender)
        ends = [at for at in self._reached(entry) if not self.chart.nodes[at].lines]
        receivers = {self._holder(at) for at in ends} - {None}
        receiver = receivers.pop() if len(receivers) == 1 else sender
        return self._passing({sender}, receiver)

    @staticmethod
    def _passing(senders: AbstractSet[Id | None], own: Id | None) -> tuple[Id, ...]:
        sender = next(iter(senders)) if len(senders) == 1 else None
        return tuple(dict.fromkeys(each for each in (sender, own) if each is not None))

    def _holder(self, index: int) -> Id | None:
        """Return who holds a state; of one with others inside, who has its first."""
        held = self.chart.nodes[index].held_by
        for at in self._rests(index):
            held = self.chart.nodes[at].held_by or held
            if held is not None and not self.chart.nodes[at].children:
                return held
        return held

    def names(self, node: ChartNode) -> AbstractSet[str]:
        """Return the names by which promises speak of a state: its own, its duties'."""
        acts = (each.activity for each in self.limits.keepers(node.index))
        return {node.bare, *(name.rpartition(".")[2] for name in acts)}
