"""Whether one case kept a sentence: the automaton that proves it reads the case."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from katch_protocols.charts.holders import Holders
from katch_protocols.evidence.indicators.history import CaseHistory
from katch_protocols.evidence.indicators.keeping import Keeping, moments_of
from katch_protocols.evidence.indicators.keeping_people import (
    by_whom,
    only_does,
    takes_part,
)
from katch_protocols.evidence.indicators.keeping_times import (
    after_then_within,
    at_least_after,
    at_least_every,
)
from katch_protocols.model.conditions import Condition
from katch_protocols.model.safeguards import (
    AfterThen,
    AtLeastAfter,
    AtLeastEvery,
    Different,
    EveryCaseHas,
    Informs,
    OnlyDoes,
    OnlyTo,
    RequiresThat,
    SafeguardRule,
    SamePerson,
    TakesPart,
)
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.automata.situation import letters_read, slot_events
from katch_protocols.proofs.kinds.patterns import PATTERNS, pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.case_step import end_cubes

__all__ = ["conditions_of", "is_of_a_case", "judge"]


_Judge = Callable[[Any, CaseHistory, datetime], Keeping]


def is_of_a_case(rule: SafeguardRule) -> bool:
    """Tell whether one case can keep or break a sentence."""
    return type(rule) in _OWN or type(rule) in _WATCHED


def conditions_of(rule: SafeguardRule) -> Iterator[Condition]:
    """Yield what a sentence asks of a case: a history must know all its names."""
    if rule.where is not None:
        yield rule.where
    if isinstance(rule, RequiresThat):
        yield rule.condition


def judge(rule: SafeguardRule, case: CaseHistory, until: datetime) -> Keeping:
    """Tell how a sentence stands in a case at an instant.

    A breach is one for good. What has not been broken is kept where the case has ended;
    while it runs, sentences that ask for something to come are open until it comes.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    return _OWN.get(type(rule), _watched)(rule, case, until)


def _watched(rule: SafeguardRule, case: CaseHistory, _: datetime) -> Keeping:
    """Let the automaton of the sentence read the case."""
    holders = Holders(case.compiled.handbook)
    found = pattern(rule, ProofSession(case.chart, holders))
    state = found.automaton.states[0]
    for step in range(-1, len(case.steps)):
        state = found.automaton.read(state, _letters(case, step, found.slots))
    if state == BROKEN:
        return Keeping.BROKEN
    if state not in found.automaton.owing:
        return Keeping.KEPT
    if not case.has_ended:
        return Keeping.OPEN
    ends = end_cubes(case.table, found.outcomes)
    is_owed = any(case.last_word & mask == match for mask, match in ends)
    return Keeping.BROKEN if is_owed else Keeping.KEPT


def _letters(case: CaseHistory, step: int, slots: tuple[Slot, ...]) -> list[str]:
    """Return what the automaton of a sentence reads in a step."""
    nodes = case.chart.nodes
    events = slot_events(slots, lambda slot: case.places(slot.event, step))
    return letters_read(
        slots,
        events,
        lambda place: case.view(step, place),
        lambda node: case.view(step, 0).active(nodes[node].name),
    )


def _after_then(rule: AfterThen, case: CaseHistory, until: datetime) -> Keeping:
    if rule.within is None:
        return _watched(rule, case, until)
    return after_then_within(rule, rule.within, case, until)


def _every_case_has(rule: EveryCaseHas, case: CaseHistory, until: datetime) -> Keeping:
    """A case that has A keeps it already, whatever its end."""
    if not case.has_ended and any(moments_of(case, rule.event, rule.where)):
        return Keeping.KEPT
    return _watched(rule, case, until)


_OWN: Mapping[type[SafeguardRule], _Judge] = {
    AfterThen: _after_then,
    AtLeastAfter: at_least_after,
    AtLeastEvery: at_least_every,
    Different: by_whom,
    EveryCaseHas: _every_case_has,
    OnlyDoes: only_does,
    SamePerson: by_whom,
    TakesPart: takes_part,
}
"""Sentences that ask about time or about who acted."""

_WATCHED = frozenset(PATTERNS) - {Informs, OnlyTo}
"""Sentences that an automaton reads; what a text tells or sends is no case's matter."""
