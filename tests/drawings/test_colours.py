"""Lanes can be told apart by every reader, and every text can be read."""

from itertools import combinations, pairwise

import pytest

from katch_protocols.drawings.colours import VISIONS, contrast, distance, seen
from katch_protocols.drawings.theme import COLOUR, PAPER, THEMES, lane_tint

LEAST = {"normal": 16.5, "protan": 10, "deutan": 10, "tritan": 12}
COLOURFUL = [theme for theme in THEMES.values() if not theme.grey]
GREYS = [theme for theme in THEMES.values() if theme.grey]
MIDDLE = 35.0
"""Between light and dark lanes, in CIE lightness."""

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def lightness(colour):
    return seen(colour, "normal")[0]


@pytest.mark.parametrize("theme", COLOURFUL, ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_lanes_and_the_alarm_look_different(theme, vision):
    views = [seen(colour, vision) for colour in (*theme.lanes, theme.alert)]
    nearest = min(distance(one, other) for one, other in combinations(views, 2))
    assert nearest >= LEAST[vision]


@pytest.mark.parametrize("theme", COLOURFUL, ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_of_ten_lanes_look_different(theme, vision):
    views = [seen(colour, vision) for colour in theme.many_lanes]
    assert min(distance(*pair) for pair in combinations(views, 2)) >= 8.5


@every_theme
def test_white_text_can_be_read_on_every_colour(theme):
    texts = (theme.ink, theme.muted, theme.alert, theme.added, theme.changed)
    for colour in (
        *theme.lanes,
        *theme.shades,
        *theme.many_lanes,
        *texts,
        theme.removed,
    ):
        assert contrast(colour, PAPER) >= 4.5


@every_theme
def test_ink_can_be_read_on_every_tint(theme):
    for colour in (*theme.lanes, *theme.shades, *theme.many_lanes):
        assert contrast(theme.ink, lane_tint(colour)) >= 12
        assert contrast(theme.muted, lane_tint(colour)) >= 4.5


@every_theme
def test_ink_can_be_read_on_every_ground(theme):
    for ground in (theme.choice, theme.band, theme.alarm, theme.frame, PAPER):
        assert contrast(theme.ink, ground) >= 12


@every_theme
def test_neighbours_among_eight_lanes_differ_in_grey_print(theme):
    light = [lightness(colour) > MIDDLE for colour in theme.lanes]
    assert light == [True, False] * 4


@pytest.mark.parametrize("theme", COLOURFUL, ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", VISIONS)
def test_a_shade_differs_from_its_lane_and_from_every_other(theme, vision):
    """Less from others than lanes do, whose names stand beside them."""
    for lane, shade in zip(theme.lanes, theme.shades, strict=True):
        far = distance(seen(lane, vision), seen(shade, vision))
        assert far >= 9.5
        others = {*theme.lanes, *theme.shades, theme.alert} - {shade, lane}
        near = min(distance(seen(shade, vision), seen(o, vision)) for o in others)
        assert near >= 4.5


@every_theme
def test_a_shade_is_light_where_its_lane_is_dark(theme):
    for lane, shade in zip(theme.lanes, theme.shades, strict=True):
        assert (lightness(lane) > MIDDLE) != (lightness(shade) > MIDDLE)


@every_theme
def test_a_light_lane_stays_light_and_a_dark_one_dark(theme):
    lanes = zip(COLOUR.many_lanes, theme.many_lanes, strict=True)
    for own, shown in lanes:
        assert (lightness(own) > MIDDLE) == (lightness(shown) > MIDDLE)


@every_theme
def test_what_has_one_colour_by_default_has_one_in_every_theme(theme):
    shown = dict(zip(COLOUR.colours(), theme.colours(), strict=True))
    for own, other in zip(COLOUR.colours(), theme.colours(), strict=True):
        assert shown[own] == other == theme.shown(own)


@pytest.mark.parametrize("theme", GREYS, ids=lambda theme: theme.name)
def test_a_grey_theme_has_no_colour_and_its_greys_suffice(theme):
    for colour in theme.colours():
        assert colour[1:3] == colour[3:5] == colour[5:7]
    for lanes in (theme.lanes, theme.many_lanes):
        values = sorted(map(lightness, lanes))
        dark = [value for value in values if value < MIDDLE]
        light = [value for value in values if value > MIDDLE]
        assert min(light) - max(dark) >= 12
        apart = [b - a for part in (dark, light) for a, b in pairwise(part)]
        assert min(apart) >= 2
    assert contrast(theme.ink, theme.band) >= 15
    assert contrast(theme.muted, theme.band) >= 7
    assert contrast(theme.hairline, PAPER) >= 2


def test_the_distance_of_colours_is_that_of_the_standard():
    # Pair 1 of the test data of Sharma, Wu and Dalal (2005).
    one, other = (50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)
    assert round(distance(one, other), 4) == 2.0425
