"""A step of no table: it was taken under another version, and leads where it led."""

from collections.abc import Sequence

from katch_protocols.cases.compile_case import compiled_row
from katch_protocols.cases.compiled_case import CompiledEntry, CompiledRow
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.separation import doer_of, sitting
from katch_protocols.cases.state import CaseState, Doer
from katch_protocols.semantics.table import Row

__all__ = ["strange_doer", "strange_step"]


def strange_step(
    state: CaseState, name: str, row: Row, nodes: Sequence[Sequence[int]], image: int
) -> CompiledRow:
    """Return a step called ``name`` that leads to an image, whatever was before.

    ``row`` is the step of the other version; ``nodes`` are in this one: where it was
    declared, what it enters, what it takes up again.
    """
    compiled = state.compiled
    origin, entered, resumed = nodes
    node = origin[0] if origin else 0
    told = Row(
        name,
        mask=0,
        match=0,
        clear=(1 << compiled.table.layout.width) - 1,
        set=image,
        node=node,
        entry=row.entry,
        timer=None,
        records=row.records,
        entered=tuple(entered),
        resumed=tuple(resumed),
    )
    entry = CompiledEntry(
        row.entry,  # type: ignore[arg-type] # a step of the clock has none
        compiled.chart.nodes[node].name,
        roles=(),
        panels={},
        partners=(),
        qualified=frozenset(),
        facts=(),
        reasons=(),
        is_signal=False,
        awaits=False,
    )
    return compiled_row(compiled, told, entry)


def strange_doer(state: CaseState, event: CaseEvent) -> Doer | None:
    """Return who counts as the doer of such a step, as its event has it."""
    if event.kind is not EventKind.ACTIVITY or event.by is None:
        return None
    lent = [
        each
        for each in state.grants
        if event.on_behalf_of is not None
        and (each.role, each.principal) == (event.role, event.on_behalf_of)
    ]
    doer = doer_of(event.by, event.agency, lent[-1] if lent else None)
    panel = state.compiled.chart.panels.get(event.role or "")
    if panel is None:
        return doer
    seats = [each for each in event.together_with if each[0] in panel.others]
    return sitting(doer, panel, event.agency, seats)
