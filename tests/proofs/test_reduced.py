"""Soundness of wide protocols, against plain exploration of small ones."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.proofs.soundness import prove_reduced, prove_soundness
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.proofs.test_stubborn import wide, worlds
from tests.semantics.small import FINAL, chart_of, fact, protocol, with_ids


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_both_ways_find_the_same_traps(made: dict[str, Any]) -> None:
    chart = chart_of(made)
    table = compile_chart(chart)
    if table.endless:
        return
    full = prove_soundness(explore(table, limit=100_000))
    reduced = prove_reduced(chart, limit=100_000)
    assert (reduced.trap is None) == (full.trap is None)


YES = {"kind": "fact_is", "fact": "d", "values": ["yes"]}
ASK = {
    "ask": {
        "decide": [
            {"when": YES, "to": {"state": "good"}},
            {"to": {"state": "lost"}},
        ]
    },
    "good": {**FINAL, "outcome": "protected"},
    "lost": {**FINAL, "outcome": "adverse"},
}
EFFECTS: list[dict[str, Any]] = [
    *({}, {}, {"sets": {"d": "yes"}}, {"sets": {"d": "no"}}),
    *({"to": "lost"}, {"to": "good"}, {"when": YES}),
]


@st.composite
def ending_badly(draw: st.DrawFn) -> dict[str, Any]:
    """Two or three short strands; what they have set says how the case ends."""

    def strand(name: str) -> dict[str, Any]:
        last = draw(st.integers(1, 2))
        states = {
            f"s{n}": {"activities": dict(acts(f"{name}{n}", f"s{n + 1}"))}
            for n in range(last)
        }
        return {"initial": "s0", "states": {**states, f"s{last}": FINAL}}

    def acts(name: str, to: str) -> Iterator[tuple[str, dict[str, Any]]]:
        yield name, {"to": to}
        for number in range(draw(st.integers(0, 2))):
            yield f"{name}_{number}", {"to": to, **draw(st.sampled_from(EFFECTS))}

    names = draw(st.sampled_from(["xy", "xyz"]))
    more = draw(st.sampled_from([{}, {"lose": {"to": "lost", "origins": ["p"]}}]))
    return protocol(
        initial="p",
        facts={"d": fact("yes", "no")},
        states={
            "p": {
                "parallel": {name: strand(name) for name in names},
                "done": draw(st.sampled_from(["ask", "ask", "good", "lost", "then"])),
            },
            "then": {"activities": {"end": {"to": "ask"}}},
            **ASK,
        },
        activities=more,
    )


@given(ending_badly())
@settings(max_examples=200, deadline=None)
def test_both_ways_find_where_a_case_can_only_end_badly(made: dict[str, Any]) -> None:
    chart = chart_of(made)
    full = prove_soundness(explore(compile_chart(chart), limit=100_000))
    reduced = prove_reduced(chart, limit=100_000)
    assert (reduced.trap is None) == (full.trap is None)
    if full.trap is None:
        assert (reduced.bad_trap is None) == (full.bad_trap is None)
    else:  # beside a case that never ends it may not be found
        assert reduced.bad_trap is None or full.bad_trap is not None


@pytest.mark.parametrize("names", ["pq", "qp"])
def test_who_decides_badly_while_others_still_work_is_found(names: str) -> None:
    """The step that ends the case comes after it, and is another one's."""
    decide = {f"say_{word}": {"to": "e", "sets": {"d": word}} for word in ("yes", "no")}
    acts = {"p": decide, "q": {"work": {"to": "e"}}}
    strands = {
        name: {"initial": "s", "states": {"s": {"activities": acts[name]}, "e": FINAL}}
        for name in names
    }
    made = protocol(
        initial="p",
        facts={"d": fact("yes", "no")},
        states={"p": {"parallel": strands, "done": "ask"}, **ASK},
    )
    found = prove_reduced(chart_of(made), limit=100)
    assert found.verdict is Verdict.BROKEN
    assert found.bad_trap is not None
    assert [row.activity for row in found.bad_trap.rows] == ["say_no"]


def test_a_good_end_is_not_claimed_where_too_many_steps_may_end_the_case() -> None:
    """Whoever is the last to finish may do so badly, and then the case is over."""
    states = {**wide(40)["states"], **with_ids(ASK)}
    states["p"]["done"] = {"state": "ask"}
    for name, strand in states["p"]["parallel"].items():
        acts = strand["states"]["s4"]["activities"]
        acts[f"a{name[1:]}_4"]["sets"] = {"d": "yes"}
    made = protocol(initial="p", facts={"d": fact("yes", "no")}, states=states)
    assert prove_reduced(chart_of(made), limit=1_000).verdict is Verdict.HOLDS
    badly = {"id": "badly", "to": {"state": "s5"}, "sets": {"d": "no"}}
    last = made["states"]["p"]["parallel"]["p7"]["states"]["s4"]
    last["activities"]["badly"] = badly
    found = prove_reduced(chart_of(made), limit=1_000)
    assert found.verdict is Verdict.NOT_EXHAUSTED


def test_a_protocol_of_5_to_the_hundredth_configurations_is_sound() -> None:
    chart = chart_of(wide(100))
    assert most_configurations(chart) == 6**100 + 1
    found = prove_reduced(chart, limit=10_000)
    assert (found.verdict, found.configurations) == (Verdict.HOLDS, 501)


def test_a_strand_that_cannot_finish_is_found_in_a_wide_protocol() -> None:
    made = wide(40)
    strand = made["states"]["p"]["parallel"]["p7"]
    del strand["states"]["s3"]["activities"]["a7_3"]
    chart = chart_of(made)
    found = prove_reduced(chart, limit=10_000)
    assert found.verdict is Verdict.BROKEN
    assert found.trap is not None
    assert found.trap.reason.code == "dead-end"
    states = compile_chart(chart, folded=False).configuration(found.trap.words[-1])
    assert "p.p7.s3" in states.states


def test_an_unbounded_protocol_is_not_claimed_to_hold() -> None:
    chart = chart_of(wide(100))
    found = prove_reduced(chart, limit=100)
    assert found.verdict is Verdict.NOT_EXHAUSTED


def test_a_flat_protocol_has_as_many_configurations_as_states() -> None:
    chart = chart_of(protocol(initial="a", states={"a": {}, "b": {}}))
    assert most_configurations(chart) == 2
