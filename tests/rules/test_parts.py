"""Where the nouns of a handbook stand, as written in the files."""

from katch_protocols.files.read import read_texts
from katch_protocols.model.activities import Handover, Raci
from katch_protocols.model.deadlines import Deadline, Escalation
from katch_protocols.model.noun import Label
from katch_protocols.model.states import State, Timer
from katch_protocols.rules.references import NameOf, Parts, parts, references
from tests.rules.saltmarsh import FILES

STORY = """protocol: referral
title: Referral
source: harbour_act
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    within: {limit: 3 hours, basis: guidance, source: [tide_guide]}
    escalate_to: [line_manager, welfare_office]
    after: {72 hours: closed}
    activities:
      refer:
        title: Refer
        by: [duty_officer, caseworker]
        accountable: actor
        inform: welfare_office
        sends: {notice: [caseworker]}
        qualified: child_interviewing
        to: closed
        handover: {to: caseworker, within: 4 hours}
  closed: {title: Case closed, final: true, outcome: protected}
documents:
  notice: {title: Notice, contains: [identity]}
safeguards:
  only_officers: {rule: only duty_officer / welfare_office does refer}
waivers:
  only_officers: {reason: Not yet, by: line_manager, until: 2026-12-31}
"""


def _parts() -> Parts:
    reading = read_texts({**FILES, "referral.yaml": STORY})
    assert reading.handbook is not None
    return parts(reading.handbook)


STATE = ("protocols", "referral", "states", "reported")


def test_a_noun_stands_under_the_keys_of_its_file() -> None:
    found = _parts()
    assert [path for path, _ in found[State]][:1] == [STATE]
    refer = (*STATE, "activities", "refer")
    clocks = [(*STATE, "within"), (*refer, "handover", "within")]
    assert [path for path, _ in found[Deadline]] == clocks
    assert [path for path, _ in found[Timer]] == [(*STATE, "after", "72 hours")]
    assert [path for path, _ in found[Handover]] == [(*refer, "handover")]
    assert next(path for path, _ in found[Raci]) == refer
    chain = [("handbook", "escalation", 0), ("handbook", "escalation", 1)]
    assert [path for path, _ in found[Escalation]] == chain


def test_texts_are_found_wherever_they_stand() -> None:
    paths = {path for path, _ in _parts()[Label]}
    assert ("handbook", "title") in paths
    assert ("handbook", "functions", "protect", "title") in paths
    assert ("agencies", "harbour_police", "title") in paths
    assert (*STATE, "activities", "refer", "title") in paths
    assert (
        "protocols",
        "referral",
        "waivers",
        "only_officers",
        "reason",
    ) in paths


def test_every_use_of_a_shared_name_is_found_with_its_kind() -> None:
    uses = references(_parts())
    refer = (*STATE, "activities", "refer")
    assert [(use.name, use.path) for use in uses[NameOf.ROLE]] == [
        ("caseworker", (*refer, "handover", "to", 0)),
        ("duty_officer", (*refer, "by", 0)),
        ("caseworker", (*refer, "by", 1)),
        ("duty_officer", (*STATE, "held_by")),
    ]
    parties = {(use.name, use.path[-2:]) for use in uses[NameOf.PARTY]}
    assert ("welfare_office", ("inform", 0)) in parties
    assert ("caseworker", ("notice", 0)) in parties
    assert ("welfare_office", ("only_officers", "rule")) in parties
    assert ("line_manager", ("only_officers", "by")) in parties
    assert ("line_manager", ("escalate_to", 0)) in parties
    assert "actor" not in {name for name, _ in parties}
    qualifications = [use.path for use in uses[NameOf.QUALIFICATION]]
    assert qualifications == [(*refer, "qualified", 0)]
    sources = [use.name for use in uses[NameOf.SOURCE]]
    assert sorted(sources) == ["harbour_act"] * 3 + ["tide_guide"]
    assert [use.name for use in uses[NameOf.DATA]].count("identity") == 3
