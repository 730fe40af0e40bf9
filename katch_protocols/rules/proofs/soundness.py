"""Cases that never end, or only badly for the child."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.charts.starts import START
from katch_protocols.findings import Severity
from katch_protocols.model.noun import Id
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.verdicts import Counterexample
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.semantics.case_step import BlockedActivity, blocks
from katch_protocols.semantics.table import Table
from katch_protocols.sentences.text import print_condition


class Trap(Struct, frozen=True):
    """A shortest case into a configuration from which no (good) end is reached."""

    protocol: Id
    chart: Chart
    table: Table
    code: str
    word: int

    def blocks(self) -> tuple[BlockedActivity, ...]:
        """Return the activities there that are not possible."""
        return tuple(blocks(self.table, self.word))

    def place(self, block: BlockedActivity) -> int:
        """Return the position of a blocked activity among the chart's entries."""
        node, entries = self.chart.by_name[block.state], self.chart.entries
        return next(
            place
            for place, entry in enumerate(entries)
            if entry.activity == block.activity and entry.node == node
        )

    def ends(self) -> tuple[ChartNode, ...]:
        """Return the ends of the protocol."""
        nodes = (self.chart.nodes[child] for child in self.chart.root.children)
        return tuple(node for node in nodes if node.kind is NodeKind.FINAL)

    def resting(self) -> tuple[ChartNode, ...]:
        """Return the innermost states in which the case stands.

        Where it has only been opened, that is the first state of the protocol.
        """
        nodes, first = self.table.chart.nodes, self.chart.root.initial
        active = self.table.active(self.word)
        if first is not None and any(nodes[index].name == START for index in active):
            return (nodes[first],)
        inner = (nodes[index] for index in active)
        return tuple(node for node in inner if not {*node.children} & {*active})


def _traps(context: Context) -> Iterator[Trap]:
    """Yield the trap of each protocol of which some case can never end."""
    for name, case in _broken(context):
        if case.reason.code != _ONLY_ADVERSE:
            yield from _trap(context, name, case)


def _bad_traps(context: Context) -> Iterator[Trap]:
    """Yield of each protocol the trap from which a case can only end badly."""
    for name, broken in _broken(context):
        case: Counterexample | None = broken
        if broken.reason.code != _ONLY_ADVERSE:
            # A proof tells of one trap, and first of one without any end.
            case = _bad_trap(context, name)
        if case is not None:
            yield from _trap(context, name, case)


_ONLY_ADVERSE = "only-adverse"


def _broken(context: Context) -> Iterator[tuple[Id, Counterexample]]:
    """Yield each protocol that is not sound, with the case that shows it."""
    for name, proofs in context.proofs.items():
        case = proofs[SOUNDNESS].counterexample
        if case is not None and not context.uses[name].hangs_on_answers:
            yield name, case


def _bad_trap(context: Context, name: Id) -> Counterexample | None:
    # Lazy: all that proves is loaded only where a check looks at cases.
    from katch_protocols.proofs.prove import Prover  # noqa: PLC0415

    world = world_of(context.sound[name], context.handbook, context.as_of)
    seen = context.reached[name].seen
    return Prover(world, MAX_CONFIGURATIONS, seen).sound().bad_trap


def _trap(context: Context, name: Id, case: Counterexample) -> Iterator[Trap]:
    """Yield where a case has come to, if its protocol is looked at."""
    table = context.reached[name].table
    if table is not None:
        word = case.words[-1] if case.words else table.initial
        yield Trap(name, context.sound[name], table, case.reason.code, word)


@rule("never-ending", Severity.ERROR)
def _never_ending(context: Context) -> Iterator[Spot]:
    """A case that can always go on and never reach an end."""
    for trap in _traps(context):
        # Where something blocks the way, or there is no end at all, other rules speak.
        if trap.code != "livelock" or trap.blocks() or not trap.ends():
            continue
        for node in trap.resting()[:1]:
            facts = {"state": node.name, "protocol": trap.protocol}
            yield Spot(node.path, facts)


@rule("no-way-to-end", Severity.ERROR)
def _no_way_to_end(context: Context) -> Iterator[Spot]:
    """An activity that waits for what some case can never have."""
    for trap in _traps(context):
        uses = context.uses[trap.protocol]
        for block in trap.blocks():
            entry = trap.chart.entries[trap.place(block)]
            # What is never possible in any case is a finding of its own.
            if not uses.may_happen(entry):
                continue
            facts = {
                "activity": block.activity,
                "state": block.state or trap.protocol,
                "condition": " and ".join(map(print_condition, block.lacks)),
                "protocol": trap.protocol,
            }
            yield Spot(entry.path, facts)


@rule("only-adverse-end", Severity.WARNING)
def _only_adverse_end(context: Context) -> Iterator[Spot]:
    """A state from which the case can only end badly for the child."""
    for trap in _bad_traps(context):
        # An end that does not say what it means is a finding of its own.
        if not all(end.outcome for end in trap.ends()):
            continue
        for node in trap.resting()[:1]:
            facts = {"state": node.name, "protocol": trap.protocol}
            yield Spot(node.path, facts)
