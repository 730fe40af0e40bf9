"""What becomes of an opened case comes back to its opener: taken up, and how it ended.

The desk opens a case of care, which clerks of one office or the other may begin.
"""

from collections import Counter

import pytest

from katch_protocols.errors import SimulationError
from katch_protocols.evidence.simulations.engine.store import TASKS
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Chance
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, REGION, scenario
from tests.evidence.simulations.test_compiled import cut, read_by_python, told

ROLES = """\
roles:
  clerk: {title: Clerk, agency: office}
  nurse: {title: Nurse, agency: clinic}
"""

DESK = """\
protocol: desk
title: Desk
version: 1.0.0
initial: open
states:
  open:
    title: Open
    activities:
      call:
        {title: Call, by: clerk, accountable: office, opens: {protocol: care}, to: sent}
  sent:
    title: Sent
    activities:
      taken: {title: Somebody has it, by: care.taken_up, to: waiting}
  waiting:
    title: Waiting
    activities:
      helped: {title: Help is over, by: care.over, to: shut}
  shut: {title: Shut, final: true, outcome: done}
"""

CARE = """\
protocol: care
title: Care
version: 1.0.0
initial: new
states:
  new:
    title: New
    held_by: nurse
    activities:
      look: {title: Look, by: FIRST, accountable: office, to: seen}
  seen:
    title: Seen
    held_by: clerk
    activities:
      help: {title: Help, by: THEN, accountable: office, to: over}
  over: {title: Over, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: [desk, care]
region: harbour
arrivals: 60 cases a year
run: {years: 1, seed: 3}
"""


def _book(first: str, then: str) -> Handbook:
    agencies = f"{AGENCIES}  clinic: {{title: Clinic, kind: service, level: district}}"
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": f"{agencies}\n",
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "desk.yaml": DESK,
            "care.yaml": CARE.replace("FIRST", first).replace("THEN", then),
        }
    )


@pytest.mark.parametrize(
    ("first", "then", "taking"),
    [("nurse", "nurse", "look"), ("clerk", "nurse", "help"), ("clerk", "clerk", None)],
)
def test_an_opener_hears_that_its_case_is_taken_up(first, then, taking) -> None:
    """By the first activity that one of the receiver's agency does: of the clinic."""
    book = _book(first, then)
    asked = scenario(ASKED, book)
    made = planned(asked, book)
    cases = told_cases(made, 0, Runs("today", asked, made).once(0, logs=True))
    taken = {
        (each.reference, event.at)
        for each in cases
        for event in each.events
        if event.activity == "taken"
    }
    began = {
        (each.opener, event.at)
        for each in cases
        for event in each.events
        if event.activity == taking
    }
    assert taken == began
    assert (len(taken) > 30) is (taking is not None)
    came = Counter(event.activity for each in cases for event in each.events)
    assert came["helped"] <= came["taken"]
    assert (came["helped"] > 30) is (taking is not None)
    with read_by_python() as runs:
        assert told(runs, cut(made.plan, 60), 1)[TASKS] > 9


def test_what_a_case_of_the_scenario_tells_cannot_happen_by_chance() -> None:
    """A live case refuses it, too: it comes of what becomes of the opened case."""
    book = _book("nurse", "nurse")
    text = f"{ASKED}happens: {{helped: 50% of cases}}\n"
    text += "compare: {more: {happens: {taken: 1% of cases}}}\n"
    found = read_scenario(text.encode(), "s.yaml", book)
    assert found.scenario is None
    assert [
        (each.rule, each.place.line, each.place.column, each.facts)
        for each in found.findings
    ] == [
        ("told-by-cases", 6, 11, {"activity": "helped", "protocol": "care"}),
        ("told-by-cases", 7, 28, {"activity": "taken", "protocol": "care"}),
    ]
    alone = text.replace("[desk, care]", "desk")
    assert read_scenario(alone.encode(), "s.yaml", book).findings == ()


def test_a_scenario_of_python_cannot_say_so_either() -> None:
    book = _book("nurse", "nurse")
    asked = scenario(ASKED, book)
    asked = asked.model_copy(update={"happens": {"helped": Chance(share=100)}})
    with pytest.raises(SimulationError, match="helped") as refused:
        planned(asked, book)
    assert refused.value.why == "told-by-cases"
