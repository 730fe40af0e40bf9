"""What seems possible field by field holds all that any case does."""

from hypothesis import HealthCheck, assume, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.rules.reachable import thinkable
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.strategies import make_world, worlds


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_a_row_that_some_case_uses_is_thinkable(world) -> None:
    handbook = make_world(world)
    try:
        table = compile_chart(chart(handbook.protocols["first"], handbook))
    except BoundError:
        assume(condition=False)
        raise
    explored = explore(table, limit=2_000)
    kept = {id(row) for row in thinkable(table)}
    fired = zip(table.rows, explored.fired, strict=True)
    assert all(id(row) in kept for row, hit in fired if hit)
