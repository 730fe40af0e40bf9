"""Which automaton watches which sentence."""

from collections.abc import Callable
from typing import Any

from katch_protocols.charts.chart import Chart
from katch_protocols.model.safeguards.after_never import AfterNever
from katch_protocols.model.safeguards.after_then import AfterThen
from katch_protocols.model.safeguards.at_most import AtMost
from katch_protocols.model.safeguards.between_never import BetweenNever
from katch_protocols.model.safeguards.every_case_has import EveryCaseHas
from katch_protocols.model.safeguards.excludes import Excludes
from katch_protocols.model.safeguards.never import Never
from katch_protocols.model.safeguards.requires import Requires
from katch_protocols.model.safeguards.requires_that import RequiresThat
from katch_protocols.model.safeguards.while_never import WhileNever
from katch_protocols.proofs.events import find_event
from katch_protocols.proofs.kinds.after_never import after_never
from katch_protocols.proofs.kinds.after_then import after_then
from katch_protocols.proofs.kinds.at_most import at_most
from katch_protocols.proofs.kinds.between_never import between_never
from katch_protocols.proofs.kinds.every_case_has import every_case_has
from katch_protocols.proofs.kinds.excludes import excludes
from katch_protocols.proofs.kinds.never import never
from katch_protocols.proofs.kinds.pattern import Pattern, Reader
from katch_protocols.proofs.kinds.requires import requires
from katch_protocols.proofs.kinds.requires_that import requires_that
from katch_protocols.proofs.kinds.while_never import while_never
from katch_protocols.proofs.watching import BROKEN, Automaton, Slot

__all__ = ["Watchable", "pattern"]

Watchable = (
    AfterNever
    | AfterThen
    | AtMost
    | BetweenNever
    | EveryCaseHas
    | Excludes
    | Never
    | Requires
    | RequiresThat
    | WhileNever
)
"""The sentences whose breach is seen in one case, without a clock."""

OFF = "off"
"""The automaton's state once the documented exception (``unless B``) happened."""

_KINDS: dict[type, Callable[[Any, Reader], Pattern]] = {
    AfterNever: after_never,
    AfterThen: after_then,
    AtMost: at_most,
    BetweenNever: between_never,
    EveryCaseHas: every_case_has,
    Excludes: excludes,
    Never: never,
    Requires: requires,
    RequiresThat: requires_that,
    WhileNever: while_never,
}


def pattern(rule: Watchable, chart: Chart) -> Pattern:
    """Return the pattern of a sentence; names are found in ``chart``.

    Raises:
        UndefinedError: A name of the sentence means nothing in the chart.
    """
    found = _KINDS[type(rule)](rule, Reader(rule, chart))
    if rule.unless is None:
        return found
    off = Slot("off", find_event(chart, rule.unless), first=True)
    states = found.automaton.states
    moves = {
        **found.automaton.moves,
        **{(state, "off"): OFF for state in states if state != BROKEN},
    }
    automaton = Automaton((*states, OFF), moves, found.automaton.owing)
    return Pattern(automaton, (off, *found.slots), found.trigger, found.outcomes)
