"""Lanes can be told apart by every reader, and every text can be read."""

from itertools import combinations

import pytest

from katch_protocols.drawings.colours import VISIONS, contrast, distance, seen
from katch_protocols.drawings.theme import (
    ALERT,
    BAND,
    CHOICE,
    INK,
    LANES,
    MANY_LANES,
    MUTED,
    PAPER,
    lane_tint,
)

LEAST = {"normal": 16.5, "protan": 10, "deutan": 10, "tritan": 12}


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_lanes_and_the_alarm_look_different(vision):
    views = [seen(colour, vision) for colour in (*LANES, ALERT)]
    nearest = min(distance(one, other) for one, other in combinations(views, 2))
    assert nearest >= LEAST[vision]


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_of_ten_lanes_look_different(vision):
    views = [seen(colour, vision) for colour in MANY_LANES]
    assert min(distance(*pair) for pair in combinations(views, 2)) >= 8.5


@pytest.mark.parametrize("colour", [*LANES, *MANY_LANES, ALERT, INK, MUTED])
def test_white_text_can_be_read_on_every_colour(colour):
    assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("colour", [*LANES, *MANY_LANES])
def test_ink_can_be_read_on_every_tint(colour):
    assert contrast(INK, lane_tint(colour)) >= 12
    assert contrast(MUTED, lane_tint(colour)) >= 4.5


@pytest.mark.parametrize("ground", [CHOICE, BAND, PAPER])
def test_ink_can_be_read_on_every_ground(ground):
    assert contrast(INK, ground) >= 12


def test_neighbours_among_eight_lanes_differ_in_grey_print():
    lightness = [seen(colour, "normal")[0] for colour in LANES]
    light = [value > 35 for value in lightness]
    assert light == [True, False] * 4


def test_the_distance_of_colours_is_that_of_the_standard():
    # Pair 1 of the test data of Sharma, Wu and Dalal (2005).
    one, other = (50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)
    assert round(distance(one, other), 4) == 2.0425
