"""The explanation of a case in which only one thing can come at a time."""

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.audits.explanation import (
    ExplainedKind,
    ExplainedMove,
    Explanation,
)
from katch_protocols.evidence.audits.next_moves import NextMoves
from katch_protocols.evidence.audits.steps import ExplanationNode
from katch_protocols.evidence.logs.events import LogEvent

__all__ = ["MOST_STEPS", "straight"]

MOST_STEPS = 1_000
"""More steps of the clock are not taken one after another."""


def straight(moves: NextMoves, node: ExplanationNode) -> Explanation | None:
    """Return the explanation from a node on, if only one thing can come at a time.

    It costs nothing, so nothing is cheaper. ``None`` where it is not so.
    """
    begun, found = node.word, list[ExplainedMove]()
    count = len(moves.groups)
    longest = sum(map(len, moves.groups)) + MOST_STEPS
    while node.group < count:
        way = _plain(moves, node, found)
        if way is None:
            ways = moves.free(node)
            if len(ways) != 1 or len(found) > longest:
                return None
            _, way, move = ways[0]
            found.append(move)
        node = way
    after = tuple(moves.afterwards(node, MOST_STEPS))
    return Explanation(tuple(found), begun, (), 0, afterwards=after)


def _plain(
    moves: NextMoves, node: ExplanationNode, found: list[ExplainedMove]
) -> ExplanationNode | None:
    """Take the events that come alone, while the clock makes no step.

    Return the node before what is otherwise; ``None`` where nothing was taken.
    """
    steps, (group, read, word, clocks, last) = moves.steps, node
    if read:
        return None
    for events in moves.groups[group:]:
        event: LogEvent = events[0]
        if len(events) > 1 or event.kind is EventKind.CLOCK:
            break
        if clocks is not None and steps.ticking(word):
            break
        ways = steps.meant(event).taking(word)
        if len(ways) != 1:
            break
        row, after = ways[0]
        until = max(last, event.until)
        last = max(last, event.at)
        if clocks is not None:
            clocks = steps.after(clocks, row, word, (last, until))
        found.append(ExplainedMove(ExplainedKind.DONE, event, row, last, until))
        word, group = after, group + 1
    if group == node.group:
        return None
    return ExplanationNode(group, 0, word, clocks, last)
