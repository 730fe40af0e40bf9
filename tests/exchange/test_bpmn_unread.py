"""What a BPMN file says in vain and once went unread without a word."""

import pytest

from tests.exchange.intake import TWO, begun, flows


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
