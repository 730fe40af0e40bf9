"""What is wrong where: findings, each at the place of the picture that it concerns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.story.duties import LaneNames
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.tell import tell
from katch_protocols.findings import Finding, Path, Severity
from katch_protocols.model.citations import Citation, cited_sources
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Noun
from katch_protocols.words.lists import QUOTED

__all__ = ["Concern", "MarkSpot", "SpotKind", "Spots", "concerning", "concerns"]


class SpotKind(StrEnum):
    """What a finding is drawn at; what concerns the ``WHOLE`` is only listed."""

    LANE = "lane"
    STEP = "step"
    HULL = "hull"
    MOVE = "move"
    WHOLE = "whole"


class MarkSpot(Struct, frozen=True):
    """A place of the picture, by its id, or an ``activity`` at that place."""

    kind: SpotKind
    id: str = ""
    activity: str | None = None


_WHOLE = MarkSpot(SpotKind.WHOLE)


class Spots(Struct, frozen=True, dict=True):
    """Finds the spots of findings in the picture of one protocol."""

    chart: Chart
    handbook: Handbook
    story: Story

    def of(self, finding: Finding) -> MarkSpot | None:
        """Return where a finding belongs; ``None`` if it is not of this protocol."""
        protocol, path = self.chart.protocol, finding.path
        found: MarkSpot | None = None
        match path:
            case ("protocols", name, *_) if name == protocol.id:
                found = self._inside(path)
            case ("fragments", name, *_) if name in protocol.use:
                found = self._inside(path)
            case ("agencies", str(name), *_) if self._has(finding.facts):
                found = self._lane(name)
            case ("roles", str(name), *_) | ("regions", _, "roles", str(name), *_):
                found = self._party(name)
            case ("sources", name, *_) if name in self._cited:
                found = _WHOLE
            case ("safeguards", name, *_) if name in self.chart.safeguards:
                found = _WHOLE
            case ("regions" | "handbook", *_):
                found = self._told(finding.facts)
            case _:
                pass
        return found

    def _has(self, facts: Mapping[str, str]) -> bool:
        """Tell whether something here is of the function that a finding names."""
        named = facts.get("function")
        return named is None or any(
            each.function == named for each in self.chart.entries
        )

    def _lane(self, name: Id) -> MarkSpot | None:
        return MarkSpot(SpotKind.LANE, name) if name in self.story.lane else None

    def _party(self, name: Id) -> MarkSpot | None:
        """Return the lane of a role that has a part here; without a lane: the whole."""
        if name not in self._parties:
            return None
        lane = LaneNames(self.handbook, self.handbook.languages).lane_of(name)
        return self._lane(lane or name) or _WHOLE

    def _told(self, facts: Mapping[str, str]) -> MarkSpot | None:
        """Return the spot of what a finding names: an activity, else a role.

        What names only activities of other protocols is of no concern here, and what
        names roles is only where all of them have a part.
        """
        names = facts.get("activity", "").split(QUOTED) if "activity" in facts else []
        for entry in self.chart.entries:
            known = {entry.activity, entry.activity.rpartition(".")[2]}
            if entry.home == self.chart.protocol.id and known.intersection(names):
                return self._entry(entry)
        if names:
            return None
        roles = (facts.get("roles") or facts.get("role") or "").split(QUOTED)
        here = [role for role in roles if role in self._parties]
        if len(here) == 1 and len(roles) == 1:
            return self._party(here[0])
        return _WHOLE if here and len(here) == len(roles) else None

    @cached_property
    def _parties(self) -> frozenset[Id]:
        """Everybody who has a part in the protocol."""
        found = {node.held_by for node in self.chart.nodes if node.held_by is not None}
        for entry in self.chart.entries:
            raci = entry.act.raci
            found.update(raci.by, raci.together_with, raci.consult, entry.informed)
            found.update(entry.accountable)
            found.update(name for to in entry.act.sends.values() for name in to)
        # Whoever has a seat in a panel has a part in what that has a part in.
        seats = (seat for name in found for seat in self.handbook.seats(name))
        return frozenset((*found, *seats))

    @cached_property
    def _cited(self) -> frozenset[Id]:
        """The sources that are named in all that a case here follows."""
        book, homes = self.handbook, {node.home for node in self.chart.nodes}
        made = [each for name, each in book.protocols.items() if name in homes]
        names = [name for each in made for name in each.use]
        used = [book.fragments[name] for name in names if name in book.fragments]
        every = (*made, *used, *self.chart.safeguards.values())
        return frozenset(cited_sources(_citations(every)))

    def _inside(self, path: Path) -> MarkSpot:
        """Return the spot of the innermost thing on a path."""
        for end in range(len(path), 0, -1):
            part = path[:end]
            if part in self._entries:
                return self._entry(self._entries[part])
            if part in self._nodes:
                return self._node(self._nodes[part])
        return _WHOLE

    @cached_property
    def _entries(self) -> Mapping[Path, Entry]:
        entries = reversed(self.chart.entries)
        return {entry.path: entry for entry in entries if self._is_shown(entry.node)}

    @cached_property
    def _nodes(self) -> Mapping[Path, ChartNode]:
        nodes = reversed(self.chart.nodes)
        return {node.path: node for node in nodes if self._is_shown(node.index)}

    def _is_shown(self, index: int) -> bool:
        return not self._folding.is_inside_run(index)

    @cached_property
    def _folding(self) -> Folding:
        return Folding(self.chart)

    def _node(self, node: ChartNode) -> MarkSpot:
        for entry in self.chart.senders(node.index):
            return self._entry(entry)
        if node.name in self.story.step:
            return MarkSpot(SpotKind.STEP, node.name)
        if any(hull.id == node.name for hull in self.story.hulls):
            return MarkSpot(SpotKind.HULL, node.name)
        return _WHOLE

    def _entry(self, entry: Entry) -> MarkSpot:
        """Return the arrow of an activity, else the one step where it is done."""
        for sender in self.chart.senders(entry.node) or (entry,):
            for name in self._moves(sender):
                return MarkSpot(SpotKind.MOVE, name, sender.activity)
        steps = self._steps(entry)
        if len(steps) == 1:
            return MarkSpot(SpotKind.STEP, steps[0], entry.activity)
        return MarkSpot(SpotKind.WHOLE, activity=entry.activity)

    def _steps(self, entry: Entry) -> tuple[str, ...]:
        resting = self._folding.resting(entry.node)
        return tuple(step for step in resting if step in self.story.step)

    def _moves(self, entry: Entry) -> Iterator[str]:
        goal = self._folding.aim(entry)
        if goal is None or goal.resume:
            return
        target, steps = self._folding.entered(goal.node), {*self._steps(entry)}
        for move in self.story.moves:
            source = self.story.step[move.source]
            starts = {source.id, *source.members}
            acts = {duty.activity for duty in move.duties}
            if move.target == target and entry.activity in acts and steps & starts:
                yield move.id


def _citations(value: object) -> Iterator[Citation]:
    """Yield what is cited anywhere inside a noun."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Noun):
        for name in type(value).model_fields:
            yield from _citations(getattr(value, name))
    elif isinstance(value, Mapping | tuple):
        parts = value.values() if isinstance(value, Mapping) else value
        for part in parts:
            yield from _citations(part)


_SEVERITIES = tuple(Severity)


class Concern(Struct, frozen=True):
    """Everything that was found at one spot, the gravest first."""

    spot: MarkSpot
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """How grave the gravest is."""
        return self.findings[0].severity


def concerning(
    findings: Iterable[Finding], chart: Chart, handbook: Handbook
) -> tuple[Finding, ...]:
    """Return the findings that concern a protocol: only they bear on its drawing."""
    spots = Spots(chart, handbook, tell(chart, handbook))
    return tuple(each for each in findings if spots.of(each) is not None)


def concerns(
    findings: Iterable[Finding],
    spot_of: Callable[[Finding], MarkSpot | None],
    layout: PageLayout,
) -> tuple[Concern, ...]:
    """Return what belongs on the picture, the gravest first, then by the page.

    Of what is equally grave lanes come first, from left to right, then steps and arrows
    from the top down, then what concerns the whole. What a part of the story does not
    show is left out.
    """
    found: dict[MarkSpot, list[Finding]] = {}
    for finding in findings:
        spot = spot_of(finding)
        if spot is not None and _is_drawn(spot, layout):
            found.setdefault(spot, []).append(finding)
    ordered = sorted(found, key=lambda spot: _rank(spot, layout))
    every = (each for spot in ordered for each in _at(spot, _gathered(found[spot])))
    return tuple(sorted(every, key=lambda each: _SEVERITIES.index(each.severity)))


def _at(spot: MarkSpot, findings: tuple[Finding, ...]) -> Iterator[Concern]:
    """Yield one concern a spot; what concerns the whole stands finding by finding."""
    if spot == MarkSpot(SpotKind.WHOLE):
        yield from (Concern(spot, (finding,)) for finding in findings)
    else:
        yield Concern(spot, findings)


def _is_drawn(spot: MarkSpot, layout: PageLayout) -> bool:
    match spot.kind:
        case SpotKind.LANE:
            return any(band.id == spot.id for band in layout.lanes)
        case SpotKind.STEP:
            return spot.id in layout.nodes
        case SpotKind.MOVE:
            return spot.id in layout.lines
        case SpotKind.HULL | SpotKind.WHOLE:
            return True


def _rank(spot: MarkSpot, layout: PageLayout) -> tuple[int, float, float]:
    match spot.kind:
        case SpotKind.LANE:
            starts = {band.id: band.start for band in layout.lanes}
            return 0, starts[spot.id], 0.0
        case SpotKind.STEP:
            x, y = layout.nodes[spot.id].middle
            return 1, y, x
        case SpotKind.MOVE:
            x, y = layout.lines[spot.id][0]
            return 1, y, x
        case SpotKind.HULL:
            tab = layout.tabs.get(spot.id)
            return (1, tab.rect.y, tab.rect.x) if tab else (2, 0.0, 0.0)
        case SpotKind.WHOLE:
            return 2, 0.0, 0.0


def _gathered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Say once what differs only by region, and the gravest first."""
    merged: list[Finding] = []
    for finding in findings:
        twins = (at for at, other in enumerate(merged) if _is_alike(finding, other))
        at = next(twins, None)
        if at is None:
            merged.append(finding)
        else:
            merged[at] = _together(merged[at], finding)
    return tuple(sorted(merged, key=lambda each: _SEVERITIES.index(each.severity)))


def _is_alike(one: Finding, other: Finding) -> bool:
    has_region = "region" in one.facts and "region" in other.facts
    return has_region and one.rule == other.rule and _rest(one) == _rest(other)


def _rest(finding: Finding) -> dict[str, str]:
    return {key: fact for key, fact in finding.facts.items() if key != "region"}


def _together(one: Finding, other: Finding) -> Finding:
    regions = dict.fromkeys(_regions((one, other)))
    return replace(one, facts={**one.facts, "region": QUOTED.join(regions)})


def _regions(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from finding.facts["region"].split(QUOTED)
