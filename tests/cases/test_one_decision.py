"""Doing and asking why not are one decision, also where an activity has two entries."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, handbook

BUSY = """
protocol: busy
title: {en: Busy, ru: Занято, kk: Бос емес}
initial: both
states:
  both:
    parallel:
      left:
        initial: unsigned
        states:
          unsigned:
            title: {en: Unsigned, ru: Не подписано, kk: Қол қойылмаған}
            held_by: worker
            activities:
              sign:
                title: {en: Sign, ru: Подписать, kk: Қол қою}
                by: [worker, officer]
                records: [danger]
                to: signed
          signed: {title: {en: Signed, ru: Подписано, kk: Қойылған}, final: true}
      right:
        initial: waiting
        states:
          waiting:
            title: {en: Waiting, ru: Ожидание, kk: Күту}
            held_by: officer
            activities:
              sign:
                title: {en: Countersign, ru: Заверить, kk: Растау}
                by: [judge, officer]
                reason: true
                reasons: [yearly]
                to: countersigned
              inspect:
                title: {en: Inspect, ru: Осмотреть, kk: Қарау}
                by: [worker, judge]
          countersigned: {title: {en: Done, ru: Готово, kk: Дайын}, final: true}
    done: over
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
safeguards:
  judge_is_there: {rule: inspect with judge, source: [act]}
"""
PROTOCOL = handbook(busy=BUSY).protocols["busy"]
PEOPLE = [
    actor("u1", "officer"),
    actor("u2", "worker"),
    actor("u3", "judge"),
    actor("u4", "worker", "judge"),
    actor("u5", "judge", agency="police"),
    actor("u6", "carer"),
    actor("u7", "worker", agency="police"),
]
OFFICER, WORKER, JUDGE, BOTH = PEOPLE[:4]


def busy():
    return open_case(PROTOCOL, reference="case-1", region="east", at=NOW)


def needs(activity, by, **words):
    """Say what ``do`` refuses for; ``why_not`` must say the same."""
    case, words = busy(), {"together_with": (), "records": {}, "at": NOW, **words}
    asked = case.why_not(activity, by=by, **words)
    with pytest.raises(ActivityRefusedError) as caught:
        case.do(activity, by=by, **words)
    assert caught.value.refusal == asked
    return asked.needs


def test_a_fact_that_only_one_entry_asks_for_says_which_entry_is_meant():
    case = busy()
    words = {"by": OFFICER, "together_with": (), "records": {"danger": "absent"}}
    assert case.why_not("sign", **words) is None
    assert case.do("sign", at=NOW, **words).deed.origin == "both.left.unsigned"


def test_what_is_lacking_is_lacking_for_one_and_the_same_entry():
    """The worker may sign and lacks the fact; the judge countersigns, with a reason."""
    assert needs("sign", WORKER) == (Need.FACTS,)
    assert needs("sign", JUDGE) == (Need.REASON,)
    assert needs("sign", WORKER, reason="yearly") == (Need.ROLE,)
    assert needs("sign", JUDGE, records={"danger": "absent"}) == (Need.ROLE,)


def test_a_role_in_which_the_activity_is_not_done_is_refused_though_one_may_act():
    words = {"role": "officer", "together_with": [JUDGE]}
    assert needs("inspect", BOTH, **words) == (Need.ROLE,)


def test_whoever_may_act_in_one_of_two_roles_acts_in_that_one():
    """As a worker they would need a judge there; as the judge they need nobody."""
    case = busy()
    assert case.why_not("inspect", by=BOTH, at=NOW, together_with=()) is None
    assert case.do("inspect", by=BOTH, at=NOW).role == "judge"
    assert needs("inspect", BOTH, role="worker") == (Need.PARTNER,)


def _tried(case, activity, by, words):
    """Return the refusal and the event; neither, where a name is not known."""
    try:
        return None, case.do(activity, by=by, **words)
    except UnknownNameError:
        return None, None
    except ActivityRefusedError as error:
        return error.refusal, None


people = st.sampled_from(PEOPLE)


@settings(max_examples=300)
@given(
    activity=st.sampled_from(["sign", "inspect"]),
    by=people,
    words=st.fixed_dictionaries(
        {
            "together_with": st.lists(people, max_size=2),
            "records": st.sampled_from([{}, {"danger": "absent"}]),
            "reason": st.sampled_from([None, "yearly"]),
            "role": st.sampled_from([None, "worker", "judge", "officer"]),
            "state": st.sampled_from([None, "both.left.unsigned"]),
            "at": st.sampled_from([NOW, NOW - timedelta(hours=1)]),
        }
    ),
)
def test_what_is_asked_about_whole_is_done_or_refused_for_what_was_told(
    activity, by, words
):
    case = busy()
    try:
        told = case.why_not(activity, by=by, **words)
    except UnknownNameError:
        told = None
    refusal, event = _tried(case, activity, by, words)
    assert refusal == told
    if event is None:
        assert refusal is None or refusal.unmet
    else:
        assert event.role in by.roles
