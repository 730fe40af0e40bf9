"""The same thing measured in two protocols: each has a time of its own."""

import re
from functools import cache
from io import StringIO

from rich.console import Console

from katch_protocols.cli.reports.simulation import simulation_text
from katch_protocols.evidence.simulations.bounds import bounds_if_kept
from katch_protocols.evidence.simulations.simulate import simulate
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.simulations import MeasuredTime
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    ONE,
    REGION,
    ROLES,
    scenario,
)

FIRST = """\
protocol: first
title: First contact
version: 1.0.0
initial: waiting
states:
  waiting:
    title: Waiting
    within: {limit: 24 hours, basis: proposed}
    activities:
      begin:
        title: Begin
        by: second_clerk
        accountable: office
        counts_as: served
        opens: {protocol: single}
        to: ended
  ended: {title: Done, final: true, outcome: done}
"""

SOON = """\
safeguards:
  soon: {title: Soon, rule: after waiting then ended within 2 hours}
"""

ASKED = """\
scenario: s
protocols: [first, single]
region: harbour
arrivals: 1 case a week
work: {begin: 1 hour, serve: 40 hours}
run: {years: 1, warm_up: 1 month, seed: 11, runs: 3, until: {served: 100 hours}}
compare:
  one_more: {posts: {desk: {people: 2}}}
  shorter: {work: {serve: 30 minutes}}
"""


FILES = {
    "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
    "agencies.yaml": AGENCIES,
    "roles.yaml": ROLES,
    "safeguards.yaml": SOON,
    "regions/harbour.yaml": REGION,
    "first.yaml": FIRST,
    "single.yaml": ONE.replace(
        "    title: Waiting\n",
        "    title: Waiting\n    within: {limit: 10 days, basis: proposed}\n",
    ),
}


@cache
def book() -> Handbook:
    return read_handbook(FILES)


def test_each_protocol_has_its_own_time_and_its_own_difference() -> None:
    found = simulate(scenario(ASKED, book()), book(), sensitivity=True)
    today = {(t.protocol, t.name): t for t in found.today.times}
    assert [*today] == [
        ("first", "served"),
        ("single", "served"),
        ("first", "soon"),
        ("single", "soon"),
    ]
    first, single = today["first", "served"].median, today["single", "served"].median
    assert first is not None
    assert single is not None
    # Nobody waits for a role without a post; 40 hours of work are a week of a desk.
    assert (first.low, first.mean, first.high) == (1.0, 1.0, 1.0)
    assert single.mean > 100
    kept = {key: time.in_time for key, time in today.items() if time.sentence}
    shares = {key: each.mean for key, each in kept.items() if each is not None}
    assert shares == {("first", "soon"): 1.0, ("single", "soon"): 0.0}
    changed = {
        (each.what, each.protocol): each.estimate.mean
        for each in found.compare("shorter")
        if each.what in {"median", "sentence-kept"}
    }
    assert changed["median", "first"] == changed["sentence-kept", "first"] == 0.0
    assert changed["median", "single"] < -100
    assert changed["sentence-kept", "single"] > 0.1
    assert found.matters_for == MeasuredTime("first", "served")


def test_a_bound_is_held_against_the_times_of_its_own_protocol() -> None:
    bounds = bounds_if_kept(scenario(ASKED, book()), book())
    found = {(each.protocol, each.name): each for each in bounds}
    first, single = found["first", "served"], found["single", "served"]
    assert (first.proved, single.proved) == (24.0, 240.0)
    assert first.longest is not None
    assert single.longest is not None
    assert first.longest <= 24.0 < single.longest <= 240.0


def test_people_read_each_time_under_the_title_of_its_protocol() -> None:
    found = simulate(scenario(ASKED, book()), book())
    told = StringIO()
    screen = Console(width=120, file=told)
    for line in simulation_text(found, book(), "en"):
        screen.print(line)
    lines = told.getvalue()
    heads = ("First contact", "One service", "Desk, load")
    places = [lines.index(each) for each in heads]
    assert places == sorted(places)
    assert lines.count("The case is served, median") == 2
    assert lines.count("Soon (soon), in time (2 hours)") == 2


def test_cases_that_end_without_what_is_measured_are_told() -> None:
    """Half of them end at once: the time is that of the others."""
    passing = "      pass_by: {title: Pass by, by: second_clerk, accountable: office, "
    texts = {
        "first.yaml": FIRST.replace(
            "      begin:\n", f"{passing}to: ended}}\n      begin:\n"
        ).replace("        opens: {protocol: single}\n", "")
    }
    own = read_handbook({**FILES, **texts})
    asked = ASKED.replace("protocols: [first, single]", "protocols: first")
    asked = asked.partition(", until")[0].replace("serve: 40 hours", "pass_by: 1 hour")
    found = simulate(scenario(f"{asked}}}\n", own), own)
    (served, _) = found.today.times
    assert served.cases is not None
    assert served.never is not None
    assert 0.3 < served.passed_by < 0.7
    assert served.passed_by == served.never.mean / (
        served.cases.mean + served.never.mean
    )
    console = Console(file=StringIO(), width=200)
    for line in simulation_text(found, own, "en"):
        console.print(line)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert "These cases ended without it, and no time above counts them:\n" in told
    assert re.search(r"served: [0-9]{2}\s% of the cases\n", told.lower())
