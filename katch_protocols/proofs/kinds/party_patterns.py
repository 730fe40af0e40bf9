"""Sentences about who does what and who receives what, as patterns."""

from collections.abc import Iterator, Sequence

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import OnlyDoes, OnlyTo, TakesPart
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader, automaton
from katch_protocols.proofs.kinds.people import require
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import ChartEvent, UndefinedError, find_doing
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.nearness import nearest

__all__ = ["only_does", "only_to", "takes_part"]


def only_does(rule: OnlyDoes, reader: SlotReader) -> Pattern:
    """Return the pattern of ``only X / Y does A``."""
    holders = reader.study.holders
    for actor in rule.actors:
        require(actor, holders.handbook)
    event = reader.first(find_doing(reader.chart, rule.event))

    def is_open(row: Row) -> bool:
        return row.entry is not None and any(
            _other_doers(rule.actors, row.entry, holders)
        )

    def explain(entry: Entry) -> Reason:
        role, agency, place = next(_other_doers(rule.actors, entry, holders))
        facts = {"by": role, "agency": agency or "", "region": place or ""}
        return Reason("another-does", facts)

    other = reader.first(event.event.narrowed(is_open), "x")
    moves = {("open", "x"): BROKEN}
    return Pattern(automaton(moves), (other, event), "a", explain=explain)


def _other_doers(
    actors: Sequence[Id], entry: Entry, holders: Holders
) -> Iterator[tuple[Id, Id | None, Place]]:
    """Yield each role, agency and region that may do an entry and is not named."""
    for role in entry.act.raci.by:
        if role in actors:
            continue
        for place in holders.places:
            yield from (
                (role, agency, place)
                for agency in holders.bodies(role, place)
                if agency not in actors
            )


def only_to(rule: OnlyTo, reader: SlotReader) -> Pattern:
    """Return the pattern of ``D only to X / Y``."""
    carriers = _carriers(rule.item, reader.study)
    holders = reader.study.holders
    for receiver in rule.receivers:
        require(receiver, holders.handbook)

    def sends(row: Row) -> bool:
        return row.entry is not None and not carriers.isdisjoint(row.entry.act.sends)

    def strays(entry: Entry) -> Iterator[tuple[Id, Id, Id | None, Place]]:
        for document, receivers in entry.act.sends.items():
            if document in carriers:
                yield from (
                    (document, receiver, agency, place)
                    for receiver in receivers
                    for agency, place in _other_receivers(rule, receiver, holders)
                )

    def goes_elsewhere(row: Row) -> bool:
        return row.entry is not None and any(strays(row.entry))

    def explain(entry: Entry) -> Reason:
        document, receiver, agency, place = next(strays(entry))
        facts = {"document": document, "to": receiver}
        facts |= {"agency": agency or "", "region": place or ""}
        return Reason("sent-elsewhere", facts)

    sent = ChartEvent(rule.item, only=sends)
    elsewhere = reader.first(sent.narrowed(goes_elsewhere), "x")
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
    rule: OnlyTo, receiver: Id, holders: Holders
) -> Iterator[tuple[Id | None, Place]]:
    """Yield where a receiver may be a body that the sentence does not name."""
    if receiver in rule.receivers:
        return
    for place in holders.places:
        allowed = {
            agency
            for named in rule.receivers
            for agency in holders.agencies(named, place)
        }
        yield from (
            (agency, place)
            for agency in holders.bodies(receiver, place)
            if agency not in allowed
        )


def takes_part(rule: TakesPart, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A with ROLE``."""
    holders = reader.study.holders
    require(rule.role, holders.handbook)
    event = reader.first(find_doing(reader.chart, rule.event))

    def lacks(row: Row) -> bool:
        return row.entry is not None and any(_without(rule.role, row.entry, holders))

    def explain(entry: Entry) -> Reason:
        role, place = next(_without(rule.role, entry, holders))
        facts = {"role": rule.role, "by": role, "region": place or ""}
        return Reason("without-role", facts)

    alone = reader.first(event.event.narrowed(lacks), "x")
    moves = {("open", "x"): BROKEN}
    return Pattern(automaton(moves), (alone, event), "a", explain=explain)


def _without(role: Id, entry: Entry, holders: Holders) -> Iterator[tuple[Id, Place]]:
    """Yield each role that may do an entry without ``role``, and a region for it."""
    raci = entry.act.raci
    if role in raci.together_with:
        return
    for other in raci.by:
        if other == role:
            continue
        for place in holders.places:
            if holders.is_held(other, place):
                yield other, place
                break
