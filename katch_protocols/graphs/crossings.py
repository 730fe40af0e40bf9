"""Steps by which another role comes to hold a case, and whose they are."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.graphs.steps import holds, leaves, rests, settles
from katch_protocols.model.noun import Id

__all__ = [
    "Crossing",
    "acknowledges",
    "asked_by",
    "counted",
    "crossings",
    "run_around",
    "sources",
    "told_here",
    "written_inside",
]

Party = TypeVar("Party", bound=str)


class Crossing(Struct, frozen=True):
    """A step from one resting state to another that another role holds."""

    entry: Entry
    source: int
    target: int


def crossings(chart: Chart, *, aside: bool = False) -> Iterator[Crossing]:
    """Yield the steps between two resting states that two different roles hold.

    A strand that only starts beside the one where the move leads gets no case; with
    ``aside`` it counts too, for it is entered.
    """
    for entry in chart.entries:
        if entry.goal is None:
            continue
        targets = rests(chart, entry.node, entry.goal, at_top=entry.at_top, aside=aside)
        for source in sources(chart, entry):
            for target in targets:
                one, other = chart.nodes[source].held_by, chart.nodes[target].held_by
                if one and other and one != other:
                    yield Crossing(entry, source, target)


def counted(chart: Chart) -> Iterator[Crossing]:
    """Yield the crossings of a chart, each way of handing over once.

    Of several receivers any may be the last to acknowledge; the one way to a state is
    told as the acknowledgement of its own holder, else of the first receiver.
    """
    for crossing in crossings(chart):
        entry = crossing.entry
        receivers = chart.receivers(entry.node)
        if entry.kind is EntryKind.ACKNOWLEDGE and len(receivers) > 1:
            holder = chart.nodes[crossing.target].held_by
            own = holder if holder in receivers else receivers[0]
            if entry.receiver != own:
                continue
        yield crossing


def told_here(chart: Chart, found: Iterable[Crossing]) -> Iterator[Crossing]:
    """Yield the crossings that are a protocol's own, and none of one that it runs.

    As a duty inside a protocol that runs is that one's, so is a crossing inside it,
    where it says itself who holds both states. A crossing out of it or into it is told
    here; where it leads out by an end that somebody holds, from there, for the way to
    that end is told inside.
    """
    for crossing in found:
        yield from _told_here(chart, crossing)


def _told_here(chart: Chart, crossing: Crossing) -> Iterator[Crossing]:
    run = run_around(chart, crossing.entry)
    if run is None or not holds(chart, run, crossing.source):
        yield crossing
    elif not holds(chart, run, crossing.target):
        for source in dict.fromkeys(_left_from(chart, crossing, run)):
            if chart.nodes[source].held_by != chart.nodes[crossing.target].held_by:
                yield replace(crossing, source=source)
    elif not all(
        written_inside(chart, at) for at in (crossing.source, crossing.target)
    ):
        yield crossing


def written_inside(chart: Chart, node: int) -> bool:
    """Tell whether a protocol that runs here says who holds a state."""
    return chart.nodes[node].holder_home not in {None, chart.protocol.id}


def run_around(chart: Chart, entry: Entry) -> int | None:
    """Return the outermost run in which an entry is written; ``None``: in none."""
    if entry.home == chart.protocol.id:
        return None
    around = (entry.node, *chart.ancestors(entry.node))
    runs = (at for at in reversed(around) if chart.nodes[at].running is not None)
    return next(runs, None)


def _left_from(chart: Chart, crossing: Crossing, run: int) -> Iterator[int]:
    """Yield where a case is told to be when a crossing leads out of a run.

    That is the end by which it leads out; where nobody holds that, its own source.
    """
    entry = crossing.entry
    if entry.goal is None:
        return
    passed = settles(chart, entry.node, entry.goal, at_top=entry.at_top)
    for end in passed.intersection(chart.nodes[run].children):
        goals = (line.goal for line in chart.nodes[end].lines)
        if any(crossing.target in rests(chart, end, goal) for goal in goals):
            yield end if written_inside(chart, end) else crossing.source


def sources(chart: Chart, entry: Entry) -> Iterator[int]:
    """Yield the states in which a case may rest before a move.

    Where the state that waits has no holder of its own, because what sent it was a
    composite without one, those inside that composite have held the case.
    """
    node = chart.nodes[entry.node]
    if node.awaiting is None or node.held_by is not None:
        yield from leaves(chart, entry.node)
        return
    for sender in chart.senders(entry.node):
        yield from leaves(chart, sender.node)


def acknowledges(
    crossing: Crossing, chart: Chart, held: Callable[[Id], tuple[Party, ...]]
) -> bool:
    """Tell whether whoever holds the target says: I have the child.

    It does so by acknowledging a handover to its own role, or to one that only its own
    agencies can hold; of several receivers each has, once the case moves on. A handover
    within the sender's agency acknowledges nothing.
    """
    holder, entry = chart.nodes[crossing.target].held_by, crossing.entry
    if holder is None or entry.kind is not EntryKind.ACKNOWLEDGE:
        return False
    receivers = chart.receivers(entry.node)
    others = [set(held(role)) for role in receivers]
    return holder in receivers or any(
        parties and parties <= set(held(holder)) for parties in others
    )


def asked_by(chart: Chart, activity: str) -> str:
    """Return what an activity answers: the handover that waits; else the activity."""
    for at in chart.activities[activity]:
        entry = chart.entries[at]
        if not entry.kind.is_written:
            return chart.nodes[entry.node].awaiting or activity
    return activity
