"""The view of changes: both versions in one geometry, each change marked and told."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.charts.build import chart
from katch_protocols.drawings.changes.view import (
    VersionPair,
    draw_comparison,
    draw_comparison_in_every_language,
)
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.story.union import united
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from tests.changes.versions import Versions, changed, versions
from tests.drawings.legibility import LANGUAGES, frames, require_legible
from tests.drawings.making import in_three_languages
from tests.drawings.validating import parsed
from tests.duties.small import FILES, harbour
from tests.shipped import reading

ROOT = Path(__file__).parents[2]
NAMESPACE = "{http://www.w3.org/2000/svg}"
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))

HIDE = "      hide: {title: Hide, by: officer, to: shed}\n"
CARRY = "      carry: {title: Carry home, by: worker, to: housed}\n"
"""Activities that only one version of the harbour has."""


def _story(handbook, name="lost"):
    return tell(chart(handbook.protocols[name], handbook), handbook)


def _union(before, after):
    return united(_story(before), _story(after))


def _classes(svg, *, start):
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    groups = (group for group in root.iter(f"{NAMESPACE}g"))
    found = [(g.get("class") or "", g.get("data-spot") or "") for g in groups]
    return [each for each in found if each[0].startswith(start)]


def test_what_is_equal_has_no_change():
    union = _union(harbour(), harbour())
    assert (union.lanes, union.steps, union.moves, union.hulls) == ({}, {}, {}, {})
    assert union.story.steps == _story(harbour()).steps


def test_a_step_that_is_gone_stays_in_the_union_with_its_arrows():
    shed = """  shed:
    title: In the shed
    held_by: worker
    activities:
      leave: {title: Leave, by: worker, to: settled}
"""
    text = FILES["lost.yaml"].replace("  settled: {", f"{shed}  settled: {{")
    text = text.replace("      look:\n", f"{HIDE}      look:\n")
    full = read_texts({**FILES, "lost.yaml": text}).sound()
    union = _union(full, harbour())
    assert [step.id for step in union.story.steps] == [
        "seen",
        "housed",
        "shed",
        "settled",
    ]
    assert union.steps == {"shed": ChangeKind.REMOVED}
    assert set(union.moves.values()) == {ChangeKind.REMOVED}
    ends = {(move.source, move.target) for move in union.story.moves}
    assert {("seen", "shed"), ("shed", "settled")} <= ends
    back = _union(harbour(), full)
    assert back.steps == {"shed": ChangeKind.ADDED}
    assert len(back.moves) == len(union.moves) == 2


def test_a_shorter_deadline_and_a_new_duty_change_the_step():
    union = _union(harbour(), changed(lost=("limit: 2 hours", "limit: 1 hour")))
    assert union.steps == {"seen": ChangeKind.CHANGED}
    union = _union(harbour(), changed(lost=("title: Feed", "title: Feed well")))
    assert union.steps == {"housed": ChangeKind.CHANGED}


def test_an_arrow_with_another_activity_is_changed():
    union = _union(harbour(), changed(lost=("title: Settle,", "title: Settle in,")))
    assert list(union.moves.values()) == [ChangeKind.CHANGED]
    assert union.steps == {}


def test_a_step_that_changes_hands_stands_in_its_new_lane():
    after = changed(lost=("held_by: officer", "held_by: worker"))
    union = _union(harbour(), after)
    assert union.story.step["seen"].lane == "welfare"
    assert union.steps["seen"] is ChangeKind.CHANGED


def test_every_change_has_a_mark_of_its_kind_and_is_told():
    after = changed(lost=("      look:\n", f"{CARRY}      look:\n"))
    drawing = draw_comparison("lost", harbour(), after)
    marks = _classes(drawing.svg, start="change ")
    assert [kind for kind, _ in marks] == ["change changed"]
    assert drawing.twin[0] == ("For whom", "Change", "What changes")
    assert ("Welfare", "added", "«Carry home»: now does it.") in drawing.twin
    assert ("Police", "added", "«Carry home»: now answers.") in drawing.twin
    assert "For whom: Welfare; Change: added" in drawing.description


def test_equal_versions_say_that_nothing_changes():
    drawing = draw_comparison("lost", harbour(), harbour())
    assert len(drawing.twin) == 1
    assert drawing.description == "Nothing changes."
    assert _classes(drawing.svg, start="change ") == []


def test_steps_bear_the_numbers_of_the_later_version():
    after = changed(lost=("limit: 2 hours", "limit: 1 hour"))
    view = VersionPair("lost", harbour(), after).view()
    assert view.view.numbers == {"seen": 1, "housed": 2}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "]]>&\"'", "\x07bell"])
def test_a_hostile_title_stays_text(text):
    after = harbour()
    protocol = after.protocols["lost"]
    title = protocol.title.model_copy(update={"texts": {"en": text}})
    states = {
        name: state.model_copy(update={"title": title})
        for name, state in protocol.states.items()
    }
    other = protocol.model_copy(update={"states": states})
    after = Handbook(**{**dict(after), "protocols": {"lost": other}})
    svg = draw_comparison("lost", harbour(), after).svg
    tags = {element.tag.removeprefix(NAMESPACE) for element in parsed(svg).iter()}
    allowed = {"svg", "title", "desc", "path", "rect", "circle", "g", "text", "tspan"}
    assert tags <= allowed


def test_a_version_without_the_protocol_or_its_meaning_is_refused():
    with pytest.raises(UnknownNameError, match="The nearest is 'lost'"):
        draw_comparison("last", harbour(), harbour())
    wrong = changed(lost=("to: settled}", "to: setled}"))
    with pytest.raises(ProtocolError):
        draw_comparison("lost", harbour(), wrong)


_PLACED = ("change ", "changed ", "step ")
"""What stands in the same place in every language; arrows part for their texts."""


def _placed(shapes):
    for role, inside in (each for each in shapes if isinstance(each, tuple)):
        if role == "faded":
            yield from _placed(inside)
        elif role.startswith(_PLACED):
            yield role, inside


def _require_alike(view):
    scenes = [view.scene(language) for language in LANGUAGES]
    assert len({(scene.width, scene.height) for scene in scenes}) == 1
    first, *others = ([*_placed(frames(scene.parts))] for scene in scenes)
    assert first
    assert all(other == first for other in others)
    twins = [view.twin(language) for language in LANGUAGES]
    assert len({(len(twin), len(twin[0])) for twin in twins}) == 1


@SLOW
@given(versions())
def test_random_versions_are_legible_and_alike_in_every_language(pair: Versions):
    before, after = map(in_three_languages, (pair.before, pair.after))
    try:
        view = VersionPair("first", before, after).view()
    except ProtocolError:
        assume(False)  # noqa: FBT003 - hypothesis's own way
    _require_alike(view)
    scene = view.scene("kk")
    assert scene == VersionPair("first", before, after).view().scene("kk")


@pytest.fixture(scope="module")
def edited() -> tuple[Handbook, Handbook]:
    """Return the shipped handbook, and one with a step less and two limits changed."""
    before = reading().sound()
    texts = {
        path.relative_to(ROOT / "protocols").as_posix(): path.read_text("utf-8")
        for path in sorted((ROOT / "protocols").rglob("*.yaml"))
    }
    name = "partner_selection.yaml"
    text = texts[name].replace("to: interests_open", "to: advice_open")
    texts[name] = text.replace("held_by: grant_maker", "held_by: assessor", 1)
    return before, read_texts(texts).sound()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_shipped_protocol_meets_another(edited, language):
    view = VersionPair("partner_selection", *edited).view()
    require_legible(view, language)
    _require_alike(view)


def test_one_phase_can_be_drawn_and_an_unknown_one_is_refused(edited):
    before, _ = edited
    name = "referral_and_assistance"
    drawings = draw_comparison_in_every_language(name, before, before, phase="urgent")
    assert len({(each.width, each.height) for each in drawings.values()}) == 1
    with pytest.raises(UnknownNameError, match="The nearest is 'urgent'"):
        draw_comparison(name, before, before, phase="urgend")


def test_a_lane_that_loses_its_last_step_stays_and_is_marked(edited):
    before, after = edited
    there, back = (
        _classes(draw_comparison("partner_selection", *pair).svg, start="change ")
        for pair in ((before, after), (after, before))
    )
    assert ("change added", "assessor") in there
    assert ("change removed", "assessor") in back
