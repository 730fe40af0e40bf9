"""The same child in every variant: what comes in another order is drawn alike.

What one more person changes is told child by child. So nothing that is drawn for an
activity may depend on what else was done before it, or on whose turn came first.
"""

from functools import cache
from statistics import fmean, median, variance

from katch_protocols.evidence.simulations.choosing import MANY
from katch_protocols.evidence.simulations.engine.store import RECORD_WIDTH, Kind
from katch_protocols.evidence.simulations.events import SimulatedCase, told_cases
from katch_protocols.evidence.simulations.outcomes import figures_of
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from tests.evidence.simulations.heavy import heavy
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)
from tests.evidence.simulations.test_live_cases import shipped

YEAR = 365 * 86_400
Child = tuple[int, int, str]

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


def times(asked: Scenario, runs: int) -> tuple[dict[Child, float], float]:
    """Return when what is measured came of each child, in hours, and the desk's load.

    Of children who come after the first year; a key is run, child and thing.
    """
    book, _ = shipped()
    made = planned(asked, book)
    maker = Runs("today", asked, made, tasks=MANY)
    found, loads = {}, []
    for number in range(runs):
        store = maker.once(number)
        loads.append(figures_of(made, store, YEAR).of["load", 0] or 0.0)
        for at in range(0, len(store.record), RECORD_WIDTH):
            kind, child, opened, what, value, *_ = store.record[at : at + RECORD_WIDTH]
            if kind == Kind.MEASURED and opened >= YEAR:
                key = number, child, made.names.measures[what].name
                found[key] = value / 3600
    return found, fmean(loads)


@heavy
def test_one_more_person_is_told_far_more_exactly_child_by_child() -> None:
    """How much less a difference varies within a child than between two crowds.

    Not of the time that is nearly all wait for that person: with one more there is
    none, so what is left of the difference is the wait itself, of whichever child.
    """
    _, asked = shipped()
    arrivals = asked.arrivals.model_copy(update={"thousandths": 20_000})
    asked = asked.model_copy(update={"arrivals": arrivals})
    before, load = times(asked, 60)
    after, _ = times(asked.varied(asked.compare["one_more"]), 60)
    assert 0.6 < load < 0.8
    ratios = {}
    for name in ("interview", "safe_place", "formal_hearing", "school"):
        pairs = [
            (hours, after[key])
            for key, hours in before.items()
            if key[2] == name and key in after
        ]
        assert len(pairs) > 1_000
        apart = sum(variance(side) for side in zip(*pairs, strict=True))
        ratios[name] = apart / variance([one - other for one, other in pairs])
    # 4, 10, 24 and 73 when this was written.
    assert median(ratios.values()) >= 10, ratios
    assert min(ratios.values()) == ratios["interview"] > 3, ratios
    assert ratios["school"] > 50, ratios
