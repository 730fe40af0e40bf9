"""The deadline beside a duty is the one that the duty keeps."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.chart import EntryKind
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_handbook, read_texts
from katch_protocols.model.states import StateKind
from tests.duties.dressed import dressed
from tests.duties.small import FILES

ROOT = Path(__file__).parents[2]
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


def test_what_is_possible_from_several_states_has_the_clock_of_its_handover_only():
    tell = _duty("tell")
    assert {limit.state: limit.ends for limit in tell.limits} == {
        "seen": False,
        "rated": False,
        "awaiting_tell_from_seen": False,
        "awaiting_tell_from_rated": False,
    }
    assert (_said(tell.limit), tell.limit.confirms) == ("3 hours", True)


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


@pytest.mark.parametrize(
    ("protocol", "activity", "kept", "elsewhere"),
    [
        ("acml_identification_and_support", "parent_unavailable", "3 hours", []),
        ("acml_identification_and_support", "rate_risk", "24 hours", ["72 hours"]),
        ("acml_identification_and_support", "escalate_tip", "24 hours", []),
        (
            "acml_identification_and_support",
            "follow_up",
            "5 working days",
            ["30 days"],
        ),
        (
            "identification_child_tip",
            "decide_procedural_track",
            "5 working days",
            ["10 working days"],
        ),
        ("protocol_governance", "return_with_reasons", "3 months", [None]),
        ("referral_and_assistance", "open_review", None, []),
        ("referral_and_assistance", "note_absence", None, []),
    ],
)
def test_the_shipped_duties_have_the_deadlines_of_their_files(
    protocol, activity, kept, elsewhere
):
    answer = responsibility(read_handbook(ROOT / "protocols"), only=protocol)
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
        if not limit.confirms
    }
    plain = {
        name: state
        for name, state in _written(protocol.states)
        if state.kind is StateKind.ATOMIC and state.within is not None
    }
    for name, state in plain.items():
        inside = {act.id for act in state.activities.values() if act.to is not None}
        for (where, activity), ends in found.items():
            if where == name and inside:
                assert ends == (activity in inside)
