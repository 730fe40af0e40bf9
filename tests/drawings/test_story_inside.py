"""What a picture tells of strands, composites and protocols that run inside."""

import pytest

from katch_protocols.drawings.story.nouns import StepLook
from katch_protocols.drawings.story.tell import tell
from katch_protocols.duties.parties import home_of
from tests.drawings.making import charted, moves, story_of, texts
from tests.making import make_protocol
from tests.walking import go

END = {"final": True}


def state(to, **more):
    return {"activities": {f"go_to_{to}": {"to": to}}, **more}


def looks(story):
    return {step.id: step.look for step in story.steps}


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
        "a": StepLook.START,
        "both": StepLook.FORK,
        "both.left.l1": StepLook.STATE,
        "both.right.r1": StepLook.STATE,
        "both.join": StepLook.JOIN,
        "c": StepLook.END,
    }
    assert story.step["both.left.l1"].letter == "A"
    assert story.step["both.right.r1"].letter == "B"


def test_the_end_of_a_strand_is_the_bar_where_strands_meet():
    assert ("both.left.l1", "step", "both.join") in moves(story_of(PARALLEL))


def test_a_strand_without_a_meeting_has_an_end_of_its_own():
    plain = {**PARALLEL["states"], "both": {**PARALLEL["states"]["both"]}}
    del plain["both"]["done"]
    story = story_of({"states": plain})
    assert story.step["both.left.l2"].look is StepLook.STRAND_END


def test_the_end_of_a_strand_with_a_done_is_where_the_strand_leads():
    left = {**PARALLEL["states"]["both"]["parallel"]["left"], "done": "c"}
    both = {"parallel": {**PARALLEL["states"]["both"]["parallel"], "left": left}}
    story = story_of({"states": {**PARALLEL["states"], "both": both}})
    assert ("both.left.l1", "step", "c") in moves(story)
    assert ("both.right.r1", "step", "both.right.r2") in moves(story)
    assert "both.left.l2" not in story.step


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
    assert story.step["sub"].look is StepLook.RUN
    assert texts(story)["sub", "b"] == ["Good"]
    assert texts(story)["sub", "c"] == ["Bad"]


def test_strands_that_end_inside_strands_meet_at_a_bar_of_their_own():
    strand = {"states": {"x": {**go(on="y")}, "y": {"final": True}}}
    inner = {"parallel": {"r": strand, "s": strand}, "done": "out"}
    outer = {
        "parallel": {"p": strand, "q": {"states": {"v": inner}}},
        "done": "end",
    }
    plain = {"b": outer, "out": {**go(end="end")}, "end": {"final": True}}
    story = story_of({"states": plain})
    joins = [step.id for step in story.steps if step.look is StepLook.JOIN]
    assert joins == ["b.q.v.join", "b.join"]


@pytest.mark.parametrize(
    ("inside", "lane"),
    [
        # Whoever holds it inside has the case, whatever is written at the run.
        ((None, None), "officer"),
        (("nurse", "nurse"), "nurse"),
        # Several have it: whose it is by what is written, else who has it first.
        (("nurse", None), "officer"),
        (("nurse", "teacher"), "nurse"),
        (("teacher", "nurse"), "teacher"),
    ],
)
def test_a_protocol_that_runs_inside_stands_with_whoever_holds_it(inside, lane):
    first, second = ({"held_by": each} if each else {} for each in inside)
    steps = {"m": state("n", **first), "n": state("good", **second), "good": END}
    inner = make_protocol({"states": steps}, name="inner")
    run = {"runs": "inner", "held_by": "officer", "then": {"good": "c"}}
    made, handbook = charted(
        {"states": {"a": state("sub", held_by="officer"), "sub": run, "c": END}}, inner
    )
    step = tell(made, handbook).step["sub"]
    homes = {role: home_of(role, handbook) for role in ("officer", "nurse", "teacher")}
    assert (step.lane, step.is_held) == (homes[lane], True)
    assert len({*homes.values()}) == len(homes)
