"""A fragment that a protocol shares with one that it runs is merged once."""

from katch_protocols.charts.chart import Chart
from tests.semantics.small import FINAL, chart_of, protocol

LOST = {
    "id": "lost",
    "states": {
        "missing": {
            "id": "missing",
            "activities": {
                "found": {"id": "found", "to": {"state": "work", "resume": True}}
            },
        }
    },
    "activities": {
        "alert": {"id": "alert", "origins": ("work",), "to": {"state": "missing"}}
    },
}


def _running(where: str, inner_act: object) -> Chart:
    inner = protocol(
        "q",
        initial="work",
        use=["lost"],
        states={
            "work": {
                "initial": "k",
                "states": {"k": {"activities": {"go": inner_act}}},
            },
            "e": FINAL,
        },
    )
    run = {"runs": "q", "then": {"e": {"state": "end"}}}
    work = {"initial": "a", "states": {"a": {}}}
    states = {"work": work, "end": FINAL}
    states |= {"aside": run} if where == "aside" else {}
    work["states"] |= {"inside": run} if where == "inside" else {}
    outer = protocol(initial="work", use=["lost"], states=states)
    return chart_of(outer, inner, fragments={"lost": LOST})


def test_a_fragment_of_both_protocols_is_merged_once_around_the_run() -> None:
    chart = _running("inside", {"to": "e"})
    assert [node.name for node in chart.nodes if node.bare == "missing"] == ["missing"]
    assert set(chart.activities) == {"work.inside.go", "alert", "found"}
    assert chart.problems == ()


def test_a_run_outside_the_reach_of_the_fragment_has_it_for_itself() -> None:
    chart = _running("aside", {"to": "e"})
    found = [node.name for node in chart.nodes if node.bare == "missing"]
    assert found == ["aside.missing", "missing"]
    assert "aside.alert" in chart.activities


def test_a_sub_protocol_finds_the_fragment_that_is_merged_around_it() -> None:
    chart = _running("inside", {"to": "missing"})
    (go,) = (entry for entry in chart.entries if entry.activity == "work.inside.go")
    assert go.goal is not None
    assert chart.nodes[go.goal.node].name == "missing"
