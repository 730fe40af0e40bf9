"""The flow of handoffs: each one once, in order, dashed where nobody acknowledges."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Polyline, Words
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.handoff_flow.view import HandoffFlowView
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.duties.small import harbour
from tests.shipped import reading

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def _view(handbook, name):
    found = chart(handbook.protocols[name], handbook)
    material = Material(found, handbook, graphviz=False)
    return HandoffFlowView(Subject.of(material), material.whole)


def _leaves(shapes):
    for shape in shapes:
        yield from _leaves(shape.parts) if isinstance(shape, Group) else [shape]


@pytest.fixture(scope="module")
def referral():
    return _view(reading().sound(), "referral_and_assistance")


def test_stations_follow_the_story_and_the_first_gate_leads_on(referral):
    main = referral.chains.chains[0]
    assert len(main) >= 4
    for one, other in pairwise(main):
        assert one.receiver == other.sender
    numbers = referral.lanes.numbers
    starts = [min(numbers[step] for step in gate.sources) for gate in main]
    assert starts == sorted(starts)


def test_what_may_happen_at_many_steps_is_folded(referral):
    folded = {gate.activity for gate in referral.chains.exceptions}
    usual = {gate.activity for chain in referral.chains.chains for gate in chain}
    assert {"complain", "note_absence", "transfer_region"} <= folded
    assert not folded & usual


def test_every_letter_can_be_read_on_each_sheet(referral):
    scene = referral.scene("kk")
    words = [each for each in _leaves(scene.parts) if isinstance(each, Words)]
    smallest = min(each.lines.size for each in words)
    assert len(scene.sheets) == 2
    assert all(fits(sheet.width, sheet.height, smallest) for sheet in scene.sheets)


def test_a_gate_that_nobody_acknowledges_is_dashed():
    scene = _view(harbour(), "lost").scene("en")
    lines = [each for each in _leaves(scene.parts) if isinstance(each, Polyline)]
    assert not any(each.ink.dash for each in lines if each.head)


@SLOW
@given(dressed())
def test_every_handoff_stands_once_and_silence_is_dashed(made):
    handbook = in_three_languages(made.handbook)
    view = _view(handbook, "first")
    chains = view.chains
    shown = [gate for chain in chains.chains for gate in chain]
    assert sorted(map(repr, (*shown, *chains.exceptions))) == sorted(
        map(repr, chains.gates)
    )
    pairs = {(gate.sender, gate.receiver) for gate in chains.gates}
    assert pairs == set(view.matrix.cells)
    groups = [each for each in view.scene("en").parts if isinstance(each, Group)]
    drawn = [each for each in groups if each.role == "handoff" and "from" in each.data]
    dashes = [
        any(isinstance(part, Polyline) and part.ink.dash for part in each.parts)
        for each in drawn
    ]
    assert dashes.count(True) == sum(not gate.acknowledged for gate in shown)
    assert len(drawn) == len(shown)
