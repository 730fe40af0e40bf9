"""Sentences about time on protocols small enough to judge by eye."""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.timing.timed_sentences import (
    prove_at_least_every,
    prove_within,
)
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.handbooks import make_timed


def go(to: str, **more: Any) -> dict[str, Any]:
    return {"to": to, **more}


LINE = {
    "noticed": {"activities": {"report": go("reported")}},
    "reported": {"activities": {"appoint": go("appointed")}},
    "appointed": {"activities": {"assess": go("over")}},
    "over": {"final": True},
}
LIMITS = {
    "noticed": "3 hours",
    "reported": "24 hours",
    "appointed": "5 working days",
}


def prove(handbook: Handbook, sentence: str, *, limit: int = 100_000) -> Answer:
    found = chart(handbook.protocols["case"], handbook)
    rule = parse_safeguard(sentence)
    if isinstance(rule, AtLeastEvery):
        return prove_at_least_every(rule, found, handbook, limit=limit)
    assert isinstance(rule, AfterThen)
    return prove_within(rule, found, handbook, limit=limit)


STUCK = {
    "told": {"activities": {"begin": go("care.open")}},
    "care": {
        "initial": "open",
        "states": {"open": {}, "closed": {"final": True}},
    },
}


@pytest.mark.parametrize("limit", ["1 hours", "2 hours"])
@pytest.mark.parametrize("inner", ["1 hours", "1 hours from begin"])
def test_a_deadline_inside_what_the_sentence_sees_shortens_the_time_that_is_told(
    inner: str, limit: str
) -> None:
    """The slice of the sentence ends at ``care``; nothing asks what is active in it."""
    handbook = make_timed(STUCK, {"care": "2 hours", "care.open": inner})
    answer = prove(handbook, f"after begin then told within {limit}")
    assert answer.verdict is Verdict.HOLDS
    assert answer.reason is not None
    assert answer.reason.every_fact()["sum"] == "1 hour"
    assert answer.reason.spent.minutes == 60
    assert answer.reason.spent.parts[0].state == "care.open"


def test_the_sum_names_each_limit_and_its_longest_span() -> None:
    handbook = make_timed(LINE, LIMITS)
    answer = prove(handbook, "after noticed then over within 8 days")
    assert answer.verdict is Verdict.BROKEN
    assert answer.counterexample is not None
    reason = answer.counterexample.reason
    assert reason.code == "too-late"
    facts = reason.every_fact()
    assert facts["sum"] == "3 hours + 24 hours + 5 working days (at most 7 days)"
    assert facts["total"] == "195 hours"
    assert facts["states"] == "noticed, reported, appointed"
    happened = [row.activity for row in answer.counterexample.rows]
    assert happened == ["report", "appoint"]


def test_a_time_that_is_just_long_enough_is_kept() -> None:
    handbook = make_timed(LINE, LIMITS)
    answer = prove(handbook, "after noticed then over within 195 hours")
    assert answer.verdict is Verdict.HOLDS
    assert answer.reason is not None
    assert answer.reason.every_fact()["minutes"] == str(195 * 60)


def test_a_state_without_a_deadline_has_no_bound() -> None:
    handbook = make_timed(LINE, {"noticed": "3 hours", "appointed": "1 day"})
    answer = prove(handbook, "after noticed then over within 9000 days")
    assert answer.counterexample is not None
    assert answer.counterexample.reason.code == "no-deadline"
    assert answer.counterexample.reason.every_fact()["states"] == "reported"


def test_a_case_that_ends_without_it_never_brings_it() -> None:
    answer = prove(make_timed(LINE, LIMITS), "after over then noticed within 9 days")
    assert answer.counterexample is not None
    assert answer.counterexample.reason.code == "never-came"


def test_what_never_begins_is_vacuous() -> None:
    states = {**LINE, "never": {"activities": {"wake": go("over")}}}
    answer = prove(make_timed(states, LIMITS), "after wake then over within 1 day")
    assert answer.verdict is Verdict.VACUOUS


def test_an_exception_switches_the_limit_off() -> None:
    handbook = make_timed(LINE, LIMITS)
    sentence = "after noticed then over within 3 hours unless report"
    assert prove(handbook, sentence).verdict is Verdict.HOLDS


def test_a_clock_that_counts_from_an_event_covers_several_states() -> None:
    limits = {
        "noticed": "3 hours",
        "reported": "10 hours from noticed",
        "appointed": "10 hours from noticed",
    }
    handbook = make_timed(LINE, limits)
    answer = prove(handbook, "after noticed then over within 10 hours")
    assert answer.verdict is Verdict.HOLDS
    assert answer.reason is not None
    assert answer.reason.every_fact()["sum"] == "10 hours"


def test_an_outer_deadline_bounds_a_loop_inside() -> None:
    inner = {
        "asked": {"activities": {"refuse": go("refused"), "accept": go("over")}},
        "refused": {"activities": {"ask_again": go("asked")}},
    }
    states = {"search": {"states": inner}, "over": {"final": True}}
    limits = {"search.asked": "8 hours", "search.refused": "4 hours"}
    loose = prove(make_timed(states, limits), "after asked then over within 99 hours")
    assert loose.verdict is Verdict.BROKEN
    limits["search"] = "24 hours"
    tight = prove(make_timed(states, limits), "after asked then over within 24 hours")
    assert tight.verdict is Verdict.HOLDS


def test_parallel_strands_take_as_long_as_the_longest() -> None:
    def strand(name: str) -> dict[str, Any]:
        waiting = {"activities": {f"finish_{name}": go(f"end_{name}")}}
        return {"states": {f"wait_{name}": waiting, f"end_{name}": {"final": True}}}

    states = {
        "help": {"parallel": {"p": strand("p"), "q": strand("q")}, "done": "over"},
        "over": {"final": True},
    }
    limits = {"help.p.wait_p": "5 days", "help.q.wait_q": "9 days"}
    handbook = make_timed(states, limits)
    assert prove(handbook, "after help then over within 9 days").verdict is (
        Verdict.HOLDS
    )
    assert prove(handbook, "after help then over within 8 days").verdict is (
        Verdict.BROKEN
    )


def test_a_timer_bounds_a_state_without_a_deadline() -> None:
    states = {
        "rest": {"after": {"30 days": "over"}, "activities": {"talk": {}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {})
    assert prove(handbook, "after rest then over within 30 days").verdict is (
        Verdict.HOLDS
    )
    assert prove(handbook, "after rest then over within 29 days").verdict is (
        Verdict.BROKEN
    )


def test_a_timer_that_an_outer_deadline_forestalls_never_fires() -> None:
    inside = {
        "x": {"after": {"20 days": "y"}},
        "y": {"after": {"30 days": "z"}, "activities": {"leave": go("quick")}},
        "z": {"activities": {"stay_on": go("long")}},
    }
    states = {
        "stay": {"states": inside},
        "quick": {"activities": {"end_quickly": go("over")}},
        "long": {"activities": {"end_late": go("over")}},
        "over": {"final": True},
    }
    limits = {"stay": "40 days", "quick": "1 day", "long": "100 days"}
    kept = prove(make_timed(states, limits), "after stay then over within 41 days")
    assert kept.verdict is Verdict.HOLDS
    late = prove(make_timed(states, limits), "after stay then over within 40 days")
    assert late.verdict is Verdict.BROKEN
    limits["stay"] = "50 days"
    later = prove(make_timed(states, limits), "after stay then over within 149 days")
    assert later.counterexample is not None
    happened = [row.activity for row in later.counterexample.rows]
    assert happened == ["clock(stay.x, 20 days)", "clock(stay.y, 30 days)", "stay_on"]
    assert later.counterexample.reason.every_fact()["total"] == "150 days"


def test_a_search_that_is_cut_short_decides_nothing() -> None:
    answer = prove(make_timed(LINE, LIMITS), "after noticed then over within 9 days")
    assert answer.verdict is Verdict.HOLDS
    cut = prove(
        make_timed(LINE, LIMITS), "after noticed then over within 9 days", limit=1
    )
    assert cut.verdict is Verdict.NOT_EXHAUSTED


def test_strands_too_many_to_count_are_proved_from_near() -> None:
    def strand(name: str) -> dict[str, Any]:
        first = {"activities": {f"begin_{name}": go(f"going_{name}")}}
        second = {"activities": {f"finish_{name}": go(f"end_{name}")}}
        states = {f"waiting_{name}": first, f"going_{name}": second}
        return {"states": {**states, f"end_{name}": {"final": True}}}

    strands = [f"n{number}" for number in range(20)]
    states = {
        "help": {"parallel": {name: strand(name) for name in strands}, "done": "over"},
        "over": {"final": True},
    }
    limits = {f"help.{name}.waiting_{name}": "2 days" for name in strands}
    limits |= {f"help.{name}.going_{name}": "3 days" for name in strands}
    handbook = make_timed(states, limits)
    answer = prove(handbook, "after help then finish_n7 within 5 days", limit=10_000)
    assert answer.verdict is Verdict.HOLDS
    assert answer.reason is not None
    assert answer.reason.every_fact()["sum"] == "2 days + 3 days"
    # What seems late from near may be no case at all, so nothing is said.
    doubt = prove(handbook, "after help then finish_n7 within 4 days", limit=10_000)
    assert doubt.verdict is Verdict.NOT_EXHAUSTED


def test_limits_of_sentences_are_taken_at_their_shortest() -> None:
    handbook = make_timed(LINE, {**LIMITS, "appointed": "184 days"})
    answer = prove(handbook, "after appoint then over within 6 months")
    assert answer.verdict is Verdict.BROKEN
    assert answer.counterexample is not None
    assert answer.counterexample.reason.every_fact()["total"] == "184 days"
    assert answer.counterexample.reason.every_fact()["shortest"] == "181 days"


def test_a_sentence_without_a_time_is_not_asked_for_one() -> None:
    with pytest.raises(ValueError, match="sets no time"):
        prove(make_timed(LINE, LIMITS), "after noticed then over")


VISITS = {
    "service": {"activities": {"visit": go("visited"), "close": go("over")}},
    "visited": {"activities": {"go_on": go("service")}},
    "over": {"final": True},
}


@pytest.mark.parametrize(("period", "verdict"), [(37, "holds"), (36, "broken")])
def test_a_gap_runs_from_one_visit_to_the_next(period: int, verdict: str) -> None:
    handbook = make_timed(VISITS, {"service": "30 days", "visited": "7 days"})
    sentence = f"between service and over always visit at least every {period} days"
    assert str(prove(handbook, sentence).verdict) == verdict


def test_without_a_deadline_the_gap_has_no_bound() -> None:
    handbook = make_timed(VISITS, {"visited": "7 days"})
    answer = prove(
        handbook, "between service and over always visit at least every 90 days"
    )
    assert answer.counterexample is not None
    assert answer.counterexample.reason.code == "no-deadline"


def test_a_complete_case_needs_no_further_visit() -> None:
    states = {**VISITS, "elsewhere": {"final": True}}
    states["service"] = {
        "activities": {**VISITS["service"]["activities"], "move": go("elsewhere")}
    }
    handbook = make_timed(states, {"service": "30 days", "visited": "7 days"})
    answer = prove(
        handbook, "between service and over always visit at least every 37 days"
    )
    assert answer.verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    "sentence",
    [
        "after appoint then over within 9 days unless noticed",
        "after appoint then over within 9 days unless report",
        "between appoint and over always assess at least every 9 days unless report",
        "every case has assess before an end unless report",
        "every case has assess before an end unless noticed",
        "assess is always possible unless noticed",
        "after appoint then over unless report",
    ],
)
def test_what_is_always_excepted_before_it_binds_is_empty(sentence: str) -> None:
    assert judged(make_timed(LINE, LIMITS), sentence) is Verdict.VACUOUS


@pytest.mark.parametrize(
    "sentence",
    [
        "after appoint then over within 9 days unless assess",
        "between report and over always assess at least every 9 days unless assess",
        "every case has assess before an end unless skip",
    ],
)
def test_what_binds_in_some_case_is_not_empty(sentence: str) -> None:
    ways = {"appoint": go("appointed"), "skip": go("over")}
    states = {**LINE, "reported": {"activities": ways}}
    assert judged(make_timed(states, LIMITS), sentence) is not Verdict.VACUOUS


def judged(handbook: Handbook, sentence: str) -> Verdict:
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    return prove_sentence(parse_safeguard(sentence), study).verdict
