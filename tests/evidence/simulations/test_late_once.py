"""A deadline that counts from an event is late once, however often it is come back to.

So it is in a live case, which tells of it once, and in an audit, which finds it once.
"""

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

import katch_protocols as kp
from katch_protocols.evidence.simulations.engine.store import TASKS
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, ROLES, scenario
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import Replay, late_in_both

ROUNDS = """\
protocol: rounds
title: Rounds
version: 1.0.0
initial: new
states:
  new:
    title: New
    activities:
      report: {title: Report, by: clerk, accountable: office, to: away}
  away:
    title: Away
    activities:
      come: {title: Come, by: clerk, accountable: office, to: seen}
  seen:
    title: Seen
    within: {limit: 1 hour, from: report}
    activities:
      visit:
        title: Visit
        by: clerk
        accountable: office
        within: {limit: 1 hour, from: report}
      go: {title: Go, by: clerk, accountable: office, to: away}
      close:
        {title: Close, by: clerk, accountable: office, counts_as: served, to: ended}
  ended: {title: Done, final: true, outcome: done}
"""
SCENARIO = """\
scenario: rounds
protocols: rounds
arrivals: 5 cases a day
work: {default: 3 hours}
choices: {seen: {go: 3, close: 1, visit: 2}}
run: {years: 1, runs: 2, seed: 7}
"""


def rounds() -> tuple[Scenario, Handbook]:
    texts = {
        "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "rounds.yaml": ROUNDS,
    }
    book = read_handbook(texts)
    return scenario(SCENARIO, book), book


def test_what_is_late_in_a_run_an_audit_of_its_cases_finds_and_no_more() -> None:
    asked, book = rounds()
    made = planned(asked, book)
    short = replace(made, plan=cut(made.plan, 20))
    run, live = late_in_both(short, asked, book)
    assert run == live
    follower = Replay(book, None)
    store = Runs("today", asked, short).once(0, logs=True)
    for each in told_cases(short, 0, store):
        follower.follow(each)
    first = datetime.combine(short.time.begins, time(), ZoneInfo(book.timezone))
    end = first + timedelta(seconds=short.plan.horizon)
    found: Counter[str] = Counter()
    for case in follower.cases.values():
        audit = kp.audit([case], book, now=end)
        found.update(
            each.name for each in audit.findings if each.code in {"late", "overdue"}
        )
    assert found == run
    seen = sum(
        any(each.activity == "come" for each in case.events)
        for case in follower.cases.values()
    )
    # Each that was come to was so after more than an hour.
    assert run["seen"] == seen > 50


def test_both_engines_tell_the_same() -> None:
    asked, book = rounds()
    with read_by_python() as runs:
        assert told(runs, cut(planned(asked, book).plan, 20), 0)[TASKS] > 100
