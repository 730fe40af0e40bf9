"""What other machines of ``transitions`` let one do, and a protocol's does not."""

from typing import Any, NoReturn

from transitions.extensions.nesting import HierarchicalMachine

from katch_protocols.errors import NotOfferedError

__all__ = ["ClosedMachine"]


class ClosedMachine(HierarchicalMachine):
    """A machine that is whole once it is built, and refuses in a sentence."""

    is_closed = False

    def get_graph(self, *_: object, **__: object) -> NoReturn:
        """Refuse: ``to_graph`` gives the graph, ``draw`` the picture."""
        raise NotOfferedError("get_graph", "graph")

    # The signatures are not the library's: nothing that is given is looked at.
    def add_transition(self, *_: object, **__: object) -> NoReturn:
        """Refuse: a protocol has the activities of its file and no other."""
        raise NotOfferedError("add_transition", "file")

    def add_ordered_transitions(self, *_: object, **__: object) -> NoReturn:
        """Refuse, as ``add_transition``."""
        raise NotOfferedError("add_ordered_transitions", "file")

    def remove_transition(self, *_: object, **__: object) -> NoReturn:
        """Refuse, as ``add_transition``."""
        raise NotOfferedError("remove_transition", "file")

    def add_states(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - the library's
        """Refuse, once the machine is built."""
        if self.is_closed:
            raise NotOfferedError("add_states", "file")
        super().add_states(*given, **named)
