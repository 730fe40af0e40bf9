"""Where the flows of a BPMN file that part meet again."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from katch_protocols.budget import look
from katch_protocols.exchange.bpmn.file_parts import ElementRead

__all__ = ["SplitJoins"]


class SplitJoins:
    """The parallel gateways at which splits join; ``nodes`` are the elements by id.

    All flows are followed at most twice for each parallel gateway.
    """

    def __init__(self, nodes: Mapping[str, ElementRead]) -> None:
        self.nodes = nodes
        self.bits = {name: at for at, name in enumerate(nodes)}
        self.known: dict[str, int] = {}

    def join(self, split: ElementRead) -> str:
        """Return the gateway at which all flows of a split meet first; empty if none.

        Raises:
            BudgetError: The command has spent its time.
        """
        targets = 0
        for arrow in split.after:
            targets |= 1 << self.bits[arrow.target]
        for name in self._from(split.after[0].target, self._following):
            found = self.nodes[name]
            joins = found.kind == "parallelGateway" and len(found.before) > 1
            if joins and name != split.id and not targets & ~self._behind(name):
                return name
        return ""

    def _behind(self, name: str) -> int:
        """Return the elements from which flows lead to one, a bit each."""
        found = self.known.get(name)
        if found is None:
            bits = bytearray(len(self.bits) // 8 + 1)
            for each in self._from(name, lambda at: self.nodes[at].before):
                bit = self.bits[each]
                bits[bit // 8] |= 1 << bit % 8
            self.known[name] = found = int.from_bytes(bits, "little")
        return found

    def _following(self, name: str) -> Iterator[str]:
        return (arrow.target for arrow in self.nodes[name].after)

    @staticmethod
    def _from(start: str, following: Callable[[str], Iterable[str]]) -> Iterator[str]:
        """Yield an element and what follows on it, the nearest first."""
        look()
        queue, seen = deque([start]), {start}
        while queue:
            name = queue.popleft()
            yield name
            for each in following(name):
                if each not in seen:
                    seen.add(each)
                    queue.append(each)
