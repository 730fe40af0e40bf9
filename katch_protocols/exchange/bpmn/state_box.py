"""A state to be, while a BPMN file is read."""

from collections.abc import Iterator

from msgspec import Struct, field

from katch_protocols.exchange.bpmn.file_parts import ElementRead
from katch_protocols.model.noun import Id

__all__ = ["Shape", "StateBox"]


class StateBox(Struct, eq=False):
    """A state to be: ``shape`` is what it is made of, ``name`` what a strand is called.

    A state that stands for an element is called after that.
    """

    id: Id
    path: str
    shape: str
    node: ElementRead | None = None
    above: "StateBox | None" = None
    children: dict[Id, "StateBox"] = field(default_factory=dict)
    initial: Id | None = None
    stop: str = ""
    name: str = ""

    @property
    def depth(self) -> int:
        """How many states are around it."""
        return self.path.count(".")

    def every(self) -> Iterator["StateBox"]:
        """Yield it and all inside."""
        waiting = [self]
        while waiting:
            box = waiting.pop()
            yield box
            waiting += box.children.values()


class Shape:
    """The words for what a state is made of."""

    ATOMIC, COMPOSITE, PARALLEL = "atomic", "composite", "parallel"
    STRAND, CHOICE, FINAL, TOP = "strand", "choice", "final", "top"
