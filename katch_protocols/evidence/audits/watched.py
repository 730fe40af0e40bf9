"""The sentences that bind a protocol and can be seen broken in one case.

Each is its own small automaton, that of its proof.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.holders import Holders
from katch_protocols.evidence.audits.changing import asks_for_change
from katch_protocols.evidence.logs.events import micros
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AfterThen,
    AtLeastEvery,
    BetweenNever,
    EveryCaseHas,
    OnlyDoes,
    Requires,
    RequiresSince,
    Safeguard,
    SafeguardRule,
    TakesPart,
)
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import Automaton
from katch_protocols.proofs.kinds.pattern import SlotReader, automaton, recurring
from katch_protocols.proofs.kinds.patterns import PATTERNS, pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.events import UndefinedError, find_event
from katch_protocols.sentences.mentions import names_in

__all__ = ["Watched", "changeable", "heeded", "unheard", "watched"]


class Watched(Struct, frozen=True):
    """A sentence that can be seen broken in one case.

    ``limit``: how long it may be in a state of ``owing``; ``renewing`` are the letters
    with which that time begins anew. ``waived`` is until when it is set aside, in
    microseconds. ``outcomes`` are the ends at which it must owe nothing.
    """

    safeguard: Safeguard
    automaton: Automaton
    slots: tuple[Slot, ...]
    outcomes: frozenset[Outcome]
    limit: Duration | None = None
    renewing: frozenset[str] = frozenset()
    waived: int | None = None


def watched(compiled: CompiledCase) -> tuple[Watched, ...]:
    """Return the sentences that bind a protocol and can be seen broken in one case.

    Those about who acts are asked of each step, as a live case asks them; that
    something is always possible, or independent, no single case can show.
    """
    chart, handbook = compiled.chart, compiled.handbook
    study = ProofSession(chart, Holders(handbook))
    waivers = compiled.protocol.waivers
    found = []
    for name, safeguard in binding_safeguards(chart, handbook).items():
        if isinstance(safeguard.rule, OnlyDoes | TakesPart):
            continue
        try:
            made = _watched(safeguard, study)
        except UndefinedError:
            # The sentence names what the protocol does not have; a rule reports it.
            continue
        if made is None:
            continue
        if name in waivers:
            over = compiled.clocks.calendar.midnight_after(waivers[name].until)
            made = replace(made, waived=micros(over))
        found.append(made)
    return tuple(found)


def _watched(safeguard: Safeguard, study: ProofSession) -> Watched | None:
    rule = safeguard.rule
    if isinstance(rule, AtLeastEvery):
        reader = SlotReader(rule, study)
        slots, moves = recurring(rule, reader)
        watcher = reader.watcher(automaton(moves, owing=["owed"]), slots)
        return Watched(
            safeguard,
            watcher.automaton,
            watcher.slots,
            frozenset(),
            rule.period,
            frozenset({"c"}),
        )
    if type(rule) not in PATTERNS:
        return None
    made = pattern(rule, study)
    limit = rule.within if isinstance(rule, AfterThen) else None
    return Watched(safeguard, made.automaton, made.slots, made.outcomes, limit)


def unheard(
    compiled: CompiledCase, sentences: Sequence[Watched], not_logged: AbstractSet[str]
) -> frozenset[Id]:
    """Return the sentences that a log without some activities cannot show broken.

    What keeps them is one of those, or a state to which one of those leads: that it is
    not in the log says nothing. Or they ask for what one of those may have changed.
    """
    rows = [row for row in compiled.table.rows if row.activity in not_logged]
    nodes = {node for row in rows for node in row.entered}
    silent, found = frozenset(not_logged), set()
    for each in sentences if not_logged else ():
        rule = each.safeguard.rule
        events = [find_event(compiled.chart, name) for name in _keeping(rule)]
        is_kept = any(e.activities & not_logged or e.nodes & nodes for e in events)
        if is_kept or asks_for_change(rule, compiled, silent):
            found.add(each.safeguard.id)
    return frozenset(found)


def heeded(compiled: CompiledCase, each: Watched, activities: AbstractSet[str]) -> bool:
    """Tell whether a sentence reads some activities, or a state that they enter."""
    rows = [row for row in compiled.table.rows if row.activity in activities]
    nodes = {node for row in rows for node in (*row.entered, *row.resumed)}
    return any(
        slot.event.activities & activities
        or slot.event.nodes & nodes
        or not (slot.event.activities or slot.event.nodes)
        for slot in each.slots
    )


def changeable(
    compiled: CompiledCase, each: Watched, activities: frozenset[str]
) -> bool:
    """Tell whether a sentence asks for what some activities may have changed."""
    return asks_for_change(each.safeguard.rule, compiled, activities)


def _keeping(rule: SafeguardRule) -> Iterator[str]:
    """Yield the events that keep a sentence, or set it aside, where they happened."""
    match rule:
        case Requires() | RequiresSince():
            yield rule.earlier
        case EveryCaseHas():
            yield rule.event
        case AfterThen():
            yield rule.later
        case AtLeastEvery():
            yield from (rule.recurring, rule.end)
        case BetweenNever():
            yield rule.end
        case _:
            pass
    yield from rule.unless
    yield from (n.name for n in names_in(rule) if n.kind is NameKind.ACTIVITY)
