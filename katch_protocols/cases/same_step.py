"""The step of another version of a protocol that does what was done, if it has one."""

from collections.abc import Mapping
from typing import Any

from katch_protocols.cases.attested import decided_again
from katch_protocols.cases.authorize import Denial, authorize
from katch_protocols.cases.compiled_case import CompiledStep
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.request import Request
from katch_protocols.cases.state import CaseState, Decision, Doer
from katch_protocols.errors import KatchError
from katch_protocols.semantics.table import Table

__all__ = ["is_image", "same_step"]


def same_step(
    state: CaseState, event: CaseEvent, plain: Mapping[str, Any], image: int
) -> tuple[CompiledStep, Doer | None] | None:
    """Return the step that a case takes with an event, and who counts as its doer.

    ``plain`` is the event in the names of this version; the step leads to ``image``.
    ``None`` where there is none, or it would be refused.
    """
    try:
        found = _decided(state, event, plain)
    except (KatchError, KeyError, TypeError, ValueError):
        return None
    step = found.row if isinstance(found, Decision) else found
    if step is None:
        return None
    after = state.word & step.keep | step.set
    if not is_image(state.compiled.table, after, image):
        return None
    return step, found.doer if isinstance(found, Decision) else None


def _decided(
    state: CaseState, event: CaseEvent, plain: Mapping[str, Any]
) -> Decision | CompiledStep | None:
    found: Decision | Denial
    if event.kind is EventKind.ACTIVITY:
        _, _, found = decided_again(state, plain, event.at)
    elif event.kind is EventKind.CLOCK:
        return _timed(state, plain["activity"], plain["from"])
    elif event.of is not None:
        waited = state.next_heard(event.at)
        return None if waited is None else waited[0]
    else:
        request = Request(
            plain["activity"], records=event.records, state=plain["from"], told=True
        )
        found = authorize(Offices(state, event.at), request)
    return found if isinstance(found, Decision) else None


def _timed(state: CaseState, activity: str, origin: str) -> CompiledStep | None:
    compiled, word = state.compiled, state.word
    for step in compiled.ticks:
        named = step.row.activity, compiled.chart.nodes[step.row.node].name
        if word & step.mask == step.match and named == (activity, origin):
            return step
    return None


def is_image(table: Table, word: int, image: int) -> bool:
    """Tell whether a word is an image, but for what may be taken up again."""
    active = {0, *table.active(image)}
    loose = sum(
        table.fields[table.layout.regions[region]].mask
        for region in table.layout.kept
        if region not in active
    )
    return not (word ^ image) & ~loose
