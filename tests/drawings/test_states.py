"""The states view: Graphviz places, we draw; without it our own layout serves."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from katch_protocols.drawings.draw import draw, draw_every_language
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.views.states import graphviz_layout
from katch_protocols.drawings.views.states.graphviz_layout import read_places, to_dot
from tests.drawings.making import charted, in_three_languages, story_of

PLAIN = {
    "states": {
        "a": {
            "held_by": "officer",
            "activities": {"send": {"to": "b"}, "stop": {"to": "c"}},
        },
        "b": {"held_by": "nurse", "activities": {"return_it": {"to": "a"}}},
        "c": {"final": True},
    }
}


def has_dot():
    return graphviz_layout.find_dot() is not None


needs_dot = pytest.mark.skipif(not has_dot(), reason="no 'dot' program is installed")


def test_dot_has_a_node_of_fixed_size_for_each_step_and_no_text():
    dot = to_dot(story_of(PLAIN))
    assert re.findall(r"\bn\d (?=\[height)", dot) == ["n0 ", "n1 ", "n2 "]
    assert "fixedsize=true" in dot
    assert "Send" not in dot


def test_dot_keeps_room_for_each_text_and_lets_returns_set_no_order():
    dot = to_dot(story_of(PLAIN))
    assert dot.count('<td fixedsize="true" width=') == 3
    assert dot.count("constraint=false") == 1


def test_places_come_back_upside_up():
    answer = {
        "bb": "0,0,300,200",
        "objects": [
            {"name": "cluster_0", "bb": "10,20,110,120"},
            {"name": "n0", "pos": "60,100", "width": "1", "height": "0.5"},
            {"name": "n1", "pos": "60,40", "width": "1", "height": "0.5"},
            {"name": "n2", "pos": "90,40", "width": "1", "height": "0.5"},
        ],
        "edges": [
            {"id": "x", "pos": "e,60,58 60,82 60,75 60,70 60,64", "lp": "80,70"},
        ],
    }
    places = read_places(answer, story_of(PLAIN), (5, 50))
    assert places.boxes["a"].middle == (65, 150)
    assert places.curves["x"] == ((65, 168), (65, 175), (65, 180), (65, 192))
    assert places.texts == {"x": (85, 180)}
    frame = places.frames[""]
    assert (frame.x, frame.y, frame.width, frame.height) == (15, 130, 100, 100)


@needs_dot
def test_graphviz_places_every_step_and_move():
    found, handbook = charted(PLAIN)
    svg = draw(found, handbook, view="states").svg
    assert svg.count('<g class="step ') == 3
    assert svg.count('<g class="move ') == 3


@needs_dot
def test_every_language_has_the_same_places():
    found, handbook = charted(PLAIN)
    drawings = draw_every_language(found, in_three_languages(handbook), view="states")
    assert len({(each.width, each.height) for each in drawings.values()}) == 1


def test_without_a_dot_program_our_own_layout_draws_without_lanes(monkeypatch):
    found, handbook = charted(PLAIN)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.delenv(graphviz_layout.VARIABLE, raising=False)
    svg = draw(found, handbook, view="states").svg
    assert svg.count('<g class="lane"') == 0
    assert svg.count('<g class="step ') == 3
    own = draw_every_language(found, handbook, view="states", graphviz=False)
    assert own["en"].svg == svg


def test_a_program_that_fails_is_as_good_as_none(monkeypatch, tmp_path):
    broken = tmp_path / "dot"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv(graphviz_layout.VARIABLE, str(broken))
    assert graphviz_layout.placed_by_dot("digraph {}") is None


def test_the_environment_names_the_program_first(monkeypatch):
    monkeypatch.setenv(graphviz_layout.VARIABLE, "/opt/dot")
    assert graphviz_layout.find_dot() == "/opt/dot"


def test_the_wheel_beside_the_interpreter_is_found(monkeypatch, tmp_path):
    (tmp_path / "graphviz-pure").write_text("")
    monkeypatch.delenv(graphviz_layout.VARIABLE, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "executable", str(Path(tmp_path, "python")))
    assert graphviz_layout.find_dot() == str(tmp_path / "graphviz-pure")


def test_without_graphviz_each_step_keeps_its_number_and_its_agencys_colour():
    """The swimlane reads row by row over the lanes; one column would read otherwise."""
    plain = {
        "states": {
            "a": {"held_by": "officer", "activities": {"one": {"to": "b"}}},
            "b": {
                "held_by": "nurse",
                "activities": {"two": {"to": "d"}, "more": {"to": "c"}},
            },
            "c": {"held_by": "teacher", "activities": {"three": {"to": "d"}}},
            "d": {"held_by": "officer", "activities": {"four": {"to": "e"}}},
            "e": {"final": True},
        }
    }
    found, handbook = charted(plain)
    drawn = {
        view: draw_every_language(found, handbook, view=view, graphviz=False)["en"].svg
        for view in ("lanes", "states")
    }
    assert _numbers(drawn["states"]) == _numbers(drawn["lanes"])
    for colour in party_colours(handbook).values():
        assert (colour in drawn["lanes"]) == (colour in drawn["states"])


def _numbers(svg):
    steps = re.findall(r'<g class="step [^>]*>', svg)
    found = {}
    for step in steps:
        named = dict(re.findall(r'data-(\w+)="([^"]*)"', step))
        found[named["step"]] = named.get("number")
    return found


def test_without_graphviz_the_picture_says_what_it_is_and_who_holds_which_step():
    found, handbook = charted(PLAIN)
    svg = draw_every_language(found, handbook, view="states", graphviz=False)["en"].svg
    assert "States and moves" in svg
    assert "Who does what, and by when" not in svg
    assert re.findall(r'data-lane="(\w+)"', svg[svg.index('class="holder"') :]) == [
        "police",
        "clinic",
    ]
    assert "Police: 1" in svg
    assert "Clinic: 2" in svg
