"""A panel that cannot fill its quorum in a region is a role that nobody holds there.

In the south of these handbooks the school has nobody, and the police neither: two of
the four seats are left, where three must be filled.
"""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.charts.holders import Holders, Unfilled
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case, pin
from tests.quorum import FILES, NOW, book, of, person

OFFICER = "  duty_officer: {unbound: No officer}\n"
SOUTH = FILES["regions/south.yaml"] + OFFICER
RECORDS = {"verdict": "granted"}
ANSWERS = FILES["referral.yaml"].replace(
    "handover: {to: case_panel,", "handover: {to: case_panel, decline: reported,"
)
BY_MANAGER = ANSWERS.replace("    by: duty_officer", "    by: line_manager")
"""Somebody in the south can send the case, and it may be declined."""

PIN = "441d150cd64fbf0cc2141bd0c1698d3c4b4819a2f433281ac85eead58aa9b68f"
"""What cases were opened under before a panel's quorum decided who may take over."""


def south(role: str):
    """Return somebody of the south; the token is made of the role."""
    return person(f"{role}-1", role, region="south")


def sent(regions__south: str = SOUTH) -> Case:
    """Open a case in the south that was handed over to the case panel."""
    made = book(regions__south=regions__south, referral=BY_MANAGER)
    case = open_case(
        made.protocols["referral"], reference="c-2", region="south", at=NOW
    )
    case.do("refer", by=south("line_manager"), at=NOW)
    return case


def test_nobody_answers_a_handover_to_a_panel_that_cannot_sit():
    case, chair = sent(), south("caseworker")
    assert case.possible(chair) == ()
    for name in ("acknowledge_refer", "decline_refer"):
        found = case.why_not(name, by=chair)
        assert found is not None
        assert found.needs == (Need.HOLDER,)
        assert found.could == ()
        with pytest.raises(ActivityRefusedError):
            case.do(name, by=chair, at=NOW)
    assert of(case) == "awaiting_refer"
    (due,) = case.due(NOW)
    assert due.held_by == "duty_officer"


def test_where_the_quorum_can_be_filled_the_chair_answers():
    case, chair = sent(FILES["regions/south.yaml"]), south("caseworker")
    assert case.possible(chair) == ("acknowledge_refer", "decline_refer")
    event = case.do("acknowledge_refer", by=chair, at=NOW)
    assert (event.role, event.agency) == ("caseworker", "welfare_office")
    assert of(case) == "weighed"


def test_the_refusal_says_which_seats_are_empty_and_whom_to_ask():
    found = sent().why_not("acknowledge_refer", by=south("caseworker"))
    assert found is not None
    (unmet,) = found.unmet
    assert dict(unmet.facts) == {
        "roles": "case_panel",
        "region": "south",
        "panel": "case_panel",
        "seats": "duty_officer / teacher",
        "filled": "2",
        "quorum": "3",
        "agencies": "harbour_police / school",
    }
    _, lacking, nobody = found.said["en"]
    assert lacking == (
        "«Case panel» cannot sit in «South»: it needs 3 people, its chair among them, "
        "and 2 of its seats can be filled. Nobody there holds «Duty officer» and "
        "«Teacher»: the region must name an agency for that; ask «Harbour police» and "
        "«School»."
    )
    assert nobody == "Nobody could act here now."
    for language in ("ru", "kk"):
        for said in ("«Case panel»", "«Duty officer»", "«School»", "3", "2"):
            assert said in found.said[language][1]


def test_without_its_chair_a_panel_cannot_sit():
    chairless = "region: south\ntitle: South\nroles: {caseworker: {unbound: Nobody}}\n"
    made = book(regions__south=chairless)
    assert Holders(made).unfilled("case_panel", "south") == Unfilled(
        3, ("caseworker",), ("welfare_office",)
    )
    assert Holders(made).unfilled("case_panel", "north") is None


def test_an_agency_that_is_no_more_is_not_to_be_asked():
    ended = FILES["agencies.yaml"].replace(
        "harbour_police:\n", "harbour_police:\n    valid_to: 2026-01-31\n"
    )
    assert ended != FILES["agencies.yaml"]
    made = book(agencies=ended)
    found = Holders(made, NOW.date()).unfilled("case_panel", "south")
    assert found == Unfilled(2, ("duty_officer", "teacher"), ("school",))


def test_what_nobody_holds_is_told_to_everyone_with_a_seat():
    made = book(regions__south=SOUTH)
    assert Holders(made).agencies("case_panel", "south") == ()
    assert Holders(made).everyone("case_panel", "south") == ("welfare_office", "clinic")
    assert Holders(made).doers("case_panel", "south") == ()
    assert Holders(book()).agencies("case_panel", "south") == ("welfare_office",)


def taken_over(day: str) -> Case:
    """Return a case that the panel took over, before its officer was lost on a day."""
    lost = f"  duty_officer: {{unbound: No officer, valid_from: {day}}}\n"
    case = sent(FILES["regions/south.yaml"] + lost)
    case.do("acknowledge_refer", by=south("caseworker"), at=NOW)
    return case


def test_a_panel_that_loses_its_quorum_decides_nothing_from_that_day():
    case = taken_over("2026-07-03")
    nurse, officer = south("nurse"), south("duty_officer")
    asked = {"together_with": [nurse, officer], "records": RECORDS}
    before, after = NOW + timedelta(days=1), NOW + timedelta(days=2)
    assert (
        case.why_not("decide_plan", by=south("caseworker"), at=before, **asked) is None
    )
    found = case.why_not("decide_plan", by=south("caseworker"), at=after, **asked)
    assert found is not None
    assert found.needs == (Need.HOLDER,)
    (unmet,) = found.unmet
    assert unmet.facts["seats"] == "duty_officer / teacher"
    assert case.possible(south("caseworker"), at=before) == ("decide_plan",)
    assert case.possible(south("caseworker"), at=after) == ()


def test_a_log_is_read_again_whatever_the_panel_has_lost_since():
    case = taken_over("2026-07-03")
    record = case.snapshot()
    for seats in (FILES["regions/south.yaml"], SOUTH):
        made = book(regions__south=seats, referral=BY_MANAGER)
        again = Case.restore(made.protocols["referral"], record)
        assert again.snapshot() == record
        again.verify()


def test_the_pin_of_a_protocol_that_only_hands_over_to_a_panel_stays():
    # No case that goes on is parted from its text by who can take it over.
    handing = FILES["referral.yaml"].replace("by: case_panel", "by: caseworker")
    seats = FILES["roles.yaml"].replace("quorum: 3", "quorum: 2")
    made = [book(referral=handing, roles=each) for each in (FILES["roles.yaml"], seats)]
    pins = {pin(each.protocols["referral"]) for each in made}
    assert pins == {PIN}


def test_where_a_role_may_act_too_both_are_said_to_be_held_by_nobody():
    several = BY_MANAGER.replace(" by: case_panel", " by: [teacher, case_panel]")
    lost = FILES["regions/south.yaml"] + OFFICER.replace(
        "}", ", valid_from: 2026-07-03}"
    )
    made = book(regions__south=lost, referral=several, safeguards="safeguards: {}\n")
    case = open_case(
        made.protocols["referral"], reference="c-3", region="south", at=NOW
    )
    case.do("refer", by=south("line_manager"), at=NOW)
    case.do("acknowledge_refer", by=south("caseworker"), at=NOW)
    after = NOW + timedelta(days=3)
    found = case.why_not("decide_plan", by=south("caseworker"), at=after)
    assert found is not None
    (unmet,) = found.unmet
    assert (unmet.facts["roles"], unmet.facts["panel"]) == (
        "teacher / case_panel",
        "case_panel",
    )
    assert found.said["en"][1].startswith(
        "Nobody holds «Teacher» or «Case panel» in «South». «Case panel» cannot sit in "
    )


def test_where_no_agency_is_the_home_of_a_seat_nobody_is_to_be_asked():
    seats = "members: [caseworker, duty_officer, nurse, teacher]"
    roles = FILES["roles.yaml"].replace(seats, "members: [caseworker, nurse, child]")
    made = book(
        roles=f"{roles}  child: {{title: Child, agency: none}}\n",
        regions__south="region: south\ntitle: South\nroles: {child: {unbound: No}}\n",
        safeguards="safeguards: {}\n",
        referral=BY_MANAGER,
    )
    case = open_case(
        made.protocols["referral"], reference="c-4", region="south", at=NOW
    )
    case.do("refer", by=south("line_manager"), at=NOW)
    found = case.why_not("acknowledge_refer", by=south("caseworker"))
    assert found is not None
    assert found.said["en"][1] == (
        "«Case panel» cannot sit in «South»: it needs 3 people, its chair among them, "
        "and 2 of its seats can be filled. Nobody there holds «Child»: the region must "
        "name an agency for that, and none in force is its home."
    )
