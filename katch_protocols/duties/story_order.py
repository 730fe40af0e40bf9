"""In which order a child meets the protocols of a handbook."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from katch_protocols.charts.chart import Chart
from katch_protocols.duties.about_child import is_about_a_child
from katch_protocols.model.noun import Id

__all__ = ["story_order"]


def story_order(charts: Sequence[Chart]) -> tuple[Id, ...]:
    """Return the protocols about a child in the order in which a child meets them.

    A protocol comes after those that run it or open it, nearest first; protocols as
    near as each other stand in the order in which they are named there. Whoever leads
    to most comes first. Protocols that are not about a child are left out, unless none
    is.
    """
    told = [each for each in charts if is_about_a_child(each)] or charts
    known = {each.protocol.id: each for each in told}
    follows = {
        name: tuple(other for other in _named(each) if other in known and other != name)
        for name, each in known.items()
    }
    reached = {name: tuple(_reached(name, follows)) for name in known}
    found: dict[Id, None] = {}
    for name in sorted(known, key=lambda each: -len(reached[each])):
        if name not in found:
            found.update(dict.fromkeys(reached[name]))
    return tuple(found)


def _reached(first: Id, follows: Mapping[Id, Sequence[Id]]) -> Iterator[Id]:
    """Yield a protocol and all to which it leads, nearest first."""
    seen, ring = {first: None}, [first]
    while ring:
        yield from ring
        following = dict.fromkeys(other for name in ring for other in follows[name])
        ring = [name for name in following if name not in seen]
        seen.update(dict.fromkeys(ring))


def _named(chart: Chart) -> tuple[Id, ...]:
    """Return what a protocol runs, then what it opens, each in document order."""
    runs = (node.running for node in chart.nodes if node.running is not None)
    opened = chain.from_iterable(
        (*(each.opens for each in chart.nodes), *(each.opens for each in chart.entries))
    )
    return tuple(dict.fromkeys((*runs, *(each.protocol for each in opened))))
