"""What states and activities of one version are called in the next."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from katch_protocols.changes.called_now import now
from katch_protocols.changes.renamed import renamed_activities, renamed_states
from katch_protocols.changes.version import HandbookVersion, Names, in_charts
from katch_protocols.charts.chart import Chart
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Fragment, Protocol

__all__ = ["names_now"]

Piece = Protocol | Fragment


def names_now(
    before: HandbookVersion, after: HandbookVersion, protocol: Id
) -> Mapping[str, str]:
    """Return the full name now of each state and activity that has another one.

    States that moved, then what is likely renamed; with each renamed activity the
    states in which its handover waits, and the answers to it. A protocol that runs
    inside brings its own names along.
    """
    charts = before.charts[protocol], after.charts[protocol]
    found = _NamesNow(*charts, dict(in_charts(*charts)))
    found.add(_pieces(before, after, protocol), "", "")
    for node in charts[0].nodes:
        there = now(node.name, found.names)
        if node.running and there in charts[1].by_name:
            running = charts[1].node(there).running
            if running == node.running:
                pieces = _pieces(before, after, running)
                found.add(pieces, f"{node.name}.", f"{there}.")
    found.follow()
    return found.names


def _pieces(
    before: HandbookVersion, after: HandbookVersion, protocol: Id
) -> tuple[tuple[Piece, Piece], ...]:
    """Return a protocol and the fragments that it uses, as both versions write them."""
    one, other = (each.handbook.protocols[protocol] for each in (before, after))
    shared = (name for name in one.use if name in other.use)
    fragments = before.handbook.fragments, after.handbook.fragments
    return (one, other), *((fragments[0][name], fragments[1][name]) for name in shared)


class _NamesNow(Struct, frozen=True, dict=True):
    """Gathers names; what a state is said to be now counts before what is likely."""

    before: Chart
    after: Chart
    names: dict[str, str]
    acts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def taken(self) -> set[str]:
        """The names now that something has already."""
        return {*self.names.values()}

    def add(
        self, pieces: tuple[tuple[Piece, Piece], ...], inside: str, there: str
    ) -> None:
        """Add what is likely renamed in pieces that run in a state, by its names."""
        for one, other in pieces:
            for names in renamed_states(one, other).items():
                old, new = map(".".join, names)
                self._put(inside + old, there + new)
        went = dict(self._within(inside, there))
        for one, other in pieces:
            for old, new in renamed_activities(one, other, went).items():
                was, is_now = inside + old, there + new
                known = was in self.after.activities, is_now in self.before.activities
                if not any(known) and self._put(was, is_now):
                    self.acts[was] = is_now

    def _within(self, inside: str, there: str) -> Iterator[tuple[Names, Names]]:
        for old, new in self.names.items():
            if old.startswith(inside) and new.startswith(there):
                names = old[len(inside) :], new[len(there) :]
                yield tuple(names[0].split(".")), tuple(names[1].split("."))

    def _put(self, old: str, new: str) -> bool:
        if old in self.names or new in self.taken:
            return False
        self.names[old] = new
        self.taken.add(new)
        return True

    def follow(self) -> None:
        """Add what a chart makes for the handover of each renamed activity."""
        for acts in self.acts.items():
            made = tuple(map(_made, (self.before, self.after), acts))
            if len(made[0]) == len(made[1]):
                for old, new in zip(*made, strict=True):
                    self._put(old, new)


def _made(chart: Chart, activity: str) -> tuple[str, ...]:
    """Return the states in which a handover waits, then the answers to it."""
    nodes = [node for node in chart.nodes if node.awaiting == activity]
    waiting = {node.index for node in nodes}
    answers = (
        entry.activity
        for entry in chart.entries
        if entry.node in waiting and not entry.kind.is_written
    )
    return (*(node.name for node in nodes), *dict.fromkeys(answers))
