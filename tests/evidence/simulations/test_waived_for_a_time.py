"""A waiver sets its sentence aside while it lasts: to its last day, and no longer."""

from datetime import UTC, date, datetime

import pytest

from katch_protocols.evidence.simulations.engine.store import TASKS
from katch_protocols.evidence.simulations.events import SimulatedCase, told_cases
from katch_protocols.evidence.simulations.planning import IfKept, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, ROLES, scenario
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import Replay

REGION = """\
region: harbour
title: Harbour
posts:
  desk: {title: Desk, roles: [clerk], people: 1}
  other_desk: {title: Other desk, roles: [second_clerk], people: OTHERS}
"""

LETTERS = """\
protocol: letters
title: Letters
version: 1.0.0
initial: open
states:
  open:
    title: Open
    activities:
      draft: {title: Draft, by: clerk, accountable: office, to: drafted}
  drafted:
    title: Drafted
    activities:
      sign: {title: Sign, by: SIGNERS, accountable: office, to: ended}
  ended: {title: Done, final: true, outcome: done}
activities:
  news: {title: News came, by: nobody}
safeguards:
  told: {title: Told, rule: RULE}
waivers:
  told: {reason: Few, by: office, until: 2026-06-30}
"""

ASKED = """\
scenario: s
protocols: letters
region: harbour
arrivals: 9 cases a week
work: {default: 1 hour}
waits: {sign: {from: 1 hour, usually: 3 days, to: 9 days}}
happens: {news: {share: 50%, after: 2 days}}
run: {years: 1, seed: 8, begins: 2026-01-01}
"""

OVER = datetime(2026, 7, 1, tzinfo=UTC)
"""The waiver is over: the handbook is at the hour of UTC."""


def book(rule: str, signers: str, others: int) -> Handbook:
    letters = LETTERS.replace("RULE", rule).replace("SIGNERS", signers)
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION.replace("OTHERS", str(others)),
            "letters.yaml": letters,
        }
    )


def signed(
    rule: str, signers: str = "clerk", others: int = 0, how: int = IfKept.NO
) -> tuple[list[SimulatedCase], list[SimulatedCase]]:
    """Return the cases that were signed while the waiver lasted, and those later.

    Each is lived through, and both engines agree.
    """
    handbook = book(rule, signers, others)
    asked = scenario(ASKED, handbook)
    made = planned(asked, handbook, if_kept=how)
    cases = told_cases(made, 0, Runs("today", asked, made).once(0, logs=True))
    live = Replay(handbook, asked.region)
    assert sum(map(live.follow, cases)) > 150
    with read_by_python() as compiled:
        assert told(compiled, cut(made.plan, 220), 1)[TASKS] > 50
    ended = [
        case for case in cases if case.events and case.events[-1].activity == "sign"
    ]
    sooner = [case for case in ended if case.events[-1].at < OVER]
    return sooner, [case for case in ended if case.events[-1].at >= OVER]


def test_whoever_drafted_signs_while_it_lasts_and_nobody_does_after_it() -> None:
    """Whoever had drafted in that time is barred as well, as in a live case."""
    sooner, later = signed("draft and sign by different people")
    assert len(sooner) > 60
    assert later == []


def test_another_signs_after_it_what_was_drafted_before_it_as_well() -> None:
    rule = "draft and sign by different people"
    sooner, later = signed(rule, "[clerk, second_clerk]", 1)
    drafted_before = [case for case in later if case.events[0].at < OVER]
    assert {case.events[-1].doer[1] for case in sooner} == {"desk-1", "other_desk-1"}
    assert {case.events[-1].doer[1] for case in later} == {"other_desk-1"}
    assert drafted_before
    assert len(later) > 60


@pytest.mark.parametrize(
    "rule", ["only second_clerk does sign", "sign with second_clerk"]
)
def test_whom_a_sentence_asks_for_sits_there_after_it(rule: str) -> None:
    sooner, later = signed(rule, "[clerk, second_clerk]", 1)
    assert {case.events[-1].doer[1] for case in sooner} == {"desk-1", "other_desk-1"}
    assert {case.events[-1].doer[1] for case in later} == {"other_desk-1"}
    assert len(later) > 60


@pytest.mark.parametrize("how", [IfKept.NO, IfKept.RANDOM, IfKept.LAST])
def test_nothing_waits_while_it_lasts_and_all_does_after_it(how: int) -> None:
    sooner, later = signed("sign at least 20 days after draft", how=how)
    waited = [
        [(case.events[-1].at - case.events[0].at).days for case in cases]
        for cases in (sooner, later)
    ]
    assert len(waited[0]) > 60
    assert max(waited[0]) < 20
    assert len(waited[1]) > 60
    assert min(waited[1]) >= 20


def test_a_waiver_beyond_a_run_makes_no_more_configurations() -> None:
    """What a case can come to is told twice only where a waiver ends in between."""
    handbook = book("draft and sign by different people", "clerk", 0)
    asked = scenario(ASKED, handbook)
    long, short = (
        len(
            planned(
                asked.model_copy(
                    update={"run": asked.run.model_copy(update={"begins": day})}
                ),
                handbook,
            ).plan.cf_final
        )
        for day in (date(2026, 1, 1), date(2025, 1, 1))
    )
    assert (long, short) == (2 * short, 3)
