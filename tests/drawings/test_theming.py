"""Another theme changes colours and nothing else, in every kind of drawing."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.counterexample import draw_case
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.known_views import view_names
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.theme import (
    COLOUR,
    GREY,
    LANES,
    MANY_LANES,
    PAPER,
    SHADES,
    THEMES,
    ThemeName,
    themed,
)
from katch_protocols.errors import UnknownNameError
from katch_protocols.files.read import read
from katch_protocols.rules.check import check
from tests.drawings.test_svg import scene, words
from tests.drawings.validating import parsed, without_ids
from tests.duties.small import harbour
from tests.proofs.pier import tell

SHIPPED = Path(__file__).parents[2] / "protocols"
_COLOUR = re.compile("#[0-9A-F]{6}")


def drawn(view, theme):
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    agency = "police" if view == "agency" else None
    findings = check(handbook) if view == "gaps" else ()
    return draw(
        found, handbook, view=view, agency=agency, theme=theme, findings=findings
    ).svg


def in_grey():
    told = tell("never ask")
    yield from ((drawn(view, "colour"), drawn(view, "grey")) for view in view_names())
    yield tuple(
        draw_case(told.chart, told.book, told.proof, theme=theme).svg
        for theme in THEMES
    )


def bare(svg):
    """Return a drawing without its colours; where they are written may differ."""
    return _COLOUR.sub("", ET.canonicalize(ET.tostring(parsed(without_ids(svg)))))


def test_in_grey_every_drawing_has_only_greys_of_the_theme_and_the_same_shapes():
    known = {*GREY.colours(), PAPER}
    for own, grey in in_grey():
        assert set(_COLOUR.findall(grey)) <= known
        assert bare(own) == bare(grey)
        assert own != grey


def test_every_colour_of_a_drawing_has_a_name_in_the_theme():
    known = {*COLOUR.colours(), PAPER}
    for own, _ in in_grey():
        assert set(_COLOUR.findall(own)) <= known


def test_the_default_theme_changes_nothing():
    page = scene(words("A word"))
    assert themed(page, COLOUR) is page
    assert drawn("raci", COLOUR) == drawn("raci", "colour")


def test_each_theme_has_a_name_and_an_unknown_one_is_refused():
    assert list(THEMES) == list(ThemeName)
    with pytest.raises(UnknownNameError, match="grey"):
        drawn("raci", "gray")


def test_every_agency_of_the_handbook_has_a_colour_of_its_own_in_every_view():
    handbook = read(SHIPPED).sound()
    colours = party_colours(handbook)
    assert set(handbook.agencies) <= set(colours)
    assert set(colours.values()) <= {*LANES, *SHADES, *MANY_LANES}
    name = "identification_child_tip"
    found = chart(handbook.protocols[name], handbook)
    for theme in THEMES.values():
        shown = theme.shown(colours["ga"])
        # ``regions`` colours only who differs from region to region: here nobody.
        for view in ("lanes", "raci", "handoffs", "deadlines"):
            assert view in view_names()
            assert shown in draw(found, handbook, view=view, theme=theme).svg
