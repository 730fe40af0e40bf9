"""What the tellers of a region say of a panel that cannot fill its quorum there.

In the south of these handbooks two of the four seats are left, where three must be
filled: nobody answers a handover to the panel, as nobody would whose role is unbound.
"""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.information_flow import information_flow
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.rules.check import check
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.sentences.text import parse_safeguard
from katch_protocols.verbs.staff import staff
from tests.quorum import FILES, book

POSTS = """\
posts:
  desk: {title: Desk, roles: [caseworker], people: 1}
  ward: {title: Ward, roles: [nurse], people: 2}
"""
SOUTH = FILES["regions/south.yaml"]
UNFILLED = SOUTH + "  duty_officer: {unbound: No officer}\n" + POSTS
BOTH = "handover: {to: [case_panel, nurse],"
SENT = FILES["referral.yaml"].replace("    by: duty_officer", "    by: line_manager")


def unfilled(*, everywhere: bool = False) -> Handbook:
    """Return a handbook whose panel cannot sit in the south, or nowhere."""
    north = {"regions__north": "region: north\ntitle: North\n" + "roles:\n" + NOBODY}
    more = north if everywhere else {}
    return book(regions__south=UNFILLED, referral=SENT, **more)


NOBODY = "".join(
    f"  {role}: {{unbound: Nobody}}\n" for role in ("duty_officer", "teacher")
)


def taken_up(handbook: Handbook, region: str | None = None):
    """Return the duty to acknowledge the handover to the panel."""
    duties = responsibility(handbook, region=region).raci
    return next(each for each in duties if each.activity == "acknowledge_refer")


def test_nobody_has_a_part_in_answering_for_it():
    made = unfilled()
    here, there = taken_up(made, "south"), taken_up(made, "north")
    parts = (Part.RESPONSIBLE, Part.ACCOUNTABLE)
    assert [here.agencies[part] for part in parts] == [(), ()]
    assert [there.agencies[part] for part in parts] == [("welfare_office",)] * 2
    assert taken_up(made).agencies[Part.RESPONSIBLE] == ("welfare_office",)
    shares = responsibility(made, region="south").agencies["welfare_office"].shares
    assert "acknowledge_refer" not in {each.duty.activity for each in shares}


def test_no_member_does_what_it_would_decide():
    duties = responsibility(unfilled(), region="south").raci
    decided = next(each for each in duties if each.activity == "decide_plan")
    assert decided.agencies[Part.RESPONSIBLE] == ()
    clinic = responsibility(unfilled(), region="south").agencies["clinic"].shares
    assert {
        each.duty.activity for each in clinic if Part.RESPONSIBLE in each.parts
    } == {"review_plan"}


def test_it_is_a_gap_that_nobody_answers_for_it():
    found = responsibility(unfilled(), region="south")
    acts = {
        (gap.missing, each)
        for gap in found.gaps
        for each in gap.activities
        if gap.roles == ("case_panel",)
    }
    assert acts == {
        (Part.RESPONSIBLE, ("referral", "acknowledge_refer")),
        (Part.RESPONSIBLE, ("referral", "decide_plan")),
        (Part.ACCOUNTABLE, ("referral", "decide_plan")),
    }
    (vacancy,) = (each for each in found.vacancies if each.role == "case_panel")
    assert ("referral", "acknowledge_refer") in vacancy.activities


def test_staffing_lacks_whoever_holds_it_and_asks_no_chair():
    (found,) = staff(unfilled(), "south").protocols.values()
    lacking = {
        (part.activities, part.roles)
        for clash in found.clashes
        for part in clash
        if part.nobody and part.panel is None
    }
    assert lacking == {(("acknowledge_refer",), ("case_panel",))}


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        # Where it can sit its chair answers, elsewhere nobody does.
        ("only case_panel does acknowledge_refer", "holds"),
        ("only caseworker does acknowledge_refer", "holds"),
        ("only school does acknowledge_refer", "broken"),
        ("acknowledge_refer with case_panel", "holds"),
        ("acknowledge_refer with nurse", "broken"),
        ("acknowledge_refer and close_case by different people", "enforced"),
    ],
)
def test_a_sentence_is_about_the_regions_where_it_can_sit(rule, verdict):
    made = unfilled()
    session = ProofSession(chart(made.protocols["referral"], made), Holders(made))
    assert prove_sentence(parse_safeguard(rule), session).verdict == verdict


@pytest.mark.parametrize(
    "rule",
    [
        "acknowledge_refer and close_case by different people",
        "acknowledge_refer and close_case by the same person",
        "acknowledge_refer and close_case by different agencies",
    ],
)
def test_where_it_can_sit_nowhere_a_sentence_about_its_answers_is_vacuous(rule):
    made = unfilled(everywhere=True)
    session = ProofSession(chart(made.protocols["referral"], made), Holders(made))
    assert prove_sentence(parse_safeguard(rule), session).verdict == "vacuous"


def test_of_several_receivers_the_panel_is_told_to_take_the_case():
    made = book(
        referral=FILES["referral.yaml"].replace("handover: {to: case_panel,", BOTH)
    )
    found = [
        (each.activity, each.receiver)
        for each in responsibility(made, region="north").handoffs
        if each.sender == "harbour_police"
    ]
    assert found == [("acknowledge_refer_case_panel", "welfare_office")]


def test_the_table_names_the_panel_for_which_a_row_answers():
    taken = FILES["referral.yaml"].replace("by: case_panel", "by: caseworker")
    made = book(referral=taken, safeguards="safeguards: {}\n")
    table = compile_chart(chart(made.protocols["referral"], made)).to_json()
    named = {row["activity"]: row.get("receiver") for row in table["rows"]}
    assert {each: panel for each, panel in named.items() if panel} == {
        "acknowledge_refer": "case_panel"
    }
    assert table["panels"]["case_panel"]["quorum"] == 3


def test_the_finding_lists_the_empty_seats():
    (found,) = (
        each
        for each in check(unfilled())
        if each.rule == "panel-cannot-sit"
        and ("panel", "case_panel") in each.facts.items()
    )
    assert "come together; empty: duty_officer and teacher." in str(found)


def test_whom_nobody_holds_nobody_must_tell():
    # Who asks for a review is in the south alone, where the panel cannot sit.
    north = "region: north\ntitle: North\nroles: {line_manager: {unbound: Nobody}}\n"
    made = book(regions__south=UNFILLED, regions__north=north, referral=SENT)
    session = ProofSession(chart(made.protocols["referral"], made), Holders(made))
    rule = parse_safeguard("appeal informs case_panel")
    assert prove_sentence(rule, session).verdict == "vacuous"


def test_no_member_knows_what_it_would_write_where_it_cannot_sit():
    made = unfilled()
    flow = information_flow(chart(made.protocols["referral"], made), made)
    ways = {
        (agency, region)
        for agency in ("welfare_office", "clinic")
        for each in flow.ways(agency, "identity")
        if each.activity == "decide_plan"
        for region in each.regions
    }
    assert ways == {("welfare_office", "north"), ("clinic", "north")}
