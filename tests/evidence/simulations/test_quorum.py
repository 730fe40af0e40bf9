"""A panel decides with as many as its quorum asks for, and with nobody else."""

import pytest

from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, ONE, scenario

ROLES = """\
roles:
  clerk: {title: Clerk, agency: office}
  second: {title: Second clerk, agency: office}
  third: {title: Third clerk, agency: office}
  board: {title: Board, members: [clerk, second, third], chair: clerk QUORUM}
"""

ASKED = """\
scenario: s
protocols: single
region: harbour
arrivals: 2 cases a week
work: {serve: {mean: 1 hour}}
run: {years: 1, seed: 5}
"""


def sitting(
    quorum: str, by: str = "board", *, one: str = ONE, **people: int
) -> set[tuple[str, ...]]:
    """Return who decided: the posts whose people sat at once, of every case."""
    posts = "".join(
        f"  {role}_desk: {{title: {role}, roles: [{role}], people: {count}}}\n"
        for role, count in people.items()
    )
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES.replace(" QUORUM", quorum),
            "regions/harbour.yaml": f"region: harbour\ntitle: H\nposts:\n{posts}",
            "single.yaml": one.replace("by: clerk", f"by: {by}"),
        }
    )
    asked = scenario(ASKED, book)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    return {
        (event.doer[1], *(person for _, person, _ in event.together_with))
        for case in told_cases(made, 0, store)
        for event in case.events
        if event.doer is not None
    }


CHAIR, SECOND, THIRD = "clerk_desk-1", "second_desk-1", "third_desk-1"


@pytest.mark.parametrize(
    ("quorum", "second", "third", "seats"),
    [
        ("", 1, 1, {(CHAIR, SECOND, THIRD)}),
        (", quorum: 2", 1, 1, {(CHAIR, SECOND)}),
        # Whoever is there sits: a post without people keeps nobody from deciding.
        (", quorum: 2", 0, 1, {(CHAIR, THIRD)}),
        # Too few for a quorum: nobody decides, not even those who are there.
        (", quorum: 2", 0, 0, set()),
        ("", 1, 0, set()),
    ],
)
def test_a_panel_decides_with_its_quorum_alone(quorum, second, third, seats) -> None:
    assert sitting(quorum, clerk=1, second=second, third=third) == seats


def test_without_its_chair_a_panel_does_not_decide() -> None:
    assert sitting(", quorum: 2", clerk=0, second=1, third=1) == set()


def test_a_panel_sits_only_where_nobody_can_act_alone() -> None:
    by, quorum = "[board, second]", ", quorum: 2"
    assert sitting(quorum, by, clerk=1, second=1, third=1) == {(SECOND,)}
    assert sitting(quorum, by, clerk=1, second=0, third=1) == {(CHAIR, THIRD)}


def handed(region: str) -> tuple[set[str], tuple[str, ...]]:
    """Return what was done where a case is handed to a board, and what nobody does."""
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES.replace(" QUORUM", ""),
            "regions/harbour.yaml": f"region: harbour\ntitle: H\n{region}",
            "single.yaml": ONE.replace("to: ended", "to: ended, handover: {to: board}"),
        }
    )
    asked = scenario(ASKED, book)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    cases = told_cases(made, 0, store)
    return {e.activity for case in cases for e in case.events}, made.names.absent


def test_nobody_answers_for_a_panel_that_cannot_sit_and_it_is_named() -> None:
    taken = "acknowledge_serve"
    done, absent = handed("")
    assert (taken in done, absent) == (True, ())
    done, absent = handed("roles: {third: {unbound: Nobody}}\n")
    assert (taken in done, absent) == (False, (taken,))


def test_whoever_must_take_part_sits_in_the_panel_and_is_not_one_more() -> None:
    """Who has a seat fills it; before, a second person of that role was asked for."""
    with_third = ONE + "safeguards: {heard: {rule: serve with third}}\n"
    assert sitting(", quorum: 2", one=with_third, clerk=1, second=1, third=1) == {
        (CHAIR, THIRD)
    }
