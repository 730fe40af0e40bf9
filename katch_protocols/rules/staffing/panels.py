"""Panels that cannot sit in a region, or that one body fills alone."""

from collections import Counter
from collections.abc import Iterator, Mapping

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Severity
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import MOST_SEATS, Role
from katch_protocols.rules.answering import region_facts
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.staffing.seats import Filled, filled
from katch_protocols.staffing.workforce import People
from katch_protocols.words.lists import as_typed


@rule("panel-cannot-sit", Severity.GAP, needs_whole=True)
def _panel_cannot_sit(context: Context) -> Iterator[Spot]:
    """A panel whose quorum the people of a region cannot fill."""
    holders = Holders(context.handbook, context.as_of)
    for place in holders.places:
        people = People(place, holders, MOST_SEATS)
        for panel in _panels(context):
            found = filled(panel, people)
            if found.has_chair and found.count >= panel.sitting:
                continue
            facts = {
                "panel": panel.id,
                **_where(place),
                "filled": str(found.count),
                "quorum": str(panel.sitting),
                "empty": as_typed(dict.fromkeys(found.empty)),
            }
            path = ("roles", panel.id) if place is None else _lacking(place, found)
            yield Spot(path, facts)


def _where(place: Place) -> Mapping[str, str]:
    return region_facts(()) if place is None else {"region": place}


def _lacking(place: Id, found: Filled) -> tuple[str, ...]:
    """Return what is to be mended: the region; its place of the first empty seat."""
    return ("regions", place, "roles", *found.empty[:1])


@rule("panel-of-one-body", Severity.GAP, needs_whole=True)
def _panel_of_one_body(context: Context) -> Iterator[Spot]:
    """A quorum that one agency alone can fill, where the homes differ."""
    holders = Holders(context.handbook, context.as_of)
    for place in holders.places:
        for panel in _panels(context):
            for agency in _alone(panel, holders, place):
                facts = {
                    "panel": panel.id,
                    **_where(place),
                    "agency": agency,
                }
                path = ("roles", panel.id) if place is None else ("regions", place)
                yield Spot(path, facts)


def _alone(panel: Role, holders: Holders, place: Place) -> Iterator[Id]:
    """Yield each agency that can fill a quorum here, the chair's seat among them."""
    roles = holders.handbook.roles
    homes = [set(roles[each].agencies) for each in panel.members if each in roles]
    if all(home == homes[0] for home in homes):
        return
    seats = holders.seats(panel.id, place)
    count = Counter(body for _, bodies in seats for body in bodies)
    chairs = {body for seat, bodies in seats if seat == panel.chair for body in bodies}
    for body, number in count.items():
        if body in chairs and body is not None and number >= panel.sitting:
            yield body


def _panels(context: Context) -> tuple[Role, ...]:
    """Return the panels of which every seat is known."""
    return tuple(
        role
        for role in context.handbook.roles.values()
        if role.is_panel
        and not context.is_damaged(("roles", role.id))
        and ("roles", role.id) not in context.vague
    )
