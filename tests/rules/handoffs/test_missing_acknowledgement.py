"""missing-acknowledgement: what is a crossing of agencies, and what is none."""

from tests.rules.saltmarsh import referral, seen

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
