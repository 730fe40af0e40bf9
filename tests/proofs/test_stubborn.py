"""The reduced graph loses a case exactly when the full graph does."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.proofs.futures import futures
from katch_protocols.proofs.stubborn_sets import reduce
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.semantics.small import FINAL, chart_of, fact, protocol

ENDING = {**FINAL, "outcome": "protected"}
ASKED = {"kind": "fact_is", "fact": "d", "values": ["yes"]}
NEVER_YES = {"kind": "fact_is", "fact": "d", "values": ["yes"], "negated": True}
EFFECTS: list[dict[str, Any]] = [
    {},
    {},
    {"when": ASKED},
    {"when": NEVER_YES},
    {"when": {"kind": "in_state", "state": "p.x.v"}},
    {"sets": {"d": "yes"}},
    {"sets": {"d": "no"}},
    {"forgets": ["d"]},
    {"to": "out"},
]


@st.composite
def strands(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A strand of two states and an end; it may ask, set or jump out."""
    goals = st.sampled_from(["u", "v", "end"])
    states: dict[str, Any] = {"end": FINAL}
    for state in ("u", "v"):
        acts = {}
        for number in range(draw(st.integers(0, 2))):
            act: dict[str, Any] = {"to": draw(goals)}
            act |= draw(st.sampled_from(EFFECTS))
            acts[f"{name}_{state}{number}"] = act
        states[state] = {"activities": acts}
    return {"initial": "u", "states": states}


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """A parallel state of two or three strands, and a way round it."""
    names = draw(st.sampled_from([["x", "y"], ["x", "y", "z"]]))
    back = draw(st.sampled_from(["p", "resume p", "good", "out"]))
    parallel: dict[str, Any] = {
        "parallel": {name: draw(strands(name)) for name in names},
        "done": draw(st.sampled_from(["good", "out", "ask"])),
    }
    top = draw(st.sampled_from([{}, {"leave": {"to": "out", "origins": ["p"]}}]))
    decide = [{"when": ASKED, "to": {"state": "good"}}, {"to": {"state": "out"}}]
    return protocol(
        initial="p",
        facts={"d": fact("yes", "no")},
        states={
            "p": parallel,
            "ask": {"decide": decide},
            "out": {"activities": {"back": {"to": back}}},
            "good": FINAL,
        },
        activities=top,
    )


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_a_reduced_graph_loses_a_case_exactly_when_the_full_one_does(
    made: dict[str, Any],
) -> None:
    chart = chart_of(made)
    table = compile_chart(chart)
    if table.endless:
        return
    explored = explore(table)
    full = ~futures(explored).can_reach(explored.ends())
    loose = compile_chart(chart, folded=False)
    reduced = reduce(loose, limit=100_000)
    assert reduced.exhausted
    assert bool(reduced.lost(loose.final)) == bool(full.any())
    known = {explored.word(index) for index in range(len(explored))}
    assert set(reduced.words) <= known


def wide(count: int) -> dict[str, Any]:
    def strand(number: int) -> dict[str, Any]:
        states = {
            f"s{n}": {"activities": {f"a{number}_{n}": {"to": f"s{n + 1}"}}}
            for n in range(5)
        }
        return {"initial": "s0", "states": {**states, "s5": FINAL}}

    parallel = {f"p{n}": strand(n) for n in range(count)}
    return protocol(
        initial="p", states={"p": {"parallel": parallel, "done": "end"}, "end": ENDING}
    )


def test_a_hundred_strands_are_decided_step_by_step() -> None:
    loose = compile_chart(chart_of(wide(100)), folded=False)
    reduced = reduce(loose, limit=100_000)
    assert reduced.exhausted
    assert len(reduced.words) == 501
    assert reduced.lost(loose.final) == ()
