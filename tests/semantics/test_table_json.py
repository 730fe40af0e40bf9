"""The table as JSON: only rows that some case can meet, only whole numbers."""

from katch_protocols.charts.build import chart
from katch_protocols.semantics.compile import compile_chart
from tests.making import make_handbook, make_protocol
from tests.semantics.small import protocol, table_of, target


def test_an_activity_on_a_choice_is_no_row_for_readers():
    made = make_protocol(
        {
            "states": {
                "a": {"decide": [("in a", "a"), (None, "b")]},
                "b": {"final": True},
                "c": {"activities": {"x": {"to": "b"}}},
            },
            "activities": {"report": {"from": ("a",), "to": "c"}},
        }
    )
    table = compile_chart(chart(made, make_handbook(made)))
    assert [row.activity for row in table.rows] == ["report", "x"]
    assert [row["activity"] for row in table.to_json()["rows"]] == ["x"]


def test_of_a_state_that_is_resumed_the_word_tells_what_is_entered_in_it() -> None:
    inner = {"a": {"activities": {"on": {"to": "b"}}}, "b": {}}
    states = {
        "home": {
            "initial": "a",
            "states": inner,
            "activities": {"leave": {"to": "away"}},
        },
        "away": {"activities": {"back": {"to": "resume home"}}},
    }
    table = table_of(protocol(initial="home", states=states))
    told = table.to_json()["rows"]
    word, entered = table.initial, []
    for name in ("on", "leave", "back"):
        place = next(
            at
            for at, row in enumerate(table.rows)
            if row.activity == name and row.applies(word)
        )
        word, entered = table.rows[place].after(word), told[place]["to"]
    assert entered == ["home"]
    active = [table.chart.nodes[node].name for node in table.active(word)]
    assert active == ["home", "home.b"]


def test_each_clock_says_what_it_does_while_what_is_around_it_is_left() -> None:
    hour = {"limit": {"amount": 1, "unit": "hours"}, "basis": "proposed"}
    first = {"within": hour, "after": [{**hour, "to": target("gone")}]}
    del first["after"][0]["basis"]
    states = {
        "home": {
            "initial": "first",
            "on_pause": "stop",
            "states": {"first": first},
            "activities": {"leave": {"to": "gone"}},
        },
        "gone": {
            "within": hour,
            "activities": {"back": {"to": "resume home"}},
        },
    }
    told = table_of(protocol(initial="home", states=states)).to_json()
    assert {each["value"]: each["on_pause"] for each in told["deadlines"]} == {
        "home.first": {"home": "stop"},
        "gone": {},
    }
    assert {row["activity"]: row.get("on_pause") for row in told["rows"]} == {
        "leave": None,
        "back": None,
        "clock(home.first, 1 hour)": {"home": "stop"},
    }
