"""What a picture tells of a protocol: which boxes, which arrows, which notes."""

from katch_protocols.drawings.story.nouns import MoveKind, StepLook
from tests.drawings.making import moves, story_of, texts

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


def test_an_end_reached_from_everywhere_stands_in_the_lane_of_the_first_of_them():
    plain = {
        "states": {
            "a": state("b", held_by="nurse"),
            "b": state("c", held_by="officer"),
            "c": state("d", held_by="officer"),
            "d": state("e", held_by="officer"),
            "e": END,
            "gone": END,
        },
        "activities": {"leave": {"from": ["a", "b", "c", "d"], "to": "gone"}},
    }
    story = story_of(plain)
    assert StepLook.ANYWHERE in looks(story).values()
    assert story.step["gone"].lane == "clinic"
    assert [lane.id for lane in story.lanes] == ["clinic", "police"]


def test_the_first_step_and_the_ends_look_different():
    story = story_of({"states": {"a": state("b"), "b": state("c"), "c": END}})
    assert looks(story) == {"a": StepLook.START, "b": StepLook.STATE, "c": StepLook.END}


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
    marks = [step for step in story.steps if step.look is StepLook.ANYWHERE]
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


def _doers(duties):
    return [duty.doer and duty.doer.say("en") for duty in duties]


def test_one_act_that_different_agencies_do_names_each_at_its_own_step():
    plain = {
        name: {
            "held_by": "officer",
            "activities": {"close": {"by": who, "to": "c"}, **more},
        }
        for name, who, more in (
            ("a", "nurse", {"go": {"to": "b"}}),
            ("b", "teacher", {}),
        )
    }
    story = story_of({"states": {**plain, "c": END}})
    done = {m.source: _doers(m.duties) for m in story.moves if m.target == "c"}
    assert done == {"a": ["Clinic"], "b": ["School"]}


def test_a_note_of_one_act_says_at_which_step_who_does_it():
    plain = {
        name: {
            "held_by": "officer",
            "activities": {"visit": {"by": who}, "go": {"to": to}},
        }
        for name, who, to in (("a", "nurse", "b"), ("b", "teacher", "c"))
    }
    story = story_of({"states": {**plain, "c": END}})
    [note] = story.notes
    assert (note.steps, _doers([note.duty])) == (("a", "b"), ["depends on the step"])
    assert [(d.steps, d.said.say("en")) for d in note.duty.everyone] == [
        (("a",), "Clinic"),
        (("b",), "School"),
    ]


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
    [back] = [step for step in story.steps if step.look is StepLook.BACK]
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
    assert story.step["which"].look is StepLook.CHOICE
    assert texts(story)["which", "b"] == ["Present"]
    assert texts(story)["which", "c"] == ["Absent or not yet known"]


def test_the_last_answer_is_named_alone_where_the_fact_is_always_known():
    story = _choosing({"records": ["danger"]}, ("present", "absent"))
    assert texts(story)["which", "c"] == ["Absent"]


def test_the_last_answer_stays_otherwise_where_many_values_are_left():
    story = _choosing({}, ("present", "absent", "likely", "denied"))
    assert texts(story)["which", "c"] == ["otherwise"]


def _choosing(asking, values):
    decide = [("danger is present", "b"), (None, "c")]
    return story_of(
        {
            "facts": {"danger": values},
            "states": {
                "a": {"activities": {"look": {"to": "which", **asking}}},
                "which": {"decide": decide},
                "b": END,
                "c": END,
            },
        }
    )


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
    assert texts(story)["which", "b"] == ["“Danger”: Present and not (“Age”: Adult)"]


def test_a_timer_is_a_move_of_the_clock():
    story = story_of({"states": {"a": {"after": {"72 hours": "b"}}, "b": END}})
    [move] = story.moves
    assert move.kind is MoveKind.CLOCK
    assert move.duties[0].text.say("en") == "after 72 h"


def test_each_of_several_receivers_gets_an_arrow_to_a_step_in_its_lane():
    sending = {"to": "b", "handover": {"to": ("nurse", "teacher"), "decline": "a"}}
    story = story_of(
        {
            "states": {
                "a": {"held_by": "officer", "activities": {"send": sending}},
                "b": state("c", held_by="nurse"),
                "c": END,
            }
        }
    )
    waits = "awaiting_send"
    nurse, teacher = f"{waits}.nurse.waiting", f"{waits}.teacher.waiting"
    lanes = {name: story.step[name].lane for name in (nurse, teacher)}
    assert lanes == {nurse: "clinic", teacher: "school"}
    assert story.step[nurse].title.say("en") == "Acknowledge: Send"
    assert {
        ("a", "step", waits),
        (waits, "handoff", nurse),
        (waits, "handoff", teacher),
        (nurse, "step", f"{waits}.join"),
        (teacher, "step", f"{waits}.join"),
        (f"{waits}.join", "handoff", "b"),
        (nurse, "return", "a"),
        (teacher, "return", "a"),
    } <= set(moves(story))
    # The sender holds the case while it waits; no receiver is said to.
    assert not story.step[nurse].is_held
