"""The deadline beside a duty is the one that the duty keeps."""

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import EntryKind
from katch_protocols.drawings.draw import draw
from katch_protocols.duties.duty_clocks import clocks
from katch_protocols.duties.phrases import Teller
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from katch_protocols.model.states import StateKind
from tests import shipped
from tests.duties.dressed import dressed
from tests.duties.small import FILES

SLOW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))

LATE = """
protocol: lost
title: Lost child
valid_from: 2026-01-01
facts:
  risk: {title: Risk, values: [high, low]}
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 3 days
    activities:
      look: {title: Look, by: officer, to: heard}
  heard:
    title: Heard
    held_by: worker
    initial: at_once
    states:
      at_once:
        title: At once
        within: 24 hours
        activities: {wait: {title: Wait, by: worker, to: in_turn}}
      in_turn: {title: In turn, within: 3 days}
    activities:
      rate: {title: Rate, by: worker, to: rated}
      stop: {title: Stop, by: worker, to: settled}
  rated:
    title: Rated
    held_by: worker
    within: {limit: 5 working days, basis: proposed}
    activities:
      settle: {title: Settle, by: worker, to: settled}
      again: {title: Again, by: worker, to: heard}
  open:
    title: Open
    held_by: worker
    activities:
      settle: {by: worker, to: settled}
  settled: {title: Settled, final: true, outcome: protected}
activities:
  tell:
    title: Tell
    by: officer
    accountable: worker
    from: [seen, rated]
    to: open
    handover: {to: worker, within: 3 hours}
"""


def _duty(activity, text=LATE):
    handbook = read_texts({**FILES, "lost.yaml": text}).sound()
    (found,) = (d for d in responsibility(handbook).raci if d.activity == activity)
    return found


def _said(limit):
    return None if limit is None else str(limit.limit)


def test_what_a_state_declares_keeps_the_deadline_of_that_state():
    look = _duty("look")
    assert (_said(look.limit), look.limit.alone, look.elsewhere) == ("3 days", True, ())


def test_the_clock_of_a_handover_is_the_receivers_and_told_beside_the_senders_duty():
    tell = _duty("tell")
    assert {limit.state: limit.ends for limit in tell.limits} == {
        "seen": False,
        "rated": False,
        "awaiting_tell_from_seen": False,
        "awaiting_tell_from_rated": False,
    }
    assert tell.limit is None
    assert [(_said(each), each.confirms) for each in tell.confirm] == [
        ("3 hours", True)
    ]
    receiver = _duty("acknowledge_tell")
    assert _said(receiver.limit) == "3 hours"


def test_a_deadline_that_several_keep_says_that_none_is_alone():
    assert [_duty(name).limit.alone for name in ("settle", "again")] == [False, False]


def test_a_duty_with_a_deadline_at_some_steps_says_that_others_have_none():
    settle = _duty("settle")
    assert _said(settle.limit) == "5 working days"
    assert [_said(other) for other in settle.elsewhere] == [None]


def test_the_deadlines_inside_a_state_are_kept_by_what_leads_out_of_it():
    text = LATE.replace(
        "        activities: {wait: {title: Wait, by: worker, to: in_turn}}\n", ""
    )
    for name in ("rate", "stop"):
        duty = _duty(name, text)
        assert _said(duty.limit) == "24 hours"
        assert [_said(other) for other in duty.elsewhere] == ["3 days"]


def test_what_interrupts_a_step_with_a_way_out_of_its_own_keeps_no_deadline():
    assert _duty("rate").limit is None
    assert _said(_duty("wait").limit) == "24 hours"


AROUND = """
protocol: lost
title: Lost child
valid_from: 2026-01-01
initial: helped
states:
  helped:
    title: Help under way
    held_by: worker
    within: {limit: 4 months, basis: statutory, source: act}
    activities:
      report_missing: {title: Report the child missing, by: worker, to: sought}
    parallel:
      health:
        initial: waiting
        states:
          waiting:
            title: Waiting
            activities: {treat: {title: Treat, by: nurse, to: treated}}
          treated: {title: Treated, final: true}
      school:
        initial: out
        states:
          out:
            title: Out of school
            activities: {enrol: {title: Enrol, by: worker, to: enrolled}}
          enrolled: {title: Enrolled, final: true}
    done: settled
  sought:
    title: Sought
    held_by: officer
    within: {limit: 5 days, basis: guidance, source: act}
    initial: near
    states:
      near:
        title: Sought nearby
        within: 2 hours
        activities: {widen: {title: Widen the search, by: officer, to: far}}
      far:
        title: Sought everywhere
        activities: {find: {title: Find the child, by: officer, to: settled}}
  settled: {title: Settled, final: true, outcome: protected}
"""


def test_what_interrupts_a_state_that_must_be_completed_has_no_deadline():
    missing = _duty("report_missing", AROUND)
    assert (missing.limit, missing.elsewhere, missing.around) == (None, (), ())


def test_the_deadline_of_a_surrounding_state_is_told_as_that_of_the_step():
    widen, find = _duty("widen", AROUND), _duty("find", AROUND)
    assert (_said(widen.limit), widen.around) == ("2 hours", ())
    assert find.limit is None
    assert [(_said(each), each.title.say("en")) for each in find.around] == [
        ("5 days", "Sought")
    ]
    assert (
        Teller("en").by_when(find) == "deadline of the step “Sought”: 5 days (guidance)"
    )
    assert Teller("en").none(find) == ""


@pytest.mark.parametrize("activity", ["treat", "enrol"])
def test_the_deadline_of_what_must_be_completed_is_told_at_what_completes_it(activity):
    """Each ends a strand; once, no duty and no card told the four months."""
    duty = _duty(activity, AROUND)
    said = "deadline of the step “Help under way”: 4 months (by law)"
    assert (duty.limit, Teller("en").none(duty)) == (None, "")
    assert Teller("en").by_when(duty) == said
    handbook = read_texts({**FILES, "lost.yaml": AROUND}).sound()
    found = chart(handbook.protocols["lost"], handbook)
    agency = {"treat": "clinic", "enrol": "welfare"}[activity]
    card = draw(found, handbook, view="agency", agency=agency)
    assert "Help under way" in str(card.twin)
    assert "4 months" in str(card.twin) or "4 mo" in str(card.twin)


def test_what_completes_a_state_through_another_that_ends_in_it_is_told_so_too():
    inner = """        initial: waiting
        states:
          waiting:
            title: Waiting
"""
    nested = """        initial: near
        states:
          near:
            title: Near
            done: treated
            initial: waiting
            states:
              waiting:
                title: Waiting
                activities: {treat: {title: Treat, by: nurse, to: cured}}
              cured: {title: Cured, final: true}
          treated: {title: Treated, final: true}
"""
    first, _, rest = AROUND.partition(inner)
    text = first + nested + rest.partition("final: true}\n")[2]
    (told,) = _duty("treat", text).around
    assert (told.state, _said(told)) == ("helped", "4 months")


def test_a_drawing_of_deadlines_asks_for_the_step_where_others_stand_inside_it():
    handbook = read_texts({**FILES, "lost.yaml": AROUND}).sound()
    found = chart(handbook.protocols["lost"], handbook)
    rows = draw(found, handbook, view="deadlines").twin[1:]
    assert {(row[1], row[3]) for row in rows} == {
        ("Help under way", "4 mo"),
        ("Sought", "5 d"),
        ("Widen the search", "2 h"),
    }


@pytest.mark.parametrize(
    ("protocol", "activity", "kept", "elsewhere"),
    [
        ("acml_identification_and_support", "parent_unavailable", None, []),
        ("acml_identification_and_support", "rate_risk", "24 hours", ["72 hours"]),
        ("acml_identification_and_support", "escalate_tip", None, []),
        ("acml_identification_and_support", "hold_conference", "10 working days", []),
        ("acml_identification_and_support", "open_services", "24 hours", ["7 days"]),
        # It may be done, so it keeps no deadline of the steps where it is open.
        ("identification_child_tip", "decide_procedural_track", None, []),
        (
            "identification_child_tip",
            "accept_age_opinion",
            "24 hours",
            ["5 working days"],
        ),
        ("protocol_governance", "return_with_reasons", "3 months", [None]),
        ("identification_child_tip", "hear_child", None, []),
        ("referral_and_assistance", "place", None, []),
        ("referral_and_assistance", "open_review", None, []),
        ("referral_and_assistance", "note_absence", None, []),
    ],
)
def test_the_shipped_duties_have_the_deadlines_of_their_files(
    protocol, activity, kept, elsewhere
):
    answer = responsibility(shipped.reading().sound(), only=protocol)
    (duty,) = (each for each in answer.raci if each.activity == activity)
    assert _said(duty.limit) == kept
    assert [_said(other) for other in duty.elsewhere] == elsewhere


def _written(states, above=""):
    for state in states.values():
        name = f"{above}.{state.id}" if above else state.id
        yield name, state
        yield from _written({**state.states, **state.parallel}, name)


@SLOW
@given(dressed())
def test_a_deadline_is_kept_by_what_its_state_declares_and_leads_to_another(made):
    """A second reading, from the model: of plain states and their siblings only."""
    handbook = made.handbook
    protocol = handbook.protocols["first"]
    found = {
        (limit.state, duty.activity): limit.ends
        for duty in responsibility(handbook, only="first").raci
        if duty.kind is EntryKind.WRITTEN
        for limit in duty.limits
        if not limit.confirms and not limit.own
    }
    plain = {
        name: state
        for name, state in _written(protocol.states)
        if state.kind is StateKind.ATOMIC and state.within is not None
    }
    for name, state in plain.items():
        # What nobody must do keeps no deadline.
        acts = (act for act in state.activities.values() if not act.is_optional)
        inside = {act.id for act in acts if act.to is not None}
        for (where, activity), ends in found.items():
            if where == name and inside:
                assert ends == (activity in inside)


BOTH = """
protocol: lost
title: Lost child
valid_from: 2026-01-01
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    activities:
      pass_on:
        title: Pass on
        by: officer
        to: helped
        handover: {to: [worker, host], within: 3 hours, decline: seen}
  helped:
    title: Helped
    held_by: worker
    within: 1 day
    activities: {settle: {title: Settle, by: worker, to: settled}}
  settled: {title: Settled, final: true, outcome: protected}
"""


def test_each_of_several_receivers_has_the_limit_of_the_handover() -> None:
    book = read_texts({**FILES, "lost.yaml": BOTH}).sound()
    protocol = book.protocols["lost"]
    duties = {each.activity: each for each in responsibility(book, only="lost").raci}
    own = {
        name: (str(duty.limit.limit), duty.around)
        for name, duty in duties.items()
        if duty.limit is not None and name.startswith("acknowledge")
    }
    assert own == {
        "acknowledge_pass_on_worker": ("3 hours", ()),
        "acknowledge_pass_on_host": ("3 hours", ()),
    }
    sent = duties["pass_on"]
    assert [str(each.limit) for each in sent.confirm] == ["3 hours"]
    (clock,) = [each for each in clocks(chart(protocol, book), book) if each.confirms]
    assert clock.doing == ("worker", "host")
    assert clock.asked == (("awaiting_pass_on", clock.title),)
