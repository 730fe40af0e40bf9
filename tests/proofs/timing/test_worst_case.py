"""Worst-case times equal those of an exhaustive search, hour by hour."""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.clock_bounds import prove_nearly
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import Stage, TimeQuestion
from katch_protocols.proofs.timing.timed_sentences import (
    from_to,
    prove_at_least_every,
    prove_within,
)
from katch_protocols.proofs.timing.times import best_case, worst_case
from katch_protocols.proofs.timing.worst_labels import TimeLabels
from katch_protocols.proofs.verdicts import Answer, Counterexample, Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table
from tests.interpreter import UnendingError
from tests.proofs.timing.clockmaking import hours, timed_protocols
from tests.proofs.timing.soonest import shortest_wait
from tests.proofs.timing.timed import Asked, TooLargeError, longest_wait

MOST = 6


def names(handbook: Handbook) -> tuple[Chart, list[str], list[str]]:
    """Return the chart, every event, and those that the initial state may bring."""
    found = chart(handbook.protocols["first"], handbook)
    assume(not found.problems)
    table = compile_chart(found)
    assume(not table.endless)
    early = [found.nodes[node].name for node in table.entered]
    early += [row.activity for row in table.possible(table.initial) if not row.timed]
    early += [
        name
        for name in found.counted
        if not set(_brings(found, name)).isdisjoint(early)
    ]
    states = [node.name for node in found.nodes[1:]]
    return found, [*found.activities, *states, *found.counted], early


def _brings(found: Chart, name: str) -> list[str]:
    counted = found.counted[name]
    return [*counted.activities, *(found.nodes[node].name for node in counted.nodes)]


def brute(handbook: Handbook, asked: Asked) -> int | None:
    protocol = handbook.protocols["first"]
    try:
        return longest_wait(protocol, handbook, asked, MOST + 1)
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise


Found = TypeVar("Found")


def within_bounds(find: Callable[[], Found]) -> Found:
    """Return what is found; of more clocks than a proof looks at nothing is asked."""
    try:
        return find()
    except BoundError:
        assume(condition=False)
        raise


def stage_of(study: ProofSession, question: TimeQuestion, sight: Extent) -> Stage:
    return within_bounds(lambda: set_stage(study, question, sight))


def agree(answer: Answer, worst: int | None, most: int, *, exact: bool) -> None:
    """Check that a proof says the same as the search."""
    if answer.verdict is Verdict.NOT_EXHAUSTED:
        assert not exact
        return
    if worst is None:
        assert answer.verdict in {Verdict.VACUOUS, Verdict.HOLDS}
        return
    late = worst > most
    assert answer.verdict is (Verdict.BROKEN if late else Verdict.HOLDS)
    if exact and not late:
        assert answer.reason is not None
        assert answer.reason.spent is not None
        assert answer.reason.spent.minutes == worst * 60


def can_be_gone(table: Table, story: Counterexample) -> bool:
    """Tell whether every step of a case is possible where it is taken."""
    word = table.initial
    for row, after in zip(story.rows, story.words, strict=True):
        if not row.applies(word) or table.is_final(word) or row.after(word) != after:
            return False
        word = after
    return True


def check_within(handbook: Handbook, data: st.DataObject, *, exact: bool) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="after")
    then = data.draw(st.sampled_from(every), label="then")
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    answer = within_bounds(lambda: prove_within(rule, found, handbook))
    agree(answer, brute(handbook, Asked(first, then)), most, exact=exact)
    if answer.counterexample is not None:
        assert can_be_gone(compile_chart(found), answer.counterexample)


def seldom(examples: int) -> Any:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )


@seldom(50)
@given(timed_protocols("powers"), st.data())
def test_deadlines_alone_are_decided_exactly(
    handbook: Handbook, data: st.DataObject
) -> None:
    check_within(handbook, data, exact=True)


@seldom(50)
@given(timed_protocols("timers, stops and powers"), st.data())
def test_with_timers_and_pauses_no_verdict_is_wrong(
    handbook: Handbook, data: st.DataObject
) -> None:
    check_within(handbook, data, exact=False)


@seldom(50)
@given(timed_protocols("timers, some of which take up again"), st.data())
def test_with_timers_that_count_anew_no_verdict_is_wrong(
    handbook: Handbook, data: st.DataObject
) -> None:
    check_within(handbook, data, exact=False)


@seldom(50)
@given(timed_protocols("timers"), st.data())
def test_deadlines_and_timers_are_decided(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(every), label="after")
    then = data.draw(st.sampled_from([*every, *early]), label="then")
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    answer = within_bounds(lambda: prove_within(rule, found, handbook))
    assert answer.verdict is not Verdict.NOT_EXHAUSTED
    agree(answer, brute(handbook, Asked(first, then)), most, exact=False)


@seldom(40)
@given(timed_protocols("timers, stops and powers"), st.data())
def test_gaps_between_recurring_events_are_judged_rightly(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="between")
    end = data.draw(st.sampled_from(every), label="and")
    recurring = data.draw(st.sampled_from(every), label="always")
    most = data.draw(st.integers(1, MOST), label="at least every")
    rule = AtLeastEvery(event=first, end=end, recurring=recurring, period=hours(most))
    answer = prove_at_least_every(rule, found, handbook)
    worst = brute(handbook, Asked(first, end, recurring))
    agree(answer, worst, most, exact=False)


@seldom(80)
@given(timed_protocols("timers and stops"), st.data())
def test_from_near_no_case_seems_faster_than_it_is(
    handbook: Handbook, data: st.DataObject
) -> None:
    """And so a limit that is proved from near, if it is, is never broken."""
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    rule = AfterThen(event=first, later=then)
    study = ProofSession(found, Holders(handbook))
    question = from_to(SlotReader(rule, study), first, then)
    labels = TimeLabels(stage_of(study, question, Extent.NEAR))
    dues = [label.due for label in labels.search(beyond=MOST * 60)]
    worst = brute(handbook, Asked(first, then))
    assert worst is None or max(dues) >= worst * 60
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    study = ProofSession(found, Holders(handbook))
    question = from_to(SlotReader(rule, study), first, then)
    answer = prove_nearly(study, question, hours(most))
    # Without an answer nothing is claimed.
    assert answer is None or worst is None or worst <= most


@seldom(40)
@given(timed_protocols("timers and stops"), st.data())
def test_with_every_clock_there_are_no_fewer_configurations(
    handbook: Handbook, data: st.DataObject
) -> None:
    """So a slice with too many needs no look at all clocks to know that they have."""
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    rule = AfterThen(event=first, later=then)
    study = ProofSession(found, Holders(handbook))
    question = from_to(SlotReader(rule, study), first, then)
    own, whole = (
        stage_of(study, question, extent) for extent in (Extent.SLICE, Extent.WHOLE)
    )
    assert own.explored.exhausted
    assert whole.explored.exhausted
    assert len(own.explored) <= len(whole.explored)
    assert own.product.cone & ~whole.product.cone == 0


@seldom(40)
@given(timed_protocols("powers"), st.data())
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
        assert longest.minutes == sum(part.minutes for part in longest.parts)


@seldom(8)
@given(timed_protocols("timers and stops"), st.data())
def test_no_case_is_faster_than_the_shortest_time(
    handbook: Handbook, data: st.DataObject
) -> None:
    check_shortest(handbook, data, exact=False)


@seldom(15)
@given(timed_protocols("timers alone"), st.data())
def test_the_shortest_time_is_that_of_the_search_where_only_timers_run(
    handbook: Handbook, data: st.DataObject
) -> None:
    check_shortest(handbook, data, exact=True)


def check_shortest(handbook: Handbook, data: st.DataObject, *, exact: bool) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    study = ProofSession(found, Holders(handbook))
    rule = AfterThen(event=first, later=then)
    question = from_to(SlotReader(rule, study), first, then)
    best = best_case(set_stage(study, question, Extent.SLICE)).minutes
    asked = Asked(first, then)
    try:
        soonest = shortest_wait(handbook.protocols["first"], handbook, asked, MOST + 1)
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise
    if soonest is None:
        return
    assert best is not None
    assert best <= soonest * 60
    if exact and not study.table.layout.resumed:
        assert best == soonest * 60 or soonest > MOST
