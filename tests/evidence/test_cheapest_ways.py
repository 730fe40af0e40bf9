"""A search where the cheapest ways pass finds what a search everywhere finds.

Random cases of random worlds, with clocks and without, are spoilt and told with days
between their events, at one instant without an order, or from the middle on.
"""

from datetime import UTC, datetime
from random import Random
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.evidence.audits import cheapest_ways, explaining, searching
from katch_protocols.evidence.audits.answers import AuditAnswer
from katch_protocols.evidence.audits.explaining import Explainer
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.model.handbook import Handbook
from tests.cases.living import begun, lived
from tests.evidence.logs import at, audited, case_rows, found
from tests.evidence.test_lives import CLOCKED, PLAIN, logged

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
PACES = [(MINUTE,), (0, 0, MINUTE), (MINUTE, DAY, 40 * DAY)]
"""From one event to the next it is as long as one of these."""


def spoilt(case: LogCase, random: Random) -> LogCase:
    """Return a case with steps dropped, moved and doubled, at other times."""
    events = [replace(each, origin=None, number=None) for each in case.events]
    for _ in range(random.choice((0, 1, 2))):
        if len(events) > 1:
            one = events.pop(random.randrange(len(events)))
            if random.random() < 0.5:
                events.insert(random.randrange(len(events) + 1), one)
        if events and random.random() < 0.5:
            one = random.choice(events)
            events.insert(random.randrange(len(events) + 1), one)
    pace, when, moved = random.choice(PACES), case.opened, []
    for each in events:
        when += random.choice(pace)
        moved.append(replace(each, at=when, until=when))
    if len(moved) > 1 and random.random() < 0.3:
        return replace(case, events=tuple(moved[1:]), seen=False)
    return replace(case, events=tuple(moved))


def everywhere(explainer: Explainer, case: LogCase) -> Explanation:
    """Return the explanation of a search that looks at everything."""
    with (
        patch.object(explaining, "straight", lambda *_: None),
        patch.object(cheapest_ways.WaysAhead, "cheapest", lambda *_: None),
    ):
        return explainer.explain(case, on=True)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.one_of(PLAIN, CLOCKED), st.randoms(use_true_random=False))
def test_looking_where_the_ways_pass_finds_what_looking_everywhere_does(
    handbook: Handbook, random: Random
) -> None:
    life = begun(handbook)
    lived(life, random, set(), most=8)
    case = spoilt(logged(life), random)
    silent = sorted(case.compiled.full_names)[: random.choice((0, 1))]
    explainer = Explainer(case.compiled, silent, case.opened + 100 * DAY)
    other = everywhere(explainer, case)
    assume(other.is_decided)
    assert explainer.explain(case, on=True) == other


def test_a_search_that_looks_everywhere_is_given_up_where_the_ways_are_not(
    monkeypatch,
):
    rows = case_rows()
    del rows[4]
    monkeypatch.setattr(searching, "MOST_FOUND", 12)
    case = audited(rows)
    assert found(case) == [("missing", "hearing.rule_on")]
    assert case.explanation.is_decided
    monkeypatch.setattr(cheapest_ways, "MOST_MET", 0)
    assert not audited(rows).explanation.is_decided


def test_of_a_case_from_before_the_log_nothing_is_told_where_the_search_is_given_up(
    monkeypatch,
):
    since = datetime(2026, 3, 19, tzinfo=UTC)
    rows = [{**row, "at": at(30 + n)} for n, row in enumerate(case_rows())]
    # Hearing twice fits from nowhere; the case did not begin with its first event.
    rows = [rows[2], rows[4], rows[5], {**rows[2], "at": at(40)}]
    case = audited(rows, since=since)
    assert not case.explanation.from_start
    assert case.explanation.edits
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    case = audited(rows, since=since)
    assert (case.explanation.edits, case.explanation.from_start) == (None, False)
    assert case.answers["order"] is AuditAnswer.CANNOT_TELL
