"""An agency has one colour in every drawing, and never that of its neighbour."""

from itertools import pairwise
from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.colours import seen
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.theme import LANES, MANY_LANES, SHADES
from katch_protocols.files.read import read
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.parties import Agency, AgencyKind, Level
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State

SHIPPED = Path(__file__).parents[2] / "protocols"


@pytest.fixture(scope="module")
def shipped():
    return read(SHIPPED).sound()


def held(*protocols: str) -> Handbook:
    """Return a handbook; each letter is an agency that holds a state."""
    letters = sorted(set("".join(protocols)))
    return Handbook(
        id="letters",
        title=Label.of(en="Letters"),
        agencies={
            letter: Agency(
                id=letter,
                title=Label.of(en=letter.upper()),
                kind=AgencyKind.SERVICE,
                level=Level.DISTRICT,
            )
            for letter in letters
        },
        protocols={
            f"p{at}": Protocol(
                id=f"p{at}",
                title=Label.of(en="P"),
                states={f"s{x}": State(id=f"s{x}", held_by=x) for x in word},
            )
            for at, word in enumerate(protocols)
        },
    )


def test_the_lanes_of_every_shipped_drawing_have_the_colours_of_the_handbook(shipped):
    colours = party_colours(shipped)
    for protocol in shipped.protocols.values():
        story = tell(chart(protocol, shipped), shipped)
        shown = {lane.id: colours[lane.id] for lane in story.lanes}
        assert {lane.id: story.colours[lane.id] for lane in story.lanes} == shown
        apart = {(_apart(lane.id, shipped), shown[lane.id]) for lane in story.lanes}
        assert len(set(shown.values())) == len(apart), protocol.id


def test_two_bodies_of_a_family_that_both_hold_a_case_have_two_shades(shipped):
    colours = party_colours(shipped)
    assert {colours["ga"], colours["can_csc"]} == {LANES[0], SHADES[0]}
    tones = {(party, colours[party]) for party in shipped.agencies}
    for name, (tone, shade) in zip(
        shipped.families, zip(LANES, SHADES, strict=True), strict=True
    ):
        own = {colour for party, colour in tones if shipped.family_of(party) == name}
        assert own <= {tone, shade}


def _apart(party, handbook):
    """Return what has a colour of its own: a family, else the party."""
    return handbook.family_of(party) or party


def test_in_grey_print_most_neighbours_are_light_and_dark(shipped):
    pairs = [
        [seen(story.colours[lane.id], "normal")[0] > 35 for lane in pair]
        for protocol in shipped.protocols.values()
        for story in [tell(chart(protocol, shipped), shipped)]
        for pair in pairwise(story.lanes)
    ]
    assert sum(one != other for one, other in pairs) >= 0.75 * len(pairs)


def test_agencies_that_never_meet_may_share_a_colour():
    colours = party_colours(held("ab", "cd"))
    assert colours["a"] != colours["b"]
    assert colours["c"] != colours["d"]


def test_an_agency_that_is_added_at_the_end_changes_nobody():
    before = party_colours(held("abc", "cde"))
    after = party_colours(held("abc", "cde", "ez"))
    assert {name: after[name] for name in before} == before


def test_eight_lanes_differ_and_nine_take_the_larger_palette():
    assert set(party_colours(held("abcdefgh")).values()) == set(LANES)
    assert set(party_colours(held("abcdefghi")).values()) < set(MANY_LANES)


def test_the_twelfth_lane_repeats_a_colour_that_is_used_once():
    colours = list(party_colours(held("abcdefghijkl")).values())
    assert max(colours.count(each) for each in colours) == 2
