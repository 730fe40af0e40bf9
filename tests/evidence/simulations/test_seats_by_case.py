"""Who sits at an activity may depend on the case: ``only R does A where C``."""

from collections import Counter
from datetime import timedelta

import pytest

from katch_protocols.evidence.simulations.engine.store import (
    RECORD_WIDTH,
    TASKS,
    Kind,
)
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import Scenario
from katch_protocols.verbs.simulate import simulate
from tests.evidence.simulations.queues import AGENCIES, HANDBOOK, ROLES, scenario
from tests.evidence.simulations.test_compiled import cut, read_by_python, told
from tests.evidence.simulations.test_live_cases import replay

REGION = """\
region: harbour
title: Harbour
posts:
  desk: {title: Desk, roles: [clerk], people: 1}
  other_desk: {title: Other desk, roles: [second_clerk], people: OTHERS}
"""

LETTERS = """\
protocol: letters
title: Letters
version: 1.0.0
facts:
  danger: {title: Danger, values: [present, absent]}
safeguards:
  told: {title: Told, rule: RULE}
"""

PROTOCOL = """\
initial: open
states:
  open:
    title: Open
    activities:
      assess:
        {title: Assess, by: clerk, accountable: office, records: danger, to: assessed}
      lift:
        {title: Lift, by: clerk, accountable: office, may: true, to: assessed}
  assessed:
    title: Assessed
    activities:
      decide:
        {title: Decide, by: [clerk, second_clerk], accountable: office, to: ended}
  ended: {title: Done, final: true, outcome: done}
"""

STRANDS = """\
initial: both
states:
  both:
    title: Both
    parallel:
      slow:
        title: Slow
        initial: open
        states:
          open:
            title: Open
            activities:
              decide:
                title: Decide
                by: [clerk, second_clerk]
                accountable: office
                to: decided
          decided: {title: Decided, final: true}
      quick:
        title: Quick
        initial: kept
        states:
          kept:
            title: Kept
            activities:
              lift: {title: Lift, by: clerk, accountable: office, to: lifted}
          lifted: {title: Lifted, final: true}
    done: ended
  ended: {title: Done, final: true, outcome: done}
"""

LIFTED = STRANDS.replace("Lift, by: clerk", "Lift, by: second_clerk")

TWO_PLACES = """\
initial: open
states:
  open:
    title: Open
    activities:
      draft:
        title: Draft
        by: clerk
        accountable: office
        records: danger
        to: sorting
  sorting:
    title: Sorting
    decide: [{when: danger is present, to: left}, {to: right}]
  left:
    title: Left
    activities:
      sign: {title: Sign, by: clerk, accountable: office, to: ended}
  right:
    title: Right
    activities:
      sign: {title: Sign, by: clerk, accountable: office, to: ended}
  ended: {title: Done, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: letters
region: harbour
arrivals: 2 cases a week
work: {default: 1 hour}
values: {danger: {present: 50%, absent: 50%}}
MORE
run: {years: 1, seed: 8, warm_up: 1 month}
"""

WAY = ["lift", "decide"]

ALONE, OTHER = ("desk-1",), ("other_desk-1",)


def slowly(asked: Scenario) -> Scenario:
    """Return a scenario in which to decide takes three hours, and all else one."""
    points = (Duration(amount=3, unit=Unit.HOURS),)
    slow = asked.work["default"].model_copy(update={"points": points})
    return asked.model_copy(update={"work": {**asked.work, "decide": slow}})


def books(rule, others=1, more="", waived="", protocol=PROTOCOL):
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION.replace("OTHERS", str(others)),
            "letters.yaml": LETTERS.replace("RULE", rule) + protocol + waived,
        }
    )
    return scenario(ASKED.replace("MORE", more), book), book


def deciding(rule: str, others: int = 1, more: str = "", waived: str = ""):
    """Return who decided, by what was found, and by whether it was lifted before."""
    asked, book = books(rule, others, more, waived)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    found: Counter[tuple[str, bool, tuple[str, ...]]] = Counter()
    for case in told_cases(made, 0, store):
        done = [each.activity for each in case.events]
        if done[-1:] == ["decide"]:
            last = case.events[-1]
            people = (last.doer[1], *(token for _, token, _ in last.together_with))
            danger = case.events[0].records.get("danger", "unknown")
            found[danger, "lift" in done, people] += 1
    assert replay(asked, book, 1) > 60
    return found


def people_by_danger(*asked, **named) -> dict[str, set[tuple[str, ...]]]:
    found = deciding(*asked, **named)
    return {
        danger: {who for each, _, who in found if each == danger}
        for danger in ("present", "absent")
    }


def test_only_some_may_do_it_where_something_is_so() -> None:
    found = people_by_danger("only second_clerk does decide where danger is present")
    # Where it binds nobody else does; elsewhere whoever is free does.
    assert found == {"present": {OTHER}, "absent": {ALONE, OTHER}}


def test_where_nobody_of_them_is_there_those_cases_stay_open() -> None:
    rule = "only second_clerk does decide where danger is present"
    assert people_by_danger(rule, others=0) == {"present": set(), "absent": {ALONE}}


def test_a_condition_that_never_holds_binds_nobody() -> None:
    """Before, it was read as always: with no such person no case ever ended."""
    where = "where danger is present and danger is absent"
    found = people_by_danger(f"only second_clerk does decide {where}", others=0)
    assert found == {"present": {ALONE}, "absent": {ALONE}}


def test_a_waiver_sets_it_aside() -> None:
    waived = "waivers: {told: {reason: Few, by: office, until: 2036-12-31}}\n"
    found = people_by_danger("only second_clerk does decide", 0, waived=waived)
    assert found == {"present": {ALONE}, "absent": {ALONE}}


def test_somebody_takes_part_where_something_is_so() -> None:
    rule = "assess with second_clerk where danger is unknown"
    asked, book = books(rule)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    firsts = [case.events[0] for case in told_cases(made, 0, store) if case.events]
    assert len(firsts) > 60
    assert {(each.doer[1], each.together_with[0][1]) for each in firsts} == {
        ("desk-1", "other_desk-1")
    }
    assert replay(asked, book, 1) > 60


def test_whoever_must_take_part_and_may_act_does_it_alone() -> None:
    """Before, anybody did it alone: a live case refuses the clerk."""
    found = people_by_danger("decide with second_clerk where danger is present")
    assert found == {"present": {OTHER}, "absent": {ALONE, OTHER}}


def test_after_the_exception_others_may_do_it() -> None:
    often = "choices: {open: {lift: 50, assess: 50}}"
    found = deciding("only second_clerk does decide unless lift", 0, often)
    assert {(lifted, who) for _, lifted, who in found} == {(True, ALONE)}


def test_what_waits_for_some_is_done_by_others_once_they_may() -> None:
    """A case waits for a desk without people, until another strand lifts it."""
    asked, book = books(
        "only second_clerk does decide unless lift", 0, protocol=STRANDS
    )
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    ways = Counter(
        tuple(each.activity.rpartition(".")[2] for each in case.events)
        for case in told_cases(made, 0, store)
    )
    assert ways["lift", "decide"] > 60
    assert replay(asked, book, 1) > 60


def test_whoever_may_not_by_the_end_has_worked_in_vain() -> None:
    """A clerk decides for three hours; after one, another strand shuts clerks out."""
    asked, book = books(
        "only second_clerk does decide where done lift", protocol=LIFTED
    )
    asked = slowly(asked)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    deciders: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for case in told_cases(made, 0, store):
        done = [each.activity.rpartition(".")[2] for each in case.events]
        if "decide" in done:
            place = done.index("decide")
            deciders["lift" in done[:place]][case.events[place].doer[1]] += 1
    assert set(deciders[True]) == {"other_desk-1"}
    assert deciders[True]["other_desk-1"] > 60
    assert replay(asked, book, 1) > 120


def test_who_worked_alone_where_others_must_take_part_by_the_end_did_so_in_vain() -> (
    None
):
    alone = LIFTED.replace("by: [clerk, second_clerk]", "by: clerk")
    asked, book = books("decide with second_clerk where done lift", protocol=alone)
    asked = slowly(asked)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    together = Counter(
        len(case.events[1].together_with)
        for case in told_cases(made, 0, store)
        if [each.activity.rpartition(".")[2] for each in case.events] == WAY
    )
    assert set(together) == {1}
    assert together[1] > 60


def test_whoever_is_asked_for_no_longer_may_take_part_to_the_end() -> None:
    """Two decide for three hours; after one, a clerk alone is enough, and told."""
    alone = LIFTED.replace("by: [clerk, second_clerk]", "by: clerk")
    rule = "decide with second_clerk unless lift"
    asked, book = books(rule, others=2, protocol=alone)
    made = planned(slowly(asked), book)
    store = Runs("today", asked, made).once(0, logs=True)
    found = Counter(
        (case.events[1].at - case.opened, len(case.events[1].together_with))
        for case in told_cases(made, 0, store)
        if [each.activity.rpartition(".")[2] for each in case.events] == WAY
    )
    assert found[timedelta(hours=3), 0] > 15
    assert {together for _, together in found} == {0}
    assert replay(slowly(asked), book, 1) > 120


def test_what_nobody_could_do_is_counted_in_every_place_together() -> None:
    """Before, the last of two states in which it stands hid the other."""
    rule = "draft and sign by different people"
    asked, book = books(rule, 0, protocol=TWO_PLACES)
    store = Runs("today", asked, planned(asked, book)).once(0)
    kinds = store.record[::RECORD_WIDTH]
    acts = {
        store.record[at * RECORD_WIDTH + 3]
        for at, kind in enumerate(kinds)
        if kind == Kind.STUCK
    }
    assert len(acts) == 2
    run = asked.run.model_copy(update={"runs": 20})
    several = asked.model_copy(update={"run": run})
    stuck = simulate(several, book).today
    assert stuck.stuck["sign"] == pytest.approx(stuck.cases.mean, rel=0.1)


@pytest.mark.parametrize(
    ("rule", "protocol"),
    [
        ("only second_clerk does decide where danger is present", PROTOCOL),
        ("decide with second_clerk unless lift", PROTOCOL),
        ("only second_clerk does decide unless lift", STRANDS),
        ("only second_clerk does decide where done lift", STRANDS),
        ("only clerk does decide unless lift", LIFTED),
        ("decide with second_clerk where done lift", LIFTED),
        ("draft and sign by different people", TWO_PLACES),
    ],
)
@pytest.mark.parametrize("others", [0, 1])
def test_compiled_runs_tell_the_same(rule: str, protocol: str, others: int) -> None:
    """With a queue, in which tasks change places."""
    asked, book = books(rule, others, "order: most_urgent", protocol=protocol)
    many = asked.arrivals.model_copy(update={"thousandths": 30_000})
    often = slowly(asked).model_copy(update={"arrivals": many})
    plan = cut(planned(often, book).plan, 60)
    with read_by_python() as runs:
        assert told(runs, plan, 1)[TASKS] > 200


def test_what_nobody_may_do_does_not_happen_either() -> None:
    """Before, it did in every case: a clerk lifted what only others may lift."""
    happens = "happens: {lift: {share: 100% of cases, after: 1 minute}}"
    for rule, is_lifted in (
        ("only clerk does lift", True),
        ("only second_clerk does lift", False),
        ("only second_clerk does lift where danger is present", True),
    ):
        found = deciding(rule, more=happens)
        assert {lifted for _, lifted, _ in found} == {is_lifted}


def test_whom_two_sentences_ask_for_takes_part_once() -> None:
    """Before, two such people sat there: a live case refuses the second."""
    rule = "assess with second_clerk"
    both = f"{rule}}}\n  again: {{title: Again, rule: {rule} where danger is unknown"
    asked, book = books(both, others=2)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(0, logs=True)
    first = [case.events[0] for case in told_cases(made, 0, store) if case.events]
    assert {len(each.together_with) for each in first} == {1}
    assert replay(asked, book, 1) > 60


def test_a_choice_may_be_named_with_its_protocol() -> None:
    rule, line = "decide at most 9 times", "choices: {STATE: {assess: 1, lift: 1}}"
    one, other, none = (
        deciding(rule, more=more)
        for more in (
            line.replace("STATE", "open"),
            line.replace("STATE", "letters.open"),
            "",
        )
    )
    assert one == other != none
