"""The path of the child: a few moments, each with its clock, holders and promises.

A handbook names the moments (``path`` in handbook.yaml); of a protocol alone they are
its outermost steps with a deadline. All else follows from the protocols: by when from
what, who holds the case and to whom it passes, and when it comes at the latest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice, pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart as built
from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.charts.openings import receivers
from katch_protocols.duties.moment_facts import MomentFacts
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.path_nouns import ChildPath, PathClock, PathMoment
from katch_protocols.duties.raci import acting, names_of
from katch_protocols.in_use import InUse
from katch_protocols.model.deadlines import hours
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.path import MOST_BESIDE, MOST_MOMENTS, StoryMoment
from katch_protocols.model.pictures import Picture
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State
from katch_protocols.semantics.events import find_event
from katch_protocols.sentences.mentions import names_in

__all__ = ["child_path", "path_home"]

PROMISES = 2
"""So many promises are said of one moment."""


def path_home(handbook: Handbook) -> Id | None:
    """Return the protocol whose drawing is the path that the handbook names, if any.

    The one that runs the protocol of the first moment, else that protocol itself.
    """
    if not handbook.path:
        return None
    first = handbook.path[0].home
    for name, protocol in handbook.protocols.items():
        if first in _run_by(protocol):
            return name
    return first


def _run_by(protocol: Protocol) -> Iterator[Id]:
    states = [*protocol.states.values()]
    while states:
        state = states.pop()
        states += _inside(state)
        if state.runs is not None:
            yield state.runs


def _inside(state: State) -> Iterator[State]:
    yield from (*state.states.values(), *state.parallel.values())


def child_path(chart: Chart, handbook: Handbook) -> ChildPath:
    """Return the path that the drawing of a protocol tells.

    That of the handbook, where the protocol is its home; else the protocol's own.
    """
    return _paths.of((chart, handbook), lambda: _child_path(chart, handbook))


_paths = InUse[ChildPath](32)
"""Every view of a protocol tells the same."""


def _child_path(chart: Chart, handbook: Handbook) -> ChildPath:
    own = {chart.protocol.id: chart}
    if path_home(handbook) != chart.protocol.id:
        reader = _PathReader(handbook, own)
        found = reader.path(tuple(_own_moments(chart)), tuple(_own_beside(chart)))
        nodes = [chart.nodes[chart.by_name[each.name]] for each in found.moments]
        order = [node.name for node in _together(chart, nodes)]
        moments = sorted(found.moments, key=lambda each: order.index(each.name))
        return replace(found, moments=tuple(moments))
    homes = dict.fromkeys(each.home for each in handbook.path if each.name)
    charts = {
        name: own.get(name) or built(handbook.protocols[name], handbook)
        for name in homes
        if name in handbook.protocols
    }
    reader = _PathReader(handbook, charts)
    told = [each for each in handbook.path if each.name]
    beside = [each for each in handbook.path if not each.name]
    return reader.path(told[:MOST_MOMENTS], beside[:MOST_BESIDE])


def _own_moments(chart: Chart) -> Iterator[StoryMoment]:
    """Yield the outermost steps with a deadline, else the outermost ones.

    Of more than a sheet has room for those are left out whose holder has the step
    before too, the shortest limit first; then the last.
    """
    timed = [node for node in _steps(chart) if node.within is not None]
    outer = [
        node
        for node in timed
        if not any(chart.nodes[at].within for at in chart.ancestors(node.index))
    ]
    found = outer or [node for node in _steps(chart) if not node.children]
    while len(found) > MOST_MOMENTS:
        like = [
            at
            for at in range(1, len(found))
            if found[at].held_by == found[at - 1].held_by
        ]
        least = min(like or [len(found) - 1], key=lambda at: (_length(found[at]), at))
        del found[least]
    for node in found:
        yield StoryMoment(at=f"{chart.protocol.id}.{node.name}")


def _together(chart: Chart, found: Sequence[ChartNode]) -> Sequence[ChartNode]:
    """Return steps in the order of the story: strands of a parallel state run together.

    The first step of each strand comes before the second of any.
    """
    places: dict[int, tuple[int, int]] = {}
    first: dict[int, int] = {}
    before = Counter[int]()
    for at, node in enumerate(found):
        line = (node.index, *chart.ancestors(node.index))
        strands = [
            inner
            for inner, outer in pairwise(line)
            if chart.nodes[outer].kind is NodeKind.PARALLEL
        ]
        group = line[line.index(strands[-1]) + 1] if strands else node.index
        places[node.index] = (
            first.setdefault(group, at),
            before[strands[-1]] if strands else 0,
        )
        before.update(strands[-1:])
    return sorted(found, key=lambda node: places[node.index])


def _steps(chart: Chart) -> Iterator[ChartNode]:
    """Yield the states of the story: no ends, no waits, nothing of a fragment."""
    kinds = {NodeKind.ATOMIC, NodeKind.COMPOSITE, NodeKind.PARALLEL}
    for node in chart.nodes:
        is_told = node.kind in kinds and chart.waiting(node.index) is None
        if is_told and node.path[:1] != ("fragments",):
            yield node


def _length(node: ChartNode) -> float:
    return 0.0 if node.within is None else float(hours(node.within.limit))


def _own_beside(chart: Chart) -> Iterator[StoryMoment]:
    """Yield the fragments of a protocol that have a deadline."""
    timed = {
        node.path[1]
        for node in chart.nodes
        if node.path[:1] == ("fragments",) and node.within is not None
    }
    named = (name for name in chart.protocol.use if name in timed)
    yield from (StoryMoment(at=name) for name in islice(named, MOST_BESIDE))


class _PathReader(Struct, frozen=True):
    """Reads moments; ``charts`` are those of the protocols that they are in."""

    handbook: Handbook
    charts: Mapping[Id, Chart]
    said: set[str] = field(default_factory=set)
    """The promises that were said, where the handbook names none: each once."""

    def path(
        self, told: Sequence[StoryMoment], beside: Sequence[StoryMoment]
    ) -> ChildPath:
        moments = tuple(self._moment(each) for each in told if each.home in self.charts)
        return ChildPath(
            moments,
            tuple(each for one in beside for each in self._beside(one)),
            self.charts,
        )

    def _moment(self, moment: StoryMoment) -> PathMoment:
        chart = self.charts[moment.home]
        event = find_event(chart, moment.name)
        told = MomentFacts(chart, self.handbook, self._opener(moment.home))
        if event.nodes:
            node = chart.nodes[min(event.nodes)]
            return PathMoment(
                protocol=moment.home,
                name=node.name,
                title=node.title,
                picture=moment.picture or self._picture(node.function),
                clock=told.clock_of(node),
                holders=told.into(node),
                promises=self._promises(moment, chart, told.names(node)),
            )
        name = min(event.activities)
        entry = chart.entries[chart.activities[name][0]]
        return PathMoment(
            protocol=moment.home,
            name=name,
            title=chart.short_of(name),
            picture=moment.picture or self._picture(entry.function),
            clock=told.clock_of_act(entry),
            holders=told.by(entry),
            promises=self._promises(moment, chart, {name.rpartition(".")[2]}),
            doers=acting(names_of(entry), Part.RESPONSIBLE),
            answering=acting(names_of(entry), Part.ACCOUNTABLE),
        )

    def _picture(self, function: Id | None) -> Picture | None:
        known = self.handbook.functions.get(function or "")
        return None if known is None else known.picture

    def _promises(
        self, moment: StoryMoment, chart: Chart, names: AbstractSet[str]
    ) -> tuple[Label, ...]:
        """Return what is promised: as the handbook says, else about ``names``."""
        bound = binding_safeguards(chart, self.handbook).values()
        about = (
            each
            for each in bound
            if names & {one.name.rpartition(".")[2] for one in names_in(each.rule)}
        )
        return self._named(moment) or tuple(self._foremost(about))

    def _named(self, moment: StoryMoment) -> tuple[Label, ...]:
        principles = self.handbook.principles
        named = (principles.get(each) for each in moment.promises)
        said = [each.promise for each in named if each and each.promise]
        return tuple(said[:PROMISES])

    def _foremost(self, safeguards: Iterable[Safeguard]) -> Iterator[Label]:
        """Yield what most of some safeguards promise, if it was not said yet.

        Of promises that as many keep it is the first: one safeguard may name a moment
        by the way, and several rarely do.
        """
        principles = self.handbook.principles
        kept = Counter[str]()
        labels: dict[str, Label] = {}
        for each in safeguards:
            promise = each.under(principles.get(each.principle or "")).promise
            if promise is not None and str(promise.texts) not in self.said:
                kept[str(promise.texts)] += 1
                labels.setdefault(str(promise.texts), promise)
        for said, _ in kept.most_common(1):
            self.said.add(said)
            yield labels[said]

    def _opener(self, protocol: Id) -> Label | None:
        """Return the title of the moment's activity that opens a case of a protocol."""
        for other in self.charts.values():
            for entry in other.entries:
                opened = {each.protocol for each in other.openings(entry)}
                if protocol in opened and other.protocol.id != protocol:
                    return other.short_of(entry.activity)
        return None

    def _beside(self, moment: StoryMoment) -> Iterator[PathMoment]:
        """Yield what runs beside: a protocol, or a fragment with its first deadline."""
        book, name = self.handbook, moment.home
        if name in book.protocols:
            protocol = book.protocols[name]
            roles = receivers(book, name)
            yield self._aside(moment, protocol.title, roles, protocol.safeguards)
        elif name in book.fragments:
            found = book.fragments[name]
            states = found.states.values()
            held = tuple(each.held_by for each in states if each.held_by)
            aside = self._aside(moment, found.title, held, found.safeguards)
            limit = next((each.within for each in states if each.within), None)
            function = next((each.function for each in states if each.function), None)
            yield replace(
                aside,
                clock=None if limit is None else PathClock(limit.limit, limit.basis),
                picture=moment.picture or self._picture(function),
            )

    def _aside(
        self,
        moment: StoryMoment,
        title: Label | None,
        roles: Sequence[Id],
        safeguards: Mapping[Id, Safeguard],
    ) -> PathMoment:
        said = self._named(moment) or tuple(self._foremost(safeguards.values()))
        return PathMoment(
            protocol=moment.home,
            name="",
            title=title,
            picture=moment.picture,
            clock=None,
            holders=tuple(roles[:1]),
            promises=said,
        )
