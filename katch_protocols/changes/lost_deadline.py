"""What if one deadline were not set: which promises about time would break.

The deadline is taken out of a copy, and what is promised within a time is proved anew.
Which one: of the proposed deadlines that on which most such promises rest.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.model.deadlines import Basis, Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AfterThen, Safeguard
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.timing.timed_sentences import prove_within
from katch_protocols.proofs.verdicts import Proof, Verdict

__all__ = ["PROPOSED_LIMIT", "UnsetDeadline", "unset_deadline", "without_deadline"]

PROPOSED_LIMIT = 100_000
"""So many configurations are looked at for one promise."""


class UnsetDeadline(Struct, frozen=True):
    """A proposed deadline of a state, and the safeguards that break without it."""

    state: str
    limit: Duration
    broken: tuple[Id, ...]


def unset_deadline(
    chart: Chart, handbook: Handbook, proofs: Mapping[Id, Proof]
) -> UnsetDeadline | None:
    """Return the proposed deadline on which most promises rest, and which these are.

    ``proofs`` are those of the protocol as it stands. ``None``: no promise about time
    that is proved rests on a deadline that is only proposed.
    """
    timed = {
        name: each
        for name, each in binding_safeguards(chart, handbook).items()
        if isinstance(each.rule, AfterThen) and each.rule.within is not None
        if name in proofs and proofs[name].verdict is Verdict.HOLDS
    }
    rests = Counter(state for name in timed for state in _rests_on(proofs[name], chart))
    if not rests:
        return None
    state = min(rests, key=lambda name: (-rests[name], chart.by_name[name]))
    kept_limit = chart.node(state).within
    if kept_limit is None:  # pragma: no cover - a part of a sum is a limit
        return None
    left = without_deadline(chart, state)
    broken = tuple(
        name for name, each in timed.items() if _breaks(each, left, handbook)
    )
    return UnsetDeadline(state, kept_limit.limit, broken)


def _rests_on(proof: Proof, chart: Chart) -> Iterator[str]:
    """Yield the states of whose proposed deadlines the longest time is made."""
    spent = proof.reason.spent if proof.reason else None
    for part in spent.parts if spent else ():
        if part.activity is not None or part.timer:
            continue  # A duty's own limit, or a move of the clock.
        index = chart.by_name.get(part.state)
        kept_limit = None if index is None else chart.nodes[index].within
        if kept_limit is not None and kept_limit.basis is Basis.PROPOSED:
            yield part.state


def without_deadline(chart: Chart, state: str) -> Chart:
    """Return a chart in which a state has no deadline."""
    index = chart.by_name[state]
    nodes = tuple(
        replace(node, within=None) if node.index == index else node
        for node in chart.nodes
    )
    return replace(chart, nodes=nodes)


def _breaks(safeguard: Safeguard, left: Chart, handbook: Handbook) -> bool:
    rule = safeguard.rule
    if not isinstance(rule, AfterThen):  # pragma: no cover - those alone are asked
        return False
    world = world_of(left, handbook, None)
    answer = KeptAnswer(world, "unset", rule, PROPOSED_LIMIT)
    told = answer.find()
    if told is None:
        found = prove_within(rule, left, handbook, limit=PROPOSED_LIMIT)
        told = {"verdict": found.verdict.value}
        answer.put(told)
    return Verdict(told["verdict"]) is Verdict.BROKEN
