"""Whoever must not do the second of two acts never does it, however long it waits."""

from collections import Counter

import pytest

from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

PROTOCOL = """\
protocol: letters
title: Letters
version: 1.0.0
initial: open
states:
  open:
    title: Open
    activities:
      draft: {title: Draft, by: clerk, accountable: office, to: drafted}
  drafted:
    title: Drafted
    activities:
      sign: {title: Sign, by: clerk, accountable: office, to: ended}
  ended: {title: Done, final: true, outcome: done}
safeguards:
  two_hands: {title: Hands, rule: draft and sign by WHOM}
"""

ASKED = """\
scenario: s
protocols: letters
region: harbour
arrivals: 4 cases a week
work: {default: 1 hour}
run: {years: 1, seed: 8}
"""


WAIVED = """\
waivers:
  two_hands: {reason: Few, by: office, until: UNTIL}
"""


def people(
    whom: str, at_the_desk: int, waived: str = ""
) -> tuple[Counter[str], list[tuple[str, ...]]]:
    """Return how cases went, and who did each activity of those that ended."""
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION.replace(
                "people: 1", f"people: {at_the_desk}"
            ),
            "letters.yaml": PROTOCOL.replace("WHOM", whom) + waived,
        }
    )
    asked = scenario(ASKED, book)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    cases = told_cases(made, 0, store)
    orders = Counter(" ".join(each.activity for each in case.events) for case in cases)
    ended = [case for case in cases if len(case.events) == 2]
    return orders, [tuple(each.doer[1] for each in case.events) for case in ended]


@pytest.mark.parametrize("at_the_desk", [2, 3])
def test_whoever_drafted_does_not_sign(at_the_desk: int) -> None:
    orders, pairs = people("different people", at_the_desk)
    assert orders["draft sign"] > 150
    assert all(drafted != signed for drafted, signed in pairs)
    # Everybody does both, for one or another child.
    assert {one for one, _ in pairs} == {other for _, other in pairs}
    assert len({one for one, _ in pairs}) == at_the_desk


def test_one_person_alone_drafts_and_nobody_signs() -> None:
    orders, _ = people("different people", 1)
    assert orders["draft"] > 150
    assert orders["draft sign"] == 0


def test_whoever_must_do_both_does_both() -> None:
    orders, pairs = people("the same person", 3)
    assert orders["draft sign"] > 150
    assert all(drafted == signed for drafted, signed in pairs)
    assert len({one for one, _ in pairs}) == 3


@pytest.mark.parametrize(("until", "signed"), [("2025-12-31", 0), ("2036-12-31", 150)])
def test_a_waiver_that_is_over_when_the_run_begins_sets_nothing_aside(
    until: str, signed: int
) -> None:
    orders, _ = people("different people", 1, WAIVED.replace("UNTIL", until))
    assert orders["draft sign"] >= signed
    assert bool(orders["draft sign"]) is bool(signed)
