"""What is wrong where: the findings of a protocol, gathered by place of the picture."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.titles import BETWEEN
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.views.gaps.places import MarkSpot, SpotKind, Spots
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook

__all__ = ["Concern", "concerning", "concerns"]

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Concern:
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
    findings: Iterable[Finding], spots: Spots, layout: PageLayout
) -> tuple[Concern, ...]:
    """Return what belongs on the picture, the gravest first, then by the page.

    Of what is equally grave lanes come first, from left to right, then steps and arrows
    from the top down, then what concerns the whole. What a part of the story does not
    show is left out.
    """
    found: dict[MarkSpot, list[Finding]] = {}
    for finding in findings:
        spot = spots.of(finding)
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
    return replace(one, facts={**one.facts, "region": BETWEEN.join(regions)})


def _regions(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from finding.facts["region"].split(BETWEEN)
