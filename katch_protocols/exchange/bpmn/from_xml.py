"""Read a BPMN file into its parts: elements, flows, lanes and pools.

Prefixes do not count: every vendor has its own. What has no meaning for a protocol, or
stands in another namespace than the file itself, is noted where it is met.
"""

from collections.abc import Collection, Iterator

from katch_protocols.errors import NotationError
from katch_protocols.exchange.bpmn.file_parts import (
    SUB_PROCESSES,
    TASKS,
    ElementRead,
    FileParts,
    FlowOut,
    ScopeRead,
    said,
)
from katch_protocols.exchange.bpmn.implicit_gateways import put_in_gateways
from katch_protocols.exchange.bpmn.to_xml import BPMN, DIAGRAM
from katch_protocols.exchange.documents import (
    Element,
    local_name,
    namespace,
    read_xml,
)
from katch_protocols.exchange.incoming import Incoming

__all__ = ["read_parts", "recognizes"]

_GATEWAYS = frozenset(
    {
        *("exclusiveGateway", "parallelGateway", "eventBasedGateway"),
        *("inclusiveGateway", "complexGateway"),
    }
)
_EVENTS = frozenset(
    {
        *("startEvent", "endEvent", "intermediateCatchEvent"),
        *("intermediateThrowEvent", "boundaryEvent"),
    }
)
_ENDS = frozenset({"startEvent", "endEvent"})
_NODES = TASKS | SUB_PROCESSES | _GATEWAYS | _EVENTS
_KNOWN = frozenset(
    {
        *("documentation", "laneSet", "incoming", "outgoing", "sequenceFlow"),
        *("ioSpecification", "dataInputAssociation", "dataOutputAssociation"),
        *("dataInput", "dataOutput", "inputSet", "outputSet"),
        *("potentialOwner", "performer", "humanPerformer"),
        *("dataObject", "dataObjectReference", "dataStoreReference"),
        *("property", "rendering"),
    }
)
_INSIDE = _KNOWN | _NODES
_PAPERS = frozenset({"dataObject", "dataObjectReference", "dataStoreReference"})
"""What a task can make or need."""
_AROUND = frozenset(
    {
        *("process", "collaboration", "participant", "messageFlow", "documentation"),
        *("import", "message", "signal", "error", "escalation", "itemDefinition"),
        *("interface", "resource", "dataStore", "partnerEntity", "partnerRole"),
        *("category", "extension", "correlationProperty", "BPMNDiagram"),
    }
)
"""What stands around processes, and is read or only named by them."""
_PROGRAM = frozenset({"extensionElements", "script"})
"""What is written for the programs that run a process."""
_MUTE = frozenset({"textAnnotation", "association", "group"})
"""What is only drawn."""


def recognizes(incoming: Incoming) -> bool:
    """Tell, without an error, whether a file seems to be BPMN 2.0."""
    head = incoming.data[:65_536]
    return BPMN.encode() in head or BPMN.encode("utf-16-le") in head


def read_parts(incoming: Incoming) -> FileParts:
    """Read a file.

    Raises:
        NotationError: It is no XML, no BPMN, or no process in it has anything to do.
        MissingExtraError: lxml is not installed.
    """
    root = read_xml(incoming)
    if local_name(root) != "definitions":
        raise NotationError("not-bpmn", incoming.name, root.sourceline or 1)
    parts = _Reader(incoming, root).parts()
    if not any(_has_work(scope) for scope in parts.scopes):
        raise NotationError("no-states", incoming.name, root.sourceline or 1)
    return parts


def _has_work(scope: ScopeRead) -> bool:
    return any(n.is_task or n.inside or n.after for n in scope.nodes.values())


def _is_work(node: ElementRead) -> bool:
    return node.kind in TASKS | SUB_PROCESSES


class _Reader:
    def __init__(self, incoming: Incoming, root: Element) -> None:
        self.incoming, self.root = incoming, root
        self.space = namespace(root)
        self.found = FileParts(name=root.get("name") or "")
        self.named: dict[str, str] = {}
        self.lane_of: dict[str, str] = {}
        self.met: set[str] = set()
        self.working: set[str] = set()
        self.stands_for: dict[str, str] = {}
        for each in root.iter():
            own = each.get("id") if local_name(each) else None
            if own:
                self.named.setdefault(own, each.get("name") or "")

    def parts(self) -> FileParts:
        self.pools: dict[str, str] = {}
        for each in self.root.iter():
            self._around(each, local_name(each))
        self._unread(self.root, _AROUND)
        for each in self.root:
            if local_name(each) == "collaboration":
                self._unread(each, _AROUND)
            elif self._name(each) == "process":
                scope = self._scope(each)
                scope.pool = self.pools.get(scope.id, "")
                if scope.nodes:
                    self.found.scopes.append(scope)
        for each in self.root.iter():
            self._unused(each, local_name(each), each.get("id") or "")
        return self.found

    def _unused(self, element: Element, name: str, own: str) -> None:
        """Note a lane in which nobody acts, and a document that no task speaks of."""
        if not element.get("name"):
            return
        if name == "lane" and own not in self.working:
            self._skip(element, "no-task")
        elif name in _PAPERS and own not in self.working:
            self._skip(element, "never-made")

    def _around(self, element: Element, name: str) -> None:
        """Read a pool, a lane, a message flow or a document."""
        own = element.get("id") or ""
        if name == "participant":
            self.found.pools[own] = element.get("name") or ""
            self.found.pool_lines[own] = element.sourceline or 0
            if process := _bare(element.get("processRef")):
                self.pools[process] = own
        elif name == "lane":
            self._lane(element)
        elif name == "message" and element.get("name"):
            letter = " ".join((element.get("name") or "").split())
            self.found.letters.setdefault(letter, element.sourceline or 0)
        elif name == "messageFlow":
            ends = _bare(element.get("sourceRef")), _bare(element.get("targetRef"))
            self.found.messages.append((*ends, element.sourceline or 0))
        elif name in _PAPERS:
            meant = _bare(element.get("dataObjectRef"))
            self.stands_for[own] = meant
            self.found.papers[own] = element.get("name") or self.named.get(meant, "")

    def _lane(self, element: Element) -> None:
        own = element.get("id") or ""
        self.found.lanes[own] = element.get("name") or ""
        # An inner lane comes later in the file and says more.
        for each in element:
            if local_name(each) == "flowNodeRef":
                self.lane_of[_bare((each.text or "").strip())] = own

    def _scope(self, element: Element) -> ScopeRead:
        own = element.get("id") or ""
        scope = ScopeRead(own, element.get("name") or "", element.sourceline or 1)
        scope.note = _note(element)
        flows = []
        for each in element:
            name = self._name(each)
            if name in _NODES:
                node = self._node(each, name)
                if node.id in self.met:
                    self._skip(each, "id-twice")
                    continue
                self.met.add(node.id)
                scope.nodes[node.id] = node
            elif name == "sequenceFlow":
                flows.append(each)
        self._unread(element)
        for node in list(scope.nodes.values()):
            host = scope.nodes.get(node.host)
            if node.kind == "boundaryEvent" and (host is None or not _is_work(host)):
                self.incoming.skip(node.line, said(node), "no-ends")
                del scope.nodes[node.id]
        for flow in flows:
            self._flow(flow, scope)
        put_in_gateways(scope, self.incoming)
        return scope

    def _name(self, element: Element) -> str:
        """Return the name of an element; empty if it is of another namespace."""
        is_own = namespace(element) in {self.space, DIAGRAM}
        return local_name(element) if is_own else ""

    def _unread(self, element: Element, known: Collection[str] = _INSIDE) -> None:
        """Note what stands in an element and has no meaning for a protocol."""
        for each in element:
            name = self._name(each)
            if name in known or not local_name(each):
                continue
            if name.endswith("LoopCharacteristics"):
                self._skip(each, "repeats")
            elif name in _PROGRAM:
                self._skip(each, "program")
            elif name in _MUTE:
                self._skip(each, "drawn")
            elif not name.endswith("Definition"):
                self._skip(each, "no-meaning")

    def _node(self, element: Element, kind: str) -> ElementRead:
        line = element.sourceline or 1
        own = element.get("id") or f"line {line}"
        name = " ".join((element.get("name") or "").split())
        node = ElementRead(
            own, kind, name, line, _note(element), self.lane_of.get(own, "")
        )
        if kind not in _ENDS:
            self.working.add(node.lane)
        node.host = _bare(element.get("attachedToRef"))
        node.default = _bare(element.get("default"))
        node.on_event = element.get("triggeredByEvent") == "true"
        stays = (element.get("cancelActivity"), element.get("isInterrupting"))
        node.interrupts = "false" not in stays
        self._trigger(element, node)
        if kind in TASKS:
            node.doers = tuple(self._doers(element))
            node.needs = tuple(_refs(element, "dataInputAssociation", "sourceRef"))
            node.produces = tuple(_refs(element, "dataOutputAssociation", "targetRef"))
            for paper in (*node.needs, *node.produces):
                self.working |= {paper, self.stands_for.get(paper, paper)}
            if element.get("calledElement"):
                self._skip(element, "called")
        if kind in SUB_PROCESSES:
            inside = self._scope(element)
            node.inside = inside if inside.nodes else None
        else:
            self._unread(element)
        return node

    def _trigger(self, element: Element, node: ElementRead) -> None:
        for each in element:
            name = local_name(each)
            if not name.endswith("EventDefinition"):
                continue
            if node.trigger:
                self._skip(each, "no-meaning")
                continue
            node.trigger = name.removesuffix("EventDefinition")
            refs = (
                each.get(f"{kind}Ref") for kind in ("escalation", "error", "signal")
            )
            node.ref = next((_bare(ref) for ref in refs if ref), "")
            for inner in each:
                if local_name(inner).startswith("time"):
                    node.timer = " ".join("".join(inner.itertext()).split())

    def _doers(self, element: Element) -> Iterator[str]:
        """Yield the names of who may do a task, as far as it has names."""
        for each in element:
            if local_name(each) in {"potentialOwner", "performer", "humanPerformer"}:
                for inner in each:
                    ref = _bare((inner.text or "").strip())
                    if local_name(inner) == "resourceRef" and self.named.get(ref):
                        yield self.named[ref]
        for key, value in element.attrib.items():
            if key.endswith("}candidateGroups") and "{" not in value:
                yield from filter(None, (part.strip() for part in value.split(",")))

    def _flow(self, element: Element, scope: ScopeRead) -> None:
        source = scope.nodes.get(_bare(element.get("sourceRef")))
        target = scope.nodes.get(_bare(element.get("targetRef")))
        if source is None or target is None:
            self._skip(element, "no-ends")
            return
        condition = next(
            (
                " ".join("".join(each.itertext()).split())
                for each in element
                if local_name(each) == "conditionExpression"
            ),
            "",
        )
        own, line = element.get("id") or "", element.sourceline or 1
        name = " ".join((element.get("name") or "").split())
        source.after.append(FlowOut(own, target.id, name, condition, line))
        target.before.append(source.id)

    def _skip(self, element: Element, why: str) -> None:
        name = element.get("name")
        what = f"<{local_name(element)}>{f' «{name}»' if name else ''}"
        self.incoming.skip(element.sourceline or 0, what, why)


def _bare(name: str | None) -> str:
    """Return a reference without its prefix: they are names with a namespace."""
    return (name or "").rpartition(":")[2]


def _note(element: Element) -> str:
    found = (each for each in element if local_name(each) == "documentation")
    return "\n".join(filter(None, ("".join(each.itertext()).strip() for each in found)))


def _refs(element: Element, kind: str, end: str) -> Iterator[str]:
    for each in element:
        if local_name(each) == kind:
            for inner in each:
                if local_name(inner) == end:
                    yield _bare((inner.text or "").strip())
