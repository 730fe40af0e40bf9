"""Duties that two agencies claim."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.charts.holders import Place
from katch_protocols.findings import Path, Severity
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import Accountability, region_facts
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.words.lists import as_typed, options


@rule("duty-claimed-twice", Severity.WARNING)
def _duty_claimed_twice(context: Context) -> Iterator[Spot]:
    """Two protocols let different agencies answer for one duty.

    Protocols run side by side for one child. Within one protocol an activity has one
    answer at a time, so only two protocols can claim a duty for two bodies. An agency
    that answers only when it acts itself claims nothing.
    """
    duties: dict[tuple[Id, Id | None], list[Accountability]] = defaultdict(list)
    for each in context.answers:
        if each.protocol not in context.settled:
            continue
        if each.entry.home == each.protocol and not each.by_acting:
            duties[each.activity, each.entry.function].append(each)
    for found in duties.values():
        if len({each.protocol for each in found}) == 1:
            continue
        for (path, claims), places in _claims(found).items():
            facts = {
                "activity": found[0].activity,
                **region_facts(places),
                "claims": claims,
            }
            yield Spot(path, facts)


_Claim = tuple[Path, str]
"""Where the later claim is written, and who claims the duty in which protocol."""


def _claims(found: Sequence[Accountability]) -> Mapping[_Claim, Sequence[Place]]:
    """Return the clashes, and in which places each is one."""
    here: dict[Place, list[Accountability]] = defaultdict(list)
    for each in found:
        here[each.place].append(each)
    claims: dict[_Claim, list[Place]] = defaultdict(list)
    for place, answers in here.items():
        claim = _claim(answers)
        if claim is not None:
            claims[claim].append(place)
    return claims


def _claim(here: Sequence[Accountability]) -> _Claim | None:
    """Return the clash of one place, if no agency is in every claim."""
    by: dict[Id, dict[Id, None]] = defaultdict(dict)
    for each in here:
        by[each.protocol][each.agency] = None
    if len(by) == 1 or set.intersection(*(set(each) for each in by.values())):
        return None
    said = [f"{options(each)} ({protocol})" for protocol, each in by.items()]
    return here[-1].path, as_typed(said)


@rule("function-claimed-twice", Severity.NOTE)
def _function_claimed_twice(context: Context) -> Iterator[Spot]:
    """At one moment two agencies answer for one function.

    One moment: both activities stand in one state, in a state and one around it, or in
    two strands side by side. Bodies that answer one after the other hand the child on;
    that is no overlap. An agency that answers only when it acts itself claims nothing.
    """
    claims: dict[tuple[Id, Id, Place], list[Accountability]] = defaultdict(list)
    for each in context.answers:
        function = each.entry.function
        # Where a name is not known, somebody else may well answer.
        known = each.protocol in context.settled
        if function is not None and known and not each.by_acting:
            claims[each.protocol, function, each.place].append(each)
    clashes: dict[_Clash, list[Place]] = defaultdict(list)
    for (protocol, function, place), found in claims.items():
        for one, other in _together(context.charts[protocol], found):
            duties = (one.agency, one.activity, other.agency, other.activity)
            clashes[other.path, (function, *duties)].append(place)
    for (path, said), places in clashes.items():
        gaps = ("function", "one", "first", "other", "second")
        facts = dict(zip(gaps, said, strict=True))
        yield Spot(path, {**facts, **region_facts(places)})


_Clash = tuple[Path, tuple[Id, Id, Id, Id, Id]]
"""The function, each agency with its activity, and where the later is written."""


def _together(
    chart: Chart, found: Sequence[Accountability]
) -> Iterator[tuple[Accountability, Accountability]]:
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
