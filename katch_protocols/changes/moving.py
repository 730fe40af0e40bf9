"""Which states moved from one place of a protocol to another, and stayed themselves."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import State

__all__ = ["Names", "in_charts", "matched", "moved_with", "now", "places"]

Names = tuple[str, ...]
"""The ids of the states from the top to a state, its own last."""


def matched(before: Collection[Names], after: Collection[Names]) -> dict[Names, Names]:
    """Return where each state went that is gone from its place, and is in another.

    A state is known by its id: the only one of that id that is gone is the only one
    that is new. What is inside a state that moved goes with it, whatever its id.
    """
    olds, news = frozenset(before), frozenset(after)
    gone = sorted(olds - news, key=len)
    new = frozenset(news - olds)
    counts = Counter(name[-1] for name in gone), Counter(name[-1] for name in new)
    alone = {name[-1]: name for name in new if counts[1][name[-1]] == 1}
    found: dict[Names, Names] = {}
    for name in gone:
        above = found.get(name[:-1])
        along = None if above is None else (*above, name[-1])
        if along in new:
            found[name] = along
        elif counts[0][name[-1]] == 1 and name[-1] in alone:
            found[name] = alone[name[-1]]
    return found


def moved_with(name: Names, moves: Mapping[Names, Names]) -> bool:
    """Tell whether a state only went where the state around it went."""
    above = moves.get(name[:-1])
    return above is not None and moves[name] == (*above, name[-1])


def places(piece: Protocol | Fragment) -> dict[Names, tuple[Path, State]]:
    """Return every state of a protocol or fragment with its path below it."""
    return dict(_inside(piece.states, (), ("states",)))


def _inside(
    states: Mapping[str, State], above: Names, path: Path
) -> Iterator[tuple[Names, tuple[Path, State]]]:
    for name, state in states.items():
        here = (*above, name)
        yield here, ((*path, name), state)
        for key in ("states", "parallel"):
            yield from _inside(getattr(state, key), here, (*path, name, key))


def in_charts(before: Chart, after: Chart) -> Mapping[str, str]:
    """Return the full name now of each state that moved, by the one it had."""
    one, other = (
        [tuple(node.name.split(".")) for node in chart.nodes[1:]]
        for chart in (before, after)
    )
    return {".".join(old): ".".join(new) for old, new in matched(one, other).items()}


def now(name: str, moves: Mapping[str, str]) -> str:
    """Return what a state, or an activity or timer in it, is called after the moves.

    An activity of an inlined protocol has the name of the state that runs it before
    its own; a step of the clock has that of its state inside.
    """
    if name.startswith(_CLOCK):
        state, _, limit = name.removeprefix(_CLOCK).rpartition(", ")
        return f"{_CLOCK}{now(state, moves)}, {limit}"
    above, dot, own = name.rpartition(".")
    return moves.get(name) or (f"{now(above, moves)}.{own}" if dot else name)


_CLOCK = "clock("
