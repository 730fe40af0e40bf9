"""Runs heed ``A at least D after B``: nothing is done that a live case calls too early.

And what one activity records in one place alone, and what is due again and again.
"""

from datetime import timedelta
from functools import cache

import pytest

from katch_protocols.evidence.simulations.bounds import bounds_if_kept
from katch_protocols.evidence.simulations.engine.store import TASKS
from katch_protocols.evidence.simulations.events import SimulatedCase, told_cases
from katch_protocols.evidence.simulations.planning import IfKept, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, ROLES, scenario
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import Replay

NOTICE = """\
protocol: notice
title: Notice
version: 1.0.0
facts:
  reply: {title: Reply, values: [sought, not_sought]}
initial: open
states:
  open:
    title: Open
    activities:
      announce:
        title: Announce
        by: clerk
        accountable: office
        records: [reply]
        to: announced
  announced:
    title: Announced
    activities:
      decide_it: {title: Decide it, by: clerk, accountable: office, to: NEXT}
  weighed:
    title: Weighed
    decide:
      - {when: reply is sought, to: open}
      - {to: closed}
  closed: {title: Closed, final: true, outcome: done}
activities:
  hurry_up: {title: It cannot wait, by: nobody}
  lapse: {title: The notice lapses, by: nobody, from: announced, to: closed}
safeguards:
  ten_days: {rule: RULE}
"""

REGION = """\
region: harbour
title: Harbour
posts:
  desk: {title: Desk, roles: [clerk], people: 9, cover: always}
"""

ASKED = """\
scenario: s
protocols: notice
region: harbour
arrivals: 400 cases a year
work: {default: {from: 10 minutes, usually: 20 minutes, to: 2 hours}}
values: {reply: {sought: 50%, not_sought: 50%}}
HAPPENS
run: {years: 1, seed: 3, runs: 2}
"""

TEN_DAYS = "decide_it at least 10 days after announce"
DAY = timedelta(days=1)


@cache
def book(rule: str = TEN_DAYS, after: str = "weighed", text: str = NOTICE) -> Handbook:
    told = text.replace("NEXT", after).replace("RULE", rule)
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "notice.yaml": told,
        }
    )


def runs(
    handbook: Handbook, happens: str = "", how: int = IfKept.NO
) -> tuple[SimulatedCase, ...]:
    """Return the cases of one run; each is lived through, and both engines agree."""
    asked = scenario(ASKED.replace("HAPPENS", happens), handbook)
    made = planned(asked, handbook, if_kept=how)
    cases = told_cases(made, 0, Runs("today", asked, made).once(0, logs=True))
    live = Replay(handbook, asked.region)
    assert sum(map(live.follow, cases)) > 60
    with read_by_python() as compiled:
        assert told(compiled, cut(made.plan, 40), 1)[TASKS] > 20
    return cases


def gaps(cases: tuple[SimulatedCase, ...], first: str, then: str) -> list[timedelta]:
    """Return how long after each ``first`` the next event came, if it is ``then``."""
    return [
        later.at - sooner.at
        for case in cases
        for sooner, later in zip(case.events, case.events[1:], strict=False)
        if (sooner.activity, later.activity) == (first, then)
    ]


@pytest.mark.parametrize("how", [IfKept.NO, IfKept.RANDOM, IfKept.LAST])
def test_nobody_does_what_is_too_early(how: int) -> None:
    waited = gaps(runs(book(), how=how), "announce", "decide_it")
    assert len(waited) > 60
    # Whoever was held back begins at once, and works for two hours at most.
    assert 10 * DAY < min(waited) <= max(waited) <= 10 * DAY + timedelta(hours=2)


def test_only_the_values_with_which_it_is_too_early_wait() -> None:
    rule = "closed at least 10 days after announce"
    cases = runs(book(rule))
    waited = gaps(cases, "announce", "decide_it")
    soon = [gap for gap in waited if gap < DAY]
    assert {gap > 10 * DAY for gap in waited} == {True, False}
    # Where a reply is sought the case does not end, and nothing is too early.
    assert len(soon) == len(gaps(cases, "decide_it", "announce"))


def test_after_its_exception_a_sentence_holds_nothing_back() -> None:
    happens = "happens: {hurry_up: {share: 50%, after: 3 days}}"
    cases = runs(book(f"{TEN_DAYS} unless hurry_up"), happens)
    waited = gaps(cases, "announce", "decide_it")
    assert {gap > 10 * DAY for gap in waited} == {True, False}
    hurried = [
        each
        for each in cases
        if "hurry_up" in [event.activity for event in each.events[:2]]
    ]
    assert hurried


def test_what_happens_by_itself_waits_as_well() -> None:
    happens = "happens: {lapse: {share: 100%, after: 1 hour}}"
    rule = "lapse at least 5 days after announce"
    slow = NOTICE.replace("by: clerk, accountable: office, to: NEXT", SLOW)
    waited = gaps(runs(book(rule, text=slow), happens), "announce", "lapse")
    assert len(waited) > 50
    assert set(waited) == {5 * DAY}


SLOW = "by: second_clerk, accountable: office, may: true, to: NEXT"


def test_a_step_with_its_own_b_before_its_a_is_never_taken() -> None:
    """Announcing again ends the case; whatever is sought, that is not too early."""
    text = NOTICE.replace("is sought, to: open", "is sought, to: closed")
    rule = "closed at least 10 days after weighed"
    cases = runs(book(rule, text=text))
    assert not any("decide_it" in [e.activity for e in each.events] for each in cases)


PLACES = """\
protocol: notice
title: Notice
version: 1.0.0
facts:
  reply: {title: Reply, values: [sought, not_sought]}
initial: open
states:
  open:
    title: Open
    activities:
      told: {title: News comes, by: nobody, records: [reply], to: heard}
      go_on: {title: Go on, by: clerk, accountable: office, to: later}
  heard: {title: Heard, final: true, outcome: done}
  later:
    title: Later
    activities:
      told: {title: News comes, by: nobody, to: aside}
      wait: {title: Wait, by: clerk, accountable: office, may: true, to: heard}
  aside: {title: Aside, final: true, outcome: not_done}
"""


@pytest.mark.parametrize("after", ["1 minute", "1 day"])
def test_what_happens_may_record_in_one_place_and_not_in_another(after: str) -> None:
    handbook = book(text=PLACES)
    cases = runs(handbook, f"happens: {{told: {{share: 100%, after: {after}}}}}")
    heard = [e for each in cases for e in each.events if e.activity == "told"]
    assert len(heard) > 300
    stated = {event.records.get("reply") for event in heard}
    # Nobody goes on within a minute; after a day everybody has.
    assert stated == ({"sought", "not_sought"} if after == "1 minute" else {None})


AGAIN = """\
protocol: notice
title: Notice
version: 1.0.0
initial: open
states:
  open:
    title: Open
    within: 9 hours
    activities:
      look: {title: Look, by: clerk, accountable: office, every: 2 hours}
      close: {title: Close, by: clerk, accountable: office, to: closed}
  closed: {title: Closed, final: true, outcome: done}
safeguards:
  looked: {rule: after look then look within 2 hours unless close}
  closed_soon: {rule: after open then close within 9 hours}
"""


@pytest.mark.parametrize("last", [False, True])
def test_what_is_due_again_and_again_is_done_where_every_deadline_is_kept(
    last: bool,
) -> None:
    handbook = book(text=AGAIN)
    asked = scenario(ASKED.replace("HAPPENS", "").replace(VALUES, ""), handbook)
    found = {each.name: each for each in bounds_if_kept(asked, handbook, last=last)}
    looked, closed = found["looked"], found["closed_soon"]
    assert (looked.proved, looked.holds) == (2.0, True)
    assert (closed.proved, closed.holds) == (9.0, True)
    assert looked.cases > 100
    assert closed.cases > 100
    if last:
        assert (looked.longest, closed.longest) == (2.0, 9.0)
    how = IfKept.LAST if last else IfKept.RANDOM
    plan = cut(planned(asked, handbook, if_kept=how).plan, 30)
    with read_by_python() as compiled:
        assert told(compiled, plan, 1)[TASKS] > 20


BEGINNING = """\
protocol: notice
title: Notice
version: 1.0.0
facts:
  mood: {title: Mood, values: [calm, tense], initially: calm}
initial: open
states:
  open:
    title: Open
    within: 9 hours
    activities:
      close:
        {title: Close, by: clerk, accountable: office, when: mood is calm, to: closed}
  closed: {title: Closed, final: true, outcome: done}
safeguards:
  calm_soon: {rule: after open then close within 9 hours where mood is calm}
  tense_soon: {rule: after open then close within 9 hours where mood is tense}
"""


def test_a_case_begins_with_its_first_values() -> None:
    handbook = book(text=BEGINNING)
    asked = scenario(ASKED.replace("HAPPENS", "").replace(VALUES, ""), handbook)
    found = {each.name: each.cases for each in bounds_if_kept(asked, handbook)}
    assert found["calm_soon"] > 300
    assert found.get("tense_soon", 0) == 0


VALUES = "values: {reply: {sought: 50%, not_sought: 50%}}\n"
