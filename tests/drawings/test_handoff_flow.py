"""The flow of handoffs: each one once, in order, dashed where nobody acknowledges."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Polyline, Words
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.nouns import StepLook
from katch_protocols.drawings.views.handoff_flow.folded import FoldedGates
from katch_protocols.drawings.views.handoff_flow.view import HandoffFlowView
from tests.drawings.legibility import leaves, require_alike, require_legible
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.duties.small import harbour
from tests.shipped import reading

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def _view(handbook, name):
    found = chart(handbook.protocols[name], handbook)
    material = Material(found, handbook, graphviz=False)
    return HandoffFlowView(Subject.of(material), material.whole)


def _texts(scene):
    words = (each for each in leaves(scene.parts) if isinstance(each, Words))
    return [" ".join(each.lines.lines) for each in words]


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


def test_the_flow_shows_with_what_a_case_begins_and_where_it_can_end(referral):
    main = referral.lines[0]
    assert main.stations[0].start.say("en") == "Case opened"
    ends = {at: [e.say("en") for e in s.ends] for at, s in enumerate(main.stations)}
    assert [at for at, titles in ends.items() if titles] == [4]
    assert ends[4][0] == "Reintegrated at home"
    texts = _texts(referral.scene("en"))
    assert ends[4][0] in texts
    assert f"and {len(ends[4]) - 2} more" in texts
    every = [e for line in referral.lines for s in line.stations for e in s.ends]
    assert len({end.say("en") for end in every}) == len(every)


def test_what_may_happen_at_many_steps_is_folded(referral):
    folded = {gate.activity for gate in referral.chains.exceptions}
    usual = {gate.activity for chain in referral.chains.chains for gate in chain}
    assert {"complain", "note_absence", "transfer_region"} <= folded
    assert not folded & usual


def test_every_letter_can_be_read_on_each_sheet(referral):
    scene = referral.scene("kk")
    words = [each for each in leaves(scene.parts) if isinstance(each, Words)]
    smallest = min(each.lines.size for each in words)
    whole = Rect(0, 0, scene.width, scene.height)
    sheets = scene.sheets or (whole,)
    assert all(fits(sheet.width, sheet.height, smallest) for sheet in sheets)


def test_a_long_flow_is_parted_between_its_rows():
    scene = _view(reading().sound(), "identification_child_tip").scene("kk")
    first, second = scene.sheets
    assert first.bottom == second.y
    assert second.bottom == scene.height


def test_what_follows_from_an_exception_stands_behind_it_as_one_line(referral):
    folded = FoldedGates(referral.chains, referral.words)
    told = [[gates[0].activity for gates in string] for string in folded.strings]
    assert told[0] == ["note_absence", "alert", "locate", "found"]
    assert len(folded.folds[-1]) == 3
    texts = _texts(referral.scene("en"))
    assert texts.count("whoever had the case") == 1


def test_a_branch_says_what_it_opens_or_which_handoff_it_is_taken_for():
    view = _view(reading().sound(), "identification_child_tip")
    said = [line.heading.say("en") for line in view.lines if line.heading]
    assert said == [
        "Opens beside it: Referral and assistance of a child victim of trafficking",
        "Opens beside it: Child-sensitive justice",
        "Opens beside it: Children who accompany migrant workers",
        "Instead of handoff 3",
    ]


@pytest.fixture(scope="module")
def pathway():
    return _view(reading().sound(), "child_pathway")


def test_the_pathway_reads_as_its_moments_in_their_order(pathway):
    """Every moment stands once, with the body that has the case then."""
    said = [
        text.say("en")
        for line in pathway.lines
        for station in line.stations
        for text in station.texts
        if text.say("en")[0].isdigit()
    ]
    assert [text[0] for text in said] == list("12345678")
    assert pathway.path.untold == ()
    assert "Identification · " not in " ".join(said)


def test_the_pathway_fits_one_sheet_and_its_table_says_the_same(pathway):
    scene, rows = pathway.scene("ru"), pathway.twin("ru")
    require_legible(pathway, "ru")
    require_alike(pathway)
    assert scene.sheets == ()
    gates = [gate for line in pathway.lines for gate in line.gates]
    assert [row[0] for row in rows[1:]] == [str(n + 1) for n in range(len(gates))]


def test_a_gate_that_nobody_acknowledges_is_dashed():
    scene = _view(harbour(), "lost").scene("en")
    lines = [each for each in leaves(scene.parts) if isinstance(each, Polyline)]
    assert not any(each.ink.dash for each in lines if each.head)


@SLOW
@given(dressed())
def test_every_handoff_stands_once_and_silence_is_dashed(made):
    handbook = in_three_languages(made.handbook)
    view = _view(handbook, "first")
    chains = view.chains
    story = view.lanes.story
    ends = [id(end) for line in view.lines for s in line.stations for end in s.ends]
    known = [id(step.title) for step in story.steps if step.look is StepLook.END]
    assert len(ends) == len({*ends})
    assert {*ends} <= {*known}
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
    require_legible(view, "ru")
    require_alike(view)
    folded = FoldedGates(chains, view.words)
    told = [gate for fold in folded.folds for gate in fold]
    assert sorted(map(repr, told)) == sorted(map(repr, chains.exceptions))
    strung = [fold for row in folded.rows for fold, _ in row]
    assert sorted(map(repr, strung)) == sorted(map(repr, folded.folds))


def test_a_handoff_to_the_end_opens_no_case():
    """The alert after a return had the sign of a new case, above an empty box."""
    book = reading().sound()
    flow, name = _view(book, "cross_border_return"), "alert_retrafficking"
    alerts = [each for each in flow.chains.gates if each.activity == name]
    assert {(each.opens, each.reached) for each in alerts} == {
        (False, ("retrafficking_alert",))
    }
    last = flow.lines[0].stations[-1]
    assert [each.say("en") for each in last.texts] == ["At risk again"]
