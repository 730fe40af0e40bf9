"""What is known of the shipped handbook: facts that a ministry would notice."""

import pytest

from katch_protocols.duties.coverage import CoverageStatus
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.responsibility import responsibility
from tests.shipped import reading


@pytest.fixture(scope="module")
def answer():
    return responsibility(reading().sound())


def test_every_written_duty_has_one_name_that_answers(answer):
    silent = [duty for duty in answer.raci if duty.accountable is None]
    done = [duty for duty in silent if duty.names[Part.RESPONSIBLE]]
    assert [duty.activity for duty in done] == []


def test_no_agency_of_oversight_answers_for_an_activity(answer):
    for overseer in ("ccr", "hrc"):
        assert answer.agencies[overseer].load.answers == 0


def test_where_no_place_of_safety_is_verified_placing_is_a_gap(answer):
    lacking = {
        gap.region
        for gap in answer.gaps
        if ("referral_and_assistance", "place") in gap.activities
    }
    assert lacking == {"jambyl", "kyzylorda"}


def test_the_anti_trafficking_unit_answers_alone_for_the_criminal_track(answer):
    cells = [cell for cell in answer.matrix if cell.function == "identify_procedural"]
    assert {cell.status for cell in cells} == {CoverageStatus.HELD}
    assert {each.agency for cell in cells for each in cell.answering} == {"dbop"}


def test_both_are_told_and_the_guardianship_body_must_confirm(answer):
    (confirming,) = (
        share
        for share in answer.agencies["ga"].shares
        if share.duty.activity == "acknowledge_report_both"
    )
    assert confirming.parts == (Part.RESPONSIBLE, Part.ACCOUNTABLE)


def test_no_data_about_a_child_reaches_a_ministry_that_only_sets_rules(answer):
    for ministry in ("moe", "mlspp", "moh", "moj"):
        assert [each for each in answer.agencies[ministry].gets if each.data] == []
