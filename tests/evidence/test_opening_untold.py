"""A clock that runs since a case was opened, in logs that do not tell when that was."""

import csv
import io

import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.simulations.log import simulated_log
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

RESTING = """\
protocol: resting
title: Rest
version: 1.0.0
initial: both
states:
  both:
    parallel:
      left:
        initial: rest
        states:
          rest:
            title: Rest
            after: {30 days: rested}
          rested: {title: Rested, final: true}
      right:
        initial: not_looked_at
        states:
          not_looked_at:
            title: Not looked at
            activities:
              look: {title: Look, by: clerk, accountable: office, to: looked_at}
          looked_at: {title: Looked at, final: true}
    done: ended
  ended: {title: Done, final: true, outcome: done}
"""
ASKED = """\
scenario: s
protocols: resting
region: harbour
arrivals: 30 cases a year
work: {default: 4 hours}
run: {years: 1, seed: 8, runs: 2}
"""
MAPPING = """\
log: made_up
protocol: {column: protocol}
region: {column: region}
read: log.csv
complete: {until: 2090-12-31}
columns: {case: case, activity: activity, at: at, number: number, OPENED
          role: role, agency: agency}
"""


@pytest.fixture(scope="module")
def home():
    texts = {"handbook.yaml": HANDBOOK.replace("{holidays}", "")}
    texts |= {"agencies.yaml": AGENCIES, "roles.yaml": ROLES}
    return kp.read({**texts, "regions/harbour.yaml": REGION, "resting.yaml": RESTING})


def codes(folder, home, text, opened):
    (folder / "log.csv").write_text(text, encoding="utf-8")
    mapping = MAPPING.replace("OPENED", "opened: opened," if opened else "")
    (folder / "log.yaml").write_text(mapping, encoding="utf-8")
    found = kp.audit(folder / "log.yaml", home, key=b"synthetic")
    assert len(found.cases) > 10
    return {each.code for each in found.findings}


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("some", [0, following.SOME], ids=["large", "small"])
def test_a_simulated_step_of_the_clock_is_never_early(
    tmp_path, home, opened, some, monkeypatch
):
    monkeypatch.setattr(following, "SOME", some)
    # Somebody looks some hours after each case was opened: the first that is logged.
    text = simulated_log(scenario(ASKED, home), home)
    assert "look" in text
    assert "clock(both.left.rest, 30 days)" in text
    assert "early" not in codes(tmp_path, home, text, opened)


def test_one_that_comes_before_its_time_is_early_where_the_opening_is_told(
    tmp_path, home
):
    rows = list(csv.DictReader(io.StringIO(simulated_log(scenario(ASKED, home), home))))
    first = {}
    for row in rows:
        # As if each case had been opened with its first event.
        row["opened"] = first.setdefault(row["case"], row["at"])
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    assert "early" in codes(tmp_path, home, out.getvalue(), opened=True)
