"""A drawing of a protocol: one layout for all languages, the same bytes, legible."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from hashlib import sha256
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, page_of, pages
from katch_protocols.drawings.drawing import A2, A3
from katch_protocols.drawings.known_views import every_view, view_named
from katch_protocols.drawings.lanes.measures import graph_of
from katch_protocols.drawings.lanes.view import LanesView, with_best_lanes
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import LaneOrder, Material
from katch_protocols.drawings.scene import Anchor, Group, Words
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.text import is_known
from katch_protocols.drawings.theme import PAPER
from katch_protocols.errors import ProtocolError, UnknownNameError
from tests.drawings.making import charted, in_three_languages
from tests.drawings.validating import parsed
from tests.making import make_handbook, make_protocol
from tests.shipped import reading
from tests.strategies import small_handbooks

ROOT = Path(__file__).parents[2]
NAMESPACE = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("en", "ru", "kk")
PLAIN = {
    "states": {
        "noticed": {
            "held_by": "officer",
            "activities": {
                "tell_both": {"to": "examined", "handover": {"to": "nurse"}},
                "look_again": {},
            },
        },
        "examined": {
            "held_by": "nurse",
            "activities": {
                "agree": {"by": "teacher", "to": "closed"},
                "ask_again": {"to": "noticed"},
            },
        },
        "closed": {"final": True},
    }
}


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


@pytest.fixture(scope="module")
def views(handbook):
    """Lay out the lanes of every shipped protocol, once for all tests."""
    return [
        LanesView(tell(chart(each, handbook), handbook), each)
        for each in handbook.protocols.values()
    ]


def small():
    found, handbook = charted(PLAIN)
    return found, in_three_languages(handbook)


def words_of(shapes):
    for shape in shapes:
        if isinstance(shape, Group):
            yield from words_of(shape.parts)
        elif isinstance(shape, Words):
            yield shape


def extent(words):
    left = words.at[0]
    shift = {Anchor.START: 0, Anchor.MIDDLE: 0.5, Anchor.END: 1}[words.anchor]
    left -= shift * words.lines.width
    top = words.at[1] - words.lines.size
    height = len(words.lines.lines) * words.lines.size * words.leading
    return Rect(left, top, words.lines.width, height)


_PAINT = re.compile(r' (?:fill|stroke)(?:-[a-z]+)?="[^"]*"')


def bare(svg):
    """Return what does not depend on the language: boxes, not how they are painted.

    What most shapes look like is written once for all of them, and which that is
    depends on how many lines of text there are.
    """
    shapes = re.findall(r"<(?:rect|circle)[^>]*>", _PAINT.sub("", svg))
    return [shape for shape in shapes if 'rx="1.5"' not in shape]


def test_the_picture_is_the_same_in_all_three_languages(handbook, views):
    for view in views:
        sizes = {(s.width, s.height) for s in map(view.scene, LANGUAGES)}
        assert len(sizes) == 1
        found = chart(view.protocol, handbook)
        page = page_of(view_named("lanes"), Material(found, handbook, laid=view))
        first, *others = (bare(page.drawing(each).svg) for each in LANGUAGES)
        assert all(other == first for other in others)


def test_every_title_fits_its_step_in_every_language(views):
    for view in views:
        for language in LANGUAGES:
            for group in view.scene(language).parts:
                if isinstance(group, Group) and group.role.startswith("step "):
                    room = view.layout.nodes[group.data["step"]].grown(12)
                    for words in words_of(group.parts):
                        box = extent(words)
                        assert room.x <= box.x
                        assert box.right <= room.right


def test_every_text_of_an_arrow_fits_the_place_that_was_kept_for_it(views):
    for view in views:
        places = {(move.source, move.target): [] for move in view.story.moves}
        for move in view.story.moves:
            if move.id in view.layout.labels:
                rect = view.layout.labels[move.id].rect
                places[move.source, move.target].append(rect)
        for language in LANGUAGES:
            for group in view.scene(language).parts:
                if isinstance(group, Group) and group.role == "text":
                    kept = places[group.data["from"], group.data["to"]]
                    for words in words_of(group.parts):
                        box = extent(words)
                        assert any(
                            rect.x - 1 <= box.x and box.right <= rect.right + 1
                            for rect in kept
                        )


def test_every_letter_is_in_the_bundled_fonts(views):
    for view in views:
        for language in LANGUAGES:
            for words in words_of(view.scene(language).parts):
                assert all(is_known(line) for line in words.lines.lines)


def test_few_labels_of_a_real_sheet_become_letters(views, handbook):
    """Four, or one in twenty of the moves of a protocol that has more than 80."""
    for view, each in zip(views, handbook.protocols.values(), strict=True):
        moves = [one for one in chart(each, handbook).entries if one.goal is not None]
        assert len(view.layout.chips) <= max(4, len(moves) // 20)


def test_the_key_explains_every_kind_of_arrow_that_is_drawn():
    found, handbook = small()
    svg = draw(found, handbook, language="en").svg
    assert "handoff to another agency (sender's colour)" in svg
    assert "back to an earlier step" in svg
    assert "moves by itself when the time is up" not in svg


def test_the_description_lists_every_step_with_its_agency():
    found, handbook = small()
    root = ET.fromstring(draw(found, handbook, language="en").svg)  # noqa: S314 - ours
    assert root.find(f"{NAMESPACE}desc").text == (
        "Agencies: 2. Steps: 2. Ways to another agency: 1."
        " 1. Noticed (Police). 2. Examined (Clinic)."
    )


def test_the_language_of_the_handbook_is_drawn_unless_another_is_asked_for():
    found, handbook = small()
    assert draw(found, handbook).svg == draw(found, handbook, language="en").svg
    assert 'lang="kk"' in draw(found, handbook, language="kk").svg


def test_a_drawing_has_the_same_bytes_twice():
    found, handbook = small()
    assert draw(found, handbook).svg == draw(found, handbook).svg


def test_a_drawing_has_the_same_bytes_whatever_the_hash_seed(handbook):
    script = (
        "import hashlib, sys\n"
        "from katch_protocols.charts.build import chart\n"
        "from katch_protocols.drawings.draw import draw\n"
        "from katch_protocols.files.read import read_handbook\n"
        "handbook = read_handbook(sys.argv[1])\n"
        "for name in sys.argv[2:]:\n"
        "    protocol = handbook.protocols[name]\n"
        "    svg = draw(chart(protocol, handbook), handbook).svg\n"
        "    print(hashlib.sha256(svg.encode()).hexdigest())\n"
    )
    # Together they have strands, fragments, handovers, and a protocol that is run.
    names = "child_pathway", "referral_and_assistance"
    ran = subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "protocols"), *names],
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        check=True,
        text=True,
    )
    found = (chart(handbook.protocols[name], handbook) for name in names)
    here = [draw(each, handbook).svg.encode() for each in found]
    assert ran.stdout.split() == [sha256(svg).hexdigest() for svg in here]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_any_protocol_can_be_drawn_and_keeps_the_laws_of_layouts(handbook):
    found = chart(handbook.protocols["first"], handbook)
    if found.problems:
        return
    svg = draw(found, handbook).svg
    assert ET.fromstring(svg).get("role") == "img"  # noqa: S314 - our own text
    story = tell(found, handbook)
    layout = LanesView(story, found.protocol).layout
    graph = graph_of(story)
    assert set(layout.nodes) == {node.id for node in graph.nodes}
    for one, other in combinations(layout.nodes.values(), 2):
        assert not one.meets(other)


def test_a_chart_with_problems_is_refused():
    protocol = make_protocol({"states": {"a": {"activities": {"go": {"to": "z"}}}}})
    handbook = make_handbook(protocol)
    with pytest.raises(ProtocolError, match="unknown-target"):
        draw(chart(protocol, handbook), handbook)


def test_an_unknown_view_is_refused():
    found, handbook = small()
    with pytest.raises(UnknownNameError, match="'lane' is not the name of any view"):
        draw(found, handbook, view="lane")


def test_a_phase_keeps_the_numbers_and_colours_of_the_whole(handbook):
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    whole = draw(found, handbook, language="en").svg
    part = draw(found, handbook, language="en", phase="settling").svg
    pattern = r'data-step="(\S+following_up)" data-lane="can_csc" data-number="(\d+)"'
    assert re.search(pattern, part).groups() == re.search(pattern, whole).groups()
    heads = [
        parsed(svg).find(".//*[@class='lane'][@data-lane='can_csc']")[0]
        for svg in (whole, part)
    ]
    first, other = (head.get("fill") for head in heads)
    assert first == other
    assert first != PAPER


def test_lanes_can_be_ordered_for_short_arrows(handbook):
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    drawing = draw(found, handbook, order=LaneOrder.BEST)
    lanes = re.findall(r'<g class="lane" data-lane="(\w+)"', drawing.svg)
    story = tell(found, handbook)
    assert sorted(lanes) == sorted(lane.id for lane in story.lanes)
    assert lanes == [lane.id for lane in with_best_lanes(story).lanes]


def chain(count):
    names = [f"s{number}" for number in range(count)]
    states = {
        name: {"held_by": "officer", "activities": {f"go_{name}": {"to": following}}}
        for name, following in pairwise(names)
    }
    return charted({"states": {**states, names[-1]: {"final": True}}})


def test_more_than_45_steps_are_warned_of():
    found, handbook = chain(46)
    drawing = draw(found, handbook)
    assert drawing.warnings == (
        (
            "46 states are too many for one page; draw it phase by phase, "
            "and give it phases if it has none."
        ),
    )


class Wide:
    """What is laid out, on a sheet of a given width."""

    def __init__(self, laid, width):
        self.laid, self.width = laid, width

    def scene(self, language):
        return replace(self.laid.scene(language), width=self.width)

    def twin(self, language):
        return self.laid.twin(language)


@pytest.mark.parametrize(
    ("width", "advice"),
    [
        (2000, "print it on A2, or its phases one by one."),
        (9000, "print its phases one by one, or read it on a screen."),
    ],
)
def test_no_larger_paper_is_named_that_does_not_help(width, advice):
    page = page_of(view_named("lanes"), Material(*small()))
    wide = replace(page, laid=Wide(page.laid, width), by_phase=True)
    drawing = wide.drawing("en")
    size = drawing.printed(A3)
    assert drawing.warnings == (
        f"On A3 the smallest letters are {size} pt, under 9: {advice}",
    )
    assert drawing.warnings[0] in drawing.svg
    assert drawing.paper == (A2 if "A2" in advice else A3)


def test_a_protocol_of_one_phase_is_one_page_however_large():
    found, handbook = chain(46)
    assert pages(found, handbook) == (None,)


def test_a_small_protocol_is_one_page_and_legible():
    found, handbook = small()
    assert pages(found, handbook) == (None,)
    assert draw(found, handbook).warnings == ()


def test_the_views_have_the_names_of_the_command_line():
    assert [view.name for view in every_view()] == [
        "overview",
        "lanes",
        "child-path",
        "states",
        "raci",
        "handoffs",
        "handoff-flow",
        "deadlines",
        "regions",
        "progress",
        "agency",
        "gaps",
        "information",
        "measures",
    ]
