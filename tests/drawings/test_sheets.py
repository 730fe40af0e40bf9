"""Titles, columns of notes, numbers and pixels of the drawings."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.lanes.heads import head_lines
from katch_protocols.drawings.lanes.measures import graph_of
from katch_protocols.drawings.lanes.numbers import columned, numbered
from katch_protocols.drawings.layout.arrange import reading_order
from katch_protocols.drawings.layout.graph import Options
from katch_protocols.drawings.layout.shaping import shaped
from katch_protocols.drawings.story.nouns import Lane
from tests.drawings.making import charted, label, story_of


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_title_stands_in_one_column_with_what_it_is_of(count):
    heights = [20.0, 90.0, 30.0, 20.0, 60.0, 60.0]
    for column in columned(heights, {0, 3}, count):
        assert not {0, 3} & {column[-1]}


def test_the_name_of_an_agency_is_never_cut_in_a_head():
    title = "Centre for children who need many special services " * 3
    lane = Lane("a", label("Centre"), label(title.strip()))
    _, long = head_lines(lane, "en", 188)
    assert " ".join(long.lines) == title.strip()


def test_numbers_never_run_against_an_arrow_of_one_phase():
    states = {
        "a": {"activities": {"one": {"to": "d"}, "two": {"to": "b"}}},
        "b": {"held_by": "nurse", "activities": {"three": {"to": "c"}}},
        "c": {"held_by": "teacher", "activities": {"four": {"to": "d"}}},
        "d": {"held_by": "nurse", "activities": {"five": {"to": "e"}}},
        "e": {"final": True},
    }
    story = story_of({"states": states})
    graph = graph_of(story)
    placing = shaped(graph, graph.lanes, Options())
    numbers = numbered(story, reading_order(graph, placing))
    assert numbers["a"] < numbers["b"] < numbers["c"] < numbers["d"]


def test_a_protocol_without_a_child_speaks_of_none():
    plain = {"states": {"a": {"activities": {"go": {"to": "b"}}}, "b": {"final": True}}}
    found, handbook = charted(plain)
    assert "child" not in draw(found, handbook, view="handoff-flow").svg
    assert chart(found.protocol, handbook) == found
