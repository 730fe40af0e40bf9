"""The automaton of each kind of safeguard whose breach is seen in one case."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from msgspec.structs import replace

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AfterNever,
    AfterThen,
    AtMost,
    BetweenNever,
    EveryCaseHas,
    Excludes,
    Informs,
    Never,
    OnlyDoes,
    OnlyTo,
    Requires,
    RequiresSince,
    RequiresThat,
    SafeguardRule,
    TakesPart,
    WhileNever,
)
from katch_protocols.model.states import GOOD_ENDS, Outcome
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.informing import informs
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader, automaton
from katch_protocols.proofs.kinds.people import require
from katch_protocols.proofs.kinds.taking_part import takes_part
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import (
    ChartEvent,
    EntryFilter,
    UndefinedError,
    find_doing,
    find_event,
    find_state,
    found_in,
)
from katch_protocols.sentences.nearness import nearest

__all__ = [
    "PATTERNS",
    "after_never",
    "after_then",
    "at_most",
    "between_never",
    "every_case_has",
    "excludes",
    "made_pattern",
    "never",
    "only_does",
    "only_to",
    "pattern",
    "requires",
    "requires_that",
    "while_never",
]


def only_does(rule: OnlyDoes, reader: SlotReader) -> Pattern:
    """Return the pattern of ``only X / Y does A``."""
    holders = reader.study.holders
    for actor in rule.actors:
        require(actor, holders.handbook)
    event = reader.first(find_doing(reader.chart, rule.event))

    def is_open(entry: Entry) -> bool:
        return any(_other_doers(rule.actors, entry, holders))

    def explain(entry: Entry) -> Reason:
        role, agency, place = next(_other_doers(rule.actors, entry, holders))
        facts = {"by": role, "agency": agency or "", "region": place or ""}
        return Reason("another-does", facts)

    only = EntryFilter(is_open, clock=False)
    other = reader.first(event.event.narrowed(only), "x")
    moves = {("open", "x"): BROKEN}
    return Pattern(automaton(moves), (other, event), "a", explain=explain)


def _other_doers(
    actors: Sequence[Id], entry: Entry, holders: Holders
) -> Iterator[tuple[Id, Id | None, Place]]:
    """Yield each role, agency and region that may do an entry and is not named.

    A panel is named, or every member of it is; for a panel that is named its chair
    answers what is handed over to it.
    """
    if entry.receiver in actors:
        return
    others = (role for role in entry.act.raci.by if role not in actors)
    for role, place in product(others, holders.places):
        if role in holders.acting(entry, place):
            yield from (
                (member, agency, place)
                for member, bodies in holders.doers(role, place)
                if member not in actors
                for agency in bodies
                if agency not in actors
            )


def only_to(rule: OnlyTo, reader: SlotReader) -> Pattern:
    """Return the pattern of ``D only to X / Y``."""
    carriers = _carriers(rule.item, reader.study)
    holders = reader.study.holders
    for receiver in rule.receivers:
        require(receiver, holders.handbook)

    def sends(entry: Entry) -> bool:
        return not carriers.isdisjoint(entry.act.sends)

    def strays(entry: Entry) -> Iterator[tuple[Id, Id, Id | None, Place]]:
        # Where nobody can do it, nothing is sent; if that is everywhere, it is not yet.
        every = holders.places
        held = [place for place in every if holders.is_done(entry, place)]
        for document, receivers in entry.act.sends.items():
            if document in carriers:
                yield from (
                    (document, receiver, agency, place)
                    for receiver in receivers
                    for agency, place in _other_receivers(
                        rule, receiver, holders, held or every
                    )
                )

    def goes_elsewhere(entry: Entry) -> bool:
        return any(strays(entry))

    def explain(entry: Entry) -> Reason:
        document, receiver, agency, place = next(strays(entry))
        facts = {"document": document, "to": receiver}
        facts |= {"agency": agency or "", "region": place or ""}
        return Reason("sent-elsewhere", facts)

    sent = ChartEvent(rule.item, only=EntryFilter(sends, clock=False))
    only = EntryFilter(goes_elsewhere, clock=False)
    elsewhere = reader.first(sent.narrowed(only), "x")
    moves = {("open", "x"): BROKEN}
    return Pattern(
        automaton(moves), (elsewhere, reader.first(sent)), "a", explain=explain
    )


def _carriers(item: Id, study: ProofSession) -> frozenset[Id]:
    """Return the documents that are the item or contain it."""
    documents, data = study.chart.documents, study.holders.handbook.data
    if item not in documents and item not in data:
        found = nearest(item, (*documents, *data))
        raise UndefinedError(item, () if found is None else (found,))
    return frozenset(
        document.id
        for document in documents.values()
        if item == document.id or item in document.contains
    )


def _other_receivers(
    rule: OnlyTo, receiver: Id, holders: Holders, places: Sequence[Place]
) -> Iterator[tuple[Id | None, Place]]:
    """Yield where a receiver may be a body that the sentence does not name."""
    if receiver in rule.receivers:
        return
    for place in places:
        allowed = {
            agency
            for named in rule.receivers
            for agency in holders.everyone(named, place)
            if agency is not None
        }
        yield from (
            (agency, place)
            for agency in holders.everyone(receiver, place)
            if agency not in allowed
        )


def never(rule: Never, reader: SlotReader) -> Pattern:
    """Return the pattern of ``never A``."""
    moves = {("open", "a"): BROKEN}
    return Pattern(automaton(moves), (reader.first(rule.event),), None)


def requires(rule: Requires, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A requires B``; of ``each time`` an A that is B is A."""
    moves = {("missing", "a"): BROKEN, ("missing", "b"): "done"}
    slots = [reader.first(rule.event), reader.slot(rule.earlier, "b")]
    if rule.each_time:
        # B is looked for after A, so it is waited for again once both were looked at.
        moves["done", "again"] = "missing"
        slots.append(reader.first(rule.event, "again"))
    return Pattern(automaton(moves), tuple(slots), "a")


def requires_since(rule: RequiresSince, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A requires B since C``; a C that is B too is the last."""
    moves = {
        ("missing", "a"): BROKEN,
        ("missing", "b"): "done",
        ("done", "c"): "missing",
    }
    slots = (
        reader.first(rule.event),
        reader.slot(rule.earlier, "b"),
        reader.slot(rule.since, "c"),
    )
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
    outcomes = frozenset(Outcome) if rule.any_end else GOOD_ENDS
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
    Informs: informs,
    Never: never,
    OnlyDoes: only_does,
    OnlyTo: only_to,
    TakesPart: takes_part,
    Requires: requires,
    RequiresSince: requires_since,
    RequiresThat: requires_that,
    WhileNever: while_never,
}
"""The kinds whose breach is seen in one case, without a clock."""


def pattern(rule: SafeguardRule, study: ProofSession) -> Pattern:
    """Return the pattern of a sentence; names are found in the study's chart.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    return made_pattern(PATTERNS[type(rule)], rule, study)


def made_pattern(
    make: Callable[[Any, SlotReader], Pattern], rule: SafeguardRule, study: ProofSession
) -> Pattern:
    """Return a pattern of a sentence, switched off by its exception."""
    reader = SlotReader(rule, study)
    found = make(rule, reader)
    watcher = reader.watcher(found.automaton, found.slots)
    return replace(found, automaton=watcher.automaton, slots=watcher.slots)
