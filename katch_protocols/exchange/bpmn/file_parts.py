"""A BPMN file as plain parts: elements, flows, lanes and pools, each with its line."""

from msgspec import Struct, field

__all__ = [
    "SUB_PROCESSES",
    "TASKS",
    "ElementRead",
    "FileParts",
    "FlowOut",
    "ScopeRead",
    "said",
]

TASKS = frozenset(
    {
        *("task", "userTask", "manualTask", "sendTask", "receiveTask", "serviceTask"),
        *("scriptTask", "businessRuleTask", "callActivity"),
    }
)
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})


class ElementRead(Struct):
    """Something that flows lead to or from; ``kind`` is its name in XML.

    ``receiver`` is the name of who takes the case over with it, ``answered_within`` by
    when they answer.
    """

    id: str
    kind: str
    name: str
    line: int
    note: str = ""
    lane: str = ""
    trigger: str = ""
    ref: str = ""
    timer: str = ""
    host: str = ""
    interrupts: bool = True
    on_event: bool = False
    doers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()
    default: str = ""
    receiver: str = ""
    answered_within: str = ""
    after: list["FlowOut"] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    inside: "ScopeRead | None" = None

    @property
    def is_task(self) -> bool:
        """Whether somebody, or a program, does something."""
        return self.kind in TASKS or (
            self.kind in SUB_PROCESSES and self.inside is None
        )


class FlowOut(Struct, frozen=True):
    """A sequence flow, seen from where it begins."""

    id: str
    target: str
    name: str
    condition: str
    line: int


class ScopeRead(Struct):
    """A process or an expanded sub-process."""

    id: str
    name: str
    line: int
    note: str = ""
    pool: str = ""
    nodes: dict[str, ElementRead] = field(default_factory=dict)


class FileParts(Struct):
    """A whole file; ``messages`` are the message flows: from, to, line.

    ``letters`` are what messages are called, each with its line.
    """

    name: str = ""
    scopes: list[ScopeRead] = field(default_factory=list)
    lanes: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    messages: list[tuple[str, str, int]] = field(default_factory=list)
    letters: dict[str, int] = field(default_factory=dict)
    pools: dict[str, str] = field(default_factory=dict)
    pool_lines: dict[str, int] = field(default_factory=dict)


def said(node: ElementRead) -> str:
    """Return what an element is called where it was not read."""
    return f"<{node.kind}>{f' «{node.name}»' if node.name else ''}"
