"""The cases that soundness fears: where they stand, and what blocks them."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart, Node, NodeKind
from katch_protocols.model.noun import Id
from katch_protocols.proofs.prove import SOUNDNESS
from katch_protocols.rules.context import Context
from katch_protocols.semantics.blocking import Block, blocks
from katch_protocols.semantics.table import Table

__all__ = ["Trap", "traps"]


@dataclass(frozen=True, slots=True)
class Trap:
    """A shortest case into a configuration from which no (good) end is reached."""

    protocol: Id
    chart: Chart
    table: Table
    code: str
    word: int

    def blocks(self) -> tuple[Block, ...]:
        """Return the activities there that are not possible."""
        return tuple(blocks(self.table, self.word))

    def place(self, block: Block) -> int:
        """Return the position of a blocked activity among the chart's entries."""
        node, entries = self.chart.by_name[block.state], self.chart.entries
        return next(
            place
            for place, entry in enumerate(entries)
            if entry.activity == block.activity and entry.node == node
        )

    def ends(self) -> tuple[Node, ...]:
        """Return the ends of the protocol."""
        nodes = (self.chart.nodes[child] for child in self.chart.root.children)
        return tuple(node for node in nodes if node.kind is NodeKind.FINAL)

    def resting(self) -> tuple[Node, ...]:
        """Return the innermost states in which the case stands."""
        active = self.table.active(self.word)
        nodes = (self.chart.nodes[index] for index in active)
        return tuple(node for node in nodes if not {*node.children} & {*active})


def traps(context: Context, *codes: str) -> Iterator[Trap]:
    """Yield the trap of each protocol that is not sound, if it is of these kinds."""
    for name, proofs in context.proofs.items():
        case = proofs[SOUNDNESS].counterexample
        table = context.reached[name].table
        if case is None or table is None or case.reason.code not in codes:
            continue
        word = case.words[-1] if case.words else table.initial
        yield Trap(name, context.sound[name], table, case.reason.code, word)
