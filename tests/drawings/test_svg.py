"""SVG that every reader draws alike: plain shapes, safe texts, the same bytes."""

import re
import xml.etree.ElementTree as ET

import pytest
from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Area,
    Curve,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Sign,
    Words,
)
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.text import Face, TextLines
from tests.drawings.validating import drawn_from

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \"]]> \x00\x1b\ufffe"


def scene(*parts, title="A title", description="What it shows", language="kk"):
    return Scene(200, 100.04, title, description, language, parts)


def words(*lines, face=Face.REGULAR, **more):
    return Words((10, 20), TextLines(lines, face, 12), "#1B2733", **more)


def drawn(*parts, **more):
    return ET.fromstring(to_svg(scene(*parts, **more)))  # noqa: S314 - our own text


def test_a_reader_who_cannot_see_gets_title_description_and_language():
    root = drawn()
    assert root.get("role") == "img"
    assert root.get("lang") == "kk"
    title, description = (root.find(f"{NAMESPACE}{each}") for each in ("title", "desc"))
    assert (title.text, description.text) == ("A title", "What it shows")
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")


def test_drawings_on_one_page_share_no_ids():
    shown = [drawn(title=title) for title in ("One", "Other")]
    ids = [each.get("id") for root in shown for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(
    "parts",
    [
        (words(HOSTILE),),
        (words(HOSTILE, HOSTILE),),
        (Group("step", (words("x"),), {"step": HOSTILE}, HOSTILE),),
    ],
)
def test_hostile_texts_stay_texts(parts):
    root = drawn(*parts, title=HOSTILE, description=HOSTILE)
    names = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "path", "text", "tspan", "g"}
    said = root.find(f"{NAMESPACE}title").text
    assert said == "<script>alert('x')</script> & \"]]> \ufffd\ufffd\ufffd"


def test_numbers_have_one_decimal_at_most():
    line = Polyline(((1 / 3, 2.25), (10.0, 2.25)), Ink("none", "#000000", 1.7))
    svg = to_svg(scene(line))
    assert "M0.3 2.2L10 2.2" in svg
    assert not re.search(r"\d\.\d\d", svg)


def test_an_arrow_has_a_head_of_its_own_and_no_marker():
    line = Polyline(((0, 0), (50, 0)), Ink("none", "#052286", 2), head=10)
    paths = [path.get("d") for path in drawn(line).iter(f"{NAMESPACE}path")]
    assert paths[1:] == ["M0 0L43 0", "M50 0L40 4.6L40 -4.6Z"]


def test_what_texts_share_is_said_once_and_only_the_others_differ():
    root = drawn(words("x"), words("y"), words("z", face=Face.SEMIBOLD))
    texts = root.findall(f"{NAMESPACE}text")
    assert root.get("font-size") == "12"
    assert [text.get("font-size") for text in texts] == [None] * 3
    assert [text.get("font-weight") for text in texts] == [None, None, "600"]


def test_a_drawing_of_a_protocol_says_how_to_get_it_in_another_notation():
    drawing = to_svg(replace(scene(), protocol="lost"))
    assert drawn_from(drawing) == "lost"
    term = "{http://purl.org/dc/terms/}hasFormat"
    found = [each.text for each in ET.fromstring(drawing).iter(term)]  # noqa: S314
    assert found == ["katch export lost --to bpmn"]
    assert drawn_from(to_svg(scene())) == ""


def test_a_document_is_read_by_its_texts_and_a_picture_by_its_description():
    read = ET.fromstring(to_svg(replace(scene(), is_read=True)))  # noqa: S314
    assert read.get("role") == "graphics-document document"
    assert read.get("aria-labelledby") == read.find(f"{NAMESPACE}title").get("id")
    assert read.find(f"{NAMESPACE}desc") is None


def test_a_casing_lies_beneath_its_line():
    line = Polyline(((0, 0), (50, 0)), Ink("none", "#052286", 2), casing=1.5)
    strokes = [path.get("stroke") for path in drawn(line).iter(f"{NAMESPACE}path")]
    assert strokes == [None, "#FFFFFF", "#052286"]


def test_corners_are_round_where_there_is_room():
    line = Polyline(((0, 0), (50, 0), (50, 50)), Ink("none", "#000000", 1), radius=7)
    assert "M0 0L43 0Q50 0 50 7L50 50" in to_svg(scene(line))


def test_a_curve_keeps_its_control_points():
    curve = Curve(((0, 0), (1, 2), (3, 4), (5, 6)), Ink("none", "#000000", 1))
    assert "M0 0C1 2 3 4 5 6" in to_svg(scene(curve))


def test_each_kind_of_shape_is_written():
    ink = Ink("#FFF7DB", "#1B2733", 1.2, "4 3")
    root = drawn(
        Panel(Rect(1, 2, 30, 20), ink, 8),
        Area(((0, 0), (5, 0), (5, 5)), ink),
        Disc((5, 5), 3, ink),
        Glyph(Sign.CLOCK, (5, 5), "#1B2733", 0.9),
        words("one", "two", anchor=Anchor.MIDDLE, turn=-90),
    )
    names = [element.tag.removeprefix(NAMESPACE) for element in root]
    assert names == ["title", "desc", "path", "rect", "path", "circle", "path", "text"]


def test_narrow_and_bold_faces_are_named():
    narrow = drawn(words("x", face=Face.NARROW_SEMIBOLD)).find(f"{NAMESPACE}text")
    assert narrow.get("font-family").startswith("KP Sans SemiCondensed,")
    assert narrow.get("font-weight") == "600"
    plain = drawn(words("x")).find(f"{NAMESPACE}text")
    assert plain.get("font-family").startswith("KP Sans, ")


@pytest.mark.parametrize(
    "word",
    ["paint-order", "foreignObject", "textLength", "var(", "<style", "<marker", "href"],
)
def test_nothing_is_used_that_some_reader_misses(word):
    line = Polyline(((0, 0), (50, 0)), Ink("none", "#000000", 1), head=9, casing=2)
    assert word not in to_svg(scene(line, words("x"), Glyph(Sign.BACK, (1, 1), "#0")))
