"""Bars stand on the clock of the child where that is proved, and nowhere else."""

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.charts.calendars import Spans
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Words
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.deadlines.view import DeadlinesView
from katch_protocols.duties.duty_clocks import clocks
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.timing.first_times import latest_times
from tests.drawings.legibility import leaves
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.duties.small import FILES
from tests.shipped import reading

SLOW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
HOUR = 60


def _view(handbook, name):
    found = chart(handbook.protocols[name], handbook)
    return DeadlinesView(Subject.of(Material(found, handbook)))


@pytest.mark.usefixtures("kept_answers")
def test_what_is_owed_first_stands_first_on_the_childs_clock():
    """2 h + 24 h to report, and 24 h from the report to name a representative."""
    view = _view(reading().sound(), "identification_child_tip")
    states, opened = {}, {}
    for each in view.placed:
        name = each.clock.opened_by
        told, key = (states, each.clock.state) if name is None else (opened, name[0])
        told[key.rpartition(".")[2]] = each.times
    found = states
    # The case that is opened there begins when that is done at the latest.
    assert opened["report_both"] == (26 * HOUR, 27 * HOUR)
    assert found["concern_noted"] == (0, 2 * HOUR)
    assert found["made_safe"] == (2 * HOUR, 26 * HOUR)
    assert found["reported"] == (26 * HOUR, 50 * HOUR)
    assert found["interim"] == (26 * HOUR, 98 * HOUR)
    assert "under_review" not in found
    ends = [each.times[1] for each in view.placed]
    assert ends == sorted(ends)


@pytest.mark.usefixtures("kept_answers")
def test_a_pathway_tells_the_deadlines_of_its_moments():
    view = _view(reading().sound(), "child_pathway")
    found = [each for each in view.placed if each.is_moment]
    ends = [each.times[1] // HOUR for each in found]
    assert ends[:5] == [2, 26, 50, 50, 74]
    told = view.twin("en")
    assert [row[-1] for row in told[1:6]] == [f"by {end} h" for end in ends[:5]]


STEPS = """
protocol: lost
title: Lost child
valid_from: 2026-01-01
initial: served
states:
  served:
    title: Served
    held_by: worker
    within: 6 months
    initial: waiting
    states:
      waiting:
        title: Waiting
        within: 30 days
        activities:
          review: {title: Review, by: worker, to: due}
      due:
        title: Review due
        within: {limit: 5 days, basis: statutory, source: act}
        activities:
          settle: {title: Settle, by: worker, to: closed, OWN}
  closed: {title: Closed, final: true, outcome: protected}
"""
PATHWAY = """
protocol: pathway
title: Pathway
valid_from: 2026-01-01
initial: help
states:
  help: {title: Help, held_by: worker, runs: lost, then: {closed: closed}}
  closed: {title: Closed, final: true, outcome: protected}
"""


@pytest.mark.parametrize(
    ("own", "limit"),
    [("", "5 days"), ("within: 2 days", "2 days")],
)
def test_a_moment_has_the_clock_that_the_path_tells_and_not_one_around_it(
    own: str, limit: str
) -> None:
    steps = STEPS.replace(", OWN", f", {own}" if own else "")
    named = "path:\n  - {at: lost.settle}\n"
    files = {"lost.yaml": steps, "pathway.yaml": PATHWAY}
    files["handbook.yaml"] = FILES["handbook.yaml"] + named
    view = _view(read_texts({**FILES, **files}).sound(), "pathway")
    (moment,) = view.telling.path.moments
    (found,) = (each for each in view.clocks if each.is_moment)
    assert moment.clock is not None
    assert (str(moment.clock.span), str(found.clock.span)) == (limit, limit)


@pytest.mark.usefixtures("kept_answers")
def test_no_letter_is_too_small_on_its_sheet():
    scene = _view(reading().sound(), "identification_child_tip").scene("kk")
    words = (each for each in leaves(scene.parts) if isinstance(each, Words))
    smallest = min(each.lines.size for each in words)
    assert len(scene.sheets) > 1
    assert all(fits(sheet.width, sheet.height, smallest) for sheet in scene.sheets)
    assert scene.sheets[-1].bottom == scene.height


@SLOW
@given(dressed())
def test_a_bar_is_as_long_as_its_limit_and_ends_when_the_proof_says(made):
    handbook = in_three_languages(made.handbook)
    view = _view(handbook, "first")
    spans = Spans.of(handbook, view.subject.chart.protocol)
    for each in view.placed:
        start, end = each.times
        clock = each.clock
        assert start == max(end - spans.longest(clock.span), 0)
        if clock.kept and clock.kept.start is None and not clock.kept.own and start:
            told = (clock.state, *(name for name, _ in clock.acts))
            proved = latest_times(view.subject.chart, handbook, told)
            ends = {each.minutes for each in proved.values()}
            assert start == proved[clock.state].minutes or end in ends
    every = clocks(view.subject.chart, handbook)
    assert len(view.ordered) == len(every)


def test_of_a_row_that_nobody_asked_about_no_bound_is_told(monkeypatch):
    """The path takes a few moments; of the other rows it was not worked out."""
    monkeypatch.setattr("katch_protocols.duties.path_times.PASSED", -1)
    view = _view(reading().sound(), "identification_child_tip")
    others = [each for each in view.ordered if each.times is None]
    assert {each.is_asked for each in others} == {True, False}
    words = {True: "has no proved bound", False: "when that comes was not worked out"}
    shapes = leaves(view.scene("en").parts)
    words_drawn = (each for each in shapes if isinstance(each, Words))
    drawn = [" ".join(each.lines.lines) for each in words_drawn]
    for each in others:
        heading = view._heading(each).say("en")
        assert heading.endswith(words[each.is_asked])
        assert heading in drawn
