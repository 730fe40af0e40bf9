"""A BPMN file begins a protocol; what has no meaning here is said by its line."""

import random

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import NotationError
from katch_protocols.exchange.begin import fill
from katch_protocols.exchange.bpmn.spans import span_of
from katch_protocols.exchange.documents import MAX_BYTES, MAX_NODES
from katch_protocols.exchange.incoming import Incoming
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.findings import Severity
from tests.exchange.intake import TWO, begun, bpmn, flows

LANES = """<laneSet id="l"><lane id="l1" name="Police">
<flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef></lane>
<lane id="l2" name="Health"><flowNodeRef>b</flowNodeRef><flowNodeRef>e</flowNodeRef>
</lane></laneSet>"""


def test_lanes_are_roles_and_tasks_are_activities_of_theirs():
    found = begun(LANES + TWO + flows("s a", "a b", "b e"))
    assert set(found.handbook.roles) >= {"police", "health"}
    states = found.protocol.states
    assert found.protocol.initial == "to_report"
    report = states["to_report"].activities["report"]
    assert report.raci.by == ("police",)
    assert str(report.to) == "to_examine"
    examine = states["to_examine"].activities["examine"]
    assert (examine.raci.by, str(examine.to)) == (("health",), "closed")
    assert states["closed"].final


def test_timers_at_the_edge_are_deadlines_and_moves_of_the_clock():
    edges = """<boundaryEvent id="t" attachedToRef="a" cancelActivity="false">
    <timerEventDefinition><timeDuration>PT72H</timeDuration></timerEventDefinition>
    </boundaryEvent><endEvent id="late"/>
    <boundaryEvent id="u" attachedToRef="a">
    <timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>
    </boundaryEvent>"""
    found = begun(
        TWO + edges + flows("s a", "a b", "b e", "t late", "u b"),
    )
    state = found.protocol.states["to_report"]
    assert str(state.within.limit) == "72 hours"
    assert [(str(t.limit), str(t.to)) for t in state.after] == [
        ("5 days", "to_examine")
    ]


def test_a_question_of_a_gateway_is_a_choice_by_a_fact_that_its_task_records():
    gateway = '<exclusiveGateway id="g" name="Hurt?"/>'
    found = begun(TWO + gateway + flows("s a", "a g", "g b yes", "g e no", "b e"))
    protocol = found.protocol
    assert set(protocol.facts["hurt"].values) == {"yes", "no"}
    assert protocol.states["to_report"].activities["report"].records == ("hurt",)
    lines = protocol.states["hurt"].decide if "hurt" in protocol.states else None
    lines = lines or next(s.decide for s in protocol.states.values() if s.decide)
    assert [str(line.to) for line in lines] == ["to_examine", "closed"]


def test_a_gateway_that_offers_tasks_is_a_state_with_several_activities():
    gateway = '<exclusiveGateway id="g" name="At the desk"/>'
    found = begun(TWO + gateway + flows("s g", "g a", "g b", "a e", "b e"))
    desk = found.protocol.states[found.protocol.initial]
    assert set(desk.activities) == {"report", "examine"}


def test_parallel_gateways_are_strands_that_end_together():
    gateways = '<parallelGateway id="g"/><parallelGateway id="j"/>'
    found = begun(TWO + gateways + flows("s g", "g a", "g b", "a j", "b j", "j e"))
    block = found.protocol.states[found.protocol.initial]
    assert len(block.parallel) == 2
    assert str(block.done) == "closed"
    for strand in block.parallel.values():
        assert any(state.final for state in strand.states.values())


def test_a_sub_process_is_a_composite_and_its_escalation_leaves_it():
    inner = """<subProcess id="sub" name="Care"><startEvent id="i"/>
    <userTask id="c" name="Treat"/><endEvent id="x"><escalationEventDefinition
    escalationRef="worse"/></endEvent>
    <sequenceFlow id="i1" sourceRef="i" targetRef="c"/>
    <sequenceFlow id="i2" sourceRef="c" targetRef="x"/></subProcess>
    <boundaryEvent id="w" attachedToRef="sub"><escalationEventDefinition
    escalationRef="worse"/></boundaryEvent>"""
    found = begun(TWO + inner + flows("s sub", "sub e", "w a", "a b", "b e"))
    care = found.protocol.states["care"]
    assert str(care.states["to_treat"].activities["treat"].to) == "to_report"


def test_what_has_no_meaning_here_is_said_by_its_line():
    odd = """<boundaryEvent id="t" attachedToRef="a">
<timerEventDefinition><timeDate>2026-01-01</timeDate></timerEventDefinition>
</boundaryEvent>
<textAnnotation id="n"/><userTask id="lost" name="Lost"/>"""
    found = begun(TWO + "\n" + odd + flows("s a", "a b", "b e", "t e"))
    told = {each.why: each.line for each in found.unread}
    assert told["no-span"] == 6
    assert told["drawn"] == 9
    assert told["no-way"] == 9


def test_what_is_for_programs_and_an_id_that_is_used_twice_are_said():
    odd = """<extensionElements><x:listener xmlns:x="urn:x"/></extensionElements>
<scriptTask id="c" name="Count">
<extensionElements/>
<script>count()</script></scriptTask>
<userTask id="a" name="Again"/>"""
    found = begun(TWO + "\n" + odd + flows("s a", "a b", "b c", "c e"))
    assert [(each.line, each.what, each.why) for each in found.unread] == [
        (6, "<extensionElements>", "program"),
        (8, "<extensionElements>", "program"),
        (9, "<script>", "program"),
        (10, "<userTask> «Again»", "id-twice"),
    ]
    assert "report" in found.protocol.states[found.protocol.initial].activities


@pytest.mark.parametrize("kind", ["inclusiveGateway", "complexGateway"])
def test_of_a_gateway_that_may_take_several_flows_it_is_said_that_one_is_taken(kind):
    gateway = f'<{kind} id="g" name="At the desk"/>'
    found = begun(TWO + gateway + flows("s g", "g a", "g b", "a e", "b e"))
    told = [(each.what, each.why) for each in found.unread]
    assert told == [(f"<{kind}> «At the desk»", "inclusive")]


def test_what_is_missing_becomes_gaps_and_questions():
    found = begun(TWO + flows("s a", "a b", "b e"))
    assert set(found.supplied) == {"holder", "outcome", "agency"}
    assert set(found.handbook.questions) == {
        "which_holder",
        "which_outcome",
        "which_agency",
    }


def answered(data: bytes) -> tuple[str, int]:
    """Return what became of a file: read, or the code and line of the refusal."""
    try:
        kp.import_protocol(data, name="x.bpmn", notation="bpmn")
    except NotationError as error:
        return error.code, error.line
    return "read", 1


ENTITY = "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>"
HOSTILE = {
    "document-type": f"<?xml version='1.0'?>{ENTITY}<d>&b;</d>".encode(),
    "not-xml": b"<definitions><process></definitions>",
    "not-bpmn": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "no-states": bpmn(""),
    "too-large": b"<d>" + b" " * (MAX_BYTES + 1) + b"</d>",
    "too-deep": b"<d>" * 100 + b"</d>" * 100,
    "too-many": b"<d>" + b"<a/>" * (MAX_NODES + 1) + b"</d>",
}


@pytest.mark.parametrize("code", HOSTILE)
def test_what_is_hostile_or_no_bpmn_is_refused_with_its_line(code):
    with pytest.raises(NotationError) as refused:
        kp.import_protocol(HOSTILE[code], name="x.bpmn", notation="bpmn")
    assert (refused.value.code, refused.value.file) == (code, "x.bpmn")
    assert refused.value.line >= 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        bpmn("")[:90],
        bpmn(TWO).decode().encode("utf-16"),
        bpmn(TWO).replace(b"Report", b"\xff\xfe"),
        b'<?xml version="1.0" encoding="koi8-r"?>' + bpmn(TWO)[38:],
        b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>',
        b"{}",
    ],
    ids=range(8),
)
def test_wrong_encodings_and_scraps_are_read_or_refused(data):
    code, line = answered(data)
    assert code in {"read", "not-xml", "document-type", "no-states"}
    assert line >= 1


def test_spoiled_files_are_read_or_refused():
    """Parts of a good file are moved, doubled and cut at random."""
    source = kp.export(kp.handbook().protocols["champion_outreach"], to="bpmn").text
    lines = source.split("\n")[:420]
    chance = random.Random(7)  # noqa: S311 - no secret
    answers = []
    for _ in range(12):
        spoiled = [line for line in lines if chance.random() > 0.001]
        text = "\n".join([*spoiled, *source.split("\n")[420:]])
        for _ in range(3):
            names = [f'"{word}"' for word in ("at.quarter.held", "part.quarter", "end")]
            text = text.replace(chance.choice(names), chance.choice(names), 1)
        answers.append(answered(text.encode())[0])
    assert set(answers) <= {"read", "not-xml"}
    assert "read" in answers


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("champion_outreach", set()),
        # A part begins with a choice, so no task before it answers: somebody decides.
        (
            "partner_selection",
            {"«What is sought» is «holder of a micro-grant»", "otherwise"},
        ),
    ],
)
def test_an_exported_protocol_comes_in_again_with_its_activities(name, ways):
    protocol = kp.handbook().protocols[name]
    text = kp.export(protocol, to="bpmn").text
    found = kp.import_protocol(text.encode(), name=f"{name}.bpmn")
    assert found.notation == "bpmn"
    assert not [f for f in found.findings if f.severity is Severity.ERROR]
    mine = {act.title.say("en") for act in acts(protocol)}
    assert mine | ways == {act.title.say("en") for act in acts(found.protocol)}
    assert not mine & ways


@pytest.mark.parametrize(
    "name", ["champion_outreach", "partner_selection", "identification_child_tip"]
)
def test_states_that_come_in_again_offer_the_activities_that_they_offered(name):
    protocol = kp.handbook().protocols[name]
    text = kp.export(protocol, to="bpmn").text
    incoming = Incoming(f"{name}.bpmn", text.encode(), "en")
    reader = notation_named("bpmn").reader
    handbook = fill(reader.read(incoming), incoming)
    before = offers(chart(protocol, kp.handbook()))
    (again,) = handbook.protocols.values()
    after = offers(chart(again, handbook))
    assert len(before) > 4
    for title, offered in before.items():
        # A state with one activity is a task, and often bears no other title there.
        spare = f"To do: {min(offered)}"
        assert offered in (after.get(title), after.get(spare)), title


def offers(drawn: Chart) -> dict[str, set[str]]:
    """Return the titles of the activities of each state that has some, by title."""
    found: dict[str, set[str]] = {}
    for entry in drawn.entries:
        node, title = drawn.nodes[entry.node], drawn.title_of(entry.activity)
        if entry.node and node.title is not None and title is not None:
            found.setdefault(node.title.say("en"), set()).add(title.say("en"))
    return found


def acts(noun):
    yield from noun.activities.values()
    for state in noun.states.values():
        yield from acts(state)
    for strand in getattr(noun, "parallel", {}).values():
        yield from acts(strand)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PT72H", "72 hours"),
        ("P5D", "5 days"),
        ("P1Y2M", "14 months"),
        ("P1DT12H", "36 hours"),
        ("PT90M", "90 minutes"),
        ("P2W", "2 weeks"),
        ("PT30S", "None"),
        ("R3/PT10H", "None"),
        ("P1M3D", "None"),
        ("${due}", "None"),
    ],
)
def test_spans_of_iso_8601_are_read(text, said):
    assert str(span_of(text)) == said


POOLS = """<collaboration id="c"><participant id="own" name="Police" processRef="p"/>
<participant id="far" name="Health"/>
<messageFlow id="m1" sourceRef="a" targetRef="far"/>
<messageFlow id="m2" sourceRef="far" targetRef="b"/>{more}</collaboration>
"""
ANSWERED = """<startEvent id="s"/><userTask id="a" name="Refer"/>
<{kind} id="b" name="Answer"/>{edge}<userTask id="x" name="Visit"/>
<endEvent id="e" name="Closed"/>"""
EVENT = "intermediateCatchEvent"
LATE = """<boundaryEvent id="late" attachedToRef="b" cancelActivity="{cancel}">
<timerEventDefinition><timeDuration>PT24H</timeDuration></timerEventDefinition>
</boundaryEvent><endEvent id="over" name="Overdue"/>"""


@pytest.mark.parametrize("kind", ["receiveTask", EVENT])
def test_a_message_to_a_pool_that_answers_is_a_handover(kind):
    process = ANSWERED.format(kind=kind, edge="").replace(
        f'<{EVENT} id="b" name="Answer"/>',
        f'<{EVENT} id="b" name="Answer"><messageEventDefinition/></{EVENT}>',
    )
    found = begun(process + flows("s a", "a b", "b x", "x e"), POOLS.format(more=""))
    refer = found.protocol.states["to_refer"].activities["refer"]
    assert refer.handover is not None
    assert (refer.handover.to, refer.to.state) == (("health",), "to_visit")
    assert "to_answer" not in found.protocol.states
    (listed,) = [each for each in found.unread if "Answer" in each.what]
    assert listed.why == "acknowledges"
    assert not any(each.why == "message" for each in found.unread)


def test_the_time_of_the_answer_is_that_of_the_handover():
    for cancel, handed in (("false", True), ("true", False)):
        process = ANSWERED.format(kind="receiveTask", edge=LATE.format(cancel=cancel))
        arrows = flows("s a", "a b", "b x", "x e", "late over")
        found = begun(process + arrows, POOLS.format(more=""))
        refer = found.protocol.states["to_refer"].activities["refer"]
        within = refer.handover and str(refer.handover.within.limit)
        assert within == ("24 hours" if handed else None)
        told = sum(each.why == "message" for each in found.unread)
        assert told == (0 if handed else 2)


def test_from_one_lane_to_another_what_is_sent_and_received_is_a_handover():
    pair = TWO.replace("userTask", "sendTask").replace("manualTask", "receiveTask")
    found = begun(LANES + pair + flows("s a", "a b", "b e"))
    report = found.protocol.states["to_report"].activities["report"]
    assert report.handover is not None
    assert report.handover.to == ("health",)
    assert report.raci.by == ("police",)


def test_a_message_that_nobody_answers_is_listed():
    process = ANSWERED.format(kind="userTask", edge="")
    more = '<messageFlow id="m3" sourceRef="x" targetRef="far"/>'
    found = begun(process + flows("s a", "a b", "b x", "x e"), POOLS.format(more=more))
    assert sum(each.why == "message" for each in found.unread) == 3
    acts = [
        act for s in found.protocol.states.values() for act in s.activities.values()
    ]
    assert not any(act.handover for act in acts)


@pytest.mark.parametrize(
    "name",
    ["cross_border_return", "justice_child_sensitive", "protocol_governance"],
)
def test_each_handover_comes_in_again_or_is_listed_as_a_state_that_waits(name):
    handbook = kp.handbook()
    protocol = handbook.protocols[name]
    text = kp.export(protocol, to="bpmn").text
    incoming = Incoming(f"{name}.bpmn", text.encode(), "en")
    draft = notation_named("bpmn").reader.read(incoming)
    drawn = chart(protocol, handbook)
    before = {
        drawn.title_of(entry.activity).say("en")
        for entry in drawn.entries
        if entry.act.handover is not None and entry.kind.is_written
    }
    back = {act.title.say("en") for act in acts(draft.protocol) if act.handover}
    listed = {
        each.what.removeprefix("<sendTask> «").removesuffix("»")
        for each in incoming.unread
        if each.why == "handover"
    }
    assert back | listed == before
