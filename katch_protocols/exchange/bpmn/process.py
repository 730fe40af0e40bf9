"""The parts of a BPMN process: what flows, in which lane, inside what.

See "Business Process Model and Notation 2.0.2" (OMG formal/2013-12-09), chapter 10. A
process knows nothing of protocols, of places on a page or of XML.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from katch_protocols.model.noun import Id

__all__ = [
    "DocumentShown",
    "Flow",
    "FlowNode",
    "Kind",
    "MessageFlow",
    "PoolLane",
    "Process",
    "Trigger",
]


class Kind(StrEnum):
    """What a node is; the value is its name in XML."""

    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"
    USER = "userTask"
    SEND = "sendTask"
    RECEIVE = "receiveTask"
    EXCLUSIVE = "exclusiveGateway"
    EVENT_BASED = "eventBasedGateway"
    PARALLEL = "parallelGateway"
    SUB_PROCESS = "subProcess"

    @property
    def is_task(self) -> bool:
        """Whether somebody does something."""
        return self in {Kind.USER, Kind.SEND, Kind.RECEIVE}

    @property
    def is_event(self) -> bool:
        """Whether it is drawn as a circle."""
        return self.value.endswith("Event")

    @property
    def is_gateway(self) -> bool:
        """Whether it is drawn as a diamond."""
        return self.value.endswith("Gateway")


class Trigger(StrEnum):
    """What an event waits for or throws; the value begins its name in XML."""

    TIMER = "timer"
    MESSAGE = "message"
    ESCALATION = "escalation"
    CONDITION = "conditional"


class FlowNode(Struct):
    """Something that flows lead to or from.

    Attributes:
        inside: The sub-process that it stands in; empty for the process itself.
        lane: The lane of whoever acts or holds the case.
        texts: The paragraphs of its documentation.
        duration: The span of a timer as ISO 8601 has it.
        signal: What an escalation is called; one name a target.
        host: The task or sub-process at whose edge an event stands.
        interrupts: Whether an event ends what it stands at, or what it is inside.
        on_event: Whether a sub-process begins by its own event, beside the others.
        doers: Who may do a task: ids of roles and agencies.
        needs: The documents that a task needs.
        produces: The documents that it makes.
        means: The full name of the activity or state that it stands for.
        message: What a task sends or receives is called; nothing where it does neither.
        partners: With whom outside it exchanges that; all others stand in the pool.
    """

    id: str
    kind: Kind
    name: str
    inside: str = ""
    lane: Id = ""
    trigger: Trigger | None = None
    texts: tuple[str, ...] = ()
    duration: str = ""
    signal: str = ""
    host: str = ""
    interrupts: bool = True
    on_event: bool = False
    doers: tuple[Id, ...] = ()
    needs: tuple[Id, ...] = ()
    produces: tuple[Id, ...] = ()
    means: str = ""
    message: str = ""
    partners: tuple[Id, ...] = ()


class Flow(Struct):
    """A sequence flow; ``condition`` is a text, ``is_default`` where no other holds."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    is_default: bool = False


class PoolLane(Struct, frozen=True):
    """A lane of the pool: an agency, or a role that several may hold."""

    id: Id
    name: str


class MessageFlow(Struct, frozen=True):
    """A message between a task and a pool that nobody looks into; ``is_sent`` from it.

    BPMN has none inside one pool.
    """

    task: str
    party: Id
    is_sent: bool

    @property
    def id(self) -> str:
        """Its name in the file."""
        return f"message-flow.{self.party}.{self.task}"


class DocumentShown(Struct, frozen=True):
    """A document that tasks need or make."""

    id: Id
    name: str


class Process(Struct):
    """A whole process: one pool with its lanes.

    ``outside`` are pools that nobody looks into: who is outside the jurisdiction and
    only gets or answers messages. ``differs`` has what runs otherwise than in the
    protocol: the places, by name.
    """

    id: str
    name: str
    texts: tuple[str, ...] = ()
    lanes: tuple[PoolLane, ...] = ()
    outside: tuple[PoolLane, ...] = ()
    parties: Mapping[Id, str] = field(default_factory=dict)
    papers: tuple[DocumentShown, ...] = ()
    nodes: dict[str, FlowNode] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    differs: dict[str, dict[str, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @property
    def messages(self) -> list[MessageFlow]:
        """What goes between tasks and those outside."""
        return [
            MessageFlow(node.id, party, node.kind is not Kind.RECEIVE)
            for node in self.nodes.values()
            for party in node.partners
        ]

    def within(self, inside: str) -> list[FlowNode]:
        """Return the nodes directly inside a sub-process, or the process itself."""
        return [node for node in self.nodes.values() if node.inside == inside]

    def depth(self, inside: str) -> int:
        """Return how many sub-processes are around what is inside one."""
        count = 0
        while inside:
            inside = self.nodes[inside].inside
            count += 1
        return count
