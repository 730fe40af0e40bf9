"""Names in what several protocols share are reported once, where they are written."""

from tests.rules.saltmarsh import referral, seen

STATES = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      close: {title: Close, by: duty_officer, to: closed}
"""

FRAGMENT = """fragment: missing_child
states:
  missing:
    title: Missing
    held_by: duty_officr
    activities:
      find: {title: Find, by: duty_officer, to: reportd}
activities:
  alert: {title: Alert, by: duty_officer, accountable: actor, to: missing}
"""


def _two(use: str = "") -> dict[str, str]:
    text = referral(STATES, more=use)
    return {
        "referral.yaml": text,
        "schooling.yaml": text.replace("protocol: referral", "protocol: schooling"),
    }


def test_a_slip_in_a_fragment_is_told_once_however_many_use_it() -> None:
    files = {**_two("use: [missing_child]\n"), "fragments/missing_child.yaml": FRAGMENT}
    assert [path for path, _ in seen("unknown-role", files)] == [
        "fragments.missing_child.states.missing.held_by"
    ]
    assert [path for path, _ in seen("unknown-target", files)] == [
        "fragments.missing_child.states.missing.activities.find.to"
    ]


def test_a_slip_in_a_protocol_is_told_once_although_another_runs_it() -> None:
    files = _two()
    outer = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      refer: {title: Refer, by: duty_officer, to: learning}
  learning: {runs: schooling, then: {closed: closed}}
"""
    files["referral.yaml"] = referral(outer)
    files["schooling.yaml"] = files["schooling.yaml"].replace("to: closed", "to: closd")
    assert [path for path, _ in seen("unknown-target", files)] == [
        "protocols.schooling.states.reported.activities.close.to"
    ]


def test_a_safeguard_that_several_protocols_share_is_told_once() -> None:
    shared = "safeguards:\n  ask_first: {rule: closed requires that consent is givn}\n"
    files = {**_two(), "safeguards.yaml": shared}
    assert seen("unknown-value", files) == [
        (
            "safeguards.ask_first.rule",
            {"value": "givn", "fact": "consent", "values": "given, refused"},
        )
    ]


def test_a_safeguard_binds_the_protocols_that_have_its_names() -> None:
    shared = "safeguards:\n  close_once: {rule: close at most 1 times}\n"
    assert seen("safeguard-binds-nothing", {**_two(), "safeguards.yaml": shared}) == []


def test_a_slip_in_a_safeguard_of_a_fragment_is_told_once_where_it_is_written() -> None:
    fragment = FRAGMENT.replace("duty_officr", "duty_officer").replace(
        "reportd", "reported"
    )
    fragment += "safeguards:\n  found_first: {rule: closed requires fnd}\n"
    files = {**_two("use: [missing_child]\n"), "fragments/missing_child.yaml": fragment}
    found = seen("safeguard-name-missing", files)
    assert found == [
        (
            "fragments.missing_child.safeguards.found_first.rule",
            {"safeguard": "found_first", "name": "fnd", "protocol": "referral"},
        )
    ]


def test_a_handover_makes_names_that_safeguards_may_use() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      refer:
        title: Refer
        by: duty_officer
        to: assisted
        handover: {to: caseworker, within: 4 hours, decline: reported}
  assisted:
    title: Assisted
    held_by: caseworker
    activities:
      close: {title: Close, by: caseworker, to: closed}
"""
    more = """safeguards:
  taken: {rule: assisted requires acknowledge_refer}
  waits: {rule: while awaiting_refer never close}
  refused: {rule: decline_refer at most 3 times}
"""
    files = {"referral.yaml": referral(states, more=more)}
    assert seen("safeguard-name-missing", files) == []


TWICE = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      refer: {title: Refer, by: duty_officer, to: first_year}
  first_year: {held_by: duty_officer, runs: schooling, then: {closed: second_year}}
  second_year: {held_by: duty_officer, runs: schooling, then: {closed: closed}}
"""


def test_an_activity_of_a_protocol_that_runs_twice_has_two_meanings() -> None:
    more = "safeguards:\n  enrolled: {rule: closed requires close}\n"
    files = {**_two(), "referral.yaml": referral(TWICE, more=more)}
    found = seen("ambiguous-name-in-safeguard", files)
    assert [facts["paths"] for _, facts in found] == [
        "first_year.close, second_year.close"
    ]
    assert seen("safeguard-name-missing", files) == []


def test_a_safeguard_that_asks_for_a_choice_asks_for_nothing() -> None:
    states = STATES.replace("to: closed", "to: triage")
    choice = "  triage: {decide: [{to: closed}]}\n"
    more = "safeguards:\n  chosen: {rule: closed requires that in triage}\n"
    files = {"referral.yaml": referral(states + choice, more=more)}
    assert seen("in-passing-state", files) == [
        ("protocols.referral.safeguards.chosen.rule", {"state": "triage"})
    ]
