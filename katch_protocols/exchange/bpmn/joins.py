"""What every BPMN process needs once its flows are drawn: joins and lanes.

Several flows into one node are joined by an exclusive gateway before it, so that no
reader has to know that BPMN would do so anyway; and no gateway both joins and splits.
"""

from collections import Counter, defaultdict, deque

from katch_protocols.exchange.bpmn.process import Flow, FlowNode, Kind, Process
from katch_protocols.words.lists import enumerated

__all__ = ["NOBODY", "settle"]

NOBODY = "nobody"
"""The lane of what nobody does and nobody holds."""


def settle(process: Process) -> None:
    """Join flows, name the flow that a gateway takes otherwise, find every lane."""
    _merge_twins(process)
    _join(process)
    _lanes(process)


def _merge_twins(process: Process) -> None:
    """Keep one of several flows with the same two ends: a reader sees one arrow."""
    found: dict[tuple[str, str], Flow] = {}
    for flow in process.flows:
        ends = flow.source, flow.target
        if ends not in found:
            found[ends] = flow
            continue
        kept = found[ends]
        texts = dict.fromkeys(filter(None, (kept.name, flow.name)))
        kept.name = enumerated(texts)
        conditions = dict.fromkeys(filter(None, (kept.condition, flow.condition)))
        kept.condition = enumerated(conditions)
        kept.is_default = kept.is_default or flow.is_default
        if kept.is_default:
            kept.condition = ""
    process.flows = list(found.values())
    leaving = Counter(flow.source for flow in process.flows)
    for flow in process.flows:
        source = process.nodes[flow.source]
        if source.kind is Kind.EXCLUSIVE and leaving[source.id] == 1:
            # Whatever is chosen, it leads to the same: nothing is left to choose.
            source.kind = Kind.THROW
            flow.name = flow.condition = ""
            flow.is_default = False


def _join(process: Process) -> None:
    into: dict[str, list[Flow]] = defaultdict(list)
    for flow in process.flows:
        into[flow.target].append(flow)
    for target, flows in into.items():
        node = process.nodes[target]
        if len(flows) == 1:
            continue
        join = FlowNode(f"join.{target}", Kind.EXCLUSIVE, "", node.inside, node.lane)
        process.nodes[join.id] = join
        for flow in flows:
            flow.target = join.id
        process.flows.append(Flow(f"{join.id}.on", join.id, target))


def _lanes(process: Process) -> None:
    """Put what has no lane into that of what leads there, or of what it leads to."""
    nodes, beside = process.nodes, _beside(process)
    queue = deque(node for node in nodes.values() if node.lane)
    while queue:
        node = queue.popleft()
        for name in beside[node.id]:
            if not nodes[name].lane:
                nodes[name].lane = node.lane
                queue.append(nodes[name])
    for node in nodes.values():
        node.lane = node.lane or NOBODY
    for node in nodes.values():
        if node.host:
            node.lane = nodes[node.host].lane


def _beside(process: Process) -> dict[str, list[str]]:
    """Return what each node is joined with: by a flow, at its edge, around it."""
    beside: dict[str, list[str]] = defaultdict(list)
    for flow in process.flows:
        beside[flow.source].append(flow.target)
        beside[flow.target].append(flow.source)
    for node in process.nodes.values():
        for other in filter(None, (node.host, node.inside)):
            beside[other].append(node.id)
            beside[node.id].append(other)
    return beside
