"""A panel in a live case: the chair acts, others take seats; no quorum, no decision."""

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import pin
from tests.quorum import FILES, NOW, begin, book, of, person

CHAIR = person("ch", "caseworker")
OFFICER, NURSE = person("po", "duty_officer"), person("nu", "nurse")
TEACHER, MANAGER = person("te", "teacher"), person("lm", "line_manager")
COUNCILLOR = person("co", "councillor")
ALL = ["child_interviewing"]


def decide(case: Case, *others, by=CHAIR, **more):
    records = {"verdict": "granted"}
    return case.do(
        "decide_plan", by=by, together_with=others, records=records, at=NOW, **more
    )


def needs(case: Case, *others, by=CHAIR) -> list[str]:
    found = case.why_not(
        "decide_plan", by=by, together_with=others, records={"verdict": "granted"}
    )
    return [] if found is None else [str(each.need) for each in found.unmet]


def test_a_quorum_decides_and_each_names_the_seat():
    event = decide(begin(), OFFICER, NURSE)
    assert (event.role, event.agency, event.by) == (
        "case_panel",
        "welfare_office",
        "ch",
    )
    assert event.together_with == (
        ("nurse", "nu", "clinic"),
        ("duty_officer", "po", "harbour_police"),
    )


def test_all_seats_may_be_filled():
    case = begin()
    assert len(decide(case, OFFICER, TEACHER, NURSE).together_with) == 3
    assert of(case) == "decided"


def test_the_chair_takes_over_what_is_handed_to_the_panel():
    assert of(begin()) == "weighed"
    with pytest.raises(ActivityRefusedError):
        decide(begin(), OFFICER, NURSE, by=NURSE)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), ["partner", "partner"]),  # the nurse, of whom a sentence speaks; a quorum
        ((NURSE,), ["partner"]),
        ((OFFICER, TEACHER), ["partner"]),  # a quorum without the nurse
        ((NURSE, MANAGER), ["partner", "surplus-partner"]),
        ((NURSE, person("n2", "nurse")), ["partner", "surplus-partner"]),
        ((NURSE, OFFICER, MANAGER), ["surplus-partner"]),
        ((NURSE, CHAIR), ["partner", "surplus-partner"]),
        ((NURSE, OFFICER), []),
    ],
)
def test_without_a_quorum_it_is_refused(others, expected):
    assert needs(begin(), *others) == expected


def test_the_refusal_says_who_could_fill_the_quorum():
    found = begin().why_not("decide_plan", by=CHAIR, together_with=[NURSE])
    (unmet,) = found.unmet
    assert unmet.need is Need.PARTNER
    assert dict(unmet.facts) == {
        "panel": "case_panel",
        "seats": "duty_officer / teacher",
        "filled": "2",
        "quorum": "3",
    }
    assert found.said["en"][1] == (
        "«Case panel» needs 3 people who sit, and 2 are there; "
        "somebody must sit as «Duty officer» or «Teacher»."
    )


def test_who_could_act_is_the_chair():
    found = begin().why_not("decide_plan", by=NURSE)
    assert [(each.role, each.agencies) for each in found.could] == [
        ("caseworker", ("welfare_office",))
    ]
    assert [str(each.need) for each in found.unmet] == ["role"]


def test_what_is_possible_is_possible_for_the_chair_alone():
    case = begin()
    assert case.possible(CHAIR) == ("decide_plan",)
    assert case.possible(NURSE) == ()
    assert "decide_plan" in case.possible()


def test_whoever_sat_has_acted():
    case = begin()
    decide(case, OFFICER, NURSE)
    case.do("appeal", by=MANAGER, at=NOW)
    records = {"verdict": "refused"}
    refused = case.why_not(
        "review_plan", by=COUNCILLOR, together_with=[NURSE], records=records
    )
    assert [str(each.need) for each in refused.unmet] == ["separation"]
    other = person("n2", "nurse")
    case.do(
        "review_plan", by=COUNCILLOR, together_with=[other], records=records, at=NOW
    )
    assert of(case) == "decided"


def test_a_panel_is_held_by_nobody_and_lent_by_nobody():
    case = begin()
    boaster = person("xx", "line_manager", "case_panel")
    assert case.possible(boaster) == ()
    with pytest.raises(ActivityRefusedError) as caught:
        case.stand_in(
            by=CHAIR, deputy="de", role="case_panel", until=NOW.replace(hour=9), at=NOW
        )
    assert caught.value.refusal.needs == (Need.ROLE,)


def test_a_deputy_of_the_chair_decides_and_both_have_acted():
    case = begin()
    case.stand_in(
        by=CHAIR, deputy="de", role="caseworker", until=NOW.replace(hour=9), at=NOW
    )
    deputy = person("de", "line_manager")
    event = decide(case, OFFICER, NURSE, by=deputy)
    assert (event.role, event.on_behalf_of) == ("case_panel", "ch")


def test_a_deputy_sits_for_nobody_else():
    case = begin()
    until = NOW.replace(hour=9)
    case.stand_in(by=NURSE, deputy="de", role="nurse", until=until, at=NOW)
    ward = Actor("de", roles=["teacher"], agency="clinic", region="north")
    assert needs(case, OFFICER, ward) == ["partner", "partner", "surplus-partner"]


def test_the_record_is_taken_up_again_with_every_seat():
    case = begin()
    decide(case, NURSE, TEACHER, OFFICER)
    case.do("appeal", by=MANAGER, at=NOW)
    record = case.snapshot()
    again = Case.restore(book().protocols["referral"], record)
    assert again.snapshot() == record
    case.verify()
    event = record["events"][2]
    assert event["role"] == "case_panel"
    assert event["with"][0] == ["nurse", "nu", "clinic"]


def test_the_chair_is_told_of_a_breach():
    line = "    within: {limit: 10 days, basis: guidance, source: tide_guide}\n"
    told = line + "    escalate_to: [appeal_panel]\n"
    case = begin(referral=FILES["referral.yaml"].replace(line, told, 1))
    (due,) = case.due(NOW)
    assert [each.tell for each in due.escalation] == ["councillor"]


@pytest.mark.parametrize("seats", ["who sits", "the quorum", "the chair"])
def test_the_pin_changes_with_who_decides(seats):
    roles = {
        "who sits": ("nurse, teacher]", "nurse]"),
        "the quorum": ("quorum: 3", "quorum: 2"),
        "the chair": ("chair: caseworker", "chair: nurse"),
    }
    changed = FILES["roles.yaml"].replace(*roles[seats])
    pins = {pin(each.protocols["referral"]) for each in (book(), book(roles=changed))}
    assert len(pins) == 2


def test_a_chair_who_may_also_act_alone_needs_the_training_for_that():
    plan = FILES["referral.yaml"].replace(
        " by: case_panel\n",
        " by: [caseworker, case_panel]\n        qualified: child_interviewing\n",
    )
    case = begin(referral=plan, safeguards="safeguards: {}\n")
    trained = Actor(
        "nu", roles=["nurse"], agency="clinic", region="north", qualified=ALL
    )
    assert needs(case) == ["qualification"]
    assert needs(case, OFFICER, NURSE) == ["qualification"]
    assert decide(case, OFFICER, trained).role == "case_panel"
