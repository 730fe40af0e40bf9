"""The automaton of each kind of safeguard whose breach is seen in one case."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from katch_protocols.model.safeguards import (
    AfterNever,
    AfterThen,
    AtMost,
    BetweenNever,
    EveryCaseHas,
    Excludes,
    Never,
    OnlyDoes,
    OnlyTo,
    Requires,
    RequiresThat,
    SafeguardRule,
    TakesPart,
    WhileNever,
)
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.party_patterns import only_does, only_to, takes_part
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader, automaton
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.events import (
    ChartEvent,
    find_event,
    find_state,
    found_in,
)

__all__ = [
    "PATTERNS",
    "after_never",
    "after_then",
    "at_most",
    "between_never",
    "every_case_has",
    "excludes",
    "never",
    "pattern",
    "requires",
    "requires_that",
    "while_never",
]


def never(rule: Never, reader: SlotReader) -> Pattern:
    """Return the pattern of ``never A``."""
    moves = {("open", "a"): BROKEN}
    return Pattern(automaton(moves), (reader.first(rule.event),), None)


def requires(rule: Requires, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A requires B``."""
    moves = {("missing", "a"): BROKEN, ("missing", "b"): "done"}
    if rule.each_time:
        moves["done", "a"] = "missing"
    slots = (reader.first(rule.event), reader.slot(rule.earlier, "b"))
    return Pattern(automaton(moves), slots, "a")


def requires_that(rule: RequiresThat, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A requires that CONDITION``."""
    event = find_event(reader.chart, rule.event)
    condition = found_in(reader.chart, rule.condition)
    wrong = Slot("x", event, where=reader.where, unless=condition)
    slots = (wrong, reader.first(rule.event))
    return Pattern(automaton({("open", "x"): BROKEN}), slots, "a")


def every_case_has(rule: EveryCaseHas, reader: SlotReader) -> Pattern:
    """Return the pattern of ``every case has A``."""
    outcomes = frozenset(Outcome if rule.any_end else [Outcome.PROTECTED])
    moves = {("missing", "a"): "done"}
    slots = (reader.first(rule.event),)
    return Pattern(automaton(moves, owing=["missing"]), slots, None, outcomes)


def after_then(rule: AfterThen, reader: SlotReader) -> Pattern:
    """Return the pattern of ``after A then B``."""
    moves = {("quiet", "a"): "owed", ("owed", "b"): "quiet"}
    slots = (reader.slot(rule.later, "b"), reader.first(rule.event))
    return Pattern(automaton(moves, owing=["owed"]), slots, "a")


def after_never(rule: AfterNever, reader: SlotReader) -> Pattern:
    """Return the pattern of ``after A never C``."""
    moves = {("before", "a"): "after", ("after", "c"): BROKEN}
    slots = (reader.slot(rule.forbidden, "c"), reader.first(rule.event))
    return Pattern(automaton(moves), slots, "a")


def between_never(rule: BetweenNever, reader: SlotReader) -> Pattern:
    """Return the pattern of ``between A and B never C``."""
    moves = {
        ("outside", "a"): "inside",
        ("inside", "b"): "outside",
        ("inside", "c"): BROKEN,
    }
    slots = (
        reader.slot(rule.end, "b"),
        reader.slot(rule.forbidden, "c"),
        reader.first(rule.event),
    )
    return Pattern(automaton(moves), slots, "a")


def while_never(rule: WhileNever, reader: SlotReader) -> Pattern:
    """Return the pattern of ``while S never C``."""
    forbidden = find_event(reader.chart, rule.forbidden)
    state = find_state(reader.chart, rule.event)
    inside = Slot("c", forbidden, where=reader.where, within=state)
    entered = Slot("a", ChartEvent.entering(rule.event, state))
    return Pattern(automaton({("open", "c"): BROKEN}), (inside, entered), "a")


def at_most(rule: AtMost, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A at most N times``."""
    counts = [*(f"{count} times" for count in range(rule.times + 1)), BROKEN]
    moves = {(state, "a"): after for state, after in pairwise(counts)}
    return Pattern(automaton(moves), (reader.first(rule.event),), "a")


def excludes(rule: Excludes, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A excludes B``."""
    moves = {
        ("none", "a"): "first",
        ("none", "b"): "second",
        ("first", "b"): BROKEN,
        ("second", "a"): BROKEN,
    }
    slots = (reader.first(rule.event), reader.slot(rule.other, "b"))
    return Pattern(automaton(moves), slots, "a")


PATTERNS: Mapping[type[SafeguardRule], Callable[[Any, SlotReader], Pattern]] = {
    AfterNever: after_never,
    AfterThen: after_then,
    AtMost: at_most,
    BetweenNever: between_never,
    EveryCaseHas: every_case_has,
    Excludes: excludes,
    Never: never,
    OnlyDoes: only_does,
    OnlyTo: only_to,
    TakesPart: takes_part,
    Requires: requires,
    RequiresThat: requires_that,
    WhileNever: while_never,
}
"""The kinds whose breach is seen in one case, without a clock."""


def pattern(rule: SafeguardRule, study: ProofSession) -> Pattern:
    """Return the pattern of a sentence; names are found in the study's chart.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    reader = SlotReader(rule, study)
    found = PATTERNS[type(rule)](rule, reader)
    watcher = reader.watcher(found.automaton, found.slots)
    return replace(found, automaton=watcher.automaton, slots=watcher.slots)
