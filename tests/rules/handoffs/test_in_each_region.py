"""What passes between agencies is looked at in each region, for whoever acts there."""

import pytest

from tests.rules.saltmarsh import FILES, referral, seen

AGENCIES = FILES["agencies.yaml"] + (
    "  shelter: {title: Shelter, kind: ngo, level: district, may_see: [health]}\n"
)
ROLES = FILES["roles.yaml"] + (
    "  helper: {title: Helper, agency: welfare_office}\n"
    "  guardian: {title: Guardian, agency: none}\n"
    "  council:\n"
    "    {title: Council, members: [caseworker, duty_officer], chair: caseworker}\n"
)
SHELTER, UNBOUND = "{agency: shelter}", "{unbound: Nobody is known}"


def _seen(
    rule: str, states: str, *helpers: str, more: str = "", roles: str = ROLES
) -> list[dict[str, str]]:
    """Return what a rule says; the helper is whom a region each names, or its home."""
    files = {
        "agencies.yaml": AGENCIES,
        "roles.yaml": roles,
        "referral.yaml": referral(states, more=more),
    }
    for at, helper in enumerate(helpers):
        bound = f"roles: {{helper: {helper}}}\n" if helper else ""
        files[f"regions/r{at}.yaml"] = f"region: r{at}\ntitle: Region {at}\n{bound}"
    return [facts for _, facts in seen(rule, files)]


def _moves(holder: str, by: str, receiver: str) -> str:
    return f"""  reported:
    title: Reported
    held_by: {holder}
    activities:
      refer: {{title: Refer, by: {by}, accountable: welfare_office, to: assisted}}
  assisted:
    title: Assisted
    held_by: {receiver}
    activities:
      finish: {{title: Finish, by: caseworker, to: closed}}
"""


CROSSING = {"activity": "refer", "sender": "welfare_office", "receiver": "shelter"}


@pytest.mark.parametrize(
    ("helpers", "crosses"),
    [
        ((), False),  # At home both are of the welfare office.
        (("",), False),
        (("", SHELTER), True),
        ((SHELTER, SHELTER), True),
        ((UNBOUND,), False),  # Nobody is there who could take the child.
    ],
)
def test_a_case_crosses_where_a_region_gives_the_next_state_to_another(
    helpers: tuple[str, ...], crosses: bool
) -> None:
    states = _moves("caseworker", "caseworker", "helper")
    found = _seen("missing-acknowledgement", states, *helpers)
    assert found == ([CROSSING] if crosses else [])


@pytest.mark.parametrize(
    ("by", "is_told"),
    [
        ("duty_officer", True),
        ("guardian", True),  # A person without office is no receiver.
        ("[guardian, caseworker]", True),
        ("caseworker", False),
        ("helper", False),
    ],
)
def test_only_the_receiver_acknowledges_by_acting(by: str, is_told: bool) -> None:
    found = _seen("missing-acknowledgement", _moves("duty_officer", by, "caseworker"))
    crossing = {**CROSSING, "sender": "harbour_police", "receiver": "welfare_office"}
    assert found == ([crossing] if is_told else [])


def test_what_a_panel_holds_its_chair_holds() -> None:
    # The police have a seat, and do not answer for the child there.
    found = _seen(
        "missing-acknowledgement", _moves("duty_officer", "duty_officer", "council")
    )
    crossing = {**CROSSING, "sender": "harbour_police", "receiver": "welfare_office"}
    assert found == [crossing]
    assert not _seen(
        "missing-acknowledgement", _moves("caseworker", "caseworker", "council")
    )


@pytest.mark.parametrize(
    ("helpers", "is_told"),
    [((), True), (("",), True), (("", SHELTER), True), ((SHELTER,), False)],
)
def test_a_transfer_needs_another_agency_wherever_it_is_acknowledged(
    helpers: tuple[str, ...], is_told: bool
) -> None:
    states = """  reported:
    title: Reported
    held_by: caseworker
    activities:
      close: {title: Close, by: caseworker, to: closed}
      send:
        {title: Send, by: caseworker, to: sent, handover: {to: helper, within: 1 day}}
  sent: {title: Sent, final: true, outcome: transferred}
"""
    found = _seen("transfer-without-receiver", states, *helpers)
    assert found == ([{"state": "sent"}] if is_told else [])


@pytest.mark.parametrize(
    ("by", "to", "helpers", "is_told"),
    [
        ("caseworker", "helper", ("",), False),
        ("caseworker", "helper", ("", SHELTER), True),
        ("caseworker", "helper", (UNBOUND,), False),
        ("helper", "welfare_office", (SHELTER,), True),
        ("helper", "welfare_office", (UNBOUND,), False),
        # Where the other of two acts, the data leave its agency.
        ("[caseworker, duty_officer]", "welfare_office", (), True),
        ("[caseworker, helper]", "welfare_office", (), False),
        ("caseworker", "council", (), True),  # The police have a seat.
        ("caseworker", "guardian", (), False),
        ("guardian", "caseworker", (), True),
    ],
)
def test_data_leave_the_agency_of_whoever_sends_them(
    by: str, to: str, helpers: tuple[str, ...], is_told: bool
) -> None:
    states = f"""  reported:
    title: Reported
    held_by: caseworker
    activities:
      ask: {{title: Ask, by: caseworker, records: consent}}
      send:
        title: Send
        by: {by}
        produces: report
        sends: {{report: [{to}]}}
        to: closed
"""
    more = "documents:\n  report: {title: Report, contains: [health]}\n"
    found = _seen("sends-without-consent", states, *helpers, more=more)
    sent = {"activity": "send", "document": "report", "data": "health"}
    assert found == ([sent] if is_told else [])


@pytest.mark.parametrize(
    ("helpers", "is_told"),
    [
        ((), False),  # At home the caseworker's agency is the helper's.
        (("", SHELTER), True),
        (("{agency: harbour_police}",), True),
        ((UNBOUND,), False),
    ],
)
def test_whoever_acknowledges_holds_the_next_state_in_each_region(
    helpers: tuple[str, ...], is_told: bool
) -> None:
    states = _moves("duty_officer", "duty_officer", "caseworker").replace(
        "to: assisted", "to: assisted, handover: {to: helper, within: 1 day}"
    )
    found = _seen("handover-to-other-holder", states, *helpers)
    facts = {
        "activity": "refer",
        "receiver": "helper",
        "state": "assisted",
        "holder": "caseworker",
    }
    assert found == ([facts] if is_told else [])


@pytest.mark.parametrize(
    ("helpers", "blind"),
    [
        ((), ["harbour_police"]),
        (("",), ["harbour_police"]),
        ((SHELTER, ""), ["harbour_police"]),
        ((SHELTER,), []),  # The police hold the role in no region.
        (("{agency: shelter, valid_to: 2027-12-31}",), ["harbour_police"]),
        ((UNBOUND,), ["harbour_police"]),  # Some day it may be bound.
        (("{agency: welfare_office}", SHELTER), []),
    ],
)
def test_who_holds_a_role_nowhere_is_sent_nothing(
    helpers: tuple[str, ...], blind: list[str]
) -> None:
    states = """  reported:
    title: Reported
    held_by: caseworker
    activities:
      send:
        title: Send
        by: caseworker
        produces: report
        sends: {report: [helper]}
        to: closed
"""
    more = "documents:\n  report: {title: Report, contains: [health]}\n"
    roles = ROLES.replace(
        "Helper, agency: welfare_office", "Helper, agency: harbour_police"
    )
    found = _seen("receiver-may-not-see", states, *helpers, more=more, roles=roles)
    assert [facts["agency"] for facts in found] == blind


@pytest.mark.parametrize(
    ("helper", "more", "crosses"),
    [
        (SHELTER, "", True),
        ("{agency: shelte}", "", False),  # Somebody else may well be meant.
        (SHELTER, "progress: {refferal: {drafted: 2025-01-01}}\n", True),
    ],
)
def test_only_who_is_not_known_leaves_a_region_open(
    helper: str, more: str, *, crosses: bool
) -> None:
    region = f"region: r0\ntitle: Region\nroles: {{helper: {helper}}}\n{more}"
    files = {
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "referral.yaml": referral(_moves("caseworker", "caseworker", "helper")),
        "regions/r0.yaml": region,
    }
    found = [facts for _, facts in seen("missing-acknowledgement", files)]
    assert found == ([CROSSING] if crosses else [])
