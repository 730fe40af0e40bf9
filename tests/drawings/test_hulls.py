"""Composites: which get a hull, which a letter, and which the phase tells already."""

import re
from itertools import pairwise

from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.arrange import arranged
from katch_protocols.drawings.layout.graph import (
    Box,
    Cluster,
    Edge,
    Graph,
    LayoutNode,
    Options,
)
from katch_protocols.drawings.story.steps import framed
from katch_protocols.drawings.story.tell import tell
from katch_protocols.model.deadlines import Deadline, Duration, Unit
from katch_protocols.model.documents import Titled
from tests.drawings.making import charted, in_three_languages, label

SIZE, TABS = Box(180, 40), (Box(80, 22),)
NARROW = Options(fit=False)


def column(*names, phase="only"):
    return [LayoutNode(name, "one", phase, SIZE) for name in names]


def laid_out(nodes, *clusters, phases=("only",)):
    names = [node.id for node in nodes]
    edges = tuple(Edge(f"{one}{other}", one, other) for one, other in pairwise(names))
    graph = Graph(("one",), phases, tuple(nodes), edges, clusters=clusters)
    return arranged(graph, NARROW)


def cluster(name, inside, tabs=TABS, guests=()):
    return Cluster(name, tuple(inside), tabs, tuple(guests))


def test_neighbours_get_a_hull():
    assert set(laid_out(column(*"abc"), cluster("h", "bc")).hulls) == {"h"}


def test_nodes_with_a_stranger_between_them_get_none():
    assert laid_out(column(*"abc"), cluster("h", "ac")).hulls == {}


def test_a_guest_may_stand_between_them():
    layout = laid_out(column(*"abc"), cluster("h", "ac", guests="b"))
    assert set(layout.hulls) == {"h"}


def test_nodes_of_two_phases_get_none():
    nodes = [*column("a", phase="early"), *column("b", phase="late")]
    layout = laid_out(nodes, cluster("h", "ab"), phases=("early", "late"))
    assert layout.hulls == {}


def test_a_hull_in_a_hull_has_its_title_inside_the_outer_one():
    layout = laid_out(column(*"abcd"), cluster("outer", "bcd"), cluster("inner", "bc"))
    outer, inner = layout.hulls["outer"], layout.hulls["inner"]
    assert layout.tabs["outer"].rect.bottom == outer.y
    assert outer.y < layout.tabs["inner"].rect.y
    assert layout.tabs["inner"].rect.bottom == inner.y
    assert outer.x < inner.x
    assert inner.bottom < outer.bottom


def test_a_third_hull_around_two_others_is_left_out():
    clusters = (cluster(name, name) for name in ("abcde", "bcde", "cde"))
    assert set(laid_out(column(*"abcde"), *clusters).hulls) == {"bcde", "cde"}


def test_a_title_wider_than_its_hull_leaves_no_hull():
    layout = laid_out(column(*"ab"), cluster("h", "ab", (Box(400, 22),)))
    assert layout == laid_out(column(*"ab"))


def test_a_title_breaks_into_lines_rather_than_cover_an_arrow():
    boxes = (Box(150, 22), Box(70, 38))
    layout = laid_out(column(*"abc"), cluster("h", "bc", boxes))
    tab, (into, _) = layout.tabs["h"], layout.lines["ab"][-1]
    assert tab.option == 1
    assert not tab.rect.x <= into <= tab.rect.right


PLACES = {
    "noticed": "early",
    "asked": "early",
    "sent": "early",
    "study": "late",
    "told": "late",
    "closed": "late",
}


def step(to, holder):
    return {"held_by": holder, "activities": {f"go_to_{to}": {"to": to}}}


STATES = {
    "noticed": step("asked", "officer"),
    "asked": step("sent", "officer"),
    "sent": step("study", "officer"),
    "study": {
        "states": {"begun": step("studied", "nurse"), "studied": step("told", "nurse")}
    },
    "told": step("closed", "nurse"),
    "closed": {"final": True},
}
TORN = {
    **STATES,
    "study": {
        "states": {"begun": step("told", "nurse"), "studied": step("closed", "nurse")}
    },
    "told": step("study.studied", "nurse"),
}
"""The same with a step between those of the composite."""


def told(states=STATES, places=PLACES, *, late="Late", limit=3):
    """Make a protocol of two phases; its composite has a deadline of some days."""
    found, handbook = charted({"states": states})
    made = {}
    for name, given in found.protocol.states.items():
        made[name] = given.model_copy(update={"phase": places[name]})
    if limit:
        span = Deadline(limit=Duration(amount=limit, unit=Unit.DAYS))
        made["study"] = made["study"].model_copy(update={"within": span})
    titles = {"early": "Early", "late": late}
    phases = {name: Titled(id=name, title=label(titles[name])) for name in titles}
    changed = {"phases": phases, "states": made}
    protocol = found.protocol.model_copy(update=changed)
    return chart(protocol, handbook), in_three_languages(handbook)


def frames(*given, **more):
    return [hull.id for hull in framed(tell(*told(*given, **more)))]


def test_a_composite_with_a_title_is_framed():
    assert frames(limit=None) == ["study"]


def test_a_phase_with_the_same_title_says_enough_of_a_composite_without_deadline():
    assert frames(limit=None, late="Study") == []


def test_a_deadline_is_framed_whatever_the_title_of_the_phase():
    assert frames(late="Study") == ["study"]


def test_a_phase_with_the_same_steps_bears_the_deadline_instead():
    places = {**PLACES, "told": "early", "closed": "early"}
    assert frames(STATES, places) == []
    story = tell(*told(STATES, places))
    assert [phase.say("en") for phase in story.phases] == ["Early", "Late · 3 d"]


def test_the_case_itself_is_not_framed():
    inside = {
        "begun": step("asked", "nurse"),
        "asked": step("studied", "nurse"),
        "studied": step("closed", "nurse"),
    }
    states = {"study": {"states": inside}, "closed": {"final": True}}
    assert frames(states, {"study": "late", "closed": "early"}) == []


def test_a_hull_bears_the_deadline_and_the_notes_do_not_repeat_it():
    svg = draw(*told()).svg
    tab = re.search(
        r'<g class="hull-tab" data-hull="study"[^>]*>.*?</g>', svg, re.DOTALL
    )
    assert ">Study<" in tab.group()
    assert ">3 d<" in tab.group()
    assert svg.count(">Study") == 1
    assert "steps that belong to one state" in svg


def test_hulls_lie_behind_arrows_and_steps():
    svg = draw(*told()).svg
    places = [svg.index(f'<g class="{role}') for role in ("hull", "move", "step ")]
    assert places == sorted(places)


def test_a_composite_without_a_rectangle_bears_a_letter_that_the_key_names():
    svg = draw(*told(TORN)).svg
    assert 'class="hull"' not in svg
    marks = re.findall(
        r'<g class="hull-letter" data-hull="study" data-step="([^"]*)"', svg
    )
    assert marks == ["study.begun", "study.studied"]
    assert svg.count("Study · 3 d") == 1
    assert "steps that belong to one state" not in svg


def lettered(letter, whole=None):
    """Return the view of a torn composite beside a strand with a letter."""
    found, handbook = told(TORN)
    story = tell(found, handbook)
    steps = (replace(story.steps[0], letter=letter), *story.steps[1:])
    return LanesView(replace(story, steps=steps), found.protocol, whole=whole)


def test_letters_of_composites_follow_those_of_strands():
    assert lettered(None).letters == {"study": "A"}
    assert lettered("C").letters == {"study": "D"}


def test_a_part_keeps_the_letters_of_the_whole():
    assert lettered(None, whole=lettered("C")).letters == {"study": "D"}
