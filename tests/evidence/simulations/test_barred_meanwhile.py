"""Two acts that one sentence parts or binds, begun side by side in two strands.

Whoever is barred by the time that work ends has not done it, as a live case refuses it;
and what nobody may do any more keeps nobody else waiting.
"""

import pytest
from msgspec.structs import replace

from katch_protocols.evidence.simulations.engine.store import RECORD_WIDTH, Kind
from katch_protocols.evidence.simulations.events import SimulatedCase, told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import Replay

PROTOCOL = """\
protocol: letters
title: Letters
version: 1.0.0
initial: open
states:
  open:
    title: Open
    parallel:
      left:
        initial: first
        states:
          first:
            title: First
            activities:
              draft: {title: Draft, by: FIRST, accountable: office, to: drafted}
          drafted: {title: Drafted, final: true}
      right:
        initial: second
        states:
          second:
            title: Second
            activities:
              sign: {title: Sign, by: SECOND, accountable: office, to: signed}
          signed: {title: Signed, final: true}
    done: ended
  ended: {title: Done, final: true, outcome: done}
safeguards:
  hands: {title: Hands, rule: RULE}
"""

ASKED = """\
scenario: s
protocols: letters
region: harbour
arrivals: 4 cases a week
work: {draft: 1 hour, sign: 90 minutes}
run: {years: 1, seed: 8}
"""

COURT = "  court: {title: Court, kind: court, level: district}\n"
JUDGE = "  judge: {title: Judge, agency: court}\n"


def asked_of(
    rule: str,
    people: int,
    *,
    roles: str = "clerk",
    by: tuple[str, str] = ("clerk", "clerk"),
    protocol: str = PROTOCOL,
) -> tuple[Scenario, Handbook]:
    first, second = by
    text = protocol.replace("FIRST", first).replace("SECOND", second)
    desk = REGION.replace("people: 1", f"people: {people}")
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES + COURT,
            "roles.yaml": ROLES + JUDGE,
            "regions/harbour.yaml": desk.replace("[clerk]", f"[{roles}]"),
            "letters.yaml": text.replace("RULE", rule),
        }
    )
    return scenario(ASKED, book), book


def lived(asked: Scenario, book: Handbook) -> tuple[list[SimulatedCase], int]:
    """Return the cases of a run, each lived again, and how often nobody could act."""
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    follower, cases = Replay(book, asked.region), told_cases(made, 0, store)
    for each in cases:
        follower.follow(each)
    return [*cases], store.record[::RECORD_WIDTH].count(Kind.STUCK)


@pytest.mark.parametrize("people", [2, 3])
def test_whoever_must_do_both_does_both_though_others_had_begun(people: int) -> None:
    cases, stuck = lived(*asked_of("draft and sign by the same person", people))
    ended = [case for case in cases if len(case.events) == 2]
    assert len(ended) > 150
    assert stuck == 0
    assert all(one.doer == two.doer for one, two in (case.events for case in ended))


@pytest.mark.parametrize(
    ("rule", "people"), [("different agencies", 3), ("different people", 1)]
)
def test_what_nobody_may_do_any_more_keeps_no_other_case_waiting(
    rule: str, people: int
) -> None:
    cases, stuck = lived(*asked_of(f"draft and sign by {rule}", people))
    begun = [case for case in cases if case.events]
    assert len(begun) > 150
    assert all(len(case.events) == 1 for case in begun)
    assert stuck == len(begun)


def test_an_agency_is_barred_for_which_somebody_acted_in_that_case() -> None:
    """One desk plays two roles; in other cases its people act for the other agency."""
    _, book = asked_of(
        "draft and sign by different agencies",
        1,
        roles="clerk, judge",
        by=("clerk", "judge"),
    )
    later = scenario(
        ASKED + "waits: {sign: {from: 1 day, usually: 4 days, to: 9 days}}\n", book
    )
    cases, stuck = lived(later, book)
    assert stuck == 0
    assert sum(len(case.events) == 2 for case in cases) > 150


def test_one_act_that_is_both_is_done_by_nobody_whoever_is_counted() -> None:
    counted = PROTOCOL.replace("title: Draft,", "title: Draft, counts_as: served,")
    rule = "draft and served by different people"
    for role in ("clerk", "second_clerk"):
        by = role, "clerk"
        cases, stuck = lived(*asked_of(rule, 2, by=by, protocol=counted))
        done = {event.activity for case in cases for event in case.events}
        assert done == {"sign"}
        assert stuck == len(cases) > 150


@pytest.mark.parametrize(
    ("rule", "people"),
    [("the same person", 2), ("different people", 1), ("different agencies", 3)],
)
def test_both_engines_tell_the_same(rule: str, people: int) -> None:
    asked, book = asked_of(f"draft and sign by {rule}", people)
    plan = planned(asked, book).plan
    with read_by_python() as runs:
        assert told(runs, cut(plan, 30), 1)
        assert told(runs, cut(replace(plan, order=1), 30), 1)
