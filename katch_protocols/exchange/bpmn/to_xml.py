"""A BPMN process with its layout as XML: the model, and its diagram interchange.

Element order is that of the schema of the OMG (``Semantic.xsd``, ``BPMNDI.xsd``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from xml.etree import ElementTree as ET

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.exchange.bpmn.layout import ProcessLayout
from katch_protocols.exchange.bpmn.process import (
    Flow,
    FlowNode,
    Kind,
    MessageFlow,
    Process,
    Trigger,
)
from katch_protocols.xml_text import commented, legal

__all__ = ["BPMN", "DIAGRAM", "to_xml"]

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = {"bpmn": BPMN, "bpmndi": DIAGRAM, "dc": _DC, "di": _DD, "xsi": _XSI}


def to_xml(process: Process, layout: ProcessLayout, notes: Sequence[str]) -> str:
    """Write a process; the notes are a comment at its head."""
    root = _XmlWriter(process, layout).definitions()
    ET.indent(root)
    comment = "\n".join(["", *(f"  {commented(note)}" for note in notes), ""])
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!--{comment}-->\n{body}\n'


class _XmlWriter:
    def __init__(self, process: Process, layout: ProcessLayout) -> None:
        self.process, self.layout = process, layout
        self.incoming: dict[str, list[str]] = defaultdict(list)
        self.outgoing: dict[str, list[str]] = defaultdict(list)
        self.default: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.flows: dict[str, list[Flow]] = defaultdict(list)
        self.nodes: dict[str, list[FlowNode]] = defaultdict(list)
        for node in process.nodes.values():
            self.nodes[node.inside].append(node)
            if node.message:
                # What is called the same is the same: linters want one name each.
                self.messages.setdefault(node.message, f"message.{node.means}")
        for flow in process.flows:
            self.incoming[flow.target].append(flow.id)
            self.outgoing[flow.source].append(flow.id)
            self.flows[process.nodes[flow.source].inside].append(flow)
            if flow.is_default:
                self.default[flow.source] = flow.id

    def definitions(self) -> ET.Element:
        process = self.process
        root = ET.Element("bpmn:definitions")
        for prefix, space in _PREFIXES.items():
            root.set(f"xmlns:{prefix}", space)
        _set(root, id="definitions", targetNamespace=f"urn:katch:{process.id}")
        for name, title in process.parties.items():
            _sub(root, "resource", id=f"party.{name}", name=title)
        nodes = process.nodes.values()
        for name, own in self.messages.items():
            _sub(root, "message", id=own, name=name)
        for signal in dict.fromkeys(node.signal for node in nodes):
            if signal:
                own = f"escalation.{signal}"
                _sub(root, "escalation", id=own, name=signal, escalationCode=signal)
        pool = _sub(root, "collaboration", id="collaboration")
        _sub(pool, "participant", id="pool", name=process.name, processRef=self._own())
        for party in process.outside:
            _sub(pool, "participant", id=f"outside.{party.id}", name=party.name)
        for flow in process.messages:
            self._message_flow(pool, flow)
        main = _sub(
            root, "process", id=self._own(), name=process.name, isExecutable="false"
        )
        self._document(main, process.texts)
        self._inside(main, "")
        self._diagram(root)
        return root

    def _message_flow(self, parent: ET.Element, flow: MessageFlow) -> None:
        node, ends = self.process.nodes[flow.task], (flow.task, f"outside.{flow.party}")
        source, target = ends if flow.is_sent else reversed(ends)
        _sub(
            parent,
            "messageFlow",
            id=flow.id,
            sourceRef=source,
            targetRef=target,
            messageRef=self.messages[node.message],
        )

    def _own(self) -> str:
        return f"process.{self.process.id}"

    # the model

    def _inside(self, parent: ET.Element, inside: str) -> None:
        if not inside:
            self._lanes(parent)
        for node in self.nodes[inside]:
            self._node(parent, node)
        for flow in self.flows[inside]:
            self._flow(parent, flow)
        self._paper_objects(parent, inside)

    def _lanes(self, parent: ET.Element) -> None:
        """Write the lanes; what is inside a sub-process stands in them too."""
        held: dict[str, list[str]] = defaultdict(list)
        for node in self.process.nodes.values():
            held[node.lane].append(node.id)
        lanes = _sub(parent, "laneSet", id="lanes")
        for lane in self.process.lanes:
            own = _sub(lanes, "lane", id=f"lane.{lane.id}", name=lane.name)
            for name in held[lane.id]:
                _sub(own, "flowNodeRef").text = name

    def _node(self, parent: ET.Element, node: FlowNode) -> None:
        made = _sub(parent, node.kind.value, id=node.id, name=node.name or None)
        self._attributes(made, node)
        self._document(made, node.texts)
        for name in self.incoming[node.id]:
            _sub(made, "incoming").text = name
        for name in self.outgoing[node.id]:
            _sub(made, "outgoing").text = name
        if node.kind.is_task:
            self._papers(made, node)
            for doer in node.doers:
                owner = _sub(made, "potentialOwner", id=f"by.{doer}.{node.id}")
                _sub(owner, "resourceRef").text = f"party.{doer}"
        if node.kind is Kind.SUB_PROCESS:
            self._inside(made, node.id)
        self._trigger(made, node)

    def _attributes(self, made: ET.Element, node: FlowNode) -> None:
        if node.kind is Kind.BOUNDARY:
            _set(made, attachedToRef=node.host, cancelActivity=_said(node.interrupts))
        if node.kind in {Kind.SEND, Kind.RECEIVE}:
            _set(made, messageRef=self.messages[node.message])
        if node.kind is Kind.START and not node.interrupts:
            _set(made, isInterrupting="false")
        if node.on_event:
            _set(made, triggeredByEvent="true")
        if node.id in self.default:
            _set(made, default=self.default[node.id])

    def _trigger(self, made: ET.Element, node: FlowNode) -> None:
        if node.trigger is None:
            return
        event = _sub(made, f"{node.trigger}EventDefinition", id=f"on.{node.id}")
        if node.trigger is Trigger.TIMER:
            _formal(event, "timeDuration", node.duration)
        if node.trigger is Trigger.CONDITION:
            _formal(event, "condition", node.name)
        if node.trigger is Trigger.ESCALATION:
            _set(event, escalationRef=f"escalation.{node.signal}")

    def _flow(self, parent: ET.Element, flow: Flow) -> None:
        made = _sub(
            parent,
            "sequenceFlow",
            id=flow.id,
            name=flow.name or None,
            sourceRef=flow.source,
            targetRef=flow.target,
        )
        if flow.condition:
            _formal(made, "conditionExpression", flow.condition)

    def _document(self, made: ET.Element, texts: Iterable[str]) -> None:
        said = "\n".join(texts)
        if said:
            _sub(made, "documentation").text = legal(said)

    def _papers(self, made: ET.Element, node: FlowNode) -> None:
        if not node.needs and not node.produces:
            return
        data = _sub(made, "ioSpecification", id=f"data.{node.id}")
        for paper in node.needs:
            _sub(data, "dataInput", id=f"in.{paper}.{node.id}")
        for paper in node.produces:
            _sub(data, "dataOutput", id=f"out.{paper}.{node.id}")
        group = _sub(data, "inputSet", id=f"needs.{node.id}")
        for paper in node.needs:
            _sub(group, "dataInputRefs").text = f"in.{paper}.{node.id}"
        group = _sub(data, "outputSet", id=f"makes.{node.id}")
        for paper in node.produces:
            _sub(group, "dataOutputRefs").text = f"out.{paper}.{node.id}"
        for paper in node.needs:
            line = _sub(made, "dataInputAssociation", id=f"read.{paper}.{node.id}")
            _sub(line, "sourceRef").text = f"paper.{paper}.{node.id}"
            _sub(line, "targetRef").text = f"in.{paper}.{node.id}"
        for paper in node.produces:
            line = _sub(made, "dataOutputAssociation", id=f"write.{paper}.{node.id}")
            _sub(line, "sourceRef").text = f"out.{paper}.{node.id}"
            _sub(line, "targetRef").text = f"paper.{paper}.{node.id}"

    def _paper_objects(self, parent: ET.Element, inside: str) -> None:
        titles = {paper.id: paper.name for paper in self.process.papers}
        if not inside:
            for paper in self.process.papers:
                _sub(parent, "dataObject", id=f"document.{paper.id}", name=paper.name)
        for node in self.nodes[inside]:
            for name in dict.fromkeys((*node.needs, *node.produces)):
                _sub(
                    parent,
                    "dataObjectReference",
                    id=f"paper.{name}.{node.id}",
                    name=titles[name],
                    dataObjectRef=f"document.{name}",
                )

    # the diagram

    def _diagram(self, root: ET.Element) -> None:
        layout = self.layout
        diagram = _sub(root, "bpmndi:BPMNDiagram", id="diagram")
        plane = _sub(
            diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration"
        )
        self._shape(plane, "pool", layout.pool, isHorizontal="true")
        for party, box in layout.outside.items():
            self._shape(plane, f"outside.{party}", box, isHorizontal="true")
        for lane, box in layout.lanes.items():
            self._shape(plane, f"lane.{lane}", box, isHorizontal="true")
        for node in self._outer_first():
            self._shape(plane, node.id, layout.nodes[node.id], **_drawn(node.kind))
        for (task, paper), box in layout.papers.items():
            self._shape(plane, f"paper.{paper}.{task}", box)
        flows = [flow.id for flow in self.process.flows]
        for name in (*flows, *(flow.id for flow in self.process.messages)):
            self._edge(plane, name, layout.lines[name])
        for (task, paper), end in product(layout.papers, ("in", "out")):
            line = layout.lines.get(f"{task}/{paper}/{end}")
            if line is not None:
                name = "read" if end == "in" else "write"
                self._edge(plane, f"{name}.{paper}.{task}", line)

    def _outer_first(self) -> list[FlowNode]:
        nodes = self.process.nodes.values()
        return sorted(nodes, key=lambda node: self.process.depth(node.inside))

    def _shape(self, plane: ET.Element, name: str, box: Rect, **said: str) -> None:
        shape = _sub(
            plane, "bpmndi:BPMNShape", id=f"shape.{name}", bpmnElement=name, **said
        )
        _bounds(shape, box)
        self._name(shape, name)

    def _edge(self, plane: ET.Element, name: str, line: Iterable[Point]) -> None:
        edge = _sub(plane, "bpmndi:BPMNEdge", id=f"line.{name}", bpmnElement=name)
        for x, y in line:
            _sub(edge, "di:waypoint", x=_number(x), y=_number(y))
        self._name(edge, name)

    def _name(self, made: ET.Element, name: str) -> None:
        box = self.layout.names.get(name)
        if box is not None:
            _bounds(_sub(made, "bpmndi:BPMNLabel"), box)


def _drawn(kind: Kind) -> dict[str, str]:
    """Return what a shape of a kind says of how it is drawn."""
    if kind is Kind.SUB_PROCESS:
        return {"isExpanded": "true"}
    return {"isMarkerVisible": "true"} if kind is Kind.EXCLUSIVE else {}


def _said(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _bounds(made: ET.Element, box: Rect) -> None:
    _sub(
        made,
        "dc:Bounds",
        x=_number(box.x),
        y=_number(box.y),
        width=_number(box.width),
        height=_number(box.height),
    )


def _formal(made: ET.Element, name: str, text: str) -> None:
    found = _sub(made, name)
    found.set("xsi:type", "bpmn:tFormalExpression")
    found.text = legal(text)


def _sub(parent: ET.Element, tag: str, /, **said: str | None) -> ET.Element:
    made = ET.SubElement(parent, tag if ":" in tag else f"bpmn:{tag}")
    _set(made, **said)
    return made


def _set(made: ET.Element, /, **said: str | None) -> None:
    for name, value in said.items():
        if value is not None:
            made.set(name, legal(value))
