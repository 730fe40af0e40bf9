"""Whether a changed protocol says the same as before, and if not, what differs.

Two charts are the same if no case can tell them apart: in every situation that a case
of both can come to, the same acts are possible with the same answers, the same states
are active, the same papers exist and the same shared facts hold; and if who does,
answers, holds and is told, the limits, the ends and what is measured are the same.
"""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np

from katch_protocols.charts.chart import Chart
from katch_protocols.rules.context import Context
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.layout import FieldKind

__all__ = ["SAME", "difference"]

SAME = "says the same in other words"


def difference(home: Context, changed: Context, protocol: str) -> str:
    """Return what differs, in few words, or ``SAME``."""
    old, new = home.charts[protocol], changed.charts[protocol]
    for what, read in _READ.items():
        if read(old) != read(new):
            return what
    if _answering(home, protocol) != _answering(changed, protocol):
        return "who answers, where nobody holds the role today"
    seen = [each.reached[protocol].exploration for each in (home, changed)]
    if any(each is None or not each.exhausted for each in seen):
        return "not decided: too many situations"
    # A fact that goes along with an opened case is seen there; others are asked about.
    shared = frozenset(home.handbook.facts if old.opened else ())
    here, there = (_Cases(each, shared) for each in seen if each is not None)
    # A paper that nothing asks for any more is written all the same: it moves no case.
    return _told_apart(here, there, here.papers & there.papers)


def _who(chart: Chart) -> list[Any]:
    return sorted(
        (
            each.activity,
            chart.nodes[each.node].name,
            str(each.kind),
            each.act.raci.as_written,
            each.act.raci.together_with,
            each.act.raci.consult,
            each.informed,
            tuple(sorted((k, tuple(v)) for k, v in each.act.sends.items())),
            tuple(map(str, each.act.source)),
            each.act.qualified,
        )
        for each in chart.entries
    )


def _limits(chart: Chart) -> list[Any]:
    states = [
        (node.name, str(node.within.limit) if node.within else "", node.clock_start)
        for node in chart.nodes
    ]
    duties = [
        (each.activity, str(each.limit.limit), each.start) for each in chart.duties
    ]
    opened = [
        (each.activity, tuple(map(str, each.opens)))
        for each in chart.entries
        if each.opens
    ]
    return [states, sorted(duties, key=str), sorted(opened)]


def _measured(chart: Chart) -> Any:
    return {
        name: (tuple(each.activities), tuple(each.nodes))
        for name, each in chart.counted.items()
    }


_READ: Mapping[str, Callable[[Chart], object]] = {
    "who does it, is told or is cited, where nobody holds the role today": _who,
    "a limit of a body that nobody plays today": _limits,
    "who holds a state in which nothing is due": lambda chart: [
        (node.name, node.held_by) for node in chart.nodes
    ],
    "what kind of end it is": lambda chart: [
        (node.name, node.outcome) for node in chart.nodes
    ],
    "what is measured, and nothing that is promised": _measured,
    "a power or a duty": lambda chart: sorted(
        (each.activity, each.node, each.act.may, each.act.reason)
        for each in chart.entries
    ),
}
"""What is read off a chart, by what it is called where it differs."""


def _answering(context: Context, protocol: str) -> set[tuple[Any, ...]]:
    nodes = context.charts[protocol].nodes
    return {
        (each.activity, nodes[each.entry.node].name, str(each.place), each.agency)
        for each in context.answers
        if each.protocol == protocol
    }


class _Cases:
    """The situations of a protocol, and what leads from each to the next."""

    def __init__(self, seen: Exploration, shared: frozenset[str]) -> None:
        self.seen, self.table, self.shared = seen, seen.table, shared
        steps = seen.steps()
        order = np.argsort(steps.sources, kind="stable")
        self.rows, self.targets = (
            steps.rows[order].tolist(),
            steps.targets[order].tolist(),
        )
        bounds = np.arange(len(seen) + 1)
        self.first = np.searchsorted(steps.sources[order], bounds).tolist()
        fields = self.table.layout.fields
        self.papers = frozenset(
            each.name for each in fields if each.kind is FieldKind.DOCUMENT
        )

    def shows(self, place: int, papers: AbstractSet[str]) -> tuple[Any, ...]:
        """Return what anybody sees of a case: states, papers, facts that are shared."""
        said = self.table.configuration(self.seen.word(place))
        facts = ((name, said.facts[name]) for name in said.facts if name in self.shared)
        return said.states, frozenset(said.documents) & papers, tuple(facts)

    def leads(self, place: int) -> Mapping[tuple[Any, ...], int]:
        """Return where each act leads, with the answers that it states."""
        return {self._label(row): target for row, target in self._from(place)}

    def _from(self, place: int) -> Iterator[tuple[int, int]]:
        inside = slice(self.first[place], self.first[place + 1])
        return zip(self.rows[inside], self.targets[inside], strict=True)

    def _label(self, row: int) -> tuple[Any, ...]:
        each = self.table.rows[row]
        return each.activity, self.table.chart.nodes[each.node].name, each.records


def _told_apart(old: _Cases, new: _Cases, papers: AbstractSet[str]) -> str:
    """Walk both at once; return where they first differ, or ``SAME``."""
    met, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        here, there = waiting.pop()
        if old.shows(here, papers) != new.shows(there, papers):
            return "what a case shows"
        leads, others = old.leads(here), new.leads(there)
        if leads.keys() != others.keys():
            apart = min(map(str, leads.keys() ^ others.keys()))
            return f"what is possible: {apart}"
        for label, target in leads.items():
            pair = target, others[label]
            if pair not in met:
                met.add(pair)
                waiting.append(pair)
    return SAME
