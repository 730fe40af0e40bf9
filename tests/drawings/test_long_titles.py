"""Titles of 120 letters: drawings have more lines for them, and cut none in silence."""

import re
import xml.etree.ElementTree as ET

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.files.read import read_texts
from tests.duties.small import FILES

SVG = "{http://www.w3.org/2000/svg}"
MORE = (
    " of the child and of whoever came along, as it says in the order of the two"
    " ministries on how to work together"
)
TITLES = ("Look around", "Bring to a host", "Seen", "Housed", "Settle", "Settled")


def long(title, letters=120):
    """Return a title with so many letters."""
    return (title + MORE)[:letters].strip()


def drawn(view, bodies):
    """Return the texts of a drawing, and what else it says."""
    root = picture(view, bodies)
    said = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    read = ["".join(each.itertext()) for each in root.iter(f"{SVG}title")]
    read += ["".join(each.itertext()) for each in root.iter(f"{SVG}desc")]
    return said, " ".join(" ".join(read).split())


def picture(view, bodies):
    """Draw the small handbook, its steps with 120 letters, its bodies with so many."""
    steps, agencies = FILES["lost.yaml"], FILES["agencies.yaml"]
    for title in TITLES:
        steps = re.sub(f"title: {title}(?=[,\n])", f"title: '{long(title)}'", steps)
    for body in ("Police", "Welfare"):
        whole = f"title: '{long(body, bodies)}',"
        agencies = agencies.replace(f"title: {body},", whole)
    texts = {**FILES, "lost.yaml": steps, "agencies.yaml": agencies}
    handbook = read_texts(texts).sound()
    found = chart(handbook.protocols["lost"], handbook)
    return ET.fromstring(draw(found, handbook, view=view).svg)  # noqa: S314 - our own


@pytest.mark.parametrize(
    "view", ["child-path", "raci", "handoff-flow", "handoffs", "deadlines"]
)
def test_long_titles_have_more_lines_and_none_is_cut(view):
    said, _ = drawn(view, bodies=60)
    assert [each for each in said if "…" in each] == []


@pytest.mark.parametrize("view", ["child-path", "raci", "handoff-flow", "handoffs"])
def test_what_is_cut_all_the_same_is_said_whole_to_who_points_at_it(view):
    _, read = drawn(view, bodies=120)
    assert long("Police") in read


@pytest.mark.parametrize("view", ["lanes", "overview"])
def test_the_corners_of_a_tall_start_or_end_cut_no_title(view):
    """As round as it is tall it was a circle, and white letters stood on white."""
    rects = picture(view, bodies=60).iter(f"{SVG}rect")
    assert max(float(each.get("rx", "0")) for each in rects) <= 28
