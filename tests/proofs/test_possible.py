"""What is always possible, and what depends on nothing, on random protocols."""

from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.conditions import And, Happened, Not, Or
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import (
    parse_condition,
    parse_safeguard,
    print_safeguard,
)
from tests.making import make_handbook, make_protocol
from tests.proofs.random_worlds import World, random_worlds, sentences
from tests.proofs.spreading import Spread, dependent_length, lost_length
from tests.proofs.test_patterns import GOOD, answer_to
from tests.semantics.small import TITLE, handbook, protocol

DRAWN = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def asked(condition: Any) -> frozenset[str]:
    match condition:
        case Happened():
            return frozenset({condition.activity})
        case Not():
            return asked(condition.inner)
        case And() | Or():
            return frozenset().union(*map(asked, condition.parts))
        case _:
            return frozenset()


def spread(rule: Any, world: World) -> Spread:
    remembered = asked(rule.where) | {*rule.unless, getattr(rule, "other", None)}
    found = Spread.of(world.teller, frozenset(remembered - {None}))
    assume(found.is_whole)
    return found


@DRAWN
@given(data=st.data())
def test_always_possible_is_judged_as_from_every_place(data: st.DataObject) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences("always_possible", world))
    note(print_safeguard(rule))
    answer = prove_sentence(rule, world.study)
    assume(answer.verdict is not Verdict.NOT_EXHAUSTED)
    places = spread(rule, world)
    length = lost_length(rule, places)
    if length is None:
        # Nothing is asked of a case that is over, or excepted, as it begins.
        begun = [at for at, case in enumerate(places.cases) if not case.moves]
        is_asked = any(
            not (places.cases[at].ended or places.has(at, *rule.unless)) for at in begun
        )
        assert answer.verdict is (Verdict.HOLDS if is_asked else Verdict.VACUOUS)
        return
    assert answer.verdict is Verdict.BROKEN
    assert len(world.replayed(answer).moves) == length


@DRAWN
@given(data=st.data())
def test_independence_is_judged_as_from_every_place(data: st.DataObject) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences("independent", world))
    note(print_safeguard(rule))
    answer = prove_sentence(rule, world.study)
    assume(answer.verdict is not Verdict.NOT_EXHAUSTED)
    length = dependent_length(rule, spread(rule, world))
    if answer.verdict is not Verdict.BROKEN:
        assert length is None
        return
    assert answer.counterexample is not None
    if answer.counterexample.reason.code == "mentions":
        assert length is None
        return
    case = world.replayed(answer)
    assert len(case.moves) == length
    for name in (rule.event, rule.other):
        assert any(name in {event.name, *event.counts_as} for event in case.events)


HELP = {
    "s0": {"activities": {"testify": {"to": "s1"}, "help": {"to": "good"}}},
    "s1": {"activities": {"help": {"to": "good"}}},
    "good": GOOD,
}


def test_each_place_of_an_act_is_looked_at_by_itself() -> None:
    answer = answer_to("help does not depend on testify", **HELP)
    assert answer.verdict is Verdict.BROKEN
    story = answer.counterexample
    assert [row.activity for row in story.rows] == ["testify", "help"]
    assert story.reason.code == "only-with"


def test_an_act_that_is_possible_either_way_depends_on_nothing() -> None:
    skip = {"testify": {"to": "s1"}, "skip": {"to": "s1"}}
    states = {**HELP, "s0": {"activities": skip}}
    answer = answer_to("help does not depend on testify", **states)
    assert answer.verdict is Verdict.HOLDS


def test_a_condition_that_mentions_the_other_is_a_dependence() -> None:
    either = "done testify or not done testify"
    states = {
        "s0": {
            "activities": {
                "testify": {},
                "help": {"to": "good", "when": parse_condition(either)},
            }
        },
        "good": GOOD,
    }
    answer = answer_to("help does not depend on testify", **states)
    assert answer.verdict is Verdict.BROKEN
    story = answer.counterexample
    assert (story.reason.code, dict(story.reason.facts)) == (
        "mentions",
        {"state": "s0"},
    )
    assert [row.activity for row in story.rows] == ["help"]


def test_what_can_be_lost_is_told_by_the_step_that_loses_it() -> None:
    states = {
        "s0": {"activities": {"complain": {}, "go": {"to": "s1"}}},
        "s1": {"activities": {"on": {"to": "s2"}}},
        "s2": {"activities": {"end": {"to": "good"}}},
        "good": GOOD,
    }
    answer = answer_to("complain is always possible", **states)
    assert answer.verdict is Verdict.BROKEN
    story = answer.counterexample
    assert [row.activity for row in story.rows] == ["go"]
    assert (story.deciding, story.reason.code) == (0, "never-again")


def test_after_an_end_nothing_need_be_possible() -> None:
    states = {
        "s0": {"activities": {"complain": {}, "end": {"to": "good"}}},
        "good": GOOD,
    }
    answer = answer_to("complain is always possible", **states)
    assert answer.verdict is Verdict.HOLDS


def test_an_exception_that_a_case_starts_with_leaves_nothing_to_bind() -> None:
    """The initial state is the exception by its name, or counts as it."""
    states = {
        "s0": {"counts_as": ("safe",), "activities": {"end": {"to": "good"}}},
        "s1": {"activities": {"complain": {"to": "good"}}},
        "good": GOOD,
    }
    book = handbook(
        protocol(initial="s0", states=states),
        measured={"safe": {"id": "safe", "title": TITLE}},
    )
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    for text, verdict in (
        ("complain is always possible unless s0", Verdict.VACUOUS),
        ("complain is always possible unless safe", Verdict.VACUOUS),
        ("complain is always possible unless s1", Verdict.BROKEN),
        ("complain is always possible", Verdict.BROKEN),
    ):
        assert prove_sentence(parse_safeguard(text), study).verdict is verdict


def test_where_every_case_is_over_as_it_begins_nothing_binds() -> None:
    states = {
        "s0": {"decide": ((None, "good"),)},
        "s1": {"activities": {"complain": {"to": "good"}}},
        "good": GOOD,
    }
    book = make_handbook(make_protocol({"states": states}))
    study = ProofSession(chart(book.protocols["case"], book), Holders(book))
    rule = parse_safeguard("complain is always possible")
    assert prove_sentence(rule, study).verdict is Verdict.VACUOUS


def test_what_others_open_is_asked_from_where_its_cases_begin() -> None:
    """No case rests before its values are given, so nothing need be possible there."""
    open_it = {"open_it": {"to": "end", "opens": "second"}}
    end = {"final": True, "outcome": "done"}
    states = {"s0": {"activities": {"go": {"to": "end"}}}, "end": end}
    book = make_handbook(
        make_protocol({"states": {"a": {"activities": open_it}, "end": end}}),
        make_protocol({"states": states}, name="second"),
    )
    study = ProofSession(chart(book.protocols["second"], book), Holders(book))
    for text, verdict in (
        ("go is always possible unless s0", Verdict.VACUOUS),
        ("go is always possible", Verdict.HOLDS),
    ):
        assert prove_sentence(parse_safeguard(text), study).verdict is verdict
