"""Running cases of random protocols, moved to a text in which anything was changed.

What became of each is said by the norm: nothing is lost of a case that moves, nothing
changes of one that stays, and what a new text would have allowed it takes as it was.
"""

import io
import json
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, KatchError, ProtocolError
from katch_protocols.files.read import read_handbook
from katch_protocols.files.write import write
from katch_protocols.proofs.proof_session import most_configurations
from tests.interpreter import UnendingError
from tests.proofs.noun_changes import changed
from tests.stores.test_same_as_memory import NARROW, Clock, opened
from tests.stores.walks import next_step, people
from tests.strategies import small_handbooks

CASES = 4
STEPS = 5


def lines(store):
    """Return the record of every case, by its reference."""
    sheet = io.StringIO()
    store.export(sheet)
    every = map(json.loads, sheet.getvalue().splitlines())
    return {each["case"]["case"]: each["case"] for each in every if "case" in each}


def lived(store, book, chance):
    """Open a case and let it go on for some random steps; return those."""
    region = next(iter(book.regions), None)
    reference = store.open_case("first", region=region).reference
    crowd, clock, taken = people(book), store._steps.clock, []
    for number in range(chance.randrange(STEPS)):
        clock.now += timedelta(hours=chance.choice((0, 1, 30, 400)))
        case = copied(store, reference, book)
        case.advance(clock.now)
        step = next_step(case, crowd, chance)
        if step is None:
            break
        do = getattr(store, step.verb)
        do(reference, step.name, **step.words, key=f"key-{number}")
        taken.append((clock.now, step))
    return reference, taken


def copied(store, reference, book):
    """Return a case in memory that is as the stored one."""
    record = store.case(reference).snapshot()
    return kp.Case.restore(book.protocols["first"], record, handbook=book)


def other(book, chance):
    """Return the handbook with a few things of its protocol changed, if it is one."""
    new = book
    for _ in range(chance.choice((1, 1, 2, 3))):
        new = changed(new, chance, ("protocols", "first"))
    new = read_handbook(write(new))
    if most_configurations(chart(new.protocols["first"], new)) > NARROW:
        reject()
    compiled_case(new.protocols["first"], new)
    return new


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks(), st.integers(0, 2**32 - 1))
def test_a_random_change_moves_what_it_can_and_loses_nothing(book, seed):
    chance = Random(seed)  # noqa: S311 - drawn again from its seed
    if most_configurations(chart(book.protocols["first"], book)) > NARROW:
        reject()
    try:
        new = other(book, chance)
    except (UnendingError, KatchError, ValueError):
        reject()
    with opened(book, "sqlite://", Clock()) as store:
        try:
            lives = dict(lived(store, book, chance) for _ in range(CASES))
        except (UnendingError, BoundError, ProtocolError):
            reject()
        store._steps.clock.now += timedelta(hours=chance.choice((0, 5, 1000)))
        before = lines(store)
        plan = store.plan_migration(new, protocol="first")
        assert lines(store) == before
        assert {each.code for each in plan.cases}.isdisjoint({"unsound", "due"})
        for each in plan.cases:
            if each.reference in lives:
                alike = lived_alike(store, book, new, each.reference, lives)
                assert not alike or (each.moves, each.first) == (True, None), each
        carried_out(store, plan, new, before)


def carried_out(store, plan, new, before):
    """Carry a plan out, and hold every case against what it was."""
    pins = {each.reference: each.pin for each in store.cases(ended=None)}
    done, moving = plan.carry_out(), {each.reference for each in plan.moving}
    assert (set(done.moved), done.stayed, done.failed) == (moving, (), ())
    after, pin = lines(store), kp.pin(new.protocols["first"])
    assert {name: after[name] for name in after.keys() - moving} == {
        name: each for name, each in before.items() if name not in moving
    }
    assert {each.reference: each.pin for each in store.cases(ended=None)} == {
        **pins,
        **dict.fromkeys(moving, pin),
    }
    for reference in moving:
        was, found = before[reference], after[reference]
        count = len(was["events"])
        assert found["events"][:count] == was["events"]
        *owed, move = (each["kind"] for each in found["events"][count:])
        assert (move, {*owed} <= {"clock"}) == ("migrated", True)
        read = kp.Case.restore(new.protocols["first"], found, handbook=new)
        assert read.snapshot() == found
        assert read.now == store.case(reference).now
    again = store.plan_migration(new, protocol="first")
    assert again.cases == plan.staying
    assert store.verify()


def lived_alike(store, book, new, reference, lives):
    """Tell whether a case of the new text would have stood where this one did."""
    seen, taken = [], lives[reference]
    opened_as = store.case(reference).view()
    for each in (book, new):
        try:
            case = kp.open_case(
                each.protocols["first"],
                reference=reference,
                region=opened_as.region,
                at=opened_as.opened,
                handbook=each,
                salt=opened_as.salt,
            )
            seen.append([case.now, *again(case, taken)])
            case.advance(max(store._steps.clock.now, case.last))
            seen[-1] += [
                case.now,
                case.is_complete,
                [event.activity for event in case.events],
            ]
        except KatchError:
            return False
    return seen[0] == seen[1]


def again(case, taken):
    """Live the same, and yield where the case stands."""
    for at, step in taken:
        case.advance(at)
        yield case.now
        step.take(case, at=at)
        yield case.now
