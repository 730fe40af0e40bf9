"""Every question of roles and mandates can be asked as of a day."""

from datetime import date

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check
from tests.rules.saltmarsh import FILES

BEFORE, DURING, AFTER = date(2026, 2, 1), date(2026, 6, 1), date(2026, 9, 1)

REGION = """
region: north
title: North
roles:
  duty_officer: {agency: welfare_office, valid_from: 2026-03-01, valid_to: 2026-08-01}
  caseworker: {unbound: Not yet open, valid_to: 2026-08-01}
"""
AGENCIES = """
agencies:
  harbour_police:
    {title: Police, kind: service, level: district, mandates: {protect: harbour_act}}
  welfare_office:
    {title: Office, kind: service, level: district, mandates: {protect: harbour_act}}
  far_shore:
    title: Far shore
    kind: ngo
    level: district
    external: true
    agreement: pact
    mandates: {protect: pact}
"""
SOURCES = """
sources:
  harbour_act:
    {title: Act, kind: law, valid_from: 2020-01-01, valid_to: 2026-08-01, read: true}
  pact:
    {title: P, kind: treaty, valid_from: 2026-03-01, valid_to: 2026-08-01, read: true}
"""
REFERRAL = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
source: [harbour_act]
states:
  reported:
    title: Concern reported
    note: The officer stays with the child until she is safe.
    held_by: duty_officer
    function: protect
    activities:
      make_safe: {title: Make the child safe, by: duty_officer, to: closed}
      follow_up: {title: Follow up, by: duty_officer, accountable: far_shore}
  closed: {title: Case closed, final: true, outcome: protected}
"""


UNDATED = REFERRAL.replace("valid_from: 2026-01-01\n", "")


def _found(
    day: date | None, region: str, protocol: str = REFERRAL
) -> tuple[Finding, ...]:
    files = {
        **FILES,
        "agencies.yaml": AGENCIES,
        "sources.yaml": SOURCES,
        "referral.yaml": protocol,
        "regions/north.yaml": region,
    }
    reading = read_texts(files)
    assert reading.findings == ()
    return check(reading.sound(), as_of=day)


def _seen(day: date | None, region: str = REGION) -> set[str]:
    quiet = {"function-claimed-twice", "silent-agency", "role-never-used"}
    return {
        f"{each.rule} {each.subject}"
        for each in _found(day, region)
        if each.rule not in quiet and not each.rule.startswith("unused")
    }


BINDING = "holder-out-of-force regions.north.roles.duty_officer"
UNBOUND = "role-unbound regions.north.roles.caseworker"
AGREEMENT = "external-without-agreement agencies.far_shore"
PACT = "mandate-ended agencies.far_shore.mandates.protect"
POLICE = "mandate-ended agencies.harbour_police.mandates.protect"
REPEALED = "source-repealed protocols.referral.source.0"


def test_before_the_binding_and_the_pact() -> None:
    assert _seen(BEFORE) == {BINDING, UNBOUND, AGREEMENT, PACT}


def test_while_everything_is_in_force_only_the_written_gap_is_left() -> None:
    assert _seen(DURING) == {UNBOUND}


def test_after_the_law_the_binding_and_the_pact_have_ended() -> None:
    assert _seen(AFTER) == {BINDING, AGREEMENT, PACT, POLICE, REPEALED}


def test_without_a_day_bindings_count_and_sources_are_compared_with_the_first_day() -> (
    None
):
    assert _seen(None) == {BINDING, UNBOUND, PACT}


def test_before_a_protocol_begins_its_first_day_is_looked_at() -> None:
    found = _seen(date(2025, 1, 1))
    assert {AGREEMENT, PACT} <= found
    assert BINDING not in found


def test_a_region_that_does_not_exist_yet_has_no_holders() -> None:
    later = REGION.replace("title: North", "title: North\nvalid_from: 2026-05-01")
    assert _seen(BEFORE, later) == set()
    assert _seen(DURING, later) == {UNBOUND}


def test_an_agency_that_has_ended_is_told_with_every_region_that_it_leaves() -> None:
    ended = AGENCIES.replace("level: district, m", "level: district, VALID m", 1)
    files = {
        **FILES,
        "agencies.yaml": ended.replace("VALID", "valid_to: 2026-08-01,"),
        "sources.yaml": SOURCES,
        "referral.yaml": REFERRAL,
        **{
            f"regions/{name}.yaml": f"region: {name}\ntitle: {name}\n"
            for name in ("north", "south")
        },
    }
    found = check(read_texts(files).sound(), as_of=AFTER)
    [one] = [each for each in found if each.rule == "holder-out-of-force"]
    assert one.subject == "agencies.harbour_police"
    assert one.said("en").saw == (
        "'harbour_police' should play 'duty_officer' in north and south"
        " and may not on 1 September 2026."
    )


@pytest.mark.parametrize(
    ("dates", "protocol", "day"),
    [
        ("valid_from: 2026-05-01\nvalid_to: 2026-07-01", REFERRAL, None),
        ("valid_from: 2026-03-01\nvalid_to: 2026-08-01", REFERRAL, None),
        ("valid_from: 2026-02-28\nvalid_to: 2026-08-01", REFERRAL, "28 February 2026"),
        ("valid_from: 2026-07-15", REFERRAL, "2 August 2026"),
        ("note: As ever", REFERRAL, "1 January 2026"),
        ("note: As ever", UNDATED, "28 February 2026"),
        ("valid_to: 2026-02-01", UNDATED, None),
    ],
)
def test_without_a_day_each_day_of_the_region_and_the_protocol_is_looked_at(
    dates: str, protocol: str, day: str | None
) -> None:
    region = REGION.replace("title: North", f"title: North\n{dates}")
    rule = "holder-out-of-force"
    found = [one for one in _found(None, region, protocol) if one.rule == rule]
    told = [one.said("en").saw.partition(" and may not on ")[2] for one in found]
    assert told == ([f"{day}."] if day else [])
