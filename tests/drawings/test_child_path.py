"""The path of the child: what it says follows from the protocols, and can be read."""

import os
import re
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.colours import contrast
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.pictograms import GRID, STROKE, pictogram, pictograms
from katch_protocols.drawings.scene import Curve, Disc, Group, Polyline, Words
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import GREY, LANES, MANY_LANES, MUTED, lane_tint
from katch_protocols.drawings.views.child_path import telling
from katch_protocols.drawings.views.child_path.frames import LEAST
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.drawings.views.child_path.view import VIEW, ChildPathView
from katch_protocols.duties.child_path import child_path, path_home
from katch_protocols.duties.path_times import PathTime, path_times
from katch_protocols.model.path import MOST_MOMENTS, StoryMoment
from katch_protocols.model.pictures import Picture
from tests.drawings.legibility import LANGUAGES, require_alike, require_legible
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.shipped import kept, reading

HEAVY = os.environ.get("KATCH_HEAVY") == "1"
SOME = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
POINTS = 72 / 25.4
A4 = (297 - 20) * POINTS, (210 - 20) * POINTS
"""The room of a sheet in landscape, in points."""


def view_of(handbook, name):
    found = chart(handbook.protocols[name], handbook)
    return ChildPathView(Subject(found, handbook))


def words(shapes):
    for shape in shapes:
        if isinstance(shape, Group):
            yield from words(shape.parts)
        elif isinstance(shape, Words):
            yield shape


@pytest.fixture
def untimed(monkeypatch):
    """Leave the proofs of how late a moment comes out: what is drawn is asked for."""
    monkeypatch.setattr(
        telling,
        "path_times",
        lambda path, _: (PathTime(26 * 60),) * len(path.moments),
    )


@pytest.fixture(scope="module")
def shipped():
    return reading().sound()


def require_large(view):
    """No letter is smaller than 8 points on a sheet of A4."""
    for language in view.subject.languages:
        scene = view.scene(language)
        scale = min(A4[0] / scene.width, A4[1] / scene.height)
        sizes = [each.lines.size for each in words(scene.parts) if each.lines.lines]
        assert min(sizes) >= LEAST
        assert min(sizes) * scale >= 8


@pytest.mark.usefixtures("untimed")
@SOME
@given(made=dressed())
def test_of_any_protocol_every_text_is_legible_and_stands_alike(made):
    view = view_of(in_three_languages(made.handbook), "first")
    for language in LANGUAGES:
        require_legible(view, language)
    require_alike(view)
    require_large(view)
    assert len(view.frames) <= MOST_MOMENTS


NAMES = ("child_pathway", "cross_border_return", "justice_child_sensitive")


@pytest.mark.usefixtures("untimed")
@pytest.mark.parametrize(
    "name", sorted(reading().sound().protocols) if HEAVY else NAMES
)
def test_of_the_shipped_protocols_no_text_is_cut(shipped, name):
    view = view_of(shipped, name)
    require_alike(view)
    require_large(view)
    for language in LANGUAGES:
        require_legible(view, language)
        cut = [
            line
            for each in words(view.scene(language).parts)
            for line in each.lines.lines
            if line.endswith("…")
        ]
        assert cut == []


def test_the_handbooks_path_is_the_drawing_of_the_protocol_that_runs_its_first(shipped):
    assert path_home(shipped) == "child_pathway"
    path = child_path(chart(shipped.protocols["child_pathway"], shipped), shipped)
    assert [each.name for each in path.moments] == [
        each.name.rpartition(".")[2] or each.name
        if each.name in path.charts[each.protocol].activities
        else each.name
        for each in path.moments
    ]
    told = {(each.protocol, each.name.rpartition(".")[2]) for each in path.moments}
    asked = {
        (each.home, each.name.rpartition(".")[2]) for each in shipped.path if each.name
    }
    assert told == asked
    assert [each.protocol for each in path.beside] == [
        "justice_child_sensitive",
        "missing_child",
    ]


def test_what_begins_together_stands_together(shipped):
    """School is sought from the day on which the child is placed, not at the end."""
    name = "referral_and_assistance"
    path = child_path(chart(shipped.protocols[name], shipped), shipped)
    assert [each.name.rpartition(".")[2] for each in path.moments] == [
        "finding_place",
        "placed",
        "school_sought",
        "urgent_met",
        "services_refused",
        "plan_agreed",
        "service",
        "followed_up",
    ]


def test_what_a_moment_says_follows_from_the_protocol(shipped):
    path = child_path(chart(shipped.protocols["child_pathway"], shipped), shipped)
    report = path.moments[1]
    assert report.name == "report_both"
    assert report.holders == ("front_line", "guardianship")
    assert str(report.clock.span) == "24 hours"
    assert report.clock.since.say("en") == "Child made safe"
    appoint = path.moments[2]
    assert appoint.holders == ("guardianship", "case_manager")
    assert appoint.clock.since.say("en") == "Notify both bodies"
    assert appoint.picture is Picture.GUARDIAN  # that of its function
    rest = path.moments[6]
    assert str(rest.clock.span) == "30 days"
    assert rest.clock.basis is None


def two_moments(book):
    moments = (
        StoryMoment(at="identification_child_tip.report_both"),
        StoryMoment(at="identification_child_tip.appoint_representative"),
    )
    every = book.path if HEAVY else moments
    return book.model_copy(update={"path": every})


def test_how_late_a_moment_comes_is_the_sum_of_the_limits_before_it(shipped):
    book = two_moments(shipped)
    with kept():
        found = chart(book.protocols["child_pathway"], book)
        late = path_times(child_path(found, book), book)
    if HEAVY:
        hours = [each and each.minutes / 60 for each in late[:5]]
        assert hours == [None, 26, 50, 50, 74]
        assert late[6] is None
    else:
        assert [each.minutes / 60 for each in late] == [26, 50]  # 2 + 24, and 24 more


def test_a_moment_of_a_case_that_another_opens_counts_from_there(shipped):
    moments = (
        StoryMoment(at="identification_child_tip.report_both"),
        StoryMoment(at="referral_and_assistance.finding_place"),
    )
    book = shipped.model_copy(update={"path": moments})
    with kept():
        found = chart(book.protocols["child_pathway"], book)
        late = path_times(child_path(found, book), book)
    assert [each.minutes / 60 for each in late] == [26, 50]


def test_a_time_that_holds_only_without_an_exception_says_so(shipped):
    found = chart(shipped.protocols["childs_complaint"], shipped)
    with kept():
        first, second, _ = path_times(child_path(found, shipped), shipped)
        told = PathTelling(Subject(found, shipped))
        said = told.at_most().say("en")
    assert first == PathTime(24 * 60)
    assert (second.minutes, [*second.unless]) == (48 * 60, ["looked_into"])
    title = found.title_of("looked_into") or second.unless["looked_into"]
    assert said.endswith(f"(counted until this happens: {title.say('en')})")


def test_every_pictogram_keeps_the_rules_of_drawing():
    assert list(pictograms()) == list(Picture)
    for name, found in pictograms().items():
        assert found.meaning.endswith(".")
        points = [p for each in (*found.lines, *found.curves) for p in each]
        points += [
            (x + sign * radius, y + sign * radius)
            for (x, y), radius in found.rings
            for sign in (-1, 1)
        ]
        half = STROKE / 2
        assert all(half <= min(p) and max(p) <= GRID - half for p in points), name
        drawn = pictogram(name, Rect(10, 10, 128, 96), LANES[0])
        for shape in drawn.parts:
            assert isinstance(shape, Polyline | Curve | Disc)
            assert shape.ink.fill == "none"  # strokes alone: a head is an empty ring
            assert shape.ink.width == STROKE * 96 / GRID
            assert shape.ink.is_round
        assert not any(one == other for one, other in combinations(drawn.parts, 2))


def test_a_pictogram_can_be_seen_on_the_tint_of_its_holder_in_both_themes():
    for colour in (*LANES, *MANY_LANES, MUTED):
        for shown in (lambda each: each, GREY.shown):
            assert contrast(shown(colour), shown(lane_tint(colour))) >= 3


@pytest.mark.usefixtures("untimed")
def test_in_grey_nothing_of_the_path_has_a_colour(shipped):
    material = Material(chart(shipped.protocols["child_pathway"], shipped), shipped)
    svg = page_of(VIEW, material, "grey").drawing("kk").svg
    colours = set(re.findall("#([0-9A-F]{6})", svg))
    assert len(colours) > 4
    assert all(each[:2] == each[2:4] == each[4:] for each in colours)


def test_a_step_that_is_told_earlier_keeps_its_promise(shipped):
    """Promises go to steps in the order in which they are written.

    Of a step's promises that one is told which most of its safeguards keep: else a step
    that a safeguard names by the way says "School is open to you".
    """
    name = "referral_and_assistance"
    path = child_path(chart(shipped.protocols[name], shipped), shipped)
    said = {each.name.rpartition(".")[2]: each.promises for each in path.moments}
    assert [each.say("en") for each in said["urgent_met"]] == [
        "We find out what is best for you before we decide"
    ]
    assert [each.say("en") for each in said["school_sought"]] == [
        "School is open to you"
    ]
    # It closes the case with care, which no more than names a school.
    assert [each.say("en") for each in said["followed_up"]] == [
        "Help does not end on your 18th birthday"
    ]
