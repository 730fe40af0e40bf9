"""Too many configurations are refused before any is visited, where that can be told."""

import pytest
from hypothesis import HealthCheck, given, reject, settings

from katch_protocols.errors import BoundError, KatchError
from katch_protocols.evidence.simulations import configurations
from katch_protocols.evidence.simulations.configurations import ScenarioWalk
from katch_protocols.evidence.simulations.planning import planned
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
from tests.evidence.simulations.test_compiled import scenarios

STRAND = """
      s{number}:
        title: Strand
        initial: begun
        states:
          begun:
            title: Begun
            activities:
              do_{number}: {{title: Do, by: clerk, accountable: office, to: over}}
          over: {{title: Over, final: true}}"""

WIDE = """\
protocol: wide
title: Wide
version: 1.0.0
initial: all
states:
  all:
    title: All
    parallel:STRANDS
    done: ended
  ended: {title: Done, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: wide
region: harbour
arrivals: 10 cases a year
run: {years: 1}
"""


def wide(strands: int) -> tuple[Scenario, Handbook]:
    every = "".join(STRAND.format(number=number) for number in range(strands))
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "wide.yaml": WIDE.replace("STRANDS", every),
        }
    )
    return scenario(ASKED, book), book


def test_of_many_strands_no_configuration_is_visited(monkeypatch) -> None:
    def visited(*_) -> None:
        raise AssertionError

    monkeypatch.setattr(ScenarioWalk, "_visit", visited)
    with pytest.raises(BoundError, match="configurations"):
        planned(*wide(25))


@pytest.mark.parametrize("strands", [3, 4])
def test_what_fits_is_planned(monkeypatch, strands: int) -> None:
    """Each of n strands is begun or over, and the last step ends the case."""
    monkeypatch.setattr(configurations, "MOST_CONFIGURATIONS", 8)
    if strands == 3:
        assert len(planned(*wide(strands)).plan.cf_final) == 8
    else:
        with pytest.raises(BoundError, match="configurations"):
            planned(*wide(strands))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_a_walk_never_visits_fewer_than_is_told(
    drawn: tuple[Scenario, Handbook],
) -> None:
    told: list[int] = []

    def walk(plan: ScenarioWalk) -> None:
        told.append(plan.fewest(next(iter(plan.processes.values())), 100_000))
        walk_on(plan)

    walk_on = ScenarioWalk.walk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScenarioWalk, "walk", walk)
        try:
            made = planned(*drawn)
        except KatchError:
            reject()
    assert made.plan.cf_protocol.count(0) >= told[0]
