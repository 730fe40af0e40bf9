"""What a step makes of clocks and pauses: what is left, stands still, begins."""

from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet

from katch_protocols.cases.happening import Happening
from katch_protocols.evidence.simulations.draft import PlannedProcess
from katch_protocols.evidence.simulations.plan import Op
from katch_protocols.semantics.table import Row, entered_anew

__all__ = [
    "came_with",
    "clocks_dropped",
    "clocks_entered",
    "clocks_left",
    "clocks_restarted",
    "is_held",
    "pauses",
]


def clocks_left(
    process: PlannedProcess,
    left: AbstractSet[int],
    back: AbstractSet[int],
    after: int,
) -> Iterator[tuple[int, int, int]]:
    """Say what is left, and the clocks of what is ``back`` as it was."""
    all_nodes = process.compiled.chart.nodes
    for node in sorted(left | back):
        if node in process.rows and node in left:
            yield Op.LEAVE_STATE, process.states + node, 0
        if node in process.clocks and all_nodes[node].within is not None:
            pauses = node in back or is_held(process, node, after)
            code = Op.PAUSE_CLOCK if pauses else Op.LEAVE_CLOCK
            yield code, process.clocks[node], 0


def is_held(process: PlannedProcess, node: int, word: int) -> bool:
    """Tell whether what stands around a node was left and may be taken up again."""
    rules = process.compiled.clocks.resumable
    for each in (node, *process.compiled.chart.ancestors(node)):
        if each in process.resumable:
            mask, match = rules[each]
            if word & mask != match:
                return True
    return False


def came_with(process: PlannedProcess, happened: Happening) -> frozenset[str]:
    """Return the events, from which clocks count, that happen with a step."""
    starts = process.compiled.clocks.starts
    return frozenset(name for each in happened for name in starts.get(each, ()))


def clocks_dropped(
    process: PlannedProcess, row: Row, word: int, after: int
) -> Iterator[tuple[int, int, int]]:
    """Say of what stood still that it will not be taken up: it was begun anew."""
    rules = process.compiled.clocks.resumable
    begun = {
        top
        for top in process.resumable
        if top not in row.resumed
        and word & rules[top][0] != rules[top][1] == after & rules[top][0]
    }
    if not begun:
        return
    active = process.compiled.table.active(after)
    for node, clock in process.clocks.items():
        around = {node, *process.compiled.chart.ancestors(node)}
        stood = node not in active and not around.isdisjoint(begun)
        if stood and not is_held(process, node, after):
            yield Op.DROP_CLOCK, clock, 0


def clocks_restarted(
    process: PlannedProcess,
    stays: AbstractSet[int],
    anew: AbstractSet[int],
    came: AbstractSet[str],
) -> Iterator[tuple[int, int, int]]:
    """Say of which states the clock starts anew: where it is late now, that is told.

    What is entered ``anew`` starts anyway; of what stands still nothing is told.
    """
    if not came:
        return
    for node, clock in process.clocks.items():
        starts_anew = process.compiled.chart.nodes[node].clock_start in came
        if starts_anew and node not in anew:
            yield Op.RESTART, clock, int(node in stays)


def pauses(
    process: PlannedProcess,
    row: Row | None,
    word: int,
    after: int,
    entered: tuple[int, ...],
) -> Iterator[tuple[int, int, int]]:
    """Say what is left for a while, what is taken up again, and what begins.

    What a step enters itself it may leave in passing, and take up again.
    """
    rules = process.compiled.clocks
    resumed = () if row is None else row.resumed
    anew = entered_anew(entered, resumed)
    for node, number in process.resumable.items():
        mask, match = rules.resumable[node]
        was = row is not None and word & mask == match
        is_there = after & mask == match
        if (was or node in anew) and (node in resumed or not is_there):
            yield Op.LEFT, number, 0
        elif is_there and not was and node not in resumed:
            yield Op.BACK, number, 0
    for node in resumed:
        yield Op.RESUME, process.resumable[node], 0
        mask, match = rules.resumable[node]
        if after & mask != match:
            yield Op.LEFT, process.resumable[node], 0
    if row is not None and row.timer is not None:
        yield Op.FIRED, process.timers[row.timer.name], 0
    for name in () if row is None else rules.starts.get(row.activity, ()):
        yield Op.EVENT, process.events[name], 0


def clocks_entered(
    process: PlannedProcess, happened: Happening, goes_on: Container[int]
) -> Iterator[tuple[int, int, int]]:
    """Say what begins with the nodes that are entered; some clocks go on after it."""
    for node in (each for each in happened if isinstance(each, int)):
        for name in process.compiled.clocks.starts.get(node, ()):
            yield Op.EVENT, process.events[name], 0
        if node in process.clocks and node in goes_on:
            yield Op.ENTER_CLOCK, process.clocks[node], 0
