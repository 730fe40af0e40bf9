"""missing-acknowledgement: what is a crossing of agencies, and what is none."""

from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from tests.rules.saltmarsh import FILES, referral, seen

ASSISTED = """  assisted:
    title: Assisted
    held_by: caseworker
    activities:
      finish: {title: Finish, by: caseworker, to: closed}
"""


def _reported(activity: str) -> str:
    return f"""  reported:
    title: Reported
    held_by: duty_officer
    activities:
      refer: {activity}
"""


def _crossings(states: str, more: str = "", **files: str) -> list[dict[str, str]]:
    named = {name.replace("_yaml", ".yaml"): text for name, text in files.items()}
    text = referral(states, more=more)
    found = seen("missing-acknowledgement", {"referral.yaml": text, **named})
    return [facts for _, facts in found]


CROSSING = {
    "activity": "refer",
    "sender": "harbour_police",
    "receiver": "welfare_office",
}


def test_a_crossing_through_a_choice_counts() -> None:
    states = _reported("{title: Refer, by: duty_officer, to: triage}")
    triage = "  triage: {decide: [{to: assisted}]}\n"
    assert _crossings(states + triage + ASSISTED) == [CROSSING]


def test_a_crossing_that_only_some_cases_make_counts() -> None:
    states = _reported("{title: Refer, by: duty_officer, records: consent, to: triage}")
    triage = """  triage:
    decide:
      - {when: consent is given, to: assisted}
      - {to: reported}
"""
    assert _crossings(states + triage + ASSISTED) == [CROSSING]


def test_an_act_of_the_receiver_acknowledges_by_itself() -> None:
    states = _reported("{title: Take over, by: caseworker, to: assisted}")
    assert _crossings(states + ASSISTED) == []


def test_an_act_of_either_side_does_not() -> None:
    states = _reported("{title: Refer, by: [caseworker, duty_officer], to: assisted}")
    assert _crossings(states + ASSISTED) == [CROSSING]


def test_within_one_agency_nothing_is_handed_over() -> None:
    states = _reported("{title: Refer, by: duty_officer, to: assisted}")
    within = ASSISTED.replace("held_by: caseworker", "held_by: line_manager")
    held = states.replace("held_by: duty_officer", "held_by: caseworker")
    assert _crossings(held + within) == []


def test_an_end_has_no_receiver() -> None:
    assert _crossings(_reported("{title: Close, by: duty_officer, to: closed}")) == []


def test_a_role_that_both_agencies_may_hold_is_not_surely_crossing() -> None:
    roles = """roles:
  duty_officer: {title: Duty officer, agency: [harbour_police, welfare_office]}
  caseworker: {title: Caseworker, agency: welfare_office}
  line_manager: {title: Line manager, agency: welfare_office}
"""
    states = _reported(
        "{title: Refer, by: duty_officer, accountable: actor, to: assisted}"
    )
    assert _crossings(states + ASSISTED, roles_yaml=roles) == []


def test_an_activity_of_the_whole_protocol_crosses_from_where_the_case_is() -> None:
    states = _reported("{title: Close, by: duty_officer, to: closed}")
    more = (
        "activities:\n  transfer: {title: Transfer, by: duty_officer,"
        " accountable: actor, to: assisted}\n"
    )
    assert _crossings(states + ASSISTED, more) == [{**CROSSING, "activity": "transfer"}]


STRANDS = """  helped:
    title: Helped
    parallel:
      care:
        initial: cared
        states:
          cared: {title: Cared for, held_by: caseworker}
      treatment:
        initial: treated
        states:
          treated: {title: Treated, held_by: nurse}
"""
CLINIC = {
    "agencies_yaml": FILES["agencies.yaml"]
    + "  clinic: {title: Clinic, kind: service, level: district}\n",
    "roles_yaml": FILES["roles.yaml"]
    + "  nurse: {title: Nurse, agency: clinic}\n"
    + "  desk: {title: Police desk, agency: harbour_police}\n",
}


def _into_strands(receiver: str = "") -> list[str]:
    """Return to whom a move into two strands is told not to be acknowledged."""
    handover = f", handover: {{to: {receiver}, within: 1 hour}}" if receiver else ""
    states = _reported(f"{{title: Refer, by: duty_officer, to: helped{handover}}}")
    found = _crossings(states + STRANDS, **CLINIC)
    assert all(facts["activity"] == "refer" for facts in found)
    return [facts["receiver"] for facts in found]


def test_every_agency_that_holds_a_strand_must_acknowledge() -> None:
    assert _into_strands() == ["welfare_office, clinic"]
    assert _into_strands("caseworker") == ["clinic"]
    assert _into_strands("nurse") == ["welfare_office"]


def test_a_handover_within_the_own_agency_acknowledges_nothing() -> None:
    assert _into_strands("duty_officer") == ["welfare_office, clinic"]
    assert _into_strands("desk") == ["welfare_office, clinic"]


def test_a_strand_that_starts_beside_the_goal_must_be_acknowledged_too() -> None:
    handover = "handover: {to: caseworker, within: 1 hour}"
    refer = f"{{title: R, by: duty_officer, to: helped.care.cared, {handover}}}"
    found = _crossings(_reported(refer) + STRANDS, **CLINIC)
    assert [facts["receiver"] for facts in found] == ["clinic"]


def test_the_handoffs_of_the_agencies_say_the_same() -> None:
    for receiver in ("caseworker", "nurse", "duty_officer", "desk"):
        handover = f"handover: {{to: {receiver}, within: 1 hour}}"
        refer = f"{{title: Refer, by: duty_officer, to: helped, {handover}}}"
        files = {name.replace("_", "."): text for name, text in CLINIC.items()}
        texts = {"referral.yaml": referral(_reported(refer) + STRANDS), **files}
        handbook = read_texts({**FILES, **texts}).sound()
        open_ones = [
            each.receiver
            for each in responsibility(handbook).handoffs
            if not each.acknowledged
        ]
        told = ", ".join(_into_strands(receiver)).split(", ")
        assert open_ones == told


def test_an_activity_of_a_composite_crosses_from_what_is_inside() -> None:
    states = """  reported:
    title: Reported
    held_by: caseworker
    initial: guarded
    states:
      guarded: {title: Guarded, held_by: duty_officer}
    activities:
      refer: {title: Refer, by: duty_officer, to: assisted}
"""
    assert _crossings(states + ASSISTED) == [CROSSING]


def test_what_is_taken_up_where_it_was_left_needs_no_answer() -> None:
    states = """  reported:
    title: Reported
    initial: guarded
    states:
      guarded: {title: Guarded, held_by: duty_officer}
    activities:
      lose:
        title: Lose
        by: duty_officer
        to: lost
        handover: {to: caseworker, within: 1 hour}
  lost:
    title: Lost
    held_by: caseworker
    activities:
      find: {title: Find, by: duty_officer, to: resume reported}
      close: {title: Close, by: caseworker, to: closed}
"""
    assert _crossings(states) == []


def test_a_fragment_says_once_what_it_does_in_every_protocol() -> None:
    fragment = """fragment: search
title: Search
states:
  missing:
    title: Missing
    held_by: caseworker
    activities:
      finish: {title: Finish, by: caseworker, to: closed}
activities:
  lose: {title: Lose, by: duty_officer, from: [reported], to: missing}
"""
    one = referral(_reported("{title: C, by: duty_officer, to: closed}"))
    one += "use: [search]\n"
    files = {
        "referral.yaml": one,
        "second.yaml": one.replace("protocol: referral", "protocol: second"),
        "fragments/search.yaml": fragment,
    }
    found = seen("missing-acknowledgement", files)
    assert [subject for subject, _ in found] == ["fragments.search.activities.lose"]


def test_the_receiver_may_be_any_holder_of_a_strand() -> None:
    states = _reported(
        "{title: R, by: duty_officer, to: helped, handover: {to: HOLDER}}"
    )

    def other(receiver: str) -> int:
        text = referral(states.replace("HOLDER", receiver) + STRANDS)
        files = {name.replace("_", "."): each for name, each in CLINIC.items()}
        return len(seen("handover-to-other-holder", {"referral.yaml": text, **files}))

    assert (other("caseworker"), other("nurse"), other("duty_officer")) == (0, 0, 1)


OUTER = """protocol: around
title: Around
valid_from: 2026-01-01
initial: refers
states:
  refers: {title: Refers, runs: referral, then: {closed: assisted}}
"""


def test_what_leads_out_of_a_protocol_that_runs_must_be_acknowledged_too() -> None:
    """The inner one knows no receiver, and the outer one did not write the activity."""
    ended = "  over: {title: Over, final: true, outcome: protected}\n"
    around = OUTER + ASSISTED.replace("to: closed", "to: over") + ended
    inner = _reported("{title: Refer, by: duty_officer, to: closed}")
    assert _crossings(inner, around_yaml=around) == [CROSSING]
    told = _reported("{title: Refer, by: duty_officer, to: assisted}") + ASSISTED
    assert _crossings(told, around_yaml=around) == [CROSSING]


def _inside(when: str) -> str:
    """An activity stands around two states; the receiver holds one of them already."""
    return f"""  reported:
    title: Reported
    initial: ours
    states:
      ours:
        title: Ours
        held_by: duty_officer
        activities: {{take: {{title: Take over, by: caseworker, to: theirs}}}}
      theirs: {{title: Theirs, held_by: caseworker}}
    activities:
      refer: {{title: Refer, by: duty_officer, {when}to: assisted}}
"""


def test_who_holds_a_state_in_which_it_is_never_possible_hands_nothing_over() -> None:
    assert _crossings(_inside("when: in theirs, ") + ASSISTED) == []
    for when in ("", "when: in ours, "):
        assert _crossings(_inside(when) + ASSISTED) == [CROSSING]
