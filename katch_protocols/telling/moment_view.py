"""What is so at one moment of a case that is told: a view for conditions."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Counterexample
from katch_protocols.semantics.table import Row, Table

__all__ = ["MomentView", "moment"]


class MomentView(Struct, frozen=True):
    """What conditions may ask, by full names; facts that nobody answered are left out.

    It is told from the steps, since a word has no bits for what no condition of the
    protocol asks about.
    """

    facts: Mapping[Id, str]
    states: frozenset[str]
    documents: frozenset[Id]
    done: frozenset[str]

    def fact(self, name: str, /) -> str:
        """Return the value of a fact."""
        return self.facts.get(name, UNKNOWN)

    def active(self, state: str, /) -> bool:
        """Tell whether a state is active."""
        return state in self.states

    def exists(self, document: str, /) -> bool:
        """Tell whether a document exists."""
        return document in self.documents

    def happened(self, activity: str, /) -> bool:
        """Tell whether an activity happened earlier in the case."""
        return activity in self.done


def moment(
    case: Counterexample, table: Table, steps: int, *, entering: bool = False
) -> MomentView:
    """Return what is so after the first ``steps`` steps of a case.

    ``entering``: just before the next step enters a state, when its facts, documents
    and itself already count, and its states do not.
    """
    told = case.rows[: steps + entering]
    words = (table.initial, *case.words)
    begun = steps > 0 or not entering or bool(case.rows)
    return MomentView(
        _facts(table, told),
        frozenset(table.configuration(words[steps]).states if begun else ()),
        frozenset(name for row in told if row.entry for name in row.entry.act.produces),
        frozenset(row.activity for row in told if row.entry),
    )


def _facts(table: Table, rows: Sequence[Row]) -> Mapping[Id, str]:
    known = table.chart.facts.values()
    facts = {fact.id: fact.initially for fact in known if fact.initially is not None}
    for row in rows:
        facts |= dict(row.records)
        if row.entry is not None:
            facts |= row.entry.act.sets
            for name in row.entry.act.forgets:
                facts.pop(name, None)
    return facts
