"""The view of gaps: every finding at its place, listed, the same in every language."""

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, draw_every_language
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.restriction import restricted
from katch_protocols.drawings.scene import Group
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.views.gaps.concerns import MarkSpot, SpotKind, Spots
from katch_protocols.drawings.views.gaps.listing import FindingTexts
from katch_protocols.drawings.views.gaps.marks import MARK, placed_marks
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding, Severity, Wording
from katch_protocols.words.say import say
from tests import shipped
from tests.drawings.legibility import (
    least_letter,
    require_alike,
    require_legible,
    says_where,
)
from tests.drawings.making import in_three_languages
from tests.drawings.validating import parsed
from tests.duties.dressed import dressed
from tests.duties.small import FILES, harbour
from tests.quorum import book

NAMESPACE = "{http://www.w3.org/2000/svg}"
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def _finding(*path, severity=Severity.GAP, saw="Something.", **facts):
    wording = Wording(saw, "It matters.", "Mend it.")
    return Finding("made-up", severity, path, facts, wording=wording)


def _marks(svg):
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return [
        (group.get("data-finding"), group.get("class"))
        for group in root.iter(f"{NAMESPACE}g")
        if (group.get("class") or "").startswith("finding ")
    ]


def test_a_finding_is_drawn_where_it_belongs_and_listed():
    handbook = harbour()
    states = ("protocols", "lost", "states")
    findings = [
        _finding("agencies", "police", saw="Silent."),
        _finding("agencies", "clinic", severity=Severity.NOTE, saw="Only a note."),
        _finding(*states, "seen", "within", saw="Too long."),
        _finding("sources", "nowhere", saw="Not cited here."),
        _finding("protocols", "other", saw="Not this protocol."),
        _finding("protocols", "lost", "title", severity=Severity.ERROR, saw="Dull."),
    ]
    found = chart(handbook.protocols["lost"], handbook)
    drawing = draw(found, handbook, view="gaps", findings=findings)
    assert drawing.twin == (
        (
            "Number",
            "Where",
            "Severity",
            "What was found",
            "Why it matters",
        ),
        ("1", "Police", "Gap", "Silent.", "It matters."),
        ("2", "Step 1: Seen", "Gap", "Too long.", "It matters."),
    )
    assert _marks(drawing.svg) == [("1", "finding gap"), ("2", "finding gap")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Lost child", "title: Lost child\nsource: law"),
        ("title: Seen", "title: Seen\n    source: law"),
        ("source: act}", "source: law}"),
        ("source: act\n", "source: law\n"),
        ("within: 1 day}", "within: {limit: 1 day, source: law}}"),
        ("initial: seen", "initial: seen\nuse: [more]"),
        ("initial: seen", "initial: seen\nsafeguards: {a: {rule: SAFE, source: law}}"),
        ("outcome: protected}", "outcome: protected, opens: {OPENS}}"),
        ("title: Settled", "title: Settled"),  # nowhere
    ],
)
def test_a_source_concerns_a_protocol_that_cites_it_anywhere(old, new):
    assert FILES["lost.yaml"].count(old) == 1
    opens = "protocol: lost, within: {limit: 1 day, source: law}"
    new = new.replace("OPENS", opens).replace("SAFE", "settle requires bring")
    law = "  law: {title: Law, kind: law, valid_from: 2020-01-01, read: true}\n"
    more = (
        "fragment: more\nactivities:\n  stop: {title: Stop, by: officer,"
        " from: seen, source: law, to: settled}\n"
    )
    files = {
        "lost.yaml": FILES["lost.yaml"].replace(old, new),
        "sources.yaml": FILES["sources.yaml"] + law,
        "fragments/more.yaml": more,
    }
    handbook = read_texts({**FILES, **files}).sound()
    found = chart(handbook.protocols["lost"], handbook)
    spots = Spots(found, handbook, tell(found, handbook))
    whole = MarkSpot(SpotKind.WHOLE)
    assert spots.of(_finding("sources", "law")) == (None if old == new else whole)


def test_what_differs_only_by_region_is_said_once():
    handbook = harbour()
    findings = [
        _finding("regions", region, "roles", "host", saw="None in '{region}'.", **facts)
        for region, facts in (
            ("east", {"region": "east", "role": "host"}),
            ("west", {"region": "west", "role": "host"}),
        )
    ]
    found = chart(handbook.protocols["lost"], handbook)
    (row,) = draw(found, handbook, view="gaps", findings=findings).twin[1:]
    assert row[1:4] == ("Host", "Gap", "None in 'East' and 'West'.")


def test_a_sentence_has_titles_and_a_command_has_ids_of_one_region():
    handbook = harbour()
    fix = "Ask '{role}'. `katch staff {region}` lists them."
    facts = {"region": "east', 'west", "role": "host"}
    wording = Wording("No '{role}' in '{region}'.", "", fix)
    finding = Finding("made-up", Severity.GAP, (), facts, wording=wording)
    said = FindingTexts(chart(handbook.protocols["lost"], handbook), handbook)
    assert said.say(finding, "en").saw == "No 'Host' in 'East' and 'West'."
    assert said.say(finding, "en").fix == "Ask 'Host'. `katch staff east` lists them."


@pytest.mark.parametrize(
    "facts",
    [
        {"activity": "of_another_protocol", "roles": "host"},
        {"roles": "host', 'nobody_here"},
    ],
)
def test_what_concerns_other_protocols_is_left_out(facts):
    handbook = harbour()
    finding = _finding("regions", "east", "posts", **facts)
    found = chart(handbook.protocols["lost"], handbook)
    assert len(draw(found, handbook, view="gaps", findings=[finding]).twin) == 1


def test_a_mandate_for_a_function_that_is_nobodys_here_is_left_out():
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols["cross_border_return"], handbook)
    spots = Spots(found, handbook, tell(found, handbook))
    mandates = ("agencies", "ga", "mandates")
    lane = MarkSpot(SpotKind.LANE, "ga")
    assert spots.of(_finding(*mandates, function="case_management")) == lane
    assert spots.of(_finding(*mandates, function="education")) is None
    assert spots.of(_finding("agencies", "ga")) == lane


def test_an_activity_of_the_protocol_that_runs_this_one_has_its_title_too():
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    finding = _finding("regions", saw="'{first}' is claimed.", first="note_assent")
    said = FindingTexts(found, handbook).say(finding, "en").saw
    assert said == "'Note whether the child agrees to help' is claimed."


def test_only_what_is_missing_is_drawn_and_nothing_that_is_typed():
    handbook = harbour()
    path = ("protocols", "lost", "states", "seen")
    findings = [_finding(*path, severity=each, saw=each.value) for each in Severity]
    found = chart(handbook.protocols["lost"], handbook)
    drawing = draw(found, handbook, view="gaps", findings=findings[::-1])
    assert _marks(drawing.svg) == [("1", "finding gap")]
    assert [row[3] for row in drawing.twin[1:]] == ["gap"]
    handbook = shipped.reading().sound()
    name = "acml_identification_and_support"
    found = chart(handbook.protocols[name], handbook)
    drawing = draw(found, handbook, view="gaps", findings=shipped.findings())
    assert len(drawing.twin) > 2
    assert not any("`" in cell for row in drawing.twin for cell in row)
    told = " ".join(drawing.svg.split()).count("Not for publication.")
    assert told == len(drawing.paged) + 1  # under each sheet, and for who cannot see
    assert drawing.printed() >= LEAST_PRINT


def test_an_activity_is_marked_on_its_arrow():
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    spots = Spots(found, handbook, tell(found, handbook))
    entries = [e for e in found.entries if e.activity == "send_referral"]
    spot = spots.of(_finding(*entries[0].path, "within"))
    assert spot is not None
    assert spot.kind is SpotKind.MOVE
    assert spot.activity == "send_referral"


def test_the_marked_arrow_is_that_of_the_activity_and_not_its_neighbour():
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols["acml_identification_and_support"], handbook)
    story = tell(found, handbook)
    spots = Spots(found, handbook, story)
    moves = {move.id: move for move in story.moves}
    for entry in found.entries:
        spot = spots.of(_finding(*entry.path))
        if spot is not None and spot.kind is SpotKind.MOVE:
            acts = [duty.activity for duty in moves[spot.id].duties]
            assert spot.activity in acts


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "]]>&\"'", "\x07bell"])
def test_a_hostile_finding_stays_text(text):
    handbook = harbour()
    finding = _finding("agencies", "police", saw="{name}", name=text)
    found = chart(handbook.protocols["lost"], handbook)
    svg = draw(found, handbook, view="gaps", findings=[finding]).svg
    tags = {element.tag.removeprefix(NAMESPACE) for element in parsed(svg).iter()}
    assert tags <= {"svg", "title", "desc", "path", "rect", "circle", "g", "text"} | {
        "tspan"
    }


def test_a_protocol_without_findings_says_so():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    drawing = draw(found, handbook, view="gaps")
    assert len(drawing.twin) == 1
    assert drawing.description.endswith("publication. Nothing is missing here.")
    assert "Nothing is missing here." in drawing.svg


def test_of_many_bodies_the_first_are_named_and_the_rest_counted():
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols["child_papers"], handbook)
    (finding,) = [
        each
        for each in shipped.findings()
        if each.rule == "missing-acknowledgement" and each.path[0] == "fragments"
    ]
    said = FindingTexts(found, handbook).say(finding, "en").saw
    assert said == (
        "'Notice that the child is gone' moves the case from Social programmes, "
        "Children's centre, Civil registry and 12 more to Guardianship, which need "
        "not acknowledge."
    )


@SLOW
@given(dressed())
def test_to_say_that_nothing_is_missing_no_step_is_drawn(made):
    handbook = in_three_languages(made.handbook)
    found = chart(handbook.protocols["first"], handbook)
    dull = _finding("protocols", "first", severity=Severity.NOTE)
    elsewhere = _finding("protocols", "other")
    for findings in ((), (dull, elsewhere)):
        view = view_named("gaps").lay_out(Material(found, handbook, findings=findings))
        require_alike(view)
        for language in ("en", "ru", "kk"):
            require_legible(view, language)
            scene = view.scene(language)
            assert scene.height < 200
            assert scene.description == say("drawings.no-findings", language)
            assert not any(isinstance(part, Group) for part in scene.parts)


@SLOW
@given(dressed())
def test_on_random_protocols_every_finding_has_a_mark_apart_from_the_others(made):
    handbook = in_three_languages(made.handbook)
    found = chart(handbook.protocols["first"], handbook)
    story = tell(found, handbook)
    view = LanesView(story, found.protocol)
    spots = [MarkSpot(SpotKind.STEP, step.id) for step in story.steps]
    spots += [MarkSpot(SpotKind.LANE, lane.id) for lane in story.lanes]
    # Several activities may lead along one arrow, and several may belong to a step.
    spots += [
        MarkSpot(kind, each.id, activity)
        for activity in ("one", "other")
        for kind, found_there in (
            (SpotKind.MOVE, story.moves),
            (SpotKind.STEP, story.steps),
        )
        for each in found_there
    ]
    middles = placed_marks(spots, view.layout, view.head)
    rooms = [Rect(x - MARK, y - MARK, 2 * MARK, 2 * MARK) for x, y in middles]
    assert not any(
        one.grown(-1).meets(other.grown(-1)) for one, other in combinations(rooms, 2)
    )
    findings = [_finding(*node.path) for node in found.nodes]
    findings += [_finding("protocols", "first", "title", saw="Long. " * 30)] * 3
    view = view_named("gaps").lay_out(Material(found, handbook, findings=findings))
    assert all(sheet.is_marked for sheet in view.sheets)
    require_legible(view, "ru")
    scene = view.scene("ru")
    assert says_where(scene) or least_letter(scene) >= LEAST_PRINT
    drawings = draw_every_language(found, handbook, view="gaps", findings=findings)
    assert len({(each.width, each.height) for each in drawings.values()}) == 1
    assert len({len(each.twin) for each in drawings.values()}) == 1
    twice = draw_every_language(found, handbook, view="gaps", findings=findings)
    assert drawings == twice


def test_every_gap_of_a_shipped_protocol_is_told_and_no_sheet_is_drawn_without_one():
    handbook, findings = shipped.reading().sound(), shipped.findings()
    for name, protocol in handbook.protocols.items():
        own = [each for each in findings if each.path[:2] == ("protocols", name)]
        given = Material(chart(protocol, handbook), handbook, findings=findings)
        view = view_named("gaps").lay_out(given)
        told = [each for concern, _ in view.gaps for each in concern.findings]
        missing = [each for each in own if each.severity is Severity.GAP]
        assert sorted(filter(own.__contains__, told), key=str) == sorted(
            missing, key=str
        )
        assert all(sheet.is_marked for sheet in view.sheets)
        assert least_letter(restricted(view.scene("ru"))) >= LEAST_PRINT


def test_whoever_only_has_a_seat_in_a_panel_has_a_part_in_what_it_decides():
    handbook = book()
    made = chart(handbook.protocols["referral"], handbook)
    spots = Spots(made, handbook, tell(made, handbook))
    # The school's teacher does nothing here but sit.
    seat = _finding("regions", "south", "roles", "teacher")
    assert spots.of(seat) == MarkSpot(SpotKind.WHOLE)
    assert spots.of(_finding("regions", "south", "roles", "clerk")) is None
