"""The table as JSON: only rows that some case can meet, only whole numbers."""

from katch_protocols.charts.build import chart
from katch_protocols.semantics.compile import compile_chart
from tests.making import make_handbook, make_protocol


def test_an_activity_on_a_choice_is_no_row_for_readers():
    protocol = make_protocol(
        {
            "states": {
                "a": {"decide": [("in a", "a"), (None, "b")]},
                "b": {"final": True},
                "c": {"activities": {"x": {"to": "b"}}},
            },
            "activities": {"report": {"from": ("a",), "to": "c"}},
        }
    )
    table = compile_chart(chart(protocol, make_handbook(protocol)))
    assert [row.activity for row in table.rows] == ["report", "x"]
    assert [row["activity"] for row in table.to_json()["rows"]] == ["x"]
