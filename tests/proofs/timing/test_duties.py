"""Duties with clocks of their own: proofs agree with a search hour by hour."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.timed_sentences import (
    from_to,
    prove_at_least_every,
    prove_within,
)
from katch_protocols.proofs.timing.times import worst_case
from tests.proofs.timing.clockmaking import hours, timed_protocols
from tests.proofs.timing.test_worst_case import MOST, agree, brute, names, seldom
from tests.proofs.timing.timed import Asked

NAMED: Any = None


@seldom(60)
@given(timed_protocols("duties"), st.data())
def test_duties_and_deadlines_are_decided(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(every), label="after")
    then = data.draw(st.sampled_from([*every, *early]), label="then")
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    answer = prove_within(rule, found, handbook)
    agree(answer, brute(handbook, Asked(first, then)), most, exact=False)


@seldom(40)
@given(timed_protocols("duties, timers, stops and powers"), st.data())
def test_with_timers_pauses_and_powers_no_verdict_is_wrong(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="between")
    end = data.draw(st.sampled_from(every), label="and")
    recurring = data.draw(st.sampled_from(every), label="always")
    most = data.draw(st.integers(1, MOST), label="at least every")
    rule = AtLeastEvery(event=first, end=end, recurring=recurring, period=hours(most))
    answer = prove_at_least_every(rule, found, handbook)
    agree(answer, brute(handbook, Asked(first, end, recurring)), most, exact=False)


@seldom(40)
@given(timed_protocols("duties alone"), st.data())
def test_the_longest_time_is_that_of_the_search(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    study = ProofSession(found, Holders(handbook))
    rule = AfterThen(event=first, later=then)
    longest = worst_case(study, from_to(SlotReader(rule, study), first, then))
    worst = brute(handbook, Asked(first, then))
    if worst is None:
        assert not longest.asked
    elif worst > MOST:
        assert longest.minutes is None or longest.minutes > MOST * 60
    else:
        assert longest.minutes == worst * 60
