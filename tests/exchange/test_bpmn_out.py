"""A protocol as BPMN: its diagram is sound, and every case runs there too."""

import random
from collections import defaultdict
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.exchange.bpmn.from_chart import process_of
from katch_protocols.exchange.bpmn.layout import ProcessLayout, laid_out
from katch_protocols.exchange.bpmn.process import Kind, Process
from katch_protocols.exchange.bpmn.texts import iso_duration
from katch_protocols.exchange.bpmn.to_xml import BPMN, to_xml
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.semantics.compile import compile_chart
from tests.exchange.bpmn_tokens import TokenGame, TooManyError
from tests.making import make_handbook, make_protocol
from tests.strategies import handbooks

SHIPPED = ("champion_outreach", "identification_child_tip", "justice_child_sensitive")
OTHERWISE = ("entered-anew", "entered-at-start", "clocks-told")
"""What makes a case run otherwise in BPMN; the loss report has each by place."""


def drawn(protocol, handbook) -> tuple[Process, ProcessLayout, str]:
    source = ExportInput(chart(protocol, handbook), handbook, handbook.languages[0])
    process = process_of(source)
    layout = laid_out(process)
    return process, layout, to_xml(process, layout, ["one -- two-"])


def inside(inner, outer) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def touches(point, box) -> bool:
    x, y = point
    on_side = x in (box.x, box.right) and box.y <= y <= box.bottom
    return on_side or (y in (box.y, box.bottom) and box.x <= x <= box.right)


def lawful(process: Process, layout: ProcessLayout) -> None:
    """Every law of the geometry; each says which node breaks it."""
    in_lanes(process, layout)
    apart(process, layout)
    joined(process, layout)


def in_lanes(process: Process, layout: ProcessLayout) -> None:
    for node in process.nodes.values():
        box = layout.nodes[node.id]
        around = layout.nodes[node.inside] if node.inside else layout.pool
        if node.kind is not Kind.BOUNDARY:
            assert inside(box, around), node.id
            if node.kind is not Kind.SUB_PROCESS:
                assert inside(box, layout.lanes[node.lane]), node.id
    lanes = list(layout.lanes.values())
    assert all(above.bottom == below.y for above, below in pairwise(lanes))
    assert (lanes[0].y, lanes[-1].bottom) == (layout.pool.y, layout.pool.bottom)


def apart(process: Process, layout: ProcessLayout) -> None:
    """Nothing overlaps but an event and what it is attached to."""
    by_scope = defaultdict(list)
    for node in process.nodes.values():
        by_scope[node.inside].append((node.id, layout.nodes[node.id], node.host))
    for (task, paper), box in layout.papers.items():
        where = process.nodes[task].inside
        by_scope[where].append((f"{task}/{paper}", box, ""))
    for found in by_scope.values():
        for (name, box, host), (other, second, its_host) in combinations(found, 2):
            attached = other == host or name == its_host
            assert attached or not box.meets(second), (name, other)


def joined(process: Process, layout: ProcessLayout) -> None:
    for flow in process.flows:
        line = layout.lines[flow.id]
        assert touches(line[0], layout.nodes[flow.source]), flow
        assert touches(line[-1], layout.nodes[flow.target]), flow
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(line)), flow


@settings(max_examples=25, deadline=None)
@given(handbooks())
def test_shapes_stand_in_their_lanes_and_nowhere_overlap(handbook):
    process, layout, text = drawn(handbook.protocols["first"], handbook)
    lawful(process, layout)
    ids = [each.get("id") for each in ET.fromstring(text).iter() if each.get("id")]  # noqa: S314 - our own file
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_protocols_keep_the_laws_of_geometry(name):
    handbook = kp.handbook()
    process, layout, _ = drawn(handbook.protocols[name], handbook)
    lawful(process, layout)


@settings(max_examples=25, deadline=None)
@given(handbooks(), st.integers(0, 2**16))
def test_a_case_of_the_table_runs_in_bpmn_too(handbook, seed):
    process, _, text = drawn(handbook.protocols["first"], handbook)
    if any(process.differs.get(name) for name in OTHERWISE):
        return
    try:
        table = compile_chart(chart(handbook.protocols["first"], handbook))
        if table.endless:
            return  # no case can begin or go on, and a rule says so
        game = TokenGame(text)
        markings = game.start()
        word = table.initial
        chance = random.Random(seed)  # noqa: S311 - no secret
        for _ in range(8):
            rows = [row for row in table.possible(word) if row.activity is not None]
            if not rows:
                return
            row = chance.choice(rows)
            note(row.activity)
            markings = game.do(markings, row.activity)
            assert markings, row.activity
            word = row.after(word)
    except (BoundError, TooManyError):
        return


def one(states, **rest):
    protocol = make_protocol({"states": states, **rest})
    handbook = make_handbook(protocol)
    process, _, _ = drawn(protocol, handbook)
    return process


def test_a_state_with_several_activities_is_a_named_gateway_that_chooses():
    process = one(
        {
            "a": {"activities": {"x": {"to": "b"}, "y": {"to": "b"}}},
            "b": {"final": True},
        }
    )
    gateway = process.nodes["at.a"]
    assert (gateway.kind, gateway.name) == (Kind.EXCLUSIVE, "A")
    targets = {flow.target for flow in process.flows if flow.source == "at.a"}
    assert targets == {"do.x", "do.y"}
    assert process.nodes["join.end.b"].kind is Kind.EXCLUSIVE


def test_a_parallel_state_splits_and_ends_only_with_both_strands():
    strand = {
        "initial": "p",
        "states": {"p": {"activities": {"go": {"to": "q"}}}, "q": {"final": True}},
    }
    process = one(
        {
            "a": {"parallel": {"s": strand, "t": strand}, "done": "b"},
            "b": {"final": True},
        }
    )
    assert process.nodes["part.a"].kind is Kind.SUB_PROCESS
    split = [flow.target for flow in process.flows if flow.source == "split.a"]
    assert len(split) == 2
    game = TokenGame(drawn_text(process))
    after_one = game.do(game.start(), split[0].removeprefix("do."))
    assert not any(marking.tokens == () and not marking.inner for marking in after_one)
    both = game.do(after_one, split[1].removeprefix("do."))
    assert any(marking.tokens == () and not marking.inner for marking in both)


def test_a_strand_with_a_done_ends_the_parallel_state_by_itself():
    strand = {
        "initial": "p",
        "states": {"p": {"activities": {"go": {"to": "q"}}}, "q": {"final": True}},
    }
    strands = {"s": {**strand, "done": "b"}, "t": strand}
    process = one({"a": {"parallel": strands}, "b": {"final": True}})
    game = TokenGame(drawn_text(process))
    ended = [
        any(marking.tokens == () and not marking.inner for marking in after)
        for flow in process.flows
        if flow.source == "split.a" and flow.target.startswith("do.")
        for after in [game.do(game.start(), flow.target.removeprefix("do."))]
    ]
    assert ended == [True, False]


def drawn_text(process: Process) -> str:
    return to_xml(process, laid_out(process), [])


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (30, Unit.MINUTES, "PT30M"),
        (72, Unit.HOURS, "PT72H"),
        (3, Unit.DAYS, "P3D"),
        (5, Unit.WORKING_DAYS, "P5D"),
        (2, Unit.WEEKS, "P2W"),
        (6, Unit.MONTHS, "P6M"),
    ],
)
def test_spans_are_said_as_iso_8601_has_them(amount, unit, said):
    assert iso_duration(Duration(amount=amount, unit=unit)) == said


def test_what_is_told_as_text_stands_in_the_file():
    """Each feature that is declared as told leaves its words there."""
    handbook = kp.handbook()
    protocol = handbook.protocols["referral_and_assistance"]
    text = kp.export(protocol, to="bpmn").text
    root = ET.fromstring(text)  # noqa: S314 - our own file
    told = "\n".join(each.text or "" for each in root.iter(f"{{{BPMN}}}documentation"))
    for said in (
        "who answers for it: Guardianship",
        "who is asked before: ",
        "who is told after: ",
        "who takes part: ",
        "reasons that must be given: no free place",
        "who gets which document: «Referral form» to ",
        "functions: ",
        "sources: ",
        "what a deadline rests on: ",
        "Overdue; is told: ",
        "what an end means for the child: ",
        "version, stage and days in force: 1.0.0",
    ):
        assert said in told, said


def test_the_same_protocol_is_written_with_the_same_bytes_in_any_language():
    handbook = kp.handbook()
    protocol = handbook.protocols["champion_outreach"]
    for language in handbook.languages:
        first = kp.export(protocol, to="bpmn", language=language).text
        assert first == kp.export(protocol, to="bpmn", language=language).text


def handed_over(*, outside: bool, acts: bool = False) -> Process:
    """A case is handed from the police to a clinic, which may stand outside."""
    own = {"see": {"by": ["nurse"]}} if acts else {}
    protocol = make_protocol(
        {
            "states": {
                "a": {
                    "activities": {
                        "give": {
                            "by": ["officer"],
                            "to": "b",
                            "handover": {"to": "nurse", "decline": "c"},
                        },
                        **own,
                    }
                },
                "b": {"final": True},
                "c": {"final": True},
            }
        }
    )
    handbook = make_handbook(protocol)
    clinic = handbook.agencies["clinic"].model_copy(update={"external": outside})
    agencies = {**handbook.agencies, "clinic": clinic}
    process, layout, _ = drawn(
        protocol, handbook.model_copy(update={"agencies": agencies})
    )
    lawful(process, layout)
    return process


def test_a_handover_sends_a_message_and_its_answers_are_received():
    process = handed_over(outside=False)
    root = ET.fromstring(drawn_text(process))  # noqa: S314 - our own file
    names = {
        each.get("id"): each.get("name") for each in root.iter(f"{{{BPMN}}}message")
    }
    tasks = {
        each.get("name"): (each.tag.removeprefix(f"{{{BPMN}}}"), each.get("messageRef"))
        for each in root.iter()
        if each.get("messageRef")
    }
    assert {each: (kind, names[ref]) for each, (kind, ref) in tasks.items()} == {
        "Give": ("sendTask", "Give"),
        "Acknowledge: Give": ("receiveTask", "Acknowledge: Give"),
        "Decline: Give": ("receiveTask", "Decline: Give"),
    }
    assert process.nodes["do.acknowledge_give"].lane == "clinic"
    assert not root.findall(f".//{{{BPMN}}}messageFlow")


def test_who_is_outside_has_a_pool_of_its_own_and_message_flows():
    process = handed_over(outside=True)
    assert [lane.id for lane in process.lanes] == ["police"]
    root = ET.fromstring(drawn_text(process))  # noqa: S314 - our own file
    flows = root.iter(f"{{{BPMN}}}messageFlow")
    assert {(each.get("sourceRef"), each.get("targetRef")) for each in flows} == {
        ("do.give", "outside.clinic"),
        ("outside.clinic", "do.acknowledge_give"),
        ("outside.clinic", "do.decline_give"),
    }


def test_who_is_outside_and_acts_stands_in_the_pool():
    process = handed_over(outside=True, acts=True)
    assert {lane.id for lane in process.lanes} == {"police", "clinic"}
    assert process.outside == ()
