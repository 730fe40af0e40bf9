"""What waits where no clock runs has no bound, and that is known without its times."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, Safeguard
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing import first_times
from katch_protocols.proofs.timing.first_times import (
    FirstTimes,
    LatestTime,
    latest_times,
)
from katch_protocols.proofs.timing.timed_sentences import from_to
from katch_protocols.proofs.timing.times import worst_case
from katch_protocols.proofs.timing.unclocked import Unclocked
from katch_protocols.semantics.events import find_event
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_worst_case import names, seldom

RULE = "after told then met within 9 days unless lost"


def states(**others: Any) -> dict[str, Any]:
    return {
        "told": {"activities": {"see": {"to": "seen"}, "lose": {"to": "lost"}}},
        "seen": {"activities": {"meet": {"to": "met"}, **others}},
        "lost": {"activities": {"find": {"to": "told"}}},
        "met": {"activities": {"close": {"to": "over"}}},
        "over": {"final": True},
    }


def book(limits: dict[str, str], *rules: str, **others: Any) -> Handbook:
    handbook = make_timed(states(**others), limits)
    safeguards = {
        f"s{number}": Safeguard(id=f"s{number}", rule=parse_safeguard(rule))
        for number, rule in enumerate(rules)
    }
    protocol = handbook.protocols["case"].model_copy(update={"safeguards": safeguards})
    return handbook.model_copy(update={"protocols": {"case": protocol}})


def study_of(handbook: Handbook, name: str = "case") -> ProofSession:
    return ProofSession(chart(handbook.protocols[name], handbook), Holders(handbook))


def is_met(handbook: Handbook, later: str, *unless: str, first: str = "told") -> bool:
    study = study_of(handbook)
    rule = AfterThen(event=first, later=later, unless=unless)
    return Unclocked(study).is_met(from_to(SlotReader(rule, study), first, later))


LIMITS = {"told": "2 days", "seen": "3 days"}


@pytest.mark.parametrize(
    ("later", "unless", "found"),
    [
        ("seen", (), True),  # lost has no limit
        ("seen", ("lost",), False),
        ("met", ("lost",), False),
        ("over", ("lost",), True),  # nor has met
        ("over", ("lost", "met"), False),
    ],
)
def test_a_case_that_stands_without_a_clock_has_no_bound(later, unless, found):
    assert is_met(book(LIMITS), later, *unless) is found


def test_what_begins_to_be_owed_later_is_looked_at_from_there():
    handbook = book({"seen": "3 days"})
    assert not is_met(handbook, "met", first="seen")
    assert is_met(handbook, "met", first="told")


def test_whoever_waits_for_a_timer_has_a_clock():
    waiting = {"after": {"3 days": "met"}}
    plain = {"told": {"activities": {"meet": {"to": "met"}}}, "met": {"final": True}}
    timed = {**plain, "told": {**plain["told"], **waiting}}
    assert is_met(make_timed(plain, {}), "met")
    assert not is_met(make_timed(timed, {}), "met")


def test_where_the_clock_of_a_duty_may_run_nothing_is_claimed():
    plain = book({"told": "2 days"}, call={})
    owed = book({"told": "2 days"}, call={"within": "1 day"})
    assert is_met(plain, "met", "lost")
    assert not is_met(owed, "met", "lost")
    # Once the call is made nothing runs there: the timed look still finds no bound.
    assert latest_times(study_of(owed).chart, owed, ["met"]) == {
        "met": LatestTime(None)
    }


def test_nothing_timed_is_explored_for_what_has_no_bound(monkeypatch):
    asked = []

    def told(study, question):
        asked.append([slot.event.name for slot in question.slots])
        return worst_case(study, question)

    monkeypatch.setattr(first_times, "worst_case", told)
    handbook = book(LIMITS, RULE)
    found = latest_times(study_of(handbook).chart, handbook, ["over", "met"])
    exceptions = found["met"].unless
    assert found == {
        "over": LatestTime(None),
        "met": LatestTime(5 * 24 * 60, exceptions),
    }
    assert set(exceptions) <= {"lost"}
    assert asked == [["lost", "met", "told"]]


@seldom(60)
@given(timed_protocols("timers, stops, powers and duties"), st.data())
def test_what_is_found_to_have_no_bound_has_none(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, _ = names(handbook)
    first, then, but = (data.draw(st.sampled_from(every)) for _ in range(3))
    study = ProofSession(found, Holders(handbook))
    assume(not study.is_vast)
    met = Unclocked(study)
    for unless in ((), (but,)):
        rule = AfterThen(event=first, later=then, unless=unless)
        question = from_to(SlotReader(rule, study), first, then)
        if met.is_met(question):
            longest = worst_case(study, question)
            assert longest.minutes is None
            assert longest.asked


@seldom(15)
@given(timed_protocols("timers, stops, powers and duties"), st.data())
def test_the_latest_time_is_the_longest_of_the_measures(
    handbook: Handbook, data: st.DataObject
) -> None:
    """Which looks at the whole question first, whatever its bound."""
    found, every, _ = names(handbook)
    then = data.draw(st.sampled_from(every), label="then")
    but = data.draw(st.sampled_from(every), label="unless")
    study = ProofSession(found, Holders(handbook))
    times = FirstTimes(study)
    event = find_event(study.chart, then)
    span = times.span(then, event, ((but,),))
    minutes = span.worst.minutes if span.worst.asked else None
    unless = () if minutes is None else span.unless
    assert times.latest(event, ((but,),)) == LatestTime(minutes, unless)
