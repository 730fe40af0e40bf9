"""The same child in every variant: what comes in another order is drawn alike.

What one more person changes is told child by child. So nothing that is drawn for an
activity may depend on what else was done before it, or on whose turn came first.
"""

from functools import cache

from katch_protocols.evidence.simulations.events import SimulatedCase, told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.simulate import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

FACTS = """\
facts:
  sign: {title: Sign, values: [seen]}
  colour: {title: Colour, values: [red, green, blue]}
  shape: {title: Shape, values: [round, flat, long]}
"""

PROTOCOL = """\
protocol: strands
title: Strands
version: 1.0.0
initial: both
states:
  both:
    title: Both
    parallel:
      left:
        initial: unseen
        states:
          unseen:
            title: Unseen
            activities:
              see:
                title: See
                by: second_clerk
                accountable: office
                records: [sign]
                to: seen
          seen: {title: Seen, final: true}
      right:
        initial: open
        states:
          open:
            title: Open
            activities:
              look: {title: Look, by: clerk, accountable: office, records: [shape]}
              check:
                title: Check
                by: clerk
                accountable: office
                when: sign is seen
                records: [colour]
              leave:
                title: Leave
                by: clerk
                accountable: office
                when: colour is known and shape is known
                to: closed
          closed: {title: Closed, final: true}
    done: ended
  ended: {title: Done, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: strands
region: harbour
arrivals: 3 cases a week
work: {default: 2 hours, see: 1 minute}
waits: {see: SEE}
run: {years: 3, seed: 8}
"""


@cache
def book() -> Handbook:
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", FACTS),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "strands.yaml": PROTOCOL,
        }
    )


def drawn(see: str) -> dict[str, tuple[tuple[str, ...], dict[str, str]]]:
    """Return the order of each case's activities, and what they recorded."""
    asked = scenario(ASKED.replace("SEE", see), book())
    made = planned(asked, book())
    store = Runs("today", asked, made).once(0, logs=True)
    return {
        case.reference: (
            tuple(event.activity for event in case.events),
            _first(case),
        )
        for case in told_cases(made, 0, store)
    }


def _first(case: SimulatedCase) -> dict[str, str]:
    """Return what each fact was first: a check may be done again."""
    found: dict[str, str] = {}
    for event in case.events:
        for fact, value in event.records.items():
            found.setdefault(fact, value)
    return found


def test_what_an_activity_records_is_drawn_alike_in_whatever_order() -> None:
    soon, late = drawn("1 minute"), drawn("3 days")
    both = [name for name in soon if len(soon[name][1]) == len(late[name][1]) == 3]
    assert len(both) > 300
    others = [name for name in both if soon[name][0] != late[name][0]]
    assert len(others) > 100
    assert [soon[name][1] for name in both] == [late[name][1] for name in both]
    assert len({tuple(soon[name][1].values()) for name in both}) > 6
