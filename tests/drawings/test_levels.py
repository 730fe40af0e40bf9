"""The states open in levels: phases, then the states of each with what is done."""

import os
import re
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.scene import Group, Words
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.story.nouns import StepLook
from katch_protocols.drawings.views.overview import OverviewView
from katch_protocols.drawings.views.states.graphviz_layout import find_dot
from katch_protocols.drawings.views.states.phases import PhasesFlow
from katch_protocols.drawings.views.states.view import StatesView
from katch_protocols.files.read import read_texts
from katch_protocols.words.say import say
from tests.drawings.legibility import (
    LANGUAGES,
    frames,
    least_letter,
    leaves,
    require_legible,
    says_where,
)
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.duties.small import harbour
from tests.rules.saltmarsh import FILES
from tests.shipped import reading

NAMES = (
    [*reading().sound().protocols]
    if os.environ.get("KATCH_HEAVY")
    else ["protocol_governance"]
)
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def _given(handbook, name):
    return Material(chart(handbook.protocols[name], handbook), handbook, graphviz=False)


@pytest.fixture(scope="module")
def governance():
    return _given(reading().sound(), "protocol_governance")


def _sheets(drawing):
    """Return the level and the phase of each sheet."""
    found = re.findall(r'<g class="sheet"([^>]*)>', drawing.svg)
    return [dict(re.findall(r'data-(\w+)="([^"]*)"', each)) for each in found]


def test_the_phases_come_first_and_each_opens_into_its_states_then_everything(
    governance,
):
    drawing = page_of(view_named("states"), governance).drawing("en")
    phases = [p.id for p in governance.story.phases if p.title is not None]
    sheets = _sheets(drawing)
    assert len(drawing.sheets) == len(sheets)
    assert sheets[0] == {"level": "1"}
    opened = [
        {"level": level, "phase": name} for name in phases for level in ("2", "3")
    ]
    assert sheets[1:] == [*opened, {"level": "3"}]
    shown = re.findall(r'class="chapter" data-phase="(\w+)"', drawing.svg)
    assert shown == phases
    steps = set(re.findall(r'class="step [^>]*data-step="([^"]*)"', drawing.svg))
    assert steps >= {*governance.whole.numbers}


def test_one_phase_is_drawn_without_the_level_above(governance):
    phase = governance.story.phases[0].id
    drawing = page_of(view_named("states"), governance.of(phase)).drawing("en")
    assert [each["level"] for each in _sheets(drawing)] == ["2", "3"]
    assert 'class="chapter"' not in drawing.svg


@pytest.mark.skipif(find_dot() is None, reason="no 'dot' program is installed")
def test_graphviz_places_a_phase_that_nothing_leads_to_or_from():
    given = replace(_given(reading().sound(), "childs_complaint"), graphviz=True)
    drawing = page_of(view_named("states"), given).drawing("en")
    steps = set(re.findall(r'class="step [^>]*data-step="([^"]*)"', drawing.svg))
    assert steps >= {*given.whole.numbers}
    levels = [each["level"] for each in _sheets(drawing)]
    assert levels == ["1", "2", "3", "2", "3"]


def test_every_letter_of_the_first_level_can_be_read_on_a3(governance):
    scene = PhasesFlow(governance.whole).scene("kk")
    words = (each for each in leaves(scene.parts) if isinstance(each, Words))
    assert fits(scene.width, scene.height, min(each.lines.size for each in words))


@SLOW
@given(dressed())
def test_each_phase_stands_once_with_every_step_of_it(made):
    handbook = in_three_languages(made.handbook)
    flow = PhasesFlow(_given(handbook, "first").whole)
    if not flow.phases:
        return
    require_legible(flow, "ru")
    scenes = [flow.scene(code) for code in handbook.languages]
    first, *others = (list(frames(scene.parts)) for scene in scenes)
    assert all(other == first for other in others)
    boxes = [p for p in scenes[0].parts if isinstance(p, Group) and p.role == "chapter"]
    assert [box.data["phase"] for box in boxes] == [each.id for each in flow.phases]


@pytest.mark.parametrize("view", ["states", "overview"])
@pytest.mark.parametrize(
    "name", ["identification_child_tip", "acml_identification_and_support"]
)
def test_every_step_of_a_phase_stands_on_its_sheet_exceptions_too(name, view):
    given_ = _given(reading().sound(), name)
    for phase in PhasesFlow(given_.lanes).phases:
        own = {
            step.id
            for step in given_.lanes.story.steps
            if step.phase == phase.id and not step.look.is_mark
        }
        choices = {n for n in own if given_.lanes.story.step[n].look is StepLook.CHOICE}
        drawn = _drawn_steps(view, given_, phase.id)
        assert own - choices <= drawn, (phase.id, own - drawn)


@pytest.mark.parametrize("view", ["states", "overview"])
def test_the_key_says_of_what_happens_that_it_is_no_clock(view):
    name = "acml_identification_and_support"
    given_ = _given(reading().sound(), name).of("search")
    svg = page_of(view_named(view), given_).drawing("en").svg
    assert say("drawings.key-by-itself", "en") in svg
    assert say("drawings.key-clock", "en") not in svg


def _drawn_steps(view, given_, phase):
    if view == "overview":
        (sheet,) = OverviewView(given_.lanes, phase).sheets
        return {step.id for step in sheet.story.steps}
    parts = StatesView(given_.lanes, graphviz=False).parts
    return {s.id for part in parts if part.phase == phase for s in part.story.steps}


@SLOW
@given(dressed(), st.floats(9, 60))
def test_a_sheet_whose_letters_are_small_on_a3_says_where_to_read_it(made, least):
    """``least`` makes A3 too small."""
    handbook = in_three_languages(made.handbook)
    view = view_named("states").lay_out(_given(handbook, "first"))
    for part in view.parts or (view,):
        with patch(
            "katch_protocols.drawings.views.states.phase_states.LEAST_PRINT", least
        ):
            scenes = [part.states(language) for language in LANGUAGES]
        heights = {scene.height for scene in scenes}
        assert len(heights) == 1
        for scene in scenes:
            says = says_where(scene)
            assert says or least_letter(scene) >= least
            bare = scene.parts[:-1] if says else scene.parts
            whole = replace(scene, height=scene.height - says * 26, parts=bare)
            assert says == (round(least_letter(whole), 1) < least)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_every_level_can_be_read_on_a3(name):
    view = view_named("states").lay_out(_given(reading().sound(), name))
    assert least_letter(view.scene("kk")) >= LEAST_PRINT


@SLOW
@given(dressed())
def test_everything_is_told_of_each_state_once_and_can_be_read(made):
    handbook = in_three_languages(made.handbook)
    view = view_named("states").lay_out(_given(handbook, "first"))
    scenes = {code: [*_in_words(view, code)] for code in LANGUAGES}
    assert all(least_letter(each) >= LEAST_PRINT for each in scenes["ru"])
    first, *others = ([[*frames(s.parts)] for s in each] for each in scenes.values())
    assert all(other == first for other in others)
    blocks = [
        part
        for scene in scenes["en"]
        for part in scene.parts
        if isinstance(part, Group) and part.role == "state-in-words"
    ]
    states = [block.data["state"] for block in blocks if "state" in block.data]
    assert sorted(states) == sorted({*states})
    assert {*states} >= {*view.lanes.numbers}
    for scene in scenes["kk"]:
        require_legible(SimpleNamespace(scene=lambda _, drawn=scene: drawn), "kk")
    shared = len(view.lanes.story.notes)
    assert len(blocks) - len(states) >= shared


@pytest.mark.parametrize("letters", [30, 60, 120])
def test_a_long_word_makes_the_columns_wider_and_covers_nothing(letters):
    long = "ы" * letters
    many = "".join(
        f"""
  step_{at}:
    title: {long}
    held_by: duty_officer
    within: {{limit: 1 day, basis: proposed}}
    activities: {{do_{at}: {{title: {long}, by: duty_officer, to: step_{at + 1}}}}}"""
        for at in range(9)
    )
    made = read_texts(
        {
            **FILES,
            "referral.yaml": f"""
protocol: referral
title: Referral
initial: step_0
states:{many}
  step_9: {{title: {long}, final: true, outcome: protected}}
""",
        }
    ).sound()
    view = view_named("states").lay_out(_given(made, "referral"))
    for scene in _in_words(view, "en"):
        require_legible(SimpleNamespace(scene=lambda _, drawn=scene: drawn), "en")


def _in_words(view, language):
    """Yield the sheets of the third level."""
    return (scene for scene, level, _ in view.levels(language) if level == "3")


def test_what_is_told_of_a_state_is_who_holds_it_by_when_and_where_each_way_leads():
    given = _given(harbour(), "lost")
    view = view_named("states").lay_out(given)
    (scene,) = _in_words(view, "en")
    blocks = [part for part in scene.parts if isinstance(part, Group)]
    assert [block.title for block in blocks] == [
        "Seen: 2 h, Police, Bring to a host, Police / Welfare, 1 d, Housed.",
        "Housed: 5 d, Host, Settle, Welfare, Settled.",
        "At steps: 1: Look around, with Nurse.",
        "At steps: 2: Feed.",
    ]
    require_legible(SimpleNamespace(scene=lambda _: scene), "en")
