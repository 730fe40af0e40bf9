"""What a version said of names that moved is kept with the move, not with its text.

``moves`` is no part of what a protocol means: the line may go once cases have moved.
"""

import io

import pytest
from jsonschema import Draft202012Validator

import katch_protocols as kp
from katch_protocols.cases.case import Case
from tests.cases.harbour import handbook
from tests.cases.test_moving import SCHEMA
from tests.stores.conftest import BOTH
from tests.stores.test_migration import (
    CROWD,
    MOVED,
    NEW,
    OLD,
    TEXT,
    edited,
    live,
)
from tests.stores.test_steps import Clock
from tests.stores.test_tampering import Attack

pytestmark = BOTH
VALIDATOR = Draft202012Validator(SCHEMA)

SAID = "moves: {assessed: weighed}\n"
TIDY_TEXT = edited(TEXT, *MOVED).replace(SAID, "")
TIDY = handbook(referral=TIDY_TEXT)
THIRD = handbook(
    referral=edited(
        TIDY_TEXT,
        ("\n  weighed:", "\n  considered:"),
        ("to: weighed", "to: considered"),
        ("decline: weighed", "decline: considered"),
        ("safeguards:", "moves: {weighed: considered}\nsafeguards:"),
    )
)


@pytest.fixture
def opened(open_store):
    clock = Clock()
    return lambda book: open_store(handbook=book, actors=CROWD.get, clock=clock)


@pytest.fixture
def reference(opened):
    """Return a case that was assessed, and weighed once it had moved."""
    store = opened(OLD)
    found = live(store, 1)
    assert store.plan_migration(NEW).carry_out().moved == (found,)
    assert store.verify()
    return found


def test_a_line_that_went_leaves_a_move_as_it_was(opened, reference):
    assert kp.pin(TIDY.protocols["referral"]) == kp.pin(NEW.protocols["referral"])
    store = opened(TIDY)
    assert store.case(reference).now.states == ("weighed",)
    assert store.verify().unsound == ()
    assert opened(OLD).verify().unsound == ()


def test_a_further_move_knows_the_names_of_all_before(opened, reference):
    store = opened(TIDY)
    plan = store.plan_migration(THIRD)
    assert [(each.code, each.first) for each in plan.cases] == [("", None)]
    assert plan.carry_out().moved == (reference,)
    assert store.case(reference).now.states == ("considered",)
    assert opened(TIDY).verify().unsound == ()
    store.do(reference, "send", by="u2")
    sheet = io.StringIO()
    store.export(sheet)
    sheet.seek(0)
    with kp.open_store("sqlite://", TIDY) as other:
        assert other.load(sheet).cases == 1
        assert other.verify().unsound == ()


def changed(store, reference, moves):
    """Write anew what the last event says of names, every hash fitting."""

    def otherwise(events):
        migration = events[-1]["migration"]
        del migration["moves"]
        if moves is not None:
            migration["moves"] = moves
        return events

    with store._steps.writing() as tx:
        Attack(tx, reference, "").forge(otherwise)


def test_a_move_says_by_which_names_it_went(opened, reference):
    case = opened(NEW).case(reference)
    assert case.events[-1].migration["moves"] == {"assessed": "weighed"}
    record = case.snapshot()
    assert list(VALIDATOR.iter_errors(record)) == []
    assert Case.restore(NEW.protocols["referral"], record).version == 2


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        (None, "shape"),  # it says nothing of names
        ({}, "step"),
        ({"assessed": "agreed"}, "step"),
        (5, "shape"),
        ({"a": 5}, "shape"),
    ],
)
def test_names_that_do_not_fit_are_found(opened, reference, moves, code):
    changed(opened(NEW), reference, moves)
    store = opened(TIDY)
    assert [each.code for each in store.verify().unsound] == [code]
    assert len(store.plan_migration(THIRD).cases) == 1
