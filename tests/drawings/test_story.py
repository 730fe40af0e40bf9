"""What a picture tells of a protocol: which boxes, which arrows, which notes."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.story.nouns import Look, MoveKind
from katch_protocols.drawings.story.phases import told_in_phase
from katch_protocols.drawings.story.tell import tell
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.documents import Titled
from katch_protocols.model.durations import Duration, Unit
from tests.drawings.making import charted, label, moves, story_of, texts
from tests.making import make_protocol

END = {"final": True}


def state(to, **more):
    return {"activities": {f"go_to_{to}": {"to": to}}, **more}


def looks(story):
    return {step.id: step.look for step in story.steps}


def test_each_agency_that_holds_a_step_has_a_lane_in_the_order_of_the_story():
    story = story_of(
        {
            "states": {
                "a": state("b", held_by="nurse"),
                "b": state("c", held_by="officer"),
                "c": state("d", held_by="nurse"),
                "d": END,
            }
        }
    )
    assert [lane.id for lane in story.lanes] == ["clinic", "police"]


def test_a_step_that_nobody_holds_stands_in_the_lane_it_is_reached_from():
    story = story_of({"states": {"a": state("b", held_by="nurse"), "b": END}})
    assert story.step["b"].lane == "clinic"


def test_the_first_step_and_the_ends_look_different():
    story = story_of({"states": {"a": state("b"), "b": state("c"), "c": END}})
    assert looks(story) == {"a": Look.START, "b": Look.STATE, "c": Look.END}


def test_a_move_to_another_lane_is_a_handoff_and_a_move_inside_is_a_step():
    story = story_of(
        {
            "states": {
                "a": state("b", held_by="nurse"),
                "b": state("c", held_by="officer"),
                "c": state("d", held_by="officer"),
                "d": END,
            }
        }
    )
    assert moves(story) == [
        ("a", "handoff", "b"),
        ("b", "step", "c"),
        ("c", "step", "d"),
    ]


def test_a_move_back_to_where_the_case_has_been_is_a_return():
    back = {"activities": {"again": {"to": "a"}, "on": {"to": "c"}}}
    story = story_of({"states": {"a": state("b"), "b": back, "c": END}})
    assert ("b", "return", "a") in moves(story)


def test_a_move_up_the_file_that_closes_no_circle_is_no_return():
    story = story_of(
        {"initial": "c", "states": {"a": state("b"), "b": END, "c": state("a")}}
    )
    assert ("c", "step", "a") in moves(story)


def test_two_activities_between_the_same_steps_share_one_arrow():
    both = {"activities": {"ask": {"to": "b"}, "insist": {"to": "b"}}}
    story = story_of({"states": {"a": both, "b": END}})
    assert texts(story) == {("a", "b"): ["Ask", "Insist"]}


def test_an_activity_that_moves_nothing_is_a_note():
    plain = {"activities": {"look": {}, "go": {"to": "b"}}}
    story = story_of({"states": {"a": plain, "b": END}})
    [note] = story.notes
    assert (note.duty.text.say("en"), note.steps) == ("Look", ("a",))


def test_starting_a_step_anew_is_a_note_and_no_arrow():
    plain = {"activities": {"anew": {"to": "a"}, "go": {"to": "b"}}}
    story = story_of({"states": {"a": plain, "b": END}})
    assert moves(story) == [("a", "step", "b")]
    assert [note.duty.text.say("en") for note in story.notes] == ["Anew"]


def test_who_does_it_is_said_only_where_it_is_not_the_lane_itself():
    plain = {
        "held_by": "officer",
        "activities": {
            "own": {"by": "officer", "to": "b"},
            "other": {"by": "nurse", "to": "c"},
        },
    }
    story = story_of({"states": {"a": plain, "b": END, "c": END}})
    doers = {
        move.target: duty.doer and duty.doer.say("en")
        for move in story.moves
        for duty in move.duties
    }
    assert doers == {"b": None, "c": "Clinic"}


def test_a_handover_is_one_arrow_with_its_confirmation():
    sending = {"to": "b", "handover": {"to": "nurse"}}
    story = story_of(
        {
            "states": {
                "a": {"held_by": "officer", "activities": {"send": sending}},
                "b": state("c", held_by="nurse"),
                "c": END,
            }
        }
    )
    assert list(looks(story)) == ["a", "b", "c"]
    [duty] = story.moves[0].duties
    assert duty.confirm is not None
    assert duty.confirm.say("en") == "confirmed"


def test_a_decline_that_leads_elsewhere_is_a_return_from_the_sender():
    sending = {"to": "b", "handover": {"to": "nurse", "decline": "c"}}
    story = story_of(
        {
            "states": {
                "a": {"held_by": "officer", "activities": {"send": sending}},
                "b": END,
                "c": END,
            }
        }
    )
    assert ("a", "return", "c") in moves(story)
    assert texts(story)["a", "c"] == ["if declined"]


def test_a_decline_that_leads_back_to_the_sender_draws_nothing():
    sending = {"to": "b", "handover": {"to": "nurse", "decline": "a"}}
    story = story_of({"states": {"a": {"activities": {"send": sending}}, "b": END}})
    assert moves(story) == [("a", "step", "b")]


def test_an_activity_of_every_step_is_one_mark_and_not_many_arrows():
    steps = {
        name: state(following) for name, following in zip("abcd", "bcde", strict=True)
    }
    story = story_of(
        {
            "states": {**steps, "e": END, "lost": END},
            "activities": {"lose": {"to": "lost"}},
        }
    )
    marks = [step for step in story.steps if step.look is Look.ANYWHERE]
    assert [mark.members for mark in marks] == [("a", "b", "c", "d")]
    assert [m.source for m in story.moves if m.target == "lost"] == [marks[0].id]


def test_an_activity_of_two_steps_is_two_arrows():
    story = story_of(
        {
            "states": {"a": state("b"), "b": state("c"), "c": END, "lost": END},
            "activities": {"lose": {"to": "lost", "from": ["a", "b"]}},
        }
    )
    assert [m.source for m in story.moves if m.target == "lost"] == ["a", "b"]


def test_resuming_leads_to_a_mark_that_says_back():
    inner = {"x": state("y"), "y": state("z"), "z": state("x")}
    story = story_of(
        {
            "states": {
                "work": {
                    "states": inner,
                    "activities": {"stop": {"to": "paused"}},
                },
                "paused": {"activities": {"resume_it": {"to": "resume work"}}},
            }
        }
    )
    [back] = [step for step in story.steps if step.look is Look.BACK]
    assert ("paused", "step", back.id) in moves(story)
    assert back.title is not None
    assert back.title.say("en") == "Back to the step where it was left"


def test_a_choice_about_one_fact_asks_it_and_answers_with_its_values():
    decide = [("danger is present", "b"), (None, "c")]
    story = story_of(
        {
            "facts": {"danger": ("present", "absent")},
            "states": {
                "a": state("which"),
                "which": {"decide": decide},
                "b": END,
                "c": END,
            },
        }
    )
    assert story.step["which"].look is Look.CHOICE
    assert texts(story)["which", "b"] == ["Present"]
    assert texts(story)["which", "c"] == ["otherwise"]


def test_a_choice_about_several_facts_names_each():
    decide = [("danger is present and not (age is adult)", "b"), (None, "c")]
    story = story_of(
        {
            "facts": {"danger": ("present", "absent"), "age": ("child", "adult")},
            "states": {
                "a": state("which"),
                "which": {"decide": decide},
                "b": END,
                "c": END,
            },
        }
    )
    assert texts(story)["which", "b"] == ["Danger: Present and not (Age: Adult)"]


PARALLEL = {
    "states": {
        "a": state("both"),
        "both": {
            "parallel": {
                "left": {"states": {"l1": state("l2"), "l2": END}},
                "right": {"states": {"r1": state("r2"), "r2": END}},
            },
            "done": "c",
        },
        "c": END,
    }
}


def test_strands_are_parted_and_joined_by_bars_and_bear_letters():
    story = story_of(PARALLEL)
    assert looks(story) == {
        "a": Look.START,
        "both": Look.FORK,
        "both.left.l1": Look.STATE,
        "both.right.r1": Look.STATE,
        "both.join": Look.JOIN,
        "c": Look.END,
    }
    assert story.step["both.left.l1"].letter == "A"
    assert story.step["both.right.r1"].letter == "B"


def test_the_end_of_a_strand_is_the_bar_where_strands_meet():
    assert ("both.left.l1", "step", "both.join") in moves(story_of(PARALLEL))


def test_a_strand_without_a_meeting_has_an_end_of_its_own():
    plain = {**PARALLEL["states"], "both": {**PARALLEL["states"]["both"]}}
    del plain["both"]["done"]
    story = story_of({"states": plain})
    assert story.step["both.left.l2"].look is Look.STRAND_END


def test_the_end_of_a_composite_is_where_the_composite_leads():
    inner = {"x": state("y"), "y": END}
    story = story_of({"states": {"a": {"states": inner, "done": "b"}, "b": END}})
    assert moves(story) == [("a.x", "step", "b")]


def test_a_protocol_that_runs_inside_is_one_box_with_an_arrow_for_each_end():
    inner = make_protocol(
        {
            "states": {
                "m": {"activities": {"win": {"to": "good"}, "fail": {"to": "bad"}}},
                "good": END,
                "bad": END,
            }
        },
        name="inner",
    )
    story = story_of(
        {
            "states": {
                "a": state("sub"),
                "sub": {"runs": "inner", "then": {"good": "b", "bad": "c"}},
                "b": END,
                "c": END,
            }
        },
        inner,
    )
    assert story.step["sub"].look is Look.RUN
    assert texts(story)["sub", "b"] == ["Good"]
    assert texts(story)["sub", "c"] == ["Bad"]


def test_a_timer_is_a_move_of_the_clock():
    story = story_of({"states": {"a": {"after": {"72 hours": "b"}}, "b": END}})
    [move] = story.moves
    assert move.kind is MoveKind.CLOCK
    assert move.duties[0].text.say("en") == "after 72 h"


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
        told_in_phase(phased_story(), "midle")


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
