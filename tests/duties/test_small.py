"""Every table of a small handbook, written out by hand."""

from datetime import date

import pytest

from katch_protocols.duties.coverage import CoverageStatus
from katch_protocols.duties.nouns import Load, Part
from katch_protocols.duties.responsibility import of_agency, responsibility
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.citations import Citation
from tests.duties.small import harbour

R, A, W, C, I = (part.value for part in Part)  # noqa: E741 - the letters of RACI


ACT = Citation(source="act")


def _raci(answer):
    return {
        duty.activity: {part: names for part, names in duty.names.items() if names}
        for duty in answer.raci
    }


def test_the_raci_table_is_what_is_written_after_inheritance():
    assert _raci(responsibility(harbour())) == {
        "look": {R: ("officer",), A: ("officer",), W: ("nurse",), C: ("guardian",)},
        "bring": {R: ("officer", "worker"), A: ("officer",), I: ("clinic",)},
        "feed": {R: ("host",), A: ("actor",)},
        "settle": {R: ("worker",), A: ("worker",)},
        "acknowledge_bring": {R: ("host",), A: ("actor",)},
    }


def test_the_agencies_of_a_duty_are_those_of_any_region_or_of_the_one_asked_for():
    def agencies(**asked):
        feed = responsibility(harbour(), **asked).raci[2]
        return feed.agencies[R], feed.agencies[A]

    assert agencies() == (("friends",), ("friends",))
    assert agencies(region="east") == (("friends",), ("friends",))
    assert agencies(region="west") == ((), ())


def _limits(answer, activity):
    (duty,) = (each for each in answer.raci if each.activity == activity)
    return [
        (each.state, str(each.limit), str(each.basis), each.source, each.start)
        for each in duty.limits
    ]


def test_a_duty_knows_its_deadline_with_basis_source_and_start():
    answer = responsibility(harbour())
    assert _limits(answer, "look") == [("seen", "2 hours", "statutory", (ACT,), None)]
    waiting = ("awaiting_bring", "1 day", "proposed", (), None)
    assert _limits(answer, "acknowledge_bring") == [waiting]
    assert _limits(answer, "settle") == [("housed", "5 days", "proposed", (), "bring")]


def test_only_what_leaves_the_state_ends_its_deadline():
    answer = responsibility(harbour())
    ends = {
        duty.activity: [limit.ends for limit in duty.limits] for duty in answer.raci
    }
    assert ends == {
        "look": [False],
        "bring": [True, False],  # the second is the receiver's, who confirms
        "feed": [False],
        "settle": [True],
        "acknowledge_bring": [True],
    }


def test_a_state_tells_its_own_roles_at_once_and_else_the_chain_of_the_handbook():
    told = {
        duty.activity: [(str(each.after), each.tell) for each in duty.limits[0].tell]
        for duty in responsibility(harbour()).raci
    }
    chain = [("0 hours", "chief"), ("2 days", "welfare")]
    assert told["look"] == told["acknowledge_bring"] == chain
    assert told["settle"] == [("0 hours", "welfare")]


def test_a_handoff_is_between_those_who_hold_the_roles_in_one_region():
    found = [
        (each.activity, each.sender, each.receiver, each.acknowledged, each.places)
        for each in responsibility(harbour()).handoffs
    ]
    assert found == [
        ("acknowledge_bring", "police", "friends", True, ("east",)),
        # Nobody hosts in the west: the role stands for itself.
        ("acknowledge_bring", "police", "host", True, ("west",)),
    ]
    titles = {each.title.say("en") for each in responsibility(harbour()).handoffs}
    assert titles == {"Bring to a host"}  # what the police do, not what the host does


def test_a_document_goes_to_agencies_and_to_roles_that_belong_to_none():
    found = [
        (each.document, each.sender, each.receiver, each.data, each.places)
        for each in responsibility(harbour()).deliveries
    ]
    both, data = ("east", "west"), ("identity",)
    assert found == [
        ("form", "police", "friends", data, ("east",)),
        ("form", "welfare", "friends", data, ("east",)),
        ("form", "police", "guardian", data, both),
        ("form", "welfare", "guardian", data, both),
    ]


def _cells(answer):
    return {
        (cell.function, cell.region): (
            cell.status,
            {each.agency: len(each.activities) for each in cell.answering},
        )
        for cell in answer.matrix
    }


def test_the_matrix_says_who_answers_for_each_function_in_each_region():
    assert _cells(responsibility(harbour())) == {
        ("rescue", "east"): (CoverageStatus.HELD, {"police": 1}),
        ("rescue", "west"): (CoverageStatus.GAP, {"police": 1}),
        ("shelter", "east"): (
            CoverageStatus.SHARED,
            {"police": 1, "friends": 1, "welfare": 1},
        ),
        ("shelter", "west"): (CoverageStatus.GAP, {"police": 1, "welfare": 1}),
        ("papers", "east"): (CoverageStatus.UNUSED, {}),
        ("papers", "west"): (CoverageStatus.UNUSED, {}),
    }


def test_a_gap_says_what_is_missing_and_which_role_nobody_plays():
    found = {
        (gap.function, gap.region, gap.missing): (
            gap.roles,
            [activity for _, activity in gap.activities],
        )
        for gap in responsibility(harbour()).gaps
    }
    assert found == {
        ("rescue", "west", Part.RESPONSIBLE): (("host",), ["acknowledge_bring"]),
        ("shelter", "west", Part.RESPONSIBLE): (("host",), ["feed"]),
    }


def test_after_the_last_day_of_an_agency_its_role_is_a_gap():
    answer = responsibility(harbour(), region="east", as_of=date(2026, 7, 1))
    found = [(gap.function, gap.missing, gap.roles) for gap in answer.gaps]
    assert found == [("rescue", Part.WITH, ("nurse",))]
    assert responsibility(harbour(), region="east", as_of=date(2026, 6, 30)).gaps == ()


def test_who_answers_only_when_it_acts_overlaps_with_nobody():
    (east, west) = responsibility(harbour()).overlaps
    claims = {"police": (("lost", "bring"),), "welfare": (("lost", "settle"),)}
    assert (east.region, west.region) == ("east", "west")
    assert east.agencies == west.agencies == claims
    assert east.disputed == ()


def test_an_agency_without_a_mandate_for_what_it_answers_for_is_seen():
    agencies = responsibility(harbour()).agencies
    mandates = {
        share.duty.activity: share.mandate
        for share in agencies["police"].shares
        if Part.ACCOUNTABLE in share.parts
    }
    assert mandates == {"look": (ACT,), "bring": None}


def test_the_load_counts_duties_deadlines_and_what_waits():
    agencies = responsibility(harbour()).agencies
    assert agencies["police"].load == Load(
        does=2, answers=2, holds=2, limited=2, awaits=1, cases_out=2, documents_out=2
    )
    assert agencies["friends"].load == Load(
        does=2,
        answers=2,
        holds=1,
        limited=1,
        confirms=1,
        cases_in=1,
        documents_in=2,
    )
    assert agencies["clinic"].load == Load(joins=1, informed=1)


def test_a_protocol_that_is_not_in_force_binds_nobody():
    answer = responsibility(harbour(), as_of=date(2025, 12, 31))
    assert (answer.raci, answer.left_out) == ((), ("lost",))


def test_the_part_of_one_agency_leaves_out_what_does_not_concern_it():
    answer = of_agency(responsibility(harbour()), "clinic")
    assert list(_raci(answer)) == ["look", "bring"]
    assert (list(answer.agencies), answer.handoffs) == (["clinic"], ())
    assert (answer.matrix, answer.gaps, answer.overlaps) == ((), (), ())


@pytest.mark.parametrize("asked", [{"region": "eest"}, {"only": "loost"}])
def test_an_unknown_name_is_refused_with_the_nearest(asked):
    with pytest.raises(UnknownNameError) as refused:
        responsibility(harbour(), **asked)
    assert refused.value.near[0] in {"east", "lost"}


def test_a_vacancy_is_a_role_that_nobody_plays_in_whatever_part():
    found = [
        (each.role, each.region, each.activities)
        for each in responsibility(harbour(), as_of=date(2026, 7, 1)).vacancies
    ]
    look, bring = ("lost", "look"), ("lost", "bring")
    rest = ("lost", "acknowledge_bring"), ("lost", "feed")
    assert [each for each in found if each[0] in {"host", "nurse"}] == [
        ("nurse", "east", (look,)),
        ("nurse", "west", (look,)),
        ("host", "west", (rest[1], rest[0])),
    ]
    assert ("clinic", "east", (bring,)) in found
