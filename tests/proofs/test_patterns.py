"""Verdicts and lengths of counterexamples, against the enumeration of all traces."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.holders import Holders
from katch_protocols.proofs.prover import prove_watchable
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from tests.proofs.traces import shortest_breach
from tests.semantics.small import chart_of, handbook, protocol

SENTENCE: TypeAdapter[Any] = TypeAdapter(Sentence)
HOME = handbook()
STATES = ["s0", "s1", "s2"]
ACTS = ["a", "b", "c"]
EVENTS = st.sampled_from([*ACTS, *STATES])
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "never": {},
    "requires": {"earlier": EVENTS, "each_time": st.booleans()},
    "every_case_has": {"any_end": st.booleans()},
    "after_then": {"later": EVENTS},
    "after_never": {"forbidden": EVENTS},
    "between_never": {"end": EVENTS, "forbidden": EVENTS},
    "while_never": {"event": st.sampled_from(STATES), "forbidden": EVENTS},
    "at_most": {"times": st.integers(1, 2)},
    "excludes": {"other": EVENTS},
}


@st.composite
def sentences(draw: st.DrawFn, kind: str) -> Any:
    parts = {name: draw(values) for name, values in KINDS[kind].items()}
    parts.setdefault("event", draw(EVENTS))
    names = [value for value in parts.values() if isinstance(value, str)]
    if len(set(names)) < len(names):
        parts["unless"] = None
    else:
        parts["unless"] = draw(
            st.none() | EVENTS.filter(lambda name: name not in names)
        )
    return SENTENCE.validate_python({"kind": kind, **parts})


@st.composite
def protocols(draw: st.DrawFn) -> dict[str, Any]:
    """Three states, three activities, two ends; up to two moves a state."""
    goals = st.sampled_from([*STATES, "good", "bad"])
    states: dict[str, Any] = {}
    for name in STATES:
        acts = draw(st.lists(st.sampled_from(ACTS), max_size=2, unique=True))
        states[name] = {"activities": {act: {"to": draw(goals)} for act in acts}}
    states["good"] = {"final": True, "outcome": "protected"}
    states["bad"] = {"final": True, "outcome": "adverse"}
    return protocol(initial="s0", states=states)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_verdict_equals_that_of_all_traces(kind: str, data: st.DataObject) -> None:
    made = data.draw(protocols())
    rule = data.draw(sentences(kind))
    chart = chart_of(made)
    acts = chart.activities
    mentioned = {
        getattr(rule, name, None) for name in ("event", *KINDS[kind], "unless")
    }
    if not {name for name in mentioned if name in ACTS} <= set(acts):
        return
    answer = prove_watchable(rule, Study(chart, Holders(HOME), 10_000))
    length = shortest_breach(rule, compile_chart(chart), deepest=7)
    if length is None:
        assert answer.verdict in {Verdict.HOLDS, Verdict.VACUOUS}
    else:
        assert answer.verdict is Verdict.BROKEN
        assert answer.counterexample is not None
        assert len(answer.counterexample.rows) == length
