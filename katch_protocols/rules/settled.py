"""Where a name is not known, and of which protocols nobody can say what follows.

A name that nobody declared is one finding. What would follow from it is not told: whose
duty it is, what body agreed to it and what ends a case are not known either.
"""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.rules.references import NameOf, Reference

__all__ = ["hollow", "homes", "is_meant", "may_lack_names", "settled", "undeclared"]

_APART = frozenset({"agreed", "register"})
"""Files that speak about the protocols, and change none of them."""

_WITHIN = frozenset({"protocols", "fragments"})

_NAMED_IN_SENTENCES = frozenset(
    {*_WITHIN, "facts", "checklists", "data", "measured", "safeguards"}
)
"""Where the names of a sentence may be declared."""

Uses = Mapping[NameOf, tuple[Reference, ...]]


def undeclared(uses: Uses, known: Mapping[NameOf, Mapping[str, object]]) -> Uses:
    """Return every use of a shared name that nobody declared, by kind."""
    found = {
        kind: tuple(use for use in some if use.name not in known[kind])
        for kind, some in uses.items()
    }
    return {kind: some for kind, some in found.items() if some}


def settled(
    handbook: Handbook,
    charts: Mapping[Id, Chart],
    unknown: Uses,
    incomplete: frozenset[str],
) -> Mapping[Id, Chart]:
    """Return the charts in which every name is known, of these ``charts``.

    What stands outside protocols and fragments matters in all of them, except which
    protocol is meant there: how far a region is with it changes no duty.
    """
    used = (
        use.path
        for kind, some in unknown.items()
        for use in some
        if kind is not NameOf.PROTOCOL or use.path[0] in _WITHIN
    )
    lost: Iterator[Path] = (tuple(part.split(".")) for part in incomplete)
    paths = [path[:2] for path in (*used, *lost) if path[0] not in _APART]
    if any(path[0] not in _WITHIN for path in paths):
        return {}
    doubtful = {path for path in paths if len(path) > 1}
    found = {
        name: chart
        for name, chart in charts.items()
        if doubtful.isdisjoint(homes(handbook, chart))
    }
    # Who takes part where a case is opened stands in the protocol of that case.
    return {
        name: chart for name, chart in found.items() if found.keys() >= chart.opened
    }


def may_lack_names(incomplete: frozenset[str]) -> bool:
    """Tell whether a name that no protocol has may stand in what was not read."""
    return any(part.partition(".")[0] in _NAMED_IN_SENTENCES for part in incomplete)


def hollow(
    handbook: Handbook, charts: Mapping[Id, Chart], unknown: Uses
) -> frozenset[Id]:
    """Return the protocols that run, open, await or use what nobody declared.

    What they seem to lack may well stand there.
    """
    kinds = (NameOf.PROTOCOL, NameOf.FRAGMENT)
    lacking = {use.path[:2] for kind in kinds for use in unknown.get(kind, ())}
    return frozenset(
        name
        for name, chart in charts.items()
        if not lacking.isdisjoint(homes(handbook, chart))
    )


def homes(handbook: Handbook, chart: Chart) -> Iterator[Path]:
    """Yield the protocols and the fragments that a chart is made of."""
    for home in {node.home for node in chart.nodes}:
        yield ("protocols", home)
        for fragment in handbook.protocols[home].use:
            yield ("fragments", fragment)


def is_meant(each: Chart) -> bool:
    """Tell whether every ``done`` can be taken and every first value exists.

    What fails here has findings of its own, which no chart notes as a problem.
    """
    takes_done = (node.children for node in each.nodes if node.done is not None)
    begins = (
        fact.initially in (None, *fact.all_values) for fact in each.facts.values()
    )
    return all(takes_done) and all(begins)
