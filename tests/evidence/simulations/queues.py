"""Small handbooks whose cases are queues that textbooks know, and how to run them."""

from functools import cache

from katch_protocols.evidence.simulations.outcomes import RunFigures, figures_of
from katch_protocols.evidence.simulations.planning import Planned, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario

HANDBOOK = """\
handbook: queues
title: Queues
languages: [en]
measured:
  served: {title: The case is served}
{holidays}
"""

AGENCIES = """\
agencies:
  office: {title: Office, kind: service, level: district}
"""

ROLES = """\
roles:
  clerk: {title: Clerk, agency: office}
  second_clerk: {title: Second clerk, agency: office}
"""

REGION = """\
region: harbour
title: Harbour
posts:
  desk: {title: Desk, roles: [clerk], people: 1}
"""

ONE = """\
protocol: single
title: One service
version: 1.0.0
initial: waiting
states:
  waiting:
    title: Waiting
    activities:
      serve:
        {title: Serve, by: clerk, accountable: office, counts_as: served, to: ended}
  ended: {title: Done, final: true, outcome: done}
"""

TWO = """\
protocol: tandem
title: Two services
version: 1.0.0
initial: waiting
states:
  waiting:
    title: Waiting
    activities:
      serve: {title: Serve, by: clerk, accountable: office, to: half}
  half:
    title: Half done
    activities:
      finish:
        title: Finish
        by: second_clerk
        accountable: office
        counts_as: served
        to: ended
  ended: {title: Done, final: true, outcome: done}
"""


@cache
def handbook(holidays: str = "") -> Handbook:
    """Return the handbook of the queues; with the holidays of a country, if asked."""
    known = f"holidays: {holidays}" if holidays else ""
    texts = {
        "handbook.yaml": HANDBOOK.replace("{holidays}", known),
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "regions/harbour.yaml": REGION,
        "protocols/single.yaml": ONE,
        "protocols/tandem.yaml": TWO,
    }
    return read_handbook(
        {name.removeprefix("protocols/"): t for name, t in texts.items()}
    )


def scenario(text: str, book: Handbook | None = None) -> Scenario:
    """Read a scenario of the queues; everything that it leaves out is usual."""
    reading = read_scenario(text.encode(), "s.yaml", book or handbook())
    assert reading.scenario is not None, list(map(str, reading.findings))
    return reading.scenario


def queue(
    rate: str, work: str, people: int, *, years: int = 1, runs: int = 4
) -> Scenario:
    """Return a queue that is open at all hours, with so many servers at a time."""
    counted = -(-people * 168 // 40)
    return scenario(
        f"scenario: queue\nprotocols: single\nregion: harbour\narrivals: {rate}\n"
        f"work: {{serve: {work}}}\n"
        f"posts: {{desk: {{people: {counted}, cover: always}}}}\n"
        f"run: {{years: {years}, runs: {runs}, seed: 3, warm_up: 1 month}}\n"
    )


def runs_of(asked: Scenario, book: Handbook | None = None) -> tuple[Planned, Runs]:
    """Return the plan of a scenario, and its runs, not yet made."""
    made = planned(asked, book or handbook())
    return made, Runs("today", asked, made)


def waits(asked: Scenario, desk: int = 0, warm_days: int = 30) -> list[float]:
    """Return the mean wait at a desk of every run, in hours."""
    made, runs = runs_of(asked)
    found: list[RunFigures] = [
        figures_of(made, runs.once(number), warm_days * 86_400)
        for number in range(asked.run.runs)
    ]
    return [each.of["wait", desk] or 0.0 for each in found]
