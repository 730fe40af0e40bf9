"""Clocks of what one step enters and takes up again at once, in runs."""

from collections import Counter

import pytest

from katch_protocols.evidence.simulations.engine.store import SERIAL, TASKS
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    ROLES,
    scenario,
)
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import Replay, late_in_both

SEARCH = """\
protocol: search
title: Search
version: 1.0.0
initial: called
states:
  called:
    title: Called
    within: 1 hour
    activities:
      go: {title: Go, by: clerk, accountable: office, to: both.ask.heard}
      back: {title: Back, by: clerk, accountable: office, to: resume both}
      stop: {title: Stop, by: clerk, accountable: office, to: stopped}
  both:
    title: Both
    on_pause: ON_PAUSE
    parallel:
      seek:
        title: Seek
        within: 4 hours
        on_pause: ON_PAUSE
        initial: first
        states:
          first:
            title: First
            activities:
              leave: {title: Leave, by: clerk, accountable: office, to: called}
              tell:
                title: Tell
                by: clerk
                accountable: office
                counts_as: served
                within: 3 hours
      ask:
        title: Ask
        initial: asked
        states:
          asked: {title: Asked}
          heard:
            title: Heard
            decide: [{to: resume both.seek}]
  stopped: {title: Stopped, final: true, outcome: done}
"""
"""``go`` enters both strands; the choice in one takes up the other, just entered."""

REGION = """\
region: harbour
title: Harbour
posts:
  desk: {title: Desk, roles: [clerk], people: 9, cover: always}
"""

ASKED = """\
scenario: s
protocols: search
region: harbour
arrivals: 60 cases a year
work: {default: {from: 10 minutes, usually: 20 minutes, to: 2 hours}}
choices: {called: {back: 8, go: 1, stop: 1}}
run: {years: 1, seed: 3}
"""


BUSY = ASKED.replace("arrivals: 60", "arrivals: 300")


def _book(
    on_pause: str, people: str = "9, cover: always", search: str = SEARCH
) -> Handbook:
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION.replace("9, cover: always", people),
            "search.yaml": search.replace("ON_PAUSE", on_pause),
        }
    )


def _late(asked: str, book: Handbook) -> tuple[Counter[str], Counter[str]]:
    drawn = scenario(asked, book)
    return late_in_both(planned(drawn, book), drawn, book)


@pytest.mark.parametrize(
    ("on_pause", "seek", "tell"),
    [("keep running", 53, 9), ("stop", 41, 5), ("restart", 0, 0)],
)
def test_what_is_late_in_a_run_is_late_in_a_live_case(
    on_pause: str, seek: int, tell: int
) -> None:
    run, late = _late(ASKED, _book(on_pause))
    assert run == late
    assert (run["both.seek"], run["tell"]) == (seek, tell)


@pytest.mark.parametrize("on_pause", ["keep running", "stop", "restart"])
def test_so_it_is_where_one_clerk_is_late_with_nearly_everything(on_pause: str) -> None:
    run, late = _late(BUSY, _book(on_pause, people="1"))
    assert run == late
    assert min(run[name] for name in ("called", "both.seek", "tell")) > 100


@pytest.mark.parametrize("on_pause", ["keep running", "stop", "restart"])
def test_both_engines_tell_the_same(on_pause: str) -> None:
    book = _book(on_pause, people="1")
    plan = cut(planned(scenario(BUSY, book), book).plan, 60)
    with read_by_python() as runs:
        assert told(runs, plan, 1)[TASKS] > 100


@pytest.mark.parametrize("on_pause", ["keep running", "stop", "restart"])
def test_a_clock_counts_from_what_was_taken_up_again(on_pause: str) -> None:
    text = SEARCH.replace(
        "within: 4 hours", "within: {limit: 4 hours, from: both.seek.first}"
    )
    run, late = _late(ASKED, _book(on_pause, search=text))
    assert run == late
    assert run["both.seek"] == 0


ROUND = """\
protocol: search
title: Search
version: 1.0.0
initial: home
states:
  home:
    title: Home
    on_pause: restart
    after: {2 hours: resume home}
    initial: calm
    states: {calm: {title: Calm, within: 2 hours}}
    activities:
      stop: {title: Stop, by: clerk, accountable: office, to: stopped}
  stopped: {title: Stopped, final: true, outcome: done}
"""
"""A clock of two hours that starts anew every two hours, as long as a case lasts."""


def test_a_clock_may_start_anew_oftener_than_pauses_are_noted() -> None:
    asked = (
        ASKED.replace("60 cases", "2 cases")
        .replace(
            "{from: 10 minutes, usually: 20 minutes, to: 2 hours}",
            "{from: 150 hours, usually: 160 hours, to: 170 hours}",
        )
        .replace("choices: {called: {back: 8, go: 1, stop: 1}}\n", "")
    )
    run, late = _late(asked, _book("restart", people="4", search=ROUND))
    assert late["home.calm"] == 0
    assert run == late


STANDING = """\
protocol: search
title: Search
version: 1.0.0
initial: open
states:
  open:
    title: Open
    after: {190 hours: stopped}
    initial: home
    states:
      home:
        title: Home
        on_pause: stop
        within: 99 hours
        initial: calm
        states: {calm: {title: Calm, within: 90 hours, after: {1 hour: away}}}
      away: {title: Away, after: {1 hour: resume home}}
    activities:
      stop: {title: Stop, by: clerk, accountable: office, to: stopped}
  stopped: {title: Stopped, final: true, outcome: done}
"""
"""A clock that stands still every second hour: of 190 hours 95 count."""


def test_a_clock_may_stand_still_a_hundred_times_in_a_case() -> None:
    asked = (
        ASKED.replace("60 cases", "9 cases")
        .replace(
            "{from: 10 minutes, usually: 20 minutes, to: 2 hours}",
            "{from: 150 hours, usually: 240 hours, to: 250 hours}",
        )
        .replace("choices: {called: {back: 8, go: 1, stop: 1}}\n", "")
    )
    book = _book("stop", search=STANDING)
    run, late = _late(asked, book)
    assert late["open.home"] == 0
    assert late["open.home.calm"] > 9
    assert run == late
    plan = cut(planned(scenario(asked, book), book).plan, 364)
    with read_by_python() as runs:
        assert told(runs, plan, 1)[SERIAL] > 3


WAITS = """\
protocol: search
title: Search
version: 1.0.0
initial: both
states:
  away:
    title: Away
    activities:
      back: {title: Back, by: clerk, accountable: office, to: resume both}
  both:
    title: Both
    parallel:
      seek:
        title: Seek
        initial: sought
        states:
          sought:
            title: Sought
            after: {9 hours: late}
            activities:
              leave: {title: Leave, by: clerk, accountable: office, to: away}
      ask:
        title: Ask
        initial: asked
        states: {asked: {title: Asked, after: {8 hours: soon}}}
  soon: {title: Soon, final: true, outcome: done}
  late: {title: Late, final: true, outcome: not_done}
"""
"""Two waits run on while the case is away; the later one is written first."""


def test_of_two_waits_that_were_over_in_a_pause_the_one_due_first_comes() -> None:
    asked = (
        ASKED.replace("60 cases", "100 cases")
        .replace(
            "{from: 10 minutes, usually: 20 minutes, to: 2 hours}",
            "{from: 1 hour, usually: 5 hours, to: 14 hours}",
        )
        .replace("choices: {called: {back: 8, go: 1, stop: 1}}\n", "")
    )
    book = _book("keep running", people="99, cover: always", search=WAITS)
    drawn = scenario(asked, book)
    made = planned(drawn, book)
    cases = list(told_cases(made, 0, Runs("today", drawn, made).once(0, logs=True)))
    came = Counter(event.activity for case in cases for event in case.events)
    assert came["back"] > 20
    assert came["clock(both.ask.asked, 8 hours)"] > 90
    assert came["clock(both.seek.sought, 9 hours)"] == 0
    with read_by_python() as runs:
        assert told(runs, cut(made.plan, 60), 1)[SERIAL] > 9


ANEW = """\
protocol: search
title: Search
version: 1.0.0
initial: both
states:
  both:
    title: Both
    on_pause: ON_PAUSE
    initial: first
    states:
      first:
        title: First
        activities:
          begin: {title: Begin, by: clerk, accountable: office, to: second}
      second:
        title: Second
        within: 4 hours
        activities:
          leave: {title: Leave, by: clerk, accountable: office, to: called}
      third:
        title: Third
        activities:
          end_it:
            {title: End it, by: clerk, accountable: office, may: true, to: stopped}
  called:
    title: Called
    activities:
      back: {title: Back, by: clerk, accountable: office, to: resume both}
      anew: {title: Go on anew, by: clerk, accountable: office, to: both.third}
      stop: {title: Stop, by: clerk, accountable: office, to: stopped}
  stopped: {title: Stopped, final: true, outcome: done}
"""


@pytest.mark.parametrize("on_pause", ["keep running", "stop", "restart"])
def test_what_was_left_in_time_and_is_begun_anew_is_never_late(on_pause: str) -> None:
    choices = "{back: 0, anew: 9, stop: 1}"
    asked = BUSY.replace("{back: 8, go: 1, stop: 1}", choices)
    book = _book(on_pause, search=ANEW)
    # Cases stay in the third state, long after the second was to be left.
    assert _late(asked, book) == (Counter(), Counter())
    with read_by_python() as runs:
        plan = cut(planned(scenario(asked, book), book).plan, 60)
        assert told(runs, plan, 1)[TASKS] > 100


PASSING = """\
protocol: search
title: Search
version: 1.0.0
initial: home
states:
  home:
    title: Home
    within: 2 hours
    after: {3 hours: away}
    initial: calm
    states: {calm: {title: Calm, after: {1 hour: away}}}
  away:
    title: Away
    after: {9 hours: resume home}
    activities:
      stop: {title: Stop, by: clerk, accountable: office, may: true, to: stopped}
  stopped: {title: Stopped, final: true, outcome: done}
"""
"""Home is late when a case comes back, and the clock takes it away at once again."""


def test_what_is_late_as_it_is_taken_up_and_left_at_once_is_late_in_both() -> None:
    asked = ASKED.replace("choices: {called: {back: 8, go: 1, stop: 1}}\n", "")
    asked = asked.replace("60 cases", "4 cases")
    book = _book("keep running", people="99, cover: always", search=PASSING)
    run, late = _late(asked, book)
    assert run == late
    assert run["home"] > 3


RINGING = """\
protocol: search
title: Search
version: 1.0.0
initial: home
states:
  home:
    title: Home
    after: {2 hours: away}
    initial: calm
    states:
      calm:
        title: Calm
        activities: {ring: {title: It rings, by: nobody, to: stopped}}
  away: {title: Away, after: {9 hours: resume home}}
  stopped: {title: Stopped, final: true, outcome: done}
"""
"""At home the clock is over as soon as a case comes back; it may ring meanwhile."""


def test_the_clock_goes_before_what_happens_where_it_was_over_already() -> None:
    asked = ASKED.replace("choices: {called: {back: 8, go: 1, stop: 1}}\n", "")
    asked = asked.replace("60 cases", "12 cases") + "happens: {ring: 90% of cases}\n"
    book = _book("keep running", search=RINGING)
    drawn = scenario(asked, book)
    made = planned(drawn, book)
    follower, came = Replay(book, "harbour"), Counter[str]()
    store = Runs("today", drawn, made).once(0, logs=True)
    for each in told_cases(made, 0, store):
        follower.follow(each)  # a live case refuses nothing of it
        came.update(event.activity for event in each.events)
    assert came["clock(home, 2 hours)"] > 99
    with read_by_python() as runs:
        assert told(runs, cut(made.plan, 90), 1)[SERIAL] > 2
