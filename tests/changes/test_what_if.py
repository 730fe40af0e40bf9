"""What is lost without a duty: quick answers are those of proofs made anew."""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.changes.what_if import WhatIfs, duties, without
from katch_protocols.charts.build import chart
from katch_protocols.proofs.prove import SOUNDNESS, prove
from katch_protocols.proofs.verdicts import Verdict
from tests.shipped import reading
from tests.strategies import small_handbooks

HEAVY = bool(os.environ.get("KATCH_HEAVY"))
KEPT = {Verdict.HOLDS, Verdict.ENFORCED}
LOST = {Verdict.BROKEN, Verdict.VACUOUS}
OPEN = {Verdict.NOT_EXHAUSTED, Verdict.UNDEFINED}


def compared(made, handbook, every=1):
    """Compare the answers about some duties with proofs of the chart without each."""
    asked = WhatIfs(made, handbook)
    before = prove(made, handbook)
    for duty in duties(made, handbook)[::every]:
        found = asked.of(duty)
        after = prove(without(made, duty), handbook)
        kept = [name for name, proof in before.items() if proof.verdict in KEPT]
        lost = {
            name: after[name].verdict
            for name in kept
            if name != SOUNDNESS and after[name].verdict in LOST
        }
        assert {each.safeguard: each.without for each in found.promises} == lost, duty
        assert set(found.undecided) == {
            name for name in kept if name != SOUNDNESS and after[name].verdict in OPEN
        }, duty
        check_case(duty, found)


def check_case(duty, found):
    """The case is one that nobody needs the duty for, and it shows what is lost."""
    if found.case is None:
        assert not found.stays
        assert all(each.without is Verdict.VACUOUS for each in found.promises)
        return
    case, broken = found.case.case, found.case.safeguard
    assert len(case.rows) == len(case.words) == len(case.steps)
    assert duty not in {row.activity for row in case.rows}
    if broken is None:
        assert found.stays
    else:
        assert broken in {each.safeguard for each in found.promises}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_quick_answers_are_those_of_proofs_made_anew(handbook):
    made = chart(handbook.protocols["first"], handbook)
    compared(made, handbook, every=3)


NAMES = sorted(reading().sound().protocols) if HEAVY else ["champion_outreach"]


@pytest.mark.parametrize("name", NAMES)
def test_quick_answers_about_shipped_protocols_are_those_of_proofs(name):
    handbook = reading().sound()
    made = chart(handbook.protocols[name], handbook)
    compared(made, handbook, every=1 if HEAVY else 4)
