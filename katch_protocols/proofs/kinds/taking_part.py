"""The automaton of ``A with ROLE``: who takes part, and who only has a seat."""

from collections.abc import Callable, Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import TakesPart
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader, automaton
from katch_protocols.proofs.kinds.people import require
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import EntryFilter, find_doing

__all__ = ["sits_always", "takes_part"]


def takes_part(rule: TakesPart, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A with ROLE``; a seat in a panel is enough."""
    return _taking_part(rule, reader, _without)


def sits_always(rule: TakesPart, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A with ROLE``, whoever sits where a panel decides."""
    return _taking_part(rule, reader, _sitting_without)


def _taking_part(
    rule: TakesPart,
    reader: SlotReader,
    without: Callable[[Id, Entry, Holders], Iterator[tuple[Id, Place]]],
) -> Pattern:
    holders = reader.study.holders
    require(rule.role, holders.handbook)
    event = reader.first(find_doing(reader.chart, rule.event))

    def lacks(entry: Entry) -> bool:
        return any(without(rule.role, entry, holders))

    def explain(entry: Entry) -> Reason:
        role, place = next(without(rule.role, entry, holders))
        facts = {"role": rule.role, "by": role, "region": place or ""}
        return Reason("without-role", facts)

    only = EntryFilter(lacks, clock=False)
    alone = reader.first(event.event.narrowed(only), "x")
    moves = {("open", "x"): BROKEN}
    return Pattern(automaton(moves), (alone, event), "a", explain=explain)


def _without(role: Id, entry: Entry, holders: Holders) -> Iterator[tuple[Id, Place]]:
    """Yield each role that may do an entry without ``role``, and a region for it.

    In a panel that has a seat for the role, a case can see to it that it is filled. No
    region where nobody can do the entry yet: it is looked at as it is written.
    """
    raci = entry.act.raci
    if role in {*raci.together_with, entry.receiver}:
        return
    known = holders.handbook.roles
    for other in raci.by:
        if other == role or (other in known and role in known[other].members):
            continue
        for place in holders.places:
            here = other in holders.acting(entry, place)
            if here and holders.is_held(other, place):
                yield other, place
                break
        else:
            if holders.is_idle(entry):
                yield other, None


def _sitting_without(
    role: Id, entry: Entry, holders: Holders
) -> Iterator[tuple[Id, Place]]:
    """Yield each panel that may decide an entry without ``role``, and where."""
    raci, known = entry.act.raci, holders.handbook.roles
    if role in raci.together_with:
        return
    for panel in raci.by:
        if panel not in known or role not in known[panel].members:
            continue
        for place in holders.places:
            seats = [seat for seat, _ in holders.seats(panel, place)]
            rest = len(seats) - seats.count(role)
            if (
                role != known[panel].chair
                and holders.can_sit(panel, place)
                and rest >= known[panel].sitting
            ):
                yield panel, place
                break
