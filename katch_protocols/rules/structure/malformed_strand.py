"""malformed-strand: a strand of a parallel state that is not made of states."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_SOUND = frozenset({StateKind.COMPOSITE, StateKind.RUNNING})


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        for name, strand in state.parallel.items():
            if strand.kind not in _SOUND:
                yield Spot((*path, "parallel", name), {"strand": name})


RULE = Rule(
    name="malformed-strand",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Strand '{strand}' is not made of states.",
        why="Nobody could say where the child stands in it.",
        fix="Give it `initial` and `states`, or let it run another protocol.",
    ),
    spots=_spots,
    needs_whole=True,
)
