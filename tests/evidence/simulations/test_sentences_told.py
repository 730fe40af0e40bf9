"""`after A then B within D` in a run: how often in time, and how long until B.

A case that ends without B has broken it, however soon it ends; so an audit says, and so
a share of cases counts. Where B has not come yet, nobody knows how long it takes.
"""

from functools import cache
from math import log

import pytest

import katch_protocols as kp
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.evidence.simulations.simulate import simulate
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.simulations import TimeOutcome, VariantResult
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, ROLES, scenario
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import Replay

PROTOCOL = """\
protocol: reports
title: Reports
version: 1.0.0
initial: new
states:
  new:
    title: New
    activities:
      report: {title: Report, by: clerk, accountable: office, to: waiting}
  waiting:
    title: Waiting
    activities:
      help: {title: Help, by: clerk, accountable: office, to: helped}
      drop: {title: Drop, by: clerk, accountable: office, to: dropped}
  helped: {title: Helped, final: true, outcome: done}
  dropped: {title: Dropped, final: true, outcome: not_done}
safeguards:
  soon: {title: Soon, rule: after report then help within 24 hours}
"""

REPORT = "report: {title: Report, by: clerk, accountable: office, to: waiting}"
INNER = PROTOCOL.replace(
    f"    activities:\n      {REPORT}\n",
    "    initial: fresh\n    states:\n      fresh:\n        title: Fresh\n"
    "        activities:\n          "
    f"{REPORT[:-1]}, records: [sign], produces: [form]}}\n",
).replace(
    "initial: new\n",
    "facts: {sign: {title: Sign, values: [seen, none]}}\n"
    "documents: {form: {title: Form}}\ninitial: new\n",
)
"""The report is made in a state inside another, and says and leaves something."""

SCENARIO = """\
scenario: s
protocols: reports
arrivals: 200 cases a year
work: {report: 1 hour, help: HELP, drop: 3 hours}
choices: {waiting: CHOICES}
run: {years: 1, warm_up: 1 day, runs: 4, seed: 5}
"""


@cache
def book(
    rule: str = "after report then help within 24 hours", *, inner: bool = False
) -> Handbook:
    first = "after report then help within 24 hours"
    protocol = INNER if inner else PROTOCOL
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "reports.yaml": protocol.replace(first, rule),
        }
    )


def text(choices: str, work: str = "2 hours") -> str:
    return SCENARIO.replace("CHOICES", choices).replace("HELP", work)


def answered(choices: str, work: str = "2 hours") -> tuple[VariantResult, TimeOutcome]:
    found = simulate(scenario(text(choices, work), book()), book()).today
    (soon,) = (each for each in found.times if each.sentence)
    return found, soon


@pytest.mark.parametrize("choices", ["{help: 1, drop: 3}", "{help: 3, drop: 1}"])
def test_a_case_that_ends_without_it_is_not_in_time(choices: str) -> None:
    found, soon = answered(choices)
    helped, dropped = (found.ends[f"reports.{each}"] for each in ("helped", "dropped"))
    assert soon.in_time is not None
    assert soon.cases is not None
    assert helped is not None
    assert dropped is not None
    assert soon.cases.mean == helped.mean + dropped.mean > 150
    assert soon.in_time.mean == pytest.approx(helped.mean / soon.cases.mean, abs=0.01)


def test_it_never_comes_there_so_no_time_is_said_that_most_do_not_take() -> None:
    _, seldom = answered("{help: 1, drop: 3}")
    assert (seldom.median, seldom.nine_in_ten) == (None, None)
    _, often = answered("{help: 3, drop: 1}")
    assert often.median is not None
    assert (often.median.low, often.median.high) == (2.0, 2.0)
    assert often.nine_in_ten is None
    _, always = answered("{help: 100%, drop: 0%}")
    assert always.in_time is not None
    assert always.nine_in_ten is not None
    assert (always.in_time.mean, always.nine_in_ten.mean) == (1.0, 2.0)


def test_what_has_not_come_when_a_run_ends_is_counted_as_long_as_it_was_seen() -> None:
    """Half of all have it after ln 2 times the mean; few are seen for so long."""
    _, soon = answered("{help: 100%, drop: 0%}", "{mean: 300 days}")
    assert soon.median is not None
    assert soon.median.mean == pytest.approx(300 * 24 * log(2), rel=0.15)
    _, slow = answered("{help: 100%, drop: 0%}", "{mean: 3000 days}")
    assert slow.median is None


def test_an_audit_of_these_cases_says_the_same() -> None:
    asked = scenario(text("{help: 1, drop: 3}"), book())
    made = planned(asked, book())
    store = Runs("today", asked, made).once(0, logs=True)
    follower, broken = Replay(book(), None), set()
    for each in told_cases(made, 0, store):
        follower.follow(each)
        if "drop" in {event.activity for event in each.events}:
            broken.add(each.reference)
    for name, case in follower.cases.items():
        audit = kp.audit([case], book(), now=case.events[-1].at)
        codes = {each.code for each in audit.findings}
        assert codes == ({"safeguard"} if name in broken else set())
    assert len(broken) > 100


def test_both_engines_tell_the_same_of_it() -> None:
    asked = scenario(text("{help: 1, drop: 1}", "{mean: 3 days}"), book())
    with read_by_python() as runs:
        assert told(runs, cut(planned(asked, book()).plan, 60), 1)


@pytest.mark.parametrize(("where", "binds"), [("in new", False), ("not in new", True)])
def test_before_its_start_a_case_is_in_no_state(where: str, binds: bool) -> None:
    """Before, a run took it to be in its first state already; a proof does not."""
    asked = book(f"after new then help within 24 hours where {where}")
    proof = kp.prove(asked.protocols["reports"])["soon"]
    assert proof.verdict == ("broken" if binds else "vacuous")
    found = simulate(scenario(text("{help: 1, drop: 1}"), asked), asked).today
    (soon,) = (each for each in found.times if each.sentence)
    assert soon.cases is not None
    assert (soon.cases.mean > 150) is binds


@pytest.mark.parametrize(
    ("where", "binds"),
    [
        ("done report", True),
        ("not done report", False),
        ("has form", True),
        ("not has form", False),
        ("sign is known", True),
        ("in fresh", True),
        ("not in fresh", False),
    ],
)
def test_a_run_knows_what_only_a_sentence_asks(where: str, *, binds: bool) -> None:
    """A live case keeps no more of the past than its protocol asks for."""
    asked = book(f"after waiting then help within 24 hours where {where}", inner=True)
    proof = kp.prove(asked.protocols["reports"])["soon"]
    assert proof.verdict == ("broken" if binds else "vacuous")
    found = simulate(scenario(text("{help: 1, drop: 1}"), asked), asked).today
    (soon,) = (each for each in found.times if each.sentence)
    assert soon.cases is not None
    assert (soon.cases.mean > 150) is binds
