"""Stage 5: what a node inherits: holder, function, deadline, phase."""

from collections import deque

from katch_protocols.charts.chart import Goal
from katch_protocols.charts.draft import Draft, DraftNode

__all__ = ["inherit", "spread_phases"]


def inherit(draft: Draft) -> None:
    """Hand holder, function and phase down the tree; the root comes first."""
    for node in draft.nodes:
        state = node.state
        above = draft.nodes[node.parent]
        if state is None:
            continue
        inlined = node.scope.outer is not None
        node.phase = (None if inlined else state.phase) or above.phase
        node.held_by = state.held_by or above.held_by
        node.function = state.function or above.function
        node.within = state.within


def spread_phases(draft: Draft) -> None:
    """Give a node without a phase the phase of its first predecessor.

    Breadth first from the initial state, so "first" is the shortest way in.
    """
    onward: dict[int, list[int]] = {node.index: _moves(node) for node in draft.nodes}
    for placed in draft.entries:
        if placed.entry.goal is not None:
            onward[placed.entry.node].append(placed.entry.goal.node)
    queue = deque([0])
    seen = {0}
    while queue:
        here = draft.nodes[queue.popleft()]
        children = [here.initial] if here.initial is not None else []
        if not here.kind.is_region:
            children = list(here.children.values())
        for index in [*children, *onward[here.index]]:
            node = draft.nodes[index]
            if index in seen:
                continue
            seen.add(index)
            queue.append(index)
            node.phase = node.phase or here.phase or _above(draft, node)


def _above(draft: Draft, node: DraftNode) -> str | None:
    for index in draft.ancestors(node.index):
        if draft.nodes[index].phase is not None:
            return draft.nodes[index].phase
    return None


def _moves(node: DraftNode) -> list[int]:
    goals: list[Goal] = [line.goal for line in node.lines]
    goals += [timer.goal for timer in node.timers]
    if node.done is not None:
        goals.append(node.done)
    return [goal.node for goal in goals]
