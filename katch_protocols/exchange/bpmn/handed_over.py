"""Handovers in a BPMN file: a message goes to somebody, and the case waits for theirs.

That is a task whose one flow leads to a receive task, or to an event that catches a
message, where either

- a message flow leads from the task to another pool and one from that pool to what
  catches; the pool takes the case over, or
- a send task stands in one lane and a receive task in another; that lane does.

Here it is one activity with a handover: whoever takes over acknowledges, then the case
goes on. What is sent and awaited otherwise, be it that more can be done while the case
waits, stays a task and a state that waits; it is listed, as is every other message.
"""

from collections import defaultdict
from collections.abc import Iterator

from katch_protocols.exchange.bpmn.file_parts import (
    ElementRead,
    FileParts,
    ScopeRead,
    said,
)
from katch_protocols.exchange.bpmn.spans import span_of
from katch_protocols.exchange.incoming import Incoming

__all__ = ["fold_handovers"]


def fold_handovers(parts: FileParts, incoming: Incoming) -> None:
    """Make of a task and of what waits for its answer one task, wherever they are."""
    scopes = list(_scopes(parts))
    for scope in scopes:
        for task in list(scope.nodes.values()):
            if task.id in scope.nodes:
                _fold(task, scope, parts, incoming)
    told = {source for source, _, _ in parts.messages}
    flow = _Flow(scopes)
    for task in flow.nodes.values():
        if task.kind == "sendTask" and not task.receiver:
            if flow.is_answered(task):
                incoming.skip(task.line, said(task), "handover")
            elif task.id not in told:
                incoming.skip(task.line, said(task), "message")


def _scopes(parts: FileParts) -> Iterator[ScopeRead]:
    """Yield every process and every sub-process."""
    waiting = list(parts.scopes)
    while waiting:
        scope = waiting.pop()
        yield scope
        waiting += filter(None, (node.inside for node in scope.nodes.values()))


class _Flow:
    """Where a case goes after an element, into sub-processes and out of them."""

    def __init__(self, scopes: list[ScopeRead]) -> None:
        self.nodes: dict[str, ElementRead] = {}
        self.around: dict[str, ElementRead] = {}
        self.catching: dict[str, list[str]] = defaultdict(list)
        for scope in scopes:
            for name, node in scope.nodes.items():
                self.nodes[name] = node
                if node.host and node.ref:
                    self.catching[node.ref].append(name)
                if node.inside is not None:
                    self.around.update(dict.fromkeys(node.inside.nodes, node))

    def is_answered(self, task: ElementRead) -> bool:
        """Tell whether a message is awaited before anybody does anything else."""
        seen, queue = set[str](), [arrow.target for arrow in task.after]
        while queue:
            node = self.nodes[queue.pop()]
            if _waits(node):
                return True
            if node.id not in seen:
                seen.add(node.id)
                queue += self._after(node)
        return False

    def _after(self, node: ElementRead) -> Iterator[str]:
        """Yield what comes next where nobody does anything."""
        if node.inside is not None:
            inner = node.inside.nodes.values()
            yield from (each.id for each in inner if each.kind == "startEvent")
        elif node.kind == "endEvent" and node.ref:
            # An escalation goes on at the edge that catches it.
            yield from self.catching[node.ref]
        elif node.kind == "endEvent" and node.id in self.around:
            yield from (arrow.target for arrow in self.around[node.id].after)
        elif not node.is_task:
            yield from (arrow.target for arrow in node.after)


def _waits(node: ElementRead) -> bool:
    """Tell whether an element waits for a message."""
    return node.kind == "receiveTask" or (
        node.kind == "intermediateCatchEvent" and node.trigger == "message"
    )


def _fold(
    task: ElementRead, scope: ScopeRead, parts: FileParts, incoming: Incoming
) -> None:
    answer = _answer(task, scope)
    if answer is None:
        return
    receiver, flows = _receiver(task, answer, parts)
    if not receiver:
        return
    edges = [each for each in scope.nodes.values() if each.host == answer.id]
    if any(each.interrupts or span_of(each.timer) is None for each in edges):
        return  # it can end otherwise, or at a time that nobody can tell
    task.receiver = receiver
    task.answered_within = edges[0].timer if edges else ""
    task.note = "\n".join(filter(None, (task.note, answer.note)))
    incoming.skip(answer.line, said(answer), "acknowledges")
    for edge in edges:
        for arrow in edge.after:
            if scope.nodes[arrow.target].before == [edge.id]:
                del scope.nodes[arrow.target]
        del scope.nodes[edge.id]
    del scope.nodes[answer.id]
    task.after = answer.after
    for arrow in task.after:
        goal = scope.nodes[arrow.target]
        goal.before = [task.id if own == answer.id else own for own in goal.before]
    parts.messages = [each for each in parts.messages if each[:2] not in flows]


def _answer(task: ElementRead, scope: ScopeRead) -> ElementRead | None:
    """Return what waits for an answer to a task, if that is all that follows it."""
    if not task.is_task or len(task.after) != 1:
        return None
    found = scope.nodes[task.after[0].target]
    is_only = found.before == [task.id] and len(found.after) == 1
    return found if _waits(found) and is_only else None


def _receiver(
    task: ElementRead, answer: ElementRead, parts: FileParts
) -> tuple[str, set[tuple[str, str]]]:
    """Return the name of who takes over, and the message flows that say so."""
    ends = {(source, target) for source, target, _ in parts.messages}
    for pool, name in parts.pools.items():
        flows = {(task.id, pool), (pool, answer.id)}
        if name and flows <= ends:
            return name, flows
    between = (task.kind, answer.kind) == ("sendTask", "receiveTask")
    if between and task.lane and answer.lane and task.lane != answer.lane:
        return parts.lanes.get(answer.lane, ""), set()
    return "", set()
