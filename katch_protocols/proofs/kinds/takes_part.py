"""``A with ROLE``: broken where somebody may do A without the role."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import TakesPart
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton
from katch_protocols.proofs.parties import require
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import find_doing
from katch_protocols.semantics.table import Row

__all__ = ["takes_part"]


def takes_part(rule: TakesPart, reader: Reader) -> Pattern:
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
