"""Live cases and proofs never contradict each other.

Random cases are lived by random people under sentences that bind them, and keep every
deadline. What is proved of a sentence is then looked for in the log: what *holds* is
never refused and never broken, whoever tries whatever.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from tests.cases.lives import main
from tests.cases.living import (
    HOUR,
    NOW,
    PEOPLE,
    PROVED,
    begun,
    bound_by,
    breaks,
    lived,
    verdicts,
)
from tests.making import make_handbook, make_protocol
from tests.proofs.random_worlds import OTHERS, TIMED, World, sentences
from tests.proofs.timing.clockmaking import spans, timed_protocols

LIVED = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)

SPANS = {
    "after_then": "within",
    "at_least_every": "period",
    "at_least_after": "least",
}
"""Where each kind has its time."""

DAYS = (0, 1, 5, 13, 24, 24, 48, 72, 120)
"""How many hours pass at a time where limits are of days."""


def under_a_calendar(handbook: Handbook) -> Handbook:
    """Return a handbook of which the days are those of a country, with holidays."""
    first = handbook.protocols["first"].model_copy(update={"valid_from": NOW.date()})
    protocols = {**handbook.protocols, "first": first}
    where = {"timezone": "Asia/Almaty", "holidays": "KZ"}
    return handbook.model_copy(update={**where, "protocols": protocols})


@pytest.mark.parametrize("kind", [*OTHERS, *(f"{kind} within" for kind in TIMED)])
@LIVED
@given(timed_protocols("timers and stops, duties and powers"), st.data(), st.randoms())
def test_no_case_breaks_what_holds(
    kind: str, handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    kind, _, timed = kind.partition(" ")
    life = begun(handbook)
    world = World(handbook)
    rules = [data.draw(sentences(kind, world, timed=bool(timed))) for _ in range(3)]
    lived(life, random, set(), most=12)
    for _, rule, verdict in verdicts(rules, world):
        note(print_safeguard(rule))
        assert verdict not in PROVED or not breaks(rule, life)


@pytest.mark.parametrize("kind", TIMED)
@LIVED
@given(
    timed_protocols("timers and stops, duties and powers, calendar"),
    st.data(),
    st.randoms(),
)
def test_no_case_breaks_what_holds_in_days_and_working_days(
    kind: str, handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    handbook = under_a_calendar(handbook)
    world = World(handbook)
    rules = [
        rule.model_copy(update={SPANS[kind]: data.draw(spans())})
        for rule in (data.draw(sentences(kind, world, timed=True)) for _ in range(3))
    ]
    # What is refused is refused by the sentences themselves.
    bound = bound_by(handbook, rules)
    lives = [begun(bound, at=NOW + random.randrange(9_000) * HOUR) for _ in range(2)]
    for life in lives:
        lived(life, random, set(), most=12, pauses=DAYS)
    for _, rule, verdict in verdicts(rules, world):
        note(print_safeguard(rule))
        if verdict in {*PROVED, Verdict.ENFORCED}:
            assert not any(breaks(rule, life) for life in lives)


@pytest.mark.parametrize("kind", ["different", "same_person", "at_least_after"])
@LIVED
@given(timed_protocols("timers"), st.data(), st.randoms())
def test_what_nobody_can_break_is_never_why_somebody_is_refused(
    kind: str, handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    world = World(handbook)
    rules = [data.draw(sentences(kind, world)) for _ in range(3)]
    found = verdicts(rules, world)
    held = {name for name, _, verdict in found if verdict in PROVED}
    lived(begun(bound_by(handbook, rules)), random, held, most=12)


@LIVED
@given(timed_protocols("timers and stops"), st.data(), st.randoms())
def test_nobody_is_early_in_a_case_that_refuses_it(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    world = World(handbook)
    rules = [data.draw(sentences("at_least_after", world)) for _ in range(3)]
    life = begun(bound_by(handbook, rules))
    lived(life, random, set(), most=12)
    for _, rule, verdict in verdicts(rules, world):
        note(print_safeguard(rule))
        # What the clock brings, no case can refuse.
        if verdict in {*PROVED, Verdict.ENFORCED}:
            assert not breaks(rule, life)


def test_anybody_can_live_as_many_steps_as_they_like(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A round is lived whole; a million steps are ``--steps 1000000``."""
    assert main(["--steps", "1", "--seed", "1", "--worlds", "2"]) == 0
    said = capsys.readouterr().out
    assert "2 worlds, seeds 1 to 1, 0 bad" in said


def test_an_exception_that_a_case_begins_with_has_happened() -> None:
    """Nobody can break ``unless`` the first state; once, live cases refused it."""
    acts = {"look": {}, "close": {"to": "over"}}
    states = {"seen": {"activities": acts}, "over": {"final": True}}
    handbook = make_handbook(make_protocol({"states": states}, name="first"))
    rule = parse_safeguard("look and close by different people unless seen")
    case = begun(bound_by(handbook, [rule])).case
    case.do("look", by=PEOPLE[0], at=NOW)
    case.do("close", by=PEOPLE[0], at=NOW)
    assert case.is_complete


def test_a_step_has_happened_before_what_it_enters() -> None:
    rule = parse_safeguard("b at least 3 hours after go where done go")
    protocol = {
        "states": {
            "a": {"activities": {"go": {"by": "officer", "to": "b"}}},
            "b": {"activities": {"stop": {"by": "officer", "to": "c"}}},
            "c": {"final": True, "outcome": "done"},
        }
    }
    handbook = make_handbook(make_protocol(protocol, name="first"))
    session = ProofSession(
        chart(handbook.protocols["first"], handbook), Holders(handbook)
    )
    assert prove_sentence(rule, session).verdict is Verdict.ENFORCED
    life = begun(bound_by(handbook, [rule]))
    lived(life, Random(0), set(), most=5)  # noqa: S311 - any order will do
    assert [event.activity for event in life.case.events] == []
