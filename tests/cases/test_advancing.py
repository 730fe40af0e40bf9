"""The clock of a case: every step that it owes, so many in one call, and none lost."""

import pickle
from datetime import timedelta

import pytest

from katch_protocols.cases.acting import MOST_STEPS
from katch_protocols.cases.case import Case
from katch_protocols.errors import AdvanceError, KatchError
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, handbook

MINUTE = timedelta(minutes=1)
TICKING = """
protocol: ticking
title: {en: Ticking, ru: Часы, kk: Сағат}
initial: waiting
states:
  waiting:
    title: {en: Waiting, ru: Ожидание, kk: Күту}
    held_by: worker
    after: {1 minutes: waiting}
    activities:
      close: {title: {en: Close, ru: Закрыть, kk: Жабу}, by: worker, to: closed}
  closed: {title: {en: Done, ru: Готово, kk: Дайын}, final: true, outcome: protected}
"""
PROTOCOL = handbook(ticking=TICKING).protocols["ticking"]


def ticking():
    return open_case(PROTOCOL, reference="case-1", region="east", at=NOW)


def test_a_clock_that_ticks_by_the_minute_stops_after_a_thousand_steps_and_says_so():
    case = ticking()
    with pytest.raises(AdvanceError) as caught:
        case.advance(NOW + timedelta(days=100))
    error = caught.value
    assert isinstance(error, KatchError)
    assert (error.taken, error.reached) == (1_000, NOW + 1_000 * MINUTE)
    assert error.wakes_at == case.wakes_at == NOW + 1_001 * MINUTE
    assert str(error) == (
        "The clock took 1,000 steps, which are in the log, and came to "
        "18 March 2026, 22:40 UTC. The next is due at 18 March 2026, 22:41 UTC. "
        "Call `advance` again to go on."
    )
    # Ours, and only to look at it: an error is told to another process.
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)  # noqa: S301
    assert case.version == 1_000
    assert [event.at for event in case.events] == [
        NOW + number * MINUTE for number in range(1, 1_001)
    ]


def test_going_on_after_the_bound_takes_every_step_once():
    case, calls, until = ticking(), 0, NOW + 2_500 * MINUTE
    while True:
        calls += 1
        try:
            last = case.advance(until)
        except AdvanceError:
            continue
        break
    assert (calls, len(last), case.version) == (3, 500, 2_500)
    assert [event.at for event in case.events] == [
        NOW + number * MINUTE for number in range(1, 2_501)
    ]
    assert case.advance(until) == ()
    assert Case.restore(PROTOCOL, case.snapshot()).wakes_at == case.wakes_at


def test_exactly_as_many_steps_as_are_allowed_are_no_refusal():
    case = ticking()
    assert len(case.advance(NOW + MOST_STEPS * MINUTE)) == MOST_STEPS
    assert len(case.advance(NOW + (MOST_STEPS + 1) * MINUTE)) == 1
