"""A case that moves to another version and back again is what it was.

The other version gives every clock another limit, so the case keeps its place in it.
"""

import json
import os
from datetime import timedelta

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.errors import ActivityRefusedError, BoundError, ProtocolError
from tests.cases.test_moved_like_lived import drawn, is_at_rest, lived, seen
from tests.cases.test_moving_duties import moved
from tests.interpreter import UnendingError
from tests.strategies import make_world, small_worlds

LIMITS = {"within", "every", "after"}


def longer(plain, *, inside=False):
    """Return a world with ten times as many hours in each limit."""
    if isinstance(plain, dict):
        return {
            longer(name, inside=inside): longer(each, inside=inside or name in LIMITS)
            for name, each in plain.items()
        }
    if isinstance(plain, list | tuple):
        return type(plain)(longer(each, inside=inside) for each in plain)
    return plain.replace(" hours", "0 hours") if inside else plain


@settings(
    max_examples=300 if os.environ.get("KATCH_HEAVY") else 5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(small_worlds(), st.integers(0, 2**32 - 1), st.sampled_from((0, 5, 200)))
def test_there_and_back_changes_nothing(world, seed, hours):
    old, other = make_world(world), make_world(longer(world))
    try:
        case = lived(old, drawn(old, seed))
    except (UnendingError, BoundError, ProtocolError, ActivityRefusedError):
        reject()
    at = case.last + timedelta(hours=hours)
    case.advance(at)
    if case.is_complete or not is_at_rest(case):
        reject()
    books = [old, other, old]
    pins = {compiled_case(each.protocols["first"], each).edition.pin for each in books}
    steps = books if len(pins) > 1 else [old]
    found = case
    for number in range(1, len(steps)):
        found = moved(found, steps[: number + 1], at, protocol="first")
        record = json.loads(json.dumps(found.snapshot()))
        last = steps[number]
        again = Case.restore(last.protocols["first"], record, handbook=last)
        assert seen(again, at) == seen(found, at)
    assert seen(found, at) == seen(case, at)
    assert found.version == case.version + len(steps) - 1
