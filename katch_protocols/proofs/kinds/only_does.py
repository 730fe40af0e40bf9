"""``only X / Y does A``: broken where another role or agency may do A."""

from collections.abc import Iterator, Sequence

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import OnlyDoes
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton
from katch_protocols.proofs.parties import require
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import find_doing
from katch_protocols.semantics.table import Row

__all__ = ["only_does"]


def only_does(rule: OnlyDoes, reader: Reader) -> Pattern:
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
