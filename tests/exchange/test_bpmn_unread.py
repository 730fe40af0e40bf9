"""What a BPMN file says in vain and once went unread without a word."""

import pytest

from tests.exchange.intake import TWO, begun, flows


def conditional(own: str, ends: str, text: str, name: str = "") -> str:
    """Return a flow with a condition."""
    source, target = ends.split()
    said = f' name="{name}"' if name else ""
    return (
        f'\n<sequenceFlow id="{own}" sourceRef="{source}" targetRef="{target}"{said}>'
        f"<conditionExpression>{text}</conditionExpression></sequenceFlow>"
    )


def unread(found) -> list[tuple[int, str, str]]:
    return [(each.line, each.what, each.why) for each in found.unread]


def test_gateways_that_only_lead_back_to_one_another_are_said():
    circle = """
<exclusiveGateway id="g" name="Again"/>
<parallelGateway id="h"/>"""
    found = begun(TWO + circle + flows("s a", "a g", "g h", "h g", "b e"))
    report = found.protocol.states["to_report"].activities["report"]
    assert report.to is None
    assert unread(found)[-2:] == [
        (6, "<exclusiveGateway> «Again»", "circle"),
        (7, "<parallelGateway>", "circle"),
    ]


def test_of_a_circle_with_a_way_out_nothing_is_said():
    circle = '<exclusiveGateway id="g"/><exclusiveGateway id="h"/>'
    found = begun(TWO + circle + flows("s a", "a g", "g h", "h g", "h b", "b e"))
    assert unread(found) == []


def test_that_another_process_is_called_is_said():
    call = '\n<callActivity id="c" name="House the child" calledElement="housing"/>'
    found = begun(TWO + call + flows("s a", "a b", "b c", "c e"))
    assert unread(found) == [(6, "<callActivity> «House the child»", "called")]
    bare = call.replace(' calledElement="housing"', "")
    assert unread(begun(TWO + bare + flows("s a", "a b", "b c", "c e"))) == []


def test_what_is_of_another_namespace_is_said_wherever_it_stands():
    tasks = TWO.replace(
        '<userTask id="a" name="Report"/>',
        '<userTask id="a" name="Report"><x:form xmlns:x="urn:x"/></userTask>',
    )
    inside = '\n<x:userTask xmlns:x="urn:x" id="y" name="Odd"/>'
    above = '<x:release xmlns:x="urn:x"/>\n'
    found = begun(tasks + inside + flows("s a", "a b", "b e"), above)
    assert unread(found) == [
        (3, "<release>", "no-meaning"),
        (5, "<form>", "no-meaning"),
        (7, "<userTask> «Odd»", "no-meaning"),
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('<message id="m"/><collaboration id="c"/><import/>', []),
        ('<choreography id="c"/>', [(3, "<choreography>", "no-meaning")]),
        (
            '<collaboration id="c"><textAnnotation id="t"/></collaboration>',
            [(3, "<textAnnotation>", "drawn")],
        ),
    ],
)
def test_what_stands_around_processes_is_read_or_said(more, told):
    found = begun(TWO + flows("s a", "a b", "b e"), f"{more}\n")
    assert unread(found) == told


def test_of_conditional_flows_out_of_a_task_somebody_chooses_one():
    """BPMN takes each whose condition holds, as an inclusive gateway does."""
    ways = conditional("x", "a b", "${sick}") + conditional("y", "a e", "${far}")
    found = begun(TWO + flows("s a", "b e") + ways)
    states = found.protocol.states
    [fact] = found.protocol.facts.values()
    assert [each.texts["en"] for each in fact.values.values()] == ["${sick}", "${far}"]
    report = states["to_report"].activities["report"]
    assert report.records == (fact.id,)
    choice = states[report.to.state]
    assert [str(line.to) for line in choice.decide] == ["to_examine", "closed"]
    assert unread(found) == [(4, "<userTask> «Report»", "inclusive")]


@pytest.mark.parametrize(
    "source",
    [
        '<subProcess id="x" name="Hear"><userTask id="y" name="Ask"/></subProcess>',
        """<intermediateCatchEvent id="x"><messageEventDefinition/>
</intermediateCatchEvent>""",
    ],
)
def test_all_flows_out_of_an_event_or_a_part_are_taken(source):
    found = begun(TWO + source + flows("s x", "x a", "x b", "a e", "b e"))
    tops = found.protocol.states
    [strands] = [name for name, state in tops.items() if state.parallel]
    inside = tops[strands].parallel
    assert {name for each in inside.values() for name in each.states} >= {
        *("to_report", "to_examine"),
    }
    assert [each.why for each in found.unread if each.line == 0] == []


def test_all_flows_out_of_a_beginning_are_taken():
    found = begun(TWO + flows("s a", "s b", "a e", "b e"))
    assert len(found.protocol.states[found.protocol.initial].parallel) == 2


def test_a_condition_is_said_wherever_it_stands():
    gateway = '\n<exclusiveGateway id="g" name="Hurt?"/>'
    ways = conditional("x", "g b", "${hurt}", "yes") + conditional("y", "g e", "no")
    found = begun(
        TWO + gateway + flows("s a", "b e") + ways + conditional("z", "a g", "${ok}")
    )
    assert set(found.protocol.facts["hurt"].values) == {"yes", "no"}
    assert unread(found) == [
        (8, "<sequenceFlow> «${hurt}»", "guard"),
        (10, "<sequenceFlow> «${ok}»", "condition"),
    ]


def test_where_no_strand_can_end_only_what_is_entered_is_begun():
    """An end behind strands that are left by an error is entered by no case."""
    inner = """<parallelGateway id="g"/>
<subProcess id="i"><userTask id="a" name="Report"/><endEvent id="x">
<errorEventDefinition errorRef="one"/></endEvent>FLOW</subProcess>
<userTask id="b" name="Examine"/><endEvent id="m"/><endEvent id="n"/>"""
    inner = inner.replace("FLOW", flows("a x"))
    caught = """<boundaryEvent id="w" attachedToRef="o"><errorEventDefinition/>
</boundaryEvent>"""
    inner += flows("g i", "g b", "i m", "b n")
    whole = f"""<startEvent id="s"/><endEvent id="e" name="Closed"/><subProcess id="o">
{inner}</subProcess>{caught}<userTask id="c" name="Call"/>"""
    found = begun(whole + flows("s o", "o e", "w c", "c e"))
    assert "to_call" in found.protocol.states


def test_names_of_what_decides_nothing_are_said():
    gateway = '\n<exclusiveGateway id="g" name="Hurt?"/>'
    found = begun(TWO + gateway + flows("s a soon", "a g", "g b yes", "b e"))
    assert unread(found) == [
        (6, "<sequenceFlow> «soon»", "one-way"),
        (6, "<exclusiveGateway> «Hurt?»", "one-way"),
        (8, "<sequenceFlow> «yes»", "one-way"),
    ]


def test_a_lane_that_nobody_acts_in_is_said():
    lanes = """<laneSet id="l"><lane id="l1" name="Ministry"><childLaneSet id="c">
<lane id="l2" name="Police"><flowNodeRef>a</flowNodeRef></lane></childLaneSet>
<flowNodeRef>a</flowNodeRef></lane>
<lane id="l3" name="Health"><flowNodeRef>e</flowNodeRef></lane></laneSet>"""
    found = begun(lanes + TWO + flows("s a", "a b", "b e"))
    assert unread(found) == [
        (4, "<lane> «Ministry»", "no-task"),
        (7, "<lane> «Health»", "no-task"),
    ]
    assert "police" in found.handbook.roles


def test_a_strand_is_called_as_its_flow_is():
    """Its id has Latin letters alone."""
    gateway = '<parallelGateway id="g"/>'
    found = begun(
        TWO + gateway + flows("s g", "g a Көмек көрсету", "g b", "a e", "b e")
    )
    strands = found.protocol.states["strands"].parallel
    titles = {name: each.title.texts["en"] for name, each in strands.items()}
    assert titles == {"komek_korsetu": "Көмек көрсету", "examine": "Examine"}


def test_an_error_that_no_end_throws_is_an_activity_all_through_the_part():
    part = '<subProcess id="x"><userTask id="y" name="Ask"/></subProcess>'
    edge = """<boundaryEvent id="w" name="It fails" attachedToRef="x">
<errorEventDefinition/></boundaryEvent>"""
    found = begun(TWO + part + edge + flows("s x", "x a", "w b", "a e", "b e"))
    fails = found.protocol.states["part"].activities["it_fails"]
    assert str(fails.to) == "to_examine"


def test_what_begins_a_process_is_said():
    start = """<startEvent id="s" name="Every Monday"><timerEventDefinition/>
</startEvent>"""
    tasks = TWO.replace('<startEvent id="s"/>', start)
    found = begun(tasks + flows("s a", "a b", "b e"))
    assert unread(found) == [(4, "<startEvent> «Every Monday»", "start")]


def test_a_document_that_no_task_speaks_of_is_said():
    papers = """<dataObject id="d"/><dataObject id="x" name="Note"/>
<dataObjectReference id="r" name="Form" dataObjectRef="d"/>"""
    made = """<userTask id="a" name="Report"><dataOutputAssociation>
<targetRef>x</targetRef></dataOutputAssociation></userTask>"""
    tasks = TWO.replace('<userTask id="a" name="Report"/>', made)
    found = begun(papers + tasks + flows("s a", "a b", "b e"))
    assert unread(found) == [(5, "<dataObjectReference> «Form»", "never-made")]
    assert found.protocol.states["to_report"].activities["report"].produces == ("note",)


def test_a_pool_in_which_nothing_is_done_is_said():
    pools = """<collaboration id="c"><participant id="x" name="Cook"/>
<participant id="y" name="Intake" processRef="p"/></collaboration>"""
    found = begun(TWO + flows("s a", "a b", "b e"), pools)
    assert unread(found) == [(3, "<participant> «Cook»", "no-task")]


def test_all_that_an_event_begins_but_its_one_task_is_said():
    inside = """<startEvent id="i" isInterrupting="false"/>
<userTask id="k" name="Check"/><exclusiveGateway id="g" name="Danger?"/>
<endEvent id="f" name="Safe"/><endEvent id="h" name="In danger"/>"""
    inside += flows("i k", "k g", "g f", "g h").replace('id="f', 'id="i')
    part = f'<subProcess id="x" triggeredByEvent="true">{inside}</subProcess>'
    found = begun(TWO + part + flows("s a", "a b", "b e"))
    assert found.protocol.activities["check"].to is None
    assert [what for _, what, why in unread(found) if why == "event-part"] == [
        "<exclusiveGateway> «Danger?»",
        "<endEvent> «Safe»",
        "<endEvent> «In danger»",
    ]
    two = part.replace("</subProcess>", '<userTask id="l" name="Look"/></subProcess>')
    found = begun(TWO + two + flows("s a", "a b", "b e"))
    said = {what for _, what, why in unread(found) if why == "event-part"}
    assert said >= {"<subProcess>", "<userTask> «Check»", "<userTask> «Look»"}


@pytest.mark.parametrize("host", ["y", "e", "nothing", ""])
def test_an_event_at_the_edge_of_what_is_not_beside_it_is_said(host):
    part = '<subProcess id="x"><userTask id="y" name="Ask"/></subProcess>'
    edge = f"""<boundaryEvent id="w" name="Late" attachedToRef="{host}">
<timerEventDefinition/></boundaryEvent>"""
    found = begun(TWO + part + edge + flows("s x", "x a", "w b", "a e", "b e"))
    said = {(what, why) for _, what, why in unread(found)}
    assert said == {
        ("<boundaryEvent> «Late»", "no-ends"),
        ("<sequenceFlow>", "no-ends"),
        ("<manualTask> «Examine»", "no-way"),
    }


def timer(own: str, span: str, name: str = "", *, stays: bool = False) -> str:
    """Return a timer at the edge of the first task."""
    kept = ' cancelActivity="false"' if stays else ""
    return (
        f'\n<boundaryEvent id="{own}" name="{name}" attachedToRef="a"{kept}>'
        f"<timerEventDefinition><timeDuration>{span}</timeDuration>"
        "</timerEventDefinition></boundaryEvent>"
    )


def test_the_name_of_a_timer_at_an_edge_is_said_unless_it_is_its_span():
    clocks = timer("t", "PT72H", "Nobody came") + timer("u", "P5D", "after 5 days")
    found = begun(TWO + clocks + flows("s a", "a b", "b e", "t b", "u e"))
    assert unread(found) == [(6, "<boundaryEvent> «Nobody came»", "clock-name")]
    after = found.protocol.states["to_report"].after
    assert [str(each.limit) for each in after] == ["72 hours", "5 days"]


def test_of_two_timers_for_one_thing_the_second_is_said():
    limits = timer("t", "PT24H", stays=True) + timer("u", "PT72H", stays=True)
    found = begun(TWO + limits + flows("s a", "a b", "b e"))
    assert unread(found) == [(7, "<boundaryEvent>", "second-deadline")]
    assert str(found.protocol.states["to_report"].within.limit) == "24 hours"
    moves = timer("t", "PT24H") + timer("u", "PT24H")
    found = begun(TWO + moves + flows("s a", "a b", "b e", "t b", "u e"))
    assert unread(found) == [(7, "<boundaryEvent>", "second-timer")]
    found = begun(TWO + moves + flows("s a", "a b", "b e", "t b", "u b"))
    assert unread(found) == []


def test_what_a_message_is_called_is_said_unless_something_is_called_so():
    around = (
        '<message id="m" name="Referral letter"/>\n<message id="n" name="Report"/>\n'
        '<message id="o"/>\n'
    )
    found = begun(TWO + flows("s a", "a b", "b e"), around)
    assert unread(found) == [(3, "<message> «Referral letter»", "message")]
