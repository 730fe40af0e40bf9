"""What is read in five seconds, as the guide says, where that can be measured."""

import os
import re
from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.known_views import view_named, view_names
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.restriction import restricted
from tests import shipped
from tests.drawings.legibility import least_letter

GUIDE = Path(__file__).parents[2] / "docs/present/how-to/draw-who-does-what.md"
HEAVY = os.environ.get("KATCH_HEAVY")
NAMES = [*shipped.reading().sound().protocols] if HEAVY else ["childs_complaint"]
SMALL_ENOUGH = {"champion_outreach", "child_pathway", "childs_complaint"}
"""Those whose whole lanes can be read on one sheet of A3."""


def _rows():
    """Return the views of the table, with the protocols for which each fails."""
    text = GUIDE.read_text(encoding="utf-8").partition("## What is read in five")[2]
    found = re.findall(r"^\| `([\w-]+)` \| .* \| (.*) \|$", text, re.MULTILINE)
    return {view: {*re.findall(r"`(\w+)`", fails)} for view, fails in found}


def test_the_guide_says_of_every_view_what_is_read_at_once():
    rows = _rows()
    assert {*rows} >= {*view_names()}
    known = {*shipped.reading().sound().protocols}
    assert all(fails <= known for fails in rows.values())
    assert rows["lanes"] == SMALL_ENOUGH


@pytest.mark.parametrize("name", NAMES)
def test_no_view_but_the_whole_lanes_has_letters_too_small_for_a3(name):
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols[name], handbook)
    given = Material(found, handbook, graphviz=False, findings=shipped.findings())
    small = set()
    with shipped.kept():
        for each in map(view_named, view_names()):
            parts = [part for part, _ in each.parts(found, handbook)]
            for part in parts if each.needs_part else [None]:
                scene = each.lay_out(given.of(part)).scene("ru")
                shown = restricted(scene) if each.is_restricted else scene
                if round(least_letter(shown), 1) < each.least:
                    small.add(each.name)
    assert small == (set() if name in SMALL_ENOUGH else {"lanes"})
