"""Tell a protocol as a picture can show it: from chart to lanes, steps and moves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.drawings.palette import families_of, party_colours
from katch_protocols.drawings.story.arrows import arrows
from katch_protocols.drawings.story.duties import Duties, LaneNames
from katch_protocols.drawings.story.folding import Folding, doers_of
from katch_protocols.drawings.story.moves import ArrowWay, Found, Moving
from katch_protocols.drawings.story.nouns import Hull, Phase, StepLook, Story, StoryStep
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.story.steps import NOWHERE, Stepping, deadline_of, fills
from katch_protocols.drawings.theme import MUTED
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = ["tell"]

_MOST = 0.6
"""A composite with more of all steps than this is the case itself, not a part of it."""


def tell(chart: Chart, handbook: Handbook) -> Story:
    """Return what a picture of ``chart`` shows, in every language of ``handbook``."""
    return _told.of((chart, handbook), lambda: _StoryTeller(chart, handbook).story())


_told = InUse[Story](32)
"""Every view of a protocol starts from the same story."""


class _StoryTeller(Struct, frozen=True):
    chart: Chart
    handbook: Handbook

    def story(self) -> Story:
        languages = self.handbook.languages
        folding = Folding(self.chart)
        holders = LaneNames(self.handbook, languages)
        duties = Duties(self.chart, holders, languages)
        moving = Moving(self.chart, folding, duties, languages)
        stepping = Stepping(folding, holders, languages)
        steps = {s.id: s for s in stepping.steps()}
        lanes = _settled({name: step.lane for name, step in steps.items()}, moving)
        steps = {name: replace(step, lane=lanes[name]) for name, step in steps.items()}
        found = moving.read(lanes)
        steps |= {step.id: step for step in self._backs(steps, found)}
        steps, ways = _marked(steps, found)
        hulls = tuple(self._hulls(folding, len(steps)))
        phases = tuple(
            self._timed(phase, steps, hulls) for phase in self._phases(steps)
        )
        moves = arrows(steps, ways)
        return Story(
            title=self.chart.protocol.title,
            lanes=tuple(holders.lane(lane) for lane in _used(steps)),
            phases=phases,
            steps=tuple(steps.values()),
            moves=moves,
            notes=tuple(found.notes),
            hulls=hulls,
            languages=languages,
            colours=self._colours(_used(steps)),
            strands=tuple(stepping.strands()),
            families=families_of(
                (*_used(steps), *doers_of(moves, found.notes)), self.handbook
            ),
        )

    def _colours(self, lanes: Iterable[Id]) -> Mapping[Id, str]:
        """Return the colour of each party; a lane that is no party's is muted."""
        return {**dict.fromkeys(lanes, MUTED), **party_colours(self.handbook)}

    def _phases(self, steps: Mapping[str, StoryStep]) -> Iterator[Phase]:
        """Yield the phases that steps stand in, in the order of the protocol."""
        protocol, fragments = self.chart.protocol, self.handbook.fragments
        titles: dict[Id, Label] = {}
        pieces = [fragments[name].phases for name in protocol.use if name in fragments]
        for phases in (protocol.phases, *pieces):
            for name, phase in phases.items():
                titles.setdefault(name, phase.title)
        used = dict.fromkeys(step.phase for step in steps.values())
        for name in dict.fromkeys((*titles, *used)):
            if name in used:
                yield Phase(name, titles.get(name))

    def _timed(
        self, phase: Phase, steps: Mapping[str, StoryStep], hulls: Sequence[Hull]
    ) -> Phase:
        """Add its deadline to a phase whose steps are those of one composite."""
        for hull in hulls:
            if hull.deadline is not None and fills(hull, phase.id, steps.values()):
                return replace(phase, deadline=hull.deadline)
        return phase

    def _backs(
        self, steps: Mapping[str, StoryStep], found: Found
    ) -> Iterator[StoryStep]:
        """Yield the marks "back to where it was left"."""
        title = word("back", self.handbook.languages)
        for back in found.backs.values():
            step = steps[back.after]
            yield StoryStep(
                back.id,
                StepLook.BACK,
                step.lane,
                step.phase,
                title,
                strand=step.strand,
                is_held=False,
            )

    def _hulls(self, folding: Folding, count: int) -> Iterator[Hull]:
        """Yield the composites that say something: a title of a part, or a deadline."""
        languages = self.handbook.languages
        for node in self.chart.nodes:
            if not node.children or folding.is_inside_run(node.index):
                continue
            inside = tuple(self._inside(node, folding))
            if 1 < len(inside) < _MOST * count and node.running is None:
                deadline = deadline_of(node, languages)
                if node.title is not None or deadline is not None:
                    yield Hull(node.name, node.title, deadline, inside)

    def _inside(self, node: ChartNode, folding: Folding) -> Iterator[str]:
        """Yield the steps inside a composite, with the bars at which strands meet."""
        tick()
        for other in folding.shown:
            if node.index in self.chart.ancestors(other.index):
                yield other.name
                if other in folding.joins:
                    yield folding.join(other)


def _settled(lanes: Mapping[str, Id], moving: Moving) -> dict[str, Id]:
    """Give a step that nobody holds a lane.

    That of whoever must acknowledge it, if there is such a lane, else the one that the
    case comes from: the first of them, where it comes from many.
    """
    settled = dict(lanes)
    found = moving.read(settled).ways
    for way in found:
        is_free = settled.get(way.target) == NOWHERE
        if is_free and way.receiver is not None and way.receiver in lanes.values():
            settled[way.target] = way.receiver
    by_arrow = [way for way in found if way.source]
    for ways in (by_arrow, found):  # arrows first, then marks that stand for many
        waiting = True
        while waiting:
            waiting = False
            for way in ways:
                from_where = (settled.get(each) for each in (way.source, *way.members))
                known = next(filter(None, from_where), NOWHERE)
                if known != NOWHERE and settled.get(way.target) == NOWHERE:
                    settled[way.target] = known
                    waiting = True
    return settled


def _used(steps: Mapping[str, StoryStep]) -> tuple[Id, ...]:
    """Return the lanes in the order in which steps first stand in them."""
    return tuple(dict.fromkeys(step.lane for step in steps.values()))


def _marked(
    steps: Mapping[str, StoryStep], found: Found
) -> tuple[dict[str, StoryStep], list[ArrowWay]]:
    """Put each mark in its place: before what it leads to, or after what leads back."""
    before: dict[str, list[StoryStep]] = {}
    ways = []
    for way in found.ways:
        if not way.members:
            ways.append(way)
            continue
        mark = _anywhere(way, steps[way.target])
        group = before.setdefault(way.target, [])
        if mark not in group:
            group.append(mark)
        ways.append(replace(way, source=mark.id))
    after: dict[str, list[str]] = {}
    for back in found.backs.values():
        after.setdefault(back.after, []).append(back.id)
    marked: dict[str, StoryStep] = {}
    for name in steps:
        if name in found.backs:
            continue
        for shown in (name, *after.get(name, ())):
            marked |= {mark.id: mark for mark in before.get(shown, ())}
            marked[shown] = steps[shown]
    return marked, ways


def _anywhere(way: ArrowWay, target: StoryStep) -> StoryStep:
    name = f"{target.id} from {' '.join(way.members)}"
    return StoryStep(
        name,
        StepLook.ANYWHERE,
        target.lane,
        target.phase,
        strand=target.strand,
        members=way.members,
    )
