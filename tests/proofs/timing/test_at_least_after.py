"""``A at least D after B``: verdicts and stories as an exhaustive search finds them."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AtLeastAfter
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.interpreter import UnendingError
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.held import HeldBack
from tests.proofs.timing.test_worst_case import (
    MOST,
    hours,
    names,
    seldom,
    timed_protocols,
)
from tests.proofs.timing.timed import Asked, TooLargeError


def searched(search: HeldBack) -> tuple[int | None, int | None]:
    """Return the lengths of shortest cases: with an early A, and that must have one."""
    try:
        return search.early(), search.forced()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise


def check(handbook: Handbook, data: st.DataObject, *, exact: bool) -> None:
    found, every, early = names(handbook)
    earlier = data.draw(st.sampled_from([*early, *every]), label="after")
    event = data.draw(st.sampled_from(every), label="event")
    least = data.draw(st.integers(1, MOST), label="at least")
    others = [name for name in every if name not in {earlier, event}]
    unless = data.draw(st.sampled_from([None, *others]), label="unless")
    rule = AtLeastAfter(
        event=event,
        least=hours(least),
        earlier=earlier,
        unless=() if unless is None else (unless,),
    )
    try:
        answer = prove_sentence(rule, ProofSession(found, Holders(handbook)))
    except BoundError:
        # Of more events than a proof can remember nothing is said.
        assume(condition=False)
        raise
    if answer.verdict is Verdict.NOT_EXHAUSTED:
        assert not exact
        return
    protocol = handbook.protocols["first"]
    search = HeldBack(protocol, handbook, Asked(earlier, event), least, unless)
    can, must = searched(search)
    story = answer.counterexample
    if answer.verdict in {Verdict.HOLDS, Verdict.VACUOUS}:
        assert (can, must, story) == (None, None, None)
        return
    assert story is not None
    assert answer.verdict is (Verdict.ENFORCED if must is None else Verdict.BROKEN)
    assert len(story.rows) == (can if must is None else must)


@seldom(30)
@given(timed_protocols("timers"), st.data())
def test_the_verdict_and_its_story_are_those_of_every_hour(
    handbook: Handbook, data: st.DataObject
) -> None:
    check(handbook, data, exact=True)


@seldom(12)
@given(timed_protocols("timers and duties and powers"), st.data())
def test_duties_fall_due_as_states_do_and_powers_are_not_counted_on(
    handbook: Handbook, data: st.DataObject
) -> None:
    # Where people may be late, zones can be too many: then nothing is claimed.
    check(handbook, data, exact=False)


@seldom(12)
@given(timed_protocols("timers and stops"), st.data())
def test_with_clocks_that_stand_in_a_pause_no_verdict_is_wrong(
    handbook: Handbook, data: st.DataObject
) -> None:
    check(handbook, data, exact=False)


def go(**moves: str) -> dict[str, Any]:
    return {"activities": {name: {"to": to} for name, to in moves.items()}}


END = {"final": True, "outcome": "protected"}
LINE = {
    "told": go(tell="waiting"),
    "waiting": go(move="over"),
    "over": END,
}
CLOCK = {
    **LINE,
    "waiting": {"after": {"10 working days": "free"}},
    "free": go(move="over"),
}


def proved(
    states: dict[str, Any], sentence: str, limits: dict[str, str] | None = None
) -> Answer:
    handbook = make_timed(states, limits or {}, holidays="KZ")
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    return prove_sentence(parse_safeguard(sentence), study)


def steps(answer: Answer) -> list[str]:
    assert answer.counterexample is not None
    return [row.activity for row in answer.counterexample.rows]


def test_people_can_be_early_where_nothing_waits_so_a_live_case_refuses() -> None:
    answer = proved(LINE, "move at least 10 days after tell", {"waiting": "30 days"})
    assert answer.verdict is Verdict.ENFORCED
    assert answer.reason is not None
    assert (answer.reason.code, dict(answer.reason.facts)) == (
        "depends-on-when",
        {"limit": "10 days"},
    )
    assert steps(answer) == ["tell", "move"]


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        ("10 working days", Verdict.HOLDS),
        ("9 working days", Verdict.HOLDS),
        # Ten working days are never less than ten days.
        ("10 days", Verdict.HOLDS),
        ("11 working days", Verdict.ENFORCED),
        ("15 days", Verdict.ENFORCED),
    ],
)
def test_a_wait_on_the_way_of_the_same_words_is_long_enough(
    limit: str, verdict: Verdict
) -> None:
    for event in ("move", "over"):
        assert proved(CLOCK, f"{event} at least {limit} after tell").verdict is verdict


def test_a_wait_of_the_same_words_that_began_before_is_not_long_enough() -> None:
    again = {"after": {"10 working days": "free"}, "activities": {"tell": {}}}
    states = {**CLOCK, "waiting": again}
    answer = proved(states, "move at least 10 working days after tell")
    assert answer.verdict is Verdict.ENFORCED
    assert len(steps(answer)) == 4


def test_what_the_clock_brings_early_breaks_it() -> None:
    states = {**LINE, "waiting": {"after": {"3 days": "over"}}}
    answer = proved(states, "over at least 4 days after tell")
    assert answer.verdict is Verdict.BROKEN
    assert answer.counterexample is not None
    assert answer.counterexample.reason.code == "clock-early"
    assert steps(answer) == ["tell", "clock(waiting, 3 days)"]
    assert proved(states, "over at least 3 days after tell").verdict is Verdict.HOLDS


def test_the_clock_is_not_taken_for_an_activity_that_does_the_same() -> None:
    again = {"after": {"1 hour": "waiting"}, **go(ask_again="waiting")}
    answer = proved({"waiting": again}, "waiting at least 2 hours after waiting")
    assert answer.verdict is Verdict.BROKEN
    assert answer.counterexample is not None
    assert answer.counterexample.reason.code == "clock-early"
    assert steps(answer) == ["clock(waiting, 1 hour)"]


def test_no_deadline_is_counted_on_for_people_may_be_late() -> None:
    """Told on the ninth day of ten, a child could be moved on the tenth."""
    again = {"after": {"10 days": "free"}, "activities": {"tell": {}}}
    states, due = {**CLOCK, "waiting": again}, {"waiting": "3 days"}
    answer = proved(states, "move at least 8 days after tell", due)
    assert answer.verdict is Verdict.ENFORCED
    assert steps(answer) == ["tell", "tell", "clock(waiting, 10 days)", "move"]
    answer = proved(states, "free at least 8 days after tell", due)
    assert answer.verdict is Verdict.BROKEN
    assert steps(answer) == ["tell", "tell", "clock(waiting, 10 days)"]


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        ("10 days", Verdict.BROKEN),
        ("14 days", Verdict.ENFORCED),
        # The deadline at its shortest is fourteen days, the same words are one span.
        ("10 working days", Verdict.ENFORCED),
        ("11 working days", Verdict.ENFORCED),
        ("9 working days", Verdict.BROKEN),
    ],
)
def test_a_deadline_that_only_an_early_act_would_keep_breaks_it(
    limit: str, verdict: Verdict
) -> None:
    span = "10 working days" if "working" in limit else "14 days"
    answer = proved(LINE, f"move at least {span} after tell", {"waiting": limit})
    assert answer.verdict is verdict
    if verdict is Verdict.BROKEN:
        story = answer.counterexample
        assert story is not None
        assert dict(story.reason.facts) == {
            "limit": span,
            "state": "waiting",
            "deadline": limit,
        }
        assert (steps(answer), story.deciding) == (["tell"], 1)


@pytest.mark.parametrize(
    ("waiting", "verdict"),
    [
        (go(move="over", stop="over"), Verdict.ENFORCED),
        ({"activities": {"move": {"to": "over"}, "ask": {}}}, Verdict.BROKEN),
        (
            {"activities": {"move": {"to": "over"}}, "after": {"2 days": "late"}},
            Verdict.ENFORCED,
        ),
        # What is first asked for opens another way.
        (
            {
                "activities": {
                    "move": {"to": "over"},
                    "ask": {},
                    "stop": {"to": "over", "when": "done ask"},
                }
            },
            Verdict.ENFORCED,
        ),
        # Nobody is obliged to what happens by itself.
        (
            {
                "activities": {
                    "move": {"to": "over"},
                    "luck": {"to": "over", "by": "nobody"},
                }
            },
            Verdict.BROKEN,
        ),
    ],
)
def test_what_else_keeps_the_deadline_is_counted_on_if_somebody_must_do_it(
    waiting: dict[str, Any], verdict: Verdict
) -> None:
    states = {**LINE, "waiting": waiting, "late": go(move="over")}
    answer = proved(states, "move at least 5 days after tell", {"waiting": "3 days"})
    assert answer.verdict is verdict


def test_a_case_that_starts_with_both_is_early_at_its_start() -> None:
    states = {
        "told": {"initial": "here", "states": {"here": go(leave="over")}},
        "over": END,
    }
    answer = proved(states, "told.here at least 1 hours after told")
    assert answer.verdict is Verdict.BROKEN
    assert steps(answer) == []


def test_one_event_is_not_later_than_itself() -> None:
    states = {"told": {"activities": {"tell": {}, "stop": {"to": "over"}}}, "over": END}
    answer = proved(states, "tell at least 3 hours after tell")
    assert (answer.verdict, steps(answer)) == (Verdict.ENFORCED, ["tell", "tell"])
    assert proved(states, "told at least 1 hours after told").verdict is Verdict.HOLDS


def test_where_and_unless_limit_it() -> None:
    limits = {"waiting": "3 days"}
    sentence = "move at least 5 days after tell"
    assert proved(LINE, sentence, limits).verdict is Verdict.BROKEN
    for said, verdict in (
        (f"{sentence} unless tell", Verdict.VACUOUS),
        (f"{sentence} unless told", Verdict.VACUOUS),
        (f"{sentence} where in told", Verdict.VACUOUS),
        (f"{sentence} where in waiting", Verdict.BROKEN),
        ("tell at least 5 days after move unless over", Verdict.HOLDS),
    ):
        assert proved(LINE, said, limits).verdict is verdict, said


@pytest.mark.parametrize("names", [("skip", "drop"), ("drop", "skip")])
def test_whichever_is_written_first_a_duty_beside_a_power_keeps_a_deadline(
    names: tuple[str, str],
) -> None:
    """Both lead to the same state, but nobody relies on the power."""
    ways: dict[str, Any] = {"skip": {"to": "over", "may": True}, "drop": {"to": "over"}}
    acts = {**{name: ways[name] for name in names}, "decide_late": {"to": "decided"}}
    states: dict[str, Any] = {
        "told": {"activities": {"come": {"to": "heard"}}},
        "heard": {"activities": acts},
        "decided": {"final": True},
        "over": {"final": True},
    }
    sentence = "decide_late at least 5 hours after come"
    answer = proved(states, sentence, {"heard": "1 hour"})
    assert answer.verdict is Verdict.ENFORCED


@pytest.mark.parametrize(
    ("wait", "least", "verdict"),
    [
        # In April it is due on the day of entry, and a day before an act is allowed.
        ("30 days", "31 days", Verdict.BROKEN),
        ("29 days", "30 days", Verdict.BROKEN),
        # In a month of 31 days it is due a day later, when an act is allowed.
        ("30 days", "30 days", Verdict.HOLDS),
        ("721 hours", "31 days", Verdict.ENFORCED),
        ("721 hours", "745 hours", Verdict.BROKEN),
        # By then it is over whatever the month: such a case keeps no deadline.
        ("32 days", "40 days", Verdict.ENFORCED),
        ("10 working days", "1 month", Verdict.ENFORCED),
        ("10 working days", "31 days", Verdict.BROKEN),
    ],
)
def test_a_deadline_that_is_over_at_entry_on_some_days_falls_due_on_others(
    wait: str, least: str, verdict: Verdict
) -> None:
    """It counts from an earlier step, and a month has 28 days or up to 31."""
    states = {
        "told": go(tell="waiting"),
        "waiting": {"after": {wait: "free"}},
        "free": go(move="over"),
        "over": END,
    }
    sentence = f"move at least {least} after tell"
    answer = proved(states, sentence, {"free": "1 month from tell"})
    assert answer.verdict is verdict
    if verdict is Verdict.BROKEN:
        assert answer.counterexample is not None
        assert answer.counterexample.reason.code == "due-early"


def test_it_is_so_of_working_days_as_well() -> None:
    """Ten of them are fourteen days at the shortest, and over new year many more."""
    states = {
        "told": go(tell="waiting"),
        "waiting": {"after": {"15 days": "free"}},
        "free": go(move="over"),
        "over": END,
    }
    for least, verdict in (("15 days", Verdict.HOLDS), ("16 days", Verdict.BROKEN)):
        sentence = f"move at least {least} after tell"
        answer = proved(states, sentence, {"free": "10 working days from tell"})
        assert answer.verdict is verdict, least
