"""Two tables side by side: equal ones, and the first step at which two part."""

from katch_protocols.charts.build import chart
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.side_by_side import (
    End,
    Only,
    SharedEvent,
    SideBySide,
    side_by_side,
)
from tests.making import make_handbook, make_protocol

END = {"final": True, "outcome": Outcome.PROTECTED}


def _table(states, **rest):
    protocol = make_protocol({"states": states, **rest})
    return compile_chart(chart(protocol, make_handbook(protocol)))


def _state(**activities):
    return {"activities": {name: {"to": to} for name, to in activities.items()}}


def _event(name, **records):
    return SharedEvent(name, tuple(sorted(records.items())))


def test_tables_that_are_equal_bit_by_bit_are_not_explored():
    states = {"a": _state(go="b"), "b": END}
    assert side_by_side(_table(states), _table(states)) == SideBySide(
        (), (), 0, exhausted=True
    )


def test_names_of_states_are_no_behaviour():
    one = {"a": _state(go="b"), "b": _state(end="z"), "z": END}
    other = {"a": _state(go="m"), "m": _state(end="y"), "n": _state(), "y": END}
    found = side_by_side(_table(one), _table(other))
    assert found == SideBySide((), (), 3, exhausted=True)


def test_a_step_that_one_table_lacks_is_told_with_the_shortest_way_there():
    one = {"a": _state(go="b", skip="c"), "b": _state(end="z"), "c": _state(end="z")}
    other = {**one, "c": _state(end="z", stay="a")}
    found = side_by_side(_table({**one, "z": END}), _table({**other, "z": END}))
    assert found.first == ()
    assert found.second == (Only((_event("skip"),), _event("stay")),)
    assert found.exhausted


def test_another_end_is_another_behaviour():
    one = {"a": _state(go="b"), "b": END}
    other = {"a": _state(go="b"), "b": {**END, "outcome": Outcome.ADVERSE}}
    found = side_by_side(_table(one), _table(other))
    way = (_event("go"),)
    assert found.first == (Only(way, End(Outcome.PROTECTED)),)
    assert found.second == (Only(way, End(Outcome.ADVERSE)),)


def test_an_activity_is_told_once_however_many_values_it_records():
    def states(values):
        act = {"records": ["d"], "to": "b"}
        return {
            "states": {"a": {"activities": {"ask": act}}, "b": END},
            "facts": values,
        }

    few = make_protocol(states({"d": ("no", "yes")}))
    many = make_protocol(states({"d": ("maybe", "never", "no", "yes")}))
    tables = (compile_chart(chart(each, make_handbook(each))) for each in (few, many))
    found = side_by_side(*tables)
    assert found.first == ()
    assert found.second == (Only((), _event("ask", d="maybe")),)


def test_a_search_that_meets_its_bound_says_so():
    line = {f"s{n}": _state(**{f"go{n}": f"s{n + 1}"}) for n in range(9)}
    longer = {**line, "s9": _state(more="s0", end="z"), "z": END}
    found = side_by_side(_table({**line, "s9": END}), _table(longer), limit=4)
    assert not found.exhausted
    assert (found.first, found.second) == ((), ())
    whole = side_by_side(_table({**line, "s9": END}), _table(longer))
    assert [each.last for each in whole.second] == [_event("end"), _event("more")]
