"""What a picture tells of chapters and deadlines."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.svg import to_svg
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.deadlines import Deadline, Duration, Unit
from katch_protocols.model.documents import Titled
from tests.drawings.making import charted, label, moves
from tests.drawings.test_every_view import texts_outside

END = {"final": True}


def state(to, **more):
    return {"activities": {f"go_to_{to}": {"to": to}}, **more}


def looks(story):
    return {step.id: step.look for step in story.steps}


def with_phases():
    found, handbook = charted(
        {"states": {"a": state("b"), "b": state("c"), "c": state("d"), "d": END}}
    )
    protocol = found.protocol
    phases = {
        name: Titled(id=name, title=label(name)) for name in ("early", "middle", "late")
    }
    where = {"a": "early", "b": "middle", "c": "late", "d": "late"}
    states = {
        name: given.model_copy(update={"phase": where[name]})
        for name, given in protocol.states.items()
    }
    changed = protocol.model_copy(update={"phases": phases, "states": states})
    return changed, handbook


def phased_story():
    protocol, handbook = with_phases()
    return tell(chart(protocol, handbook), handbook)


def test_phases_come_in_the_order_of_the_protocol():
    assert [phase.id for phase in phased_story().phases] == ["early", "middle", "late"]


def test_a_phase_by_itself_shows_where_cases_come_from_and_where_they_go():
    story = told_in_phase(phased_story(), "middle")
    assert {step.id: step.phase for step in story.steps} == {
        "a": "comes-from",
        "b": "middle",
        "c": "goes-to",
    }
    assert moves(story) == [("a", "step", "b"), ("b", "step", "c")]


def test_an_unknown_phase_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="The nearest is 'middle'"):
        told_in_phase(phased_story(), "mddle")


def test_a_deadline_is_short_and_keeps_its_basis():
    found, handbook = charted({"states": {"a": state("b"), "b": END}})
    limit = Deadline(limit=Duration(amount=5, unit=Unit.WORKING_DAYS))
    a = found.protocol.states["a"].model_copy(update={"within": limit})
    states = {**found.protocol.states, "a": a}
    protocol = found.protocol.model_copy(update={"states": states})
    deadline = tell(chart(protocol, handbook), handbook).step["a"].deadline
    assert deadline is not None
    assert (deadline.text.say("en"), deadline.basis) == ("5 work. d", "proposed")


def test_a_phase_that_is_one_composite_bears_its_deadline():
    plain = {
        "states": {
            "a": {"states": {"x": state("y"), "y": state("b")}},
            "b": state("c"),
            "c": state("d"),
            "d": state("e"),
            "e": END,
        }
    }
    found, handbook = charted(plain)
    limit = Deadline(limit=Duration(amount=24, unit=Unit.HOURS))
    states = dict(found.protocol.states)
    states["a"] = states["a"].model_copy(update={"phase": "early", "within": limit})
    for name in "bcde":
        states[name] = states[name].model_copy(update={"phase": "late"})
    phases = {name: Titled(id=name, title=label(name)) for name in ("early", "late")}
    changed = {"phases": phases, "states": states}
    protocol = found.protocol.model_copy(update=changed)
    told = tell(chart(protocol, handbook), handbook)
    assert [phase.say("en") for phase in told.phases] == ["early · 24 h", "late"]


def test_a_narrow_phase_is_as_wide_as_its_key_and_its_foot_line():
    story = told_in_phase(phased_story(), "middle")
    protocol, _ = with_phases()
    named = protocol.model_copy(update={"id": "a_protocol_of_a_very_long_name" * 2})
    scene = LanesView(story, named).scene("en")
    assert texts_outside(to_svg(scene)) == []
