"""function-claimed-twice: at one moment two agencies answer for one function.

One moment: both activities stand in one state, in a state and one around it, or in two
strands side by side. Bodies that answer one after the other hand the child on; that is
no overlap. An agency that answers only when it acts itself claims nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.charts.holders import Place
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import Answer, named_places
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    claims: dict[tuple[Id, Id, Place], list[Answer]] = defaultdict(list)
    for each in context.answers:
        function = each.entry.function
        if function is not None and not each.by_acting:
            claims[each.protocol, function, each.place].append(each)
    clashes: dict[_Clash, list[Place]] = defaultdict(list)
    for (protocol, function, place), found in claims.items():
        for one, other in _together(context.charts[protocol], found):
            duties = (one.agency, one.activity, other.agency, other.activity)
            clashes[other.path, (function, *duties)].append(place)
    for (path, said), places in clashes.items():
        gaps = ("function", "one", "first", "other", "second")
        facts = dict(zip(gaps, said, strict=True))
        yield Spot(path, {**facts, "regions": named_places(places, context.handbook)})


_Clash = tuple[Path, tuple[Id, Id, Id, Id, Id]]
"""The function, each agency with its activity, and where the later is written."""


def _together(chart: Chart, found: Sequence[Answer]) -> Iterator[tuple[Answer, Answer]]:
    """Yield the first pair of each two agencies that answer at one moment."""
    told: set[frozenset[Id]] = set()
    for one, other in combinations(found, 2):
        pair = frozenset({one.agency, other.agency})
        # One act that two answer for is a finding of its own.
        if len(pair) == 1 or pair in told or one.activity == other.activity:
            continue
        if _meet(chart, one.entry.node, other.entry.node):
            told.add(pair)
            yield one, other


def _meet(chart: Chart, one: int, other: int) -> bool:
    """Tell whether two nodes can be active together, as the tree alone says it."""
    ones = (one, *chart.ancestors(one))
    others = (other, *chart.ancestors(other))
    shared = next(index for index in ones if index in others)
    kind = chart.nodes[shared].kind
    return shared in {one, other} or kind is NodeKind.PARALLEL


RULE = Rule(
    name="function-claimed-twice",
    family=Family.ROLES,
    severity=Severity.NOTE,
    wording=Wording(
        saw=(
            "In {regions} two answer for '{function}' at one moment: '{one}' for "
            "'{first}', '{other}' for '{second}'."
        ),
        why="Two bodies claim one duty, so each may leave the child to the other.",
        fix="Let one body answer, or say by the function which part is whose.",
    ),
    spots=_spots,
)
