"""A BPMN process while a chart is drawn into it: nodes, edges, flows."""

from collections import deque

from msgspec import Struct, field

from katch_protocols.charts.chart import ChartNode, Entry, EntryKind, Goal
from katch_protocols.duties.parties import home_of
from katch_protocols.exchange.bpmn.outsiders import Outsiders
from katch_protocols.exchange.bpmn.process import Flow, FlowNode, Kind, Process
from katch_protocols.exchange.bpmn.scopes import Scopes
from katch_protocols.exchange.bpmn.texts import BpmnTexts
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.noun import Id

__all__ = ["Drafting", "FlowDue"]


class FlowDue(Struct, frozen=True):
    """A flow that is still to be drawn; ``inside`` is the id of what it stands in."""

    start: str
    goal: Goal
    here: int
    inside: str
    domain: int
    by_event: bool = False
    name: str = ""
    condition: str = ""
    is_default: bool = False


class Drafting(Struct, dict=True):
    """A process while it is drawn; ``due`` are the flows that are still to be drawn.

    ``boxes`` are the sub-processes by the node that they stand for, ``made`` is what
    stands for something else, ``seen`` are the nodes that something stands for.
    """

    source: ExportInput
    due: deque[FlowDue] = field(default_factory=deque)
    boxes: dict[int, str] = field(default_factory=dict)
    made: dict[object, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chart, self.nodes = self.source.chart, self.source.chart.nodes
        self.scopes, self.texts = Scopes(self.chart), BpmnTexts(self.source)
        self.outsiders = Outsiders(self.chart, self.source.handbook)
        own = self.chart.protocol
        texts = tuple(self.texts.of_protocol())
        self.process = Process(own.id, self.texts.state(self.chart.root), texts)

    def _lead(
        self,
        start: str,
        goal: Goal,
        here: int,
        inside: str,
        domain: int,
        **said: str | bool,
    ) -> None:
        self.due.append(FlowDue(start, goal, here, inside, domain, **said))  # type: ignore[arg-type]

    def _add(self, what: str, name: str, kind: Kind, inside: str) -> FlowNode:
        base = f"{what}.{name}" if name else what
        own, count = base, 1
        while own in self.process.nodes:
            count += 1
            own = f"{base}-{count}"
        node = FlowNode(own, kind, "", inside)
        self.process.nodes[own] = node
        return node

    def _edge(self, host: str, name: str) -> FlowNode:
        at = self.process.nodes[host]
        edge = self._add("edge", name, Kind.BOUNDARY, at.inside)
        edge.host, edge.lane = host, at.lane
        return edge

    def _flow(
        self,
        start: str,
        end: str,
        name: str = "",
        condition: str = "",
        is_default: bool = False,
    ) -> None:
        own = f"flow.{len(self.process.flows) + 1}"
        flow = Flow(own, start, end, name, condition, is_default)
        self.process.flows.append(flow)

    def _lane(self, name: Id) -> Id:
        return home_of(name, self.source.handbook)

    def _holder(self, node: ChartNode) -> Id:
        return "" if node.held_by is None else self._lane(node.held_by)

    def _differs(self, name: str, node: ChartNode) -> None:
        self.process.differs[name][node.name] = None

    def _task(self, entry: Entry, inside: str, node: ChartNode) -> FlowNode:
        kind = Kind.USER if entry.act.handover is None else Kind.SEND
        if entry.kind is not EntryKind.WRITTEN:
            kind = Kind.RECEIVE
        task = self._add("do", entry.activity, kind, inside)
        task.name, task.means = self.texts.activity(entry.activity), entry.activity
        task.texts = tuple(dict.fromkeys(self.texts.of_entry(entry)))
        task.doers = entry.act.raci.by
        task.needs, task.produces = entry.act.needs, entry.act.produces
        partners = map(self._lane, self.outsiders.partners(entry))
        task.partners = tuple(dict.fromkeys(partners))
        if task.partners or kind is not Kind.USER:
            task.message = self.texts.message(entry)
        who = (*entry.act.raci.by, *(n for n in entry.accountable if n != ACTOR))
        is_away = kind is Kind.RECEIVE and bool(task.partners)
        task.lane = self._lane(who[0]) if who and not is_away else self._holder(node)
        return task
