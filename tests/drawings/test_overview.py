"""The overview: every step once, no condition, the numbers of the lanes, legible."""

import os
import re
from functools import cache
from itertools import combinations, pairwise
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, page_of
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.lanes.warning import OverviewWarning
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.scene import Glyph, Group, Sign, Words
from katch_protocols.drawings.sheets.paging import fits, paged, tallest
from katch_protocols.drawings.story.nouns import MoveKind, StepLook
from katch_protocols.drawings.story.overview import overviewed
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.views.overview import OverviewView
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding, Severity, Wording
from tests.drawings.legibility import least_letter, says_where
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.shipped import reading

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
FILES = {
    "handbook.yaml": "handbook: pier\ntitle: Pier\nlanguages: [en]\n",
    "agencies.yaml": """\
agencies:
  clinic: {title: Clinic, kind: service, level: district}
  school: {title: School, kind: service, level: district}
""",
    "roles.yaml": """\
roles:
  nurse: {title: Nurse, agency: clinic}
  teacher: {title: Teacher, agency: school}
""",
    "help.yaml": """\
protocol: help
title: Help
initial: seen
facts:
  risk: {title: The risk, values: [low, high]}
states:
  seen:
    title: Seen
    held_by: nurse
    activities:
      refer:
        title: Refer
        by: nurse
        to: placed
        handover: {to: teacher, within: 4 hours}
      send: {title: Send, by: nurse, to: schooled, records: risk}
  placed:
    title: Placed
    held_by: teacher
    activities:
      enrol: {title: Enrol, by: teacher, to: schooled, records: risk}
  schooled:
    title: At school
    held_by: teacher
    activities:
      ask: {title: Ask, by: teacher, to: asked, records: risk}
  asked:
    title: High risk?
    decide:
      - {when: risk is high, to: seen}
      - {to: closed}
  closed: {title: Closed, final: true, outcome: protected}
""",
}


@pytest.fixture(scope="module")
def book():
    return read_texts(FILES).sound()


@pytest.fixture(scope="module")
def story(book):
    return overviewed(tell(chart(book.protocols["help"], book), book)).story


def _texts(shapes):
    for shape in shapes:
        if isinstance(shape, Group):
            yield from _texts(shape.parts)
        elif isinstance(shape, Words):
            yield shape


def _said(scene):
    return " ".join(line for each in _texts(scene.parts) for line in each.lines.lines)


@cache
def _page(name):
    handbook = reading().sound()
    found = chart(handbook.protocols[name], handbook)
    return page_of(view_named("overview"), Material(found, handbook, graphviz=False))


def _sheets(found, handbook):
    return OverviewView(Material(found, handbook, graphviz=False).whole).sheets


def _require_warned(sheet):
    """Require a warning where an arrow says that nobody acknowledges, in free room."""
    silent = word("not-confirmed", sheet.story.languages)
    arrows = [m for m in sheet.story.moves for d in m.duties if d.text == silent]
    numbers = {sheet.numbers.get(move.source) for move in arrows} - {None}
    warning = OverviewWarning(sheet.story, sheet.layout, sheet.numbers)
    assert set(warning.steps) >= numbers
    assert bool(warning.steps) <= bool(arrows)
    parts = sheet.scene("kk").parts
    boxes = [p for p in parts if isinstance(p, Group) and p.role == "warning"]
    assert len(boxes) == bool(warning.steps)
    place, layout = warning.place, sheet.layout
    if place is not None:
        labels = [label.rect for label in layout.labels.values()]
        taken = [*layout.nodes.values(), *layout.badges.values(), *labels]
        assert not any(place.meets(each) for each in taken)
        for line in layout.lines.values():
            for (x, y), (u, v) in pairwise(line):
                way = Rect(min(x, u), min(y, v), abs(x - u), abs(y - v)).grown(1)
                assert not place.meets(way)


def test_a_sheet_warns_of_what_nobody_acknowledges_in_a_free_corner(book):
    (sheet,) = _sheets(chart(book.protocols["help"], book), book)
    groups = [part for part in sheet.scene("en").parts if isinstance(part, Group)]
    assert [each.title for each in groups if each.role == "warning"] == [
        "Handed over without acknowledgement, at steps: 1. Here a case can get lost."
    ]


def test_a_choice_becomes_its_exits(story):
    assert [step.id for step in story.steps] == ["seen", "placed", "schooled", "closed"]
    ways = {(move.source, move.target): move.kind for move in story.moves}
    assert ways["schooled", "closed"] is MoveKind.STEP
    assert ways["schooled", "seen"] is MoveKind.RETURN


def test_an_arrow_says_only_in_what_time_the_receiver_must_acknowledge(book, story):
    said = {
        (move.source, move.target): [duty.text.say("en") for duty in move.duties]
        for move in story.moves
    }
    assert said["seen", "placed"] == ["4 h"]
    assert said["seen", "schooled"] == ["not acknowledged"]
    assert said["placed", "schooled"] == []
    found = chart(book.protocols["help"], book)
    (sheet,) = _sheets(found, book)
    assert "isk" not in _said(sheet.scene("en"))
    assert "High risk?" in draw(found, book).svg


@SLOW
@given(dressed())
def test_every_step_of_the_lanes_stands_once_with_its_number(made):
    handbook = in_three_languages(made.handbook)
    found = chart(handbook.protocols["first"], handbook)
    whole = Material(found, handbook, graphviz=False).whole
    view = OverviewView(whole)
    sheets = view.sheets
    given = Material(found, handbook, graphviz=False)
    scene = page_of(view_named("overview"), given).scene("kk")
    assert says_where(scene) or least_letter(scene) >= LEAST_OF_LANES
    shown = []
    for sheet in sheets:
        own = {phase.id for phase in sheet.story.phases}
        steps = [step for step in sheet.story.steps if step.phase in own]
        shown += [s.id for s in steps if s.phase not in {"comes-from", "goes-to"}]
        assert sheet.numbers == whole.numbers
        _require_sound(sheet)
        _require_warned(sheet)
    told = {step.id for s in sheets for each in s.exceptions for step in each.steps}
    for step in whole.story.steps:
        if step.look is not StepLook.CHOICE and not step.look.is_mark:
            assert shown.count(step.id) == 1 or step.id in told


def _require_sound(sheet):
    """Texts on the page, as large in every language; boxes and labels apart."""
    scenes = [sheet.scene(language) for language in ("en", "ru", "kk")]
    assert len({(scene.width, scene.height) for scene in scenes}) == 1
    for scene in scenes:
        for each in _texts(scene.parts):
            shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[each.anchor.value]
            wide = 0.0 if each.turn else each.lines.width
            assert each.at[0] - shift * wide >= 0
            assert each.at[0] + (1 - shift) * wide <= scene.width
            assert 0 <= each.at[1] <= scene.height
        _require_titles_in_their_bars(scene)
    boxes = [*sheet.layout.nodes.values()]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    for name, label in sheet.layout.labels.items():
        if name not in sheet.layout.chips:
            assert not any(label.rect.grown(-1).meets(box) for box in boxes)
            assert _away(label.rect, sheet.layout.lines[name]) <= AWAY


def _require_titles_in_their_bars(scene):
    for group in scene.parts:
        if isinstance(group, Group) and group.role == "phase":
            panel, *lines = group.parts
            assert all(line.lines.width <= panel.rect.height for line in lines)


def _away(rect, line):
    """Return how far a label is from the nearest stretch of its arrow."""
    found = []
    for (x, y), (end, below) in pairwise(line):
        left, right = sorted((x, end))
        top, bottom = sorted((y, below))
        across = max(left - rect.right, rect.x - right, 0)
        found.append(across + max(top - rect.bottom, rect.y - bottom, 0))
    return min(found)


AWAY = 8
"""No label stands farther from its arrow, across and down together, in pixels."""
USUAL = ("referral_and_assistance", "partner_selection")


def _names():
    every = reading().sound().protocols
    return [*every] if os.environ.get("KATCH_HEAVY") else [*USUAL]


@pytest.mark.parametrize("name", _names())
def test_a_key_names_the_families_of_its_own_sheet_alone(name):
    """A mark that stands on another sheet explains nothing here."""
    for sheet in _page(name).laid.sheets:
        steps = [*sheet.story.steps, *(s for e in sheet.exceptions for s in e.steps)]
        shown = {sheet.story.colours.get(step.lane) for step in steps}
        assert {colour for colour, _ in sheet.story.families} <= shown


@pytest.mark.parametrize("name", _names())
def test_no_letter_of_a_shipped_overview_is_under_nine_points_on_a3(name):
    """All of them with ``KATCH_HEAVY``: each is laid out whole before it is split."""
    for sheet in _page(name).laid.sheets:
        _require_sound(sheet)
        for language in ("en", "ru", "kk"):
            scene = sheet.scene(language)
            smallest = min(each.lines.size for each in _texts(scene.parts))
            assert fits(scene.width, scene.height, smallest, LEAST_OF_LANES)


@pytest.mark.parametrize("view", ["overview", "gaps"])
def test_a_sheet_too_large_for_a3_says_on_what_to_read_it(book, view):
    found = chart(book.protocols["help"], book)
    path, wording = (
        ("protocols", "help", "states", "seen"),
        Wording("It.", "Why.", "So."),
    )
    finding = Finding("made-up", Severity.GAP, path, {}, wording=wording)
    given = Material(found, book, findings=[finding])
    shown = page_of(view_named(view), given)
    assert not says_where(shown.scene("en"))
    with patch("katch_protocols.drawings.views.gaps.view.LEAST_OF_LANES", 60):
        assert says_where(replace(shown, least=60).scene("en"))


def test_a_file_of_several_sheets_has_a_page_for_each(tmp_path):
    page = _page("referral_and_assistance")
    drawing = page.drawing("kk")
    assert len(drawing.paged) == len(page.laid.sheets) == 2
    assert drawing.is_legible()
    assert drawing.printed() >= LEAST_OF_LANES
    assert drawing.paged[-1].bottom == drawing.height
    drawing.save(tmp_path / "overview.pdf")
    made = (tmp_path / "overview.pdf").read_bytes()
    assert len(re.findall(rb"/Type */Page\b", made)) == 2


def test_rows_are_cut_into_few_sheets_that_are_alike_in_height():
    assert [*paged([10.0] * 9, 40.0)] == [range(3), range(3, 6), range(6, 9)]
    assert [*paged([10.0, 10.0], 40.0)] == [range(2)]
    assert [*paged([], 40.0)] == []
    assert [*paged([50.0, 50.0], 40.0)] == [range(1), range(1, 2)]


@pytest.mark.parametrize("wide", [900.0, 1100.0, 1500.0])
def test_a_page_that_is_as_tall_as_it_may_be_can_just_be_read(wide):
    tall = tallest(wide, 11.5)
    assert fits(wide, tall - 1, 11.5)
    assert not fits(wide, tall + 1, 11.5)


def test_in_an_exception_a_tick_and_its_time_stay_on_one_line():
    """On the narrow last sheet lines ended with ticks, arrows and bare numbers."""
    book = reading().sound()
    found = chart(book.protocols["cross_border_return"], book)
    sheet = view_named("overview").lay_out(Material(found, book)).sheets[-1]
    for language in book.languages:
        groups = [g for g in _groups(sheet.scene(language)) if g.role == "exception"]
        ticks = [
            (group, each.middle)
            for group in groups
            for each in group.parts
            if isinstance(each, Glyph) and each.sign is Sign.CHECK
        ]
        assert len(ticks) > 2
        for group, (x, y) in ticks:
            assert any(
                isinstance(each, Words) and each.at[0] > x and 0 < each.at[1] - y < 9
                for each in group.parts
            )


def _groups(shape):
    """Yield every group of a scene, at any depth."""
    for each in shape.parts:
        if isinstance(each, Group):
            yield each
            yield from _groups(each)
