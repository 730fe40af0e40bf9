"""Charts: names found, phases spread, problems noted."""

import pytest

from katch_protocols.charts.chart import Chart, EntryKind, NodeKind
from tests.semantics.small import FINAL, TITLE, chart_of, fact, handbook, protocol


def problems(chart: Chart) -> list[tuple[str, str]]:
    """Return each problem's code and the last part of its path."""
    return [(problem.code, str(problem.path[-1])) for problem in chart.problems]


def test_nodes_stand_in_document_order() -> None:
    chart = chart_of(
        protocol(
            initial="b",
            states={
                "b": {"initial": "c", "states": {"c": {}, "d": {}}},
                "a": FINAL,
            },
        )
    )
    assert [node.name for node in chart.nodes] == ["", "b", "b.c", "b.d", "a"]
    assert [node.index for node in chart.nodes] == [0, 1, 2, 3, 4]
    assert chart.problems == ()


def test_a_bare_name_means_the_nearest_state() -> None:
    chart = chart_of(
        protocol(
            initial="o",
            states={
                "o": {
                    "initial": "i",
                    "states": {
                        "i": {"activities": {"go": {"to": "x"}, "up": {"to": "y"}}},
                        "x": {},
                    },
                },
                "x": {},
                "y": FINAL,
            },
        )
    )
    goals = {
        entry.activity: chart.nodes[entry.goal.node].name
        for entry in chart.entries
        if entry.goal
    }
    assert goals == {"go": "o.x", "up": "y"}


def test_an_unknown_target_is_a_problem_with_the_nearest_name() -> None:
    chart = chart_of(
        protocol(
            initial="triage",
            states={"triage": {"activities": {"go": {"to": "triag"}}}, "end": FINAL},
        )
    )
    (problem,) = chart.problems
    assert problem.code == "unknown-target"
    assert problem.path == (
        "protocols", "p", "states", "triage", "activities", "go", "to",
    )  # fmt: skip
    assert problem.near == ("triage",)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"a": {"initial": "z", "states": {"b": {}}}}, ("unknown-initial", "initial")),
        ({"a": {"states": {"b": {}}}}, ("composite-without-initial", "a")),
        ({"a": {"runs": "q"}}, ("unknown-protocol", "runs")),
        ({"a": {"runs": "p"}}, ("recursive-runs", "runs")),
        (
            {"a": {"activities": {"x": {"to": "resume a"}}}},
            ("resume-not-composite", "to"),
        ),
        (
            {"a": {"activities": {"x": {"records": ["f"]}}}},
            ("unknown-fact", "0"),
        ),
        (
            {"a": {"activities": {"x": {"needs": ["d"]}}}},
            ("unknown-document", "0"),
        ),
        (
            {"a": {"activities": {"x": {"handover": {"to": ("r",)}}}}},
            ("handover-without-to", "x"),
        ),
    ],
)
def test_what_means_nothing_is_a_problem(
    states: dict[str, dict[str, object]], expected: tuple[str, str]
) -> None:
    assert problems(chart_of(protocol(initial="a", states=states))) == [expected]


def test_a_fact_changed_twice_by_one_activity_is_a_problem() -> None:
    act = {"records": ["f"], "forgets": ["f"]}
    chart = chart_of(
        protocol(
            initial="a",
            facts={"f": fact("x")},
            states={"a": {"activities": {"do": act}}},
        )
    )
    assert problems(chart) == [("fact-changed-twice", "0")]


def test_a_value_that_a_fact_does_not_have_is_a_problem_that_lists_them() -> None:
    purple = {"kind": "fact_is", "fact": "f", "values": ["purple"]}
    chart = chart_of(
        protocol(
            initial="a",
            facts={"f": fact("red", "blue")},
            states={"a": {"activities": {"do": {"when": purple}}}},
        )
    )
    (problem,) = chart.problems
    assert (problem.code, problem.facts["values"]) == ("unknown-value", "red, blue")


def test_a_final_state_without_then_is_a_problem_of_the_running_state() -> None:
    inner = protocol("q", initial="e", states={"e": FINAL, "f": FINAL})
    outer = protocol(
        initial="r",
        states={"r": {"runs": "q", "then": {"e": {"state": "end"}}}, "end": FINAL},
    )
    (problem,) = chart_of(outer, inner).problems
    assert (problem.code, problem.facts["state"]) == ("then-missing", "f")


def test_a_fragment_is_merged_at_the_top() -> None:
    fragment = {
        "id": "lost",
        "states": {"missing": {"id": "missing"}},
        "activities": {"alert": {"id": "alert", "to": {"state": "missing"}}},
    }
    chart = chart_of(
        protocol(initial="a", use=["lost"], states={"a": {}}),
        fragments={"lost": fragment},
    )
    assert chart.node("missing").path == ("fragments", "lost", "states", "missing")
    (alert,) = chart.entries
    assert (alert.node, alert.at_top) == (0, True)


def test_a_fragment_that_declares_an_id_again_is_a_problem() -> None:
    fragment = {"id": "lost", "states": {"a": {"id": "a"}}}
    chart = chart_of(
        protocol(initial="a", use=["lost"], states={"a": {}}),
        fragments={"lost": fragment},
    )
    assert problems(chart) == [("declared-twice-by-fragment", "a")]


def test_one_act_handed_over_from_two_states_to_one_target_shares_a_waiting_state() -> (
    None
):
    send = {"to": "end", "handover": {"to": ("r",)}}
    chart = chart_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"send": send, "go": {"to": "b"}}},
                "b": {"activities": {"send": send}},
                "end": FINAL,
            },
        )
    )
    waiting = [node.name for node in chart.nodes if node.awaiting]
    assert waiting == ["awaiting_send"]


def test_who_sends_the_same_act_waits_with_those_who_hold_what_it_holds() -> None:
    send = {"to": "end", "handover": {"to": ("r",), "decline": {"state": "a"}}}
    titled = {**send, "title": {"texts": {"en": "Send"}}}
    chart = chart_of(
        protocol(
            initial="a",
            states={
                "a": {
                    "held_by": "kyrgyz",
                    "activities": {"send": titled},
                },
                "b": {"held_by": "tajik", "activities": {"send": send}},
                "end": FINAL,
            },
        )
    )
    waiting = [node for node in chart.nodes if node.awaiting]
    assert [(node.name, node.held_by) for node in waiting] == [
        ("awaiting_send_from_a", "kyrgyz"),
        ("awaiting_send_from_b", "tajik"),
    ]
    # The second entry leaves the title out; what is made of it has one all the same.
    assert [node.title and node.title.say("en") for node in waiting] == [
        "Awaiting acknowledgement: Send",
        "Awaiting acknowledgement: Send",
    ]
    answers = {
        (chart.nodes[entry.node].name, entry.activity, entry.act.title.say("en"))
        for entry in chart.entries
        if entry.kind is not EntryKind.WRITTEN
    }
    assert answers == {
        ("awaiting_send_from_a", "acknowledge_send", "Acknowledge: Send"),
        ("awaiting_send_from_a", "decline_send", "Decline: Send"),
        ("awaiting_send_from_b", "acknowledge_send", "Acknowledge: Send"),
        ("awaiting_send_from_b", "decline_send", "Decline: Send"),
    }


def test_different_targets_have_waiting_states_of_their_own() -> None:
    def send(to: str) -> dict[str, object]:
        return {"to": to, "handover": {"to": ("r",)}}

    chart = chart_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"send": send("end"), "go": {"to": "b"}}},
                "b": {"activities": {"send": send("a")}},
                "end": FINAL,
            },
        )
    )
    waiting = [node.name for node in chart.nodes if node.awaiting]
    assert waiting == ["awaiting_send_from_a", "awaiting_send_from_b"]


def test_holder_and_function_are_inherited_and_accountability_follows() -> None:
    chart = chart_of(
        protocol(
            initial="a",
            states={
                "a": {
                    "held_by": "guardian",
                    "function": "care",
                    "initial": "b",
                    "states": {"b": {"activities": {"act": {}}}},
                }
            },
        )
    )
    (entry,) = chart.entries
    assert (chart.node("a.b").held_by, entry.function) == ("guardian", "care")
    assert entry.accountable == ("guardian",)


def test_a_state_without_a_phase_belongs_to_its_predecessors() -> None:
    chart = chart_of(
        protocol(
            initial="a",
            phases={"one": {"id": "one", "title": TITLE}},
            states={
                "b": FINAL,
                "a": {"phase": "one", "activities": {"go": {"to": "b"}}},
            },
        )
    )
    assert chart.node("b").phase == "one"


def test_states_of_a_sub_protocol_stand_in_the_chapter_of_the_running_state() -> None:
    phases = {
        name: {"id": name, "title": TITLE} for name in ("outer_phase", "inner_phase")
    }
    inner = protocol(
        "q", initial="e", phases=phases, states={"e": {"phase": "inner_phase"}}
    )
    outer = protocol(
        initial="r",
        phases=phases,
        states={"r": {"runs": "q", "phase": "outer_phase"}},
    )
    chart = chart_of(outer, inner)
    assert chart.node("r.e").phase == "outer_phase"
    assert chart.node("r").kind is NodeKind.COMPOSITE


def test_a_running_state_without_a_title_is_called_as_its_protocol_is() -> None:
    inner = protocol("q", initial="e", states={"e": {}})
    outer = protocol(initial="r", states={"r": {"runs": "q"}})
    found = chart_of(outer, inner).node("r").title
    assert found is not None
    assert found.texts == inner["title"]["texts"]


def test_facts_of_two_protocols_must_agree() -> None:
    inner = protocol("q", initial="e", facts={"f": fact("x")}, states={"e": {}})
    outer = protocol(initial="r", facts={"f": fact("y")}, states={"r": {"runs": "q"}})
    assert problems(chart_of(outer, inner)) == [("facts-disagree", "f")]


def test_the_handbook_is_never_changed_by_a_chart() -> None:
    book = handbook(protocol(initial="a", states={"a": {}}))
    assert book == handbook(protocol(initial="a", states={"a": {}}))


def test_done_on_a_plain_state_means_nothing_and_breaks_nothing() -> None:
    chart = chart_of(protocol(initial="a", states={"a": {"done": "b"}, "b": FINAL}))
    assert (chart.node("a").done, chart.problems) == (None, ())
