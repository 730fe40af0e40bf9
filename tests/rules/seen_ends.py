"""How the cases of a handbook begin and end, as the second interpreter sees it."""

from collections.abc import Collection, Iterator

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.states import GOOD_ENDS, Outcome, StateKind
from tests.interpreter import Configuration
from tests.interpreter_nodes import Node
from tests.rules.seen_cases import Steps
from tests.rules.seen_steps import Place, StepUse, StepWatcher, lent_by

__all__ = ["ending_badly", "opening_at_start"]

GOOD = GOOD_ENDS | {Outcome.TRANSFERRED, Outcome.NOT_APPLICABLE}


def opening_at_start(handbook: Handbook, uses: dict[str, list[StepUse]]) -> set[Place]:
    """Return the ends that open a case and are entered before anybody acts."""
    lent = lent_by(handbook)
    return {
        (home, end.path)
        for home, every in uses.items()
        for end in _ends(every[0].watcher)
        if end.path not in lent
        and end.path in every[0].watcher.begun
        and _opens(every[0].watcher, end)
    }


def _opens(watcher: StepWatcher, end: Node) -> bool:
    """Tell whether an end opens a case; what runs beside it is that case already."""
    nouns = [node.noun for node in watcher.nodes if node.noun is not None]
    beside = {noun.runs for noun in nouns if noun.runs}
    opens = end.noun.opens if end.noun is not None else ()
    return any(each.region is not None or each.protocol not in beside for each in opens)


def ending_badly(use: StepUse) -> set[str] | None:
    """Return where a case may first stand that can only end badly.

    None does where there is no such case. Where a case may also never end, that is told
    instead. The first are those after the fewest steps.
    """
    steps, watcher = use.steps, use.watcher
    complete = {now for now in steps if watcher.complete(now)}
    good = {
        end.path
        for end in _ends(watcher)
        if end.noun is not None and end.noun.outcome in GOOD
    }
    ending = _before(steps, complete)
    well = _before(steps, {now for now in complete if good & now.active})
    bad = ending - well - complete - _before(steps, {*steps} - ending)
    if not bad:
        return None
    layer, met = {*watcher.starts}, {*watcher.starts}
    while not layer & bad:
        layer = {after for now in layer for _, after in steps[now]} - met
        met |= layer
    return {path for now in layer & bad for path in _innermost(now)}


def _ends(watcher: StepWatcher) -> Iterator[Node]:
    for node in watcher.tree.top.children.values():
        if node.kind is StateKind.FINAL:
            yield node


def _before(steps: Steps, ends: Collection[Configuration]) -> set[Configuration]:
    """Return from where some of these is reached, itself among them."""
    coming: dict[Configuration, list[Configuration]] = {}
    for now, moves in steps.items():
        for _, after in moves:
            coming.setdefault(after, []).append(now)
    found, waiting = {*ends}, [*ends]
    while waiting:
        some = [each for each in coming.get(waiting.pop(), ()) if each not in found]
        found |= {*some}
        waiting += some
    return found


def _innermost(now: Configuration) -> Iterator[str]:
    for path in now.active:
        if not any(other.startswith(f"{path}.") for other in now.active):
            yield path
