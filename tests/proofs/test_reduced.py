"""Soundness of wide protocols, against plain exploration of small ones."""

from typing import Any

from hypothesis import given, settings

from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.proofs.soundness import prove_reduced, prove_soundness
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.proofs.test_stubborn import wide, worlds
from tests.semantics.small import chart_of, protocol


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
