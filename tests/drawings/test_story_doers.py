"""Who may do an activity, with whom, on which condition, and to whom it hands over."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.story.nouns import MoveKind
from katch_protocols.drawings.story.tell import tell
from katch_protocols.files.read import read_texts
from tests.cases.harbour import FILES
from tests.cases.test_beside import CARE, DESK
from tests.drawings.making import charted, in_three_languages, moves, story_of

END = {"final": True}


def _story(activity, facts=None, **more):
    states = {"a": {"held_by": "officer", "activities": {"act": activity}}, "b": END}
    return story_of({"facts": facts or {}, "states": {**states, **more}})


def _duty(story):
    [move] = story.moves
    [duty] = move.duties
    return duty


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (["officer"], None),
        (["nurse"], "Clinic"),
        (["officer", "nurse"], "Police / Clinic"),
        (["officer", "nurse", "teacher"], "any of 3"),
    ],
)
def test_every_body_that_may_do_it_is_told_also_where_the_holder_is_one(by, said):
    doer = _duty(_story({"by": by, "to": "b"})).doer
    assert (doer and doer.say("en")) == said


def test_many_doers_are_all_listed():
    duty = _duty(_story({"by": ["officer", "nurse", "teacher"], "to": "b"}))
    assert [each.said.say("en") for each in duty.everyone] == [
        "Police / Clinic / School"
    ]


def test_who_acts_only_at_its_own_step_is_never_said_to_act_at_all_of_them():
    roles = {"a": "officer", "b": "officer", "c": "nurse", "d": "teacher"}
    states = {
        name: {
            "held_by": "officer",
            "activities": {"stop": {"by": by, "to": "z"}, "go": {"to": after}},
        }
        for (name, by), after in zip(roles.items(), "bcda", strict=True)
    }
    story = story_of({"states": {**states, "z": END}})
    [move] = [each for each in story.moves if each.target == "z"]
    assert [(each.steps, each.said.say("en")) for each in move.duties[0].everyone] == [
        (("a", "b"), "Police"),
        (("c",), "Clinic"),
        (("d",), "School"),
    ]


def test_who_takes_part_is_told_by_role_and_the_condition_in_words():
    facts = {"danger": ("present", "absent")}
    activity = {
        "by": "officer",
        "together_with": ["nurse", "teacher"],
        "when": "danger is absent",
        "to": "b",
    }
    duty = _duty(_story(activity, facts))
    assert duty.companions is not None
    assert duty.companions.say("en") == "Nurse, Teacher"
    assert duty.guard is not None
    assert duty.guard.say("en") == "“Danger”: Absent"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (
            "done ask",
            {"en": "Ask: done", "ru": "Ask: сделано", "kk": "Ask: орындалған"},
        ),
        ("not done ask", {"en": "Ask: not done"}),
    ],
)
def test_a_condition_on_what_was_done_never_reads_as_an_order(when, said):
    ask, act = {"by": "officer"}, {"by": "officer", "when": when, "to": "b"}
    activities = {"ask": ask, "act": act}
    states = {"a": {"held_by": "officer", "activities": activities}, "b": END}
    made, handbook = charted({"states": states})
    story = tell(made, in_three_languages(handbook))
    guard = _duty(story).guard
    assert guard is not None
    assert {language: guard.say(language) for language in said} == said


def test_an_end_that_nobody_holds_receives_no_handoff():
    states = {
        "a": {
            "held_by": "officer",
            "activities": {"go": {"to": "b"}, "x": {"to": "z"}},
        },
        "b": {"held_by": "nurse", "activities": {"y": {"to": "z"}}},
    }
    story = story_of({"states": {**states, "z": END}})
    assert moves(story) == [
        ("a", "handoff", "b"),
        ("a", "step", "z"),
        ("b", "step", "z"),
    ]
    assert not story.step["z"].is_held


def test_an_end_that_somebody_must_acknowledge_is_a_handoff_in_its_own_lane():
    go = {"to": "b"}
    send = {"to": "z", "handover": {"to": "nurse"}}
    story = story_of(
        {
            "states": {
                "a": {"held_by": "officer", "activities": {"go": go, "send": send}},
                "b": {"held_by": "nurse", "activities": {"close": {"to": "y"}}},
                "z": END,
                "y": END,
            }
        }
    )
    [move] = [each for each in story.moves if each.target == "z"]
    assert move.kind is MoveKind.HANDOFF
    assert move.senders == ("police",)
    assert story.step["z"].lane == "clinic"


def test_a_choice_that_nobody_holds_sends_for_everybody_who_comes_to_it():
    go = {"go": {"to": "which"}, "next": {"to": "b"}}
    story = story_of(
        {
            "facts": {"danger": ("present", "absent")},
            "states": {
                "a": {"held_by": "officer", "activities": go},
                "b": {"held_by": "nurse", "activities": {"ask": {"to": "which"}}},
                "which": {"decide": [("danger is present", "c"), (None, "z")]},
                "c": {"held_by": "teacher", "activities": {"end": {"to": "z"}}},
                "z": END,
            },
        }
    )
    [move] = [each for each in story.moves if each.target == "c"]
    assert (move.kind, move.senders) == (MoveKind.HANDOFF, ("police", "clinic"))


def test_a_case_that_is_opened_says_by_when_it_is_taken_up():
    book = read_texts({**FILES, "care.yaml": CARE, "desk.yaml": DESK}).sound()
    story = tell(chart(book.protocols["desk"], book), book)
    duties = [duty for move in story.moves for duty in move.duties]
    duties += [note.duty for note in story.notes]
    told = {d.activity: d.opens.say("en") for d in duties if d.opens is not None}
    assert told == {"call": "Care · within 1 h", "call_east": "Care"}
