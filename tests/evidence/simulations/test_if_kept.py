"""Where everybody acts in time: nothing proved is exceeded, and it is reached at last.

A deadline that is counted from an earlier step may be over before its state begins.
Then nobody can keep it, and that is a matter of the text: no run makes it later.
"""

from functools import cache

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.evidence.simulations.bounds import bounds_if_kept
from katch_protocols.evidence.simulations.engine.store import (
    RECORD_WIDTH,
    TASKS,
    Kind,
)
from katch_protocols.evidence.simulations.events import SimulatedCase, told_cases
from katch_protocols.evidence.simulations.planning import IfKept, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.proofs.timing.over_at_entry import over_at_entry
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

BEGINNING = """\
protocol: relay
title: Relay
version: 1.0.0
initial: first
states:
  first:
    title: First
    within: 24 hours
    activities:
      ask: {title: Ask, by: clerk, accountable: office, to: second}
  second:
    title: Second
    within: 20 hours
    activities:
      hand_on:
        {title: Hand on, by: clerk, accountable: office, counts_as: served, to: LATER}
"""

THIRD = """\
  third:
    title: Third
    within: 20 hours
    activities:
      take_up: {title: Take up, by: clerk, accountable: office, to: fourth}
  fourth:
    title: Fourth
    within: {limit: 24 hours, from: ask}
    activities:
      answer: {title: Answer, by: clerk, accountable: office, to: ended}
"""

ROUND = """\
protocol: relay
title: Relay
version: 1.0.0
initial: round
states:
  round:
    title: Round
    within: 24 hours
    initial: here
    states:
      here:
        title: Here
        activities:
          go: {title: Go, by: clerk, accountable: office, to: there}
      there:
        title: There
        activities:
          return: {title: Return, by: clerk, accountable: office, to: here}
"""

ASIDE = """\
protocol: relay
title: Relay
version: 1.0.0
initial: first
states:
  first:
    title: First
    within: 24 hours
    activities:
      serve:
        {title: Serve, by: clerk, accountable: office, counts_as: served, to: ended}
      set_aside: {title: Set aside, by: clerk, accountable: office, to: aside}
  aside:
    title: Aside
    after: {10 days: again}
  again:
    title: Again
    activities:
      take_up:
        {title: Take up, by: clerk, accountable: office, counts_as: served, to: ended}
"""

SOON = """\
safeguards:
  soon: {rule: after first then served within 24 hours unless aside}
"""

BESIDE = """\
protocol: relay
title: Relay
version: 1.0.0
initial: both
states:
  both:
    parallel:
      left:
        initial: deserted
        states:
          deserted:
            title: Deserted
            within: 24 hours
            activities:
              seal: {title: Seal, by: second_clerk, accountable: office, to: sealed}
          sealed: {title: Sealed, final: true}
      right:
        initial: first
        states:
          first:
            title: First
            within: 20 hours
            activities:
              ask: {title: Ask, by: clerk, accountable: office, to: resting}
          resting:
            title: Resting
            after: {30 hours: last}
          last:
            title: Last
            within: 20 hours
            activities:
              take_up:
                title: Take up
                by: clerk
                accountable: office
                counts_as: served
                to: taken
          taken: {title: Taken up, final: true}
    done: ended
"""

END = """\
  ended: {title: Done, final: true, outcome: done}
"""

CLOSED = """\
  closed: {title: Closed, roles: [second_clerk], people: 0}
"""

ASKED = """\
scenario: s
protocols: relay
region: harbour
arrivals: 2 cases a day
work: {default: 1 hour}
run: {years: 1, seed: 8, runs: 2}
"""


@cache
def book(protocol: str) -> Handbook:
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION + CLOSED,
            "relay.yaml": protocol,
        }
    )


SHORT = BEGINNING.replace("LATER", "ended") + END
LONG = BEGINNING.replace("LATER", "third") + THIRD + END


def asked(handbook: Handbook) -> Scenario:
    return scenario(ASKED, handbook)


@pytest.mark.parametrize("last", [False, True])
def test_no_case_takes_longer_than_is_proved_and_the_last_instants_reach_it(
    last: bool,
) -> None:
    handbook = book(SHORT)
    (found,) = (
        each
        for each in bounds_if_kept(asked(handbook), handbook, last=last)
        if each.name == "served"
    )
    assert found.proved == 44.0  # 24 hours for the first, then 20
    assert found.cases > 1_000
    assert found.longest is not None
    assert found.holds
    if last:
        assert found.longest == 44.0
    else:
        assert 30.0 < found.longest < 44.0


@pytest.mark.parametrize("last", [False, True])
def test_a_case_counts_until_a_deadline_of_it_is_over_not_until_that_is_told(
    last: bool,
) -> None:
    """Where nobody may seal, that is over after 24 hours, and told as the run ends.

    Nothing is served before 30 hours, when the clock moves a case on.
    """
    handbook = book(BESIDE + END)
    found = {}
    for people in (0, 1):
        few = ASKED.replace("2 cases a day", "2 cases a week")
        posts = f"posts: {{closed: {{people: {people}}}}}\n"
        (found[people],) = bounds_if_kept(
            scenario(few + posts, handbook), handbook, last=last
        )
    assert {each.proved for each in found.values()} == {70.0}
    assert (found[0].cases, found[0].longest) == (0, None)
    assert found[1].cases > 200
    assert found[1].longest is not None
    assert 50.0 < found[1].longest <= 70.0


def test_a_bound_under_an_exception_is_held_against_cases_without_it() -> None:
    """What is measured is so in every case; of those set aside nothing is proved."""
    handbook = book(ASIDE + END + SOON)
    (found,) = bounds_if_kept(asked(handbook), handbook)
    assert (found.name, found.proved, found.holds) == ("soon", 24.0, True)
    assert found.cases > 100
    spans = measure(chart(handbook.protocols["relay"], handbook), handbook).times
    bounded = [each.milestone for each in spans if each.worst.minutes is not None]
    assert bounded == ["served", None]


@pytest.mark.parametrize("how", [IfKept.RANDOM, IfKept.LAST])
def test_a_clock_that_nobody_can_end_does_not_hold_the_run_at_its_last_instant(
    how: int,
) -> None:
    handbook = book(ROUND)
    few = scenario(ASKED.replace("2 cases a day", "2 cases a year"), handbook)
    made = planned(few, handbook, if_kept=how)
    store = Runs("today", few, made).once(0)
    cases = len(store.number)
    assert cases == 6  # as drawn by the seed
    # At most a thousand are done at once since the clock is over, then one an hour, the
    # default of work; before it is over, some within ever shorter times.
    hours = made.plan.horizon // 3600
    assert 1_000 * cases < store.n[TASKS] < cases * (1_100 + hours)


def runs(how: int) -> tuple[dict[str, int], tuple[SimulatedCase, ...]]:
    """Return how many deadlines of each state are broken in a run, and its cases."""
    handbook = book(LONG)
    made = planned(asked(handbook), handbook, if_kept=how)
    store = Runs("today", asked(handbook), made).once(0, logs=True)
    late: dict[str, int] = {}
    for at in range(0, len(store.record), RECORD_WIDTH):
        kind, _, _, what, _, kept, _, _ = store.record[at : at + RECORD_WIDTH]
        if kind == Kind.CLOCK and not kept:
            name = made.names.clocks[what][1]
            late[name] = late.get(name, 0) + 1
    return late, told_cases(made, 0, store)


@pytest.mark.parametrize("how", [IfKept.RANDOM, IfKept.LAST])
def test_only_what_was_over_when_it_began_is_late_and_is_done_at_once(how: int) -> None:
    late, cases = runs(how)
    over = 0
    for case in cases:
        at = {event.activity: event.at for event in case.events}
        if "answer" not in at:
            continue
        hours = (at["take_up"] - at["ask"]).total_seconds() / 3600
        if hours > 24:
            over += 1
            assert at["answer"] == at["take_up"]
        else:
            assert (at["answer"] - at["ask"]).total_seconds() / 3600 <= 24
    assert over > 50
    assert late == {"fourth": over}


def test_a_check_tells_that_limit_with_the_time_that_the_last_instants_take() -> None:
    handbook = book(LONG)
    made = chart(handbook.protocols["relay"], handbook)
    found = over_at_entry(made, handbook, lambda: explore(compile_chart(made)))
    assert found == {"fourth": 40 * 60}
    _, cases = runs(IfKept.LAST)
    took = [
        (at["take_up"] - at["ask"]).total_seconds() / 60
        for case in cases
        if "take_up" in (at := {event.activity: event.at for event in case.events})
    ]
    assert max(took) == found["fourth"]
