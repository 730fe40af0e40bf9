"""Slips in files beside the protocols: each brings one finding, with what was meant."""

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.findings import Severity
from katch_protocols.rules.check import check
from tests.rules.saltmarsh import SALTMARSH

REFERRAL = SALTMARSH["referral.yaml"]
DISTRICT = {
    **SALTMARSH,
    "referral.yaml": REFERRAL.replace("initial:", "use: [lost]\ninitial:", 1),
    "fragments/lost.yaml": """\
fragment: lost
activities:
  report_lost: {title: Report lost, by: duty_officer, from: [safe]}
""",
    "regions/eastmarsh.yaml": """\
region: eastmarsh
title: Eastmarsh
roles:
  caseworker: {agency: welfare_office}
posts:
  desk: {title: Desk, roles: [duty_officer], people: 4, cover: always, languages: [en]}
""",
    "register.yaml": """\
register:
  x1: {finding: no-end, at: protocols, owner: welfare_office, due: 2027-12-31}
""",
    "safeguards.yaml": """\
safeguards:
  safe_first: {rule: refer requires make_safe, source: harbour_act}
""",
}


def found_in(texts: dict[str, str]) -> list[tuple[str, str, str]]:
    reading = read_texts(texts)
    found = [*reading.findings]
    if reading.handbook is not None:
        found += check(reading.handbook, incomplete=reading.incomplete)
    return [
        (e.rule, e.subject, e.facts.get("example") or "".join(e.near)) for e in found
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("regions/eastmarsh", "{agency: welfare_office}", "welfare_office",
         "not-a-mapping agency: welfare_office"),
        ("regions/eastmarsh", "agency:", "agenci:", "unknown-key agency"),
        ("regions/eastmarsh", "people: 4", "people: four", "not-a-count 4"),
        ("regions/eastmarsh", "people: 4", 'people: "4"', "not-a-count 4"),
        ("regions/eastmarsh", "always", "24/7", "not-one-of always"),
        ("regions/eastmarsh", "\n  desk: {", "\n  - {id: desk, ",
         "not-a-mapping desk: …"),
        ("safeguards", "{rule: refer requires make_safe, source: harbour_act}",
         "refer requires make_safe", "not-a-mapping rule: refer requires make_safe"),
        ("register", "owner: welfare_office", "owner: Welfare office",
         "title-for-id welfare_office"),
        ("register", "2027-12-31", "31.12.2027", "not-a-date 2027-12-31"),
        ("fragments/lost", "fragment: lost", "fragment: lst", "file-name-differs"),
        ("referral", "use: [lost]", "use: lost.yaml", "bad-id lost"),
        ("referral", "use: [lost]", "use: [fragments/lost.yaml]", "bad-id lost"),
    ],
)  # fmt: skip
def test_a_slip_beside_protocols_is_one_finding_as_well(file, old, new, said):
    name = f"{file}.yaml"
    assert old in DISTRICT[name]
    usual = {(rule, subject) for rule, subject, _ in found_in(DISTRICT)}
    texts = {**DISTRICT, name: DISTRICT[name].replace(old, new, 1)}
    new_ones = [
        f"{rule} {what}".strip()
        for rule, subject, what in found_in(texts)
        if (rule, subject) not in usual
    ]
    assert new_ones == [said]


VISIT = """\
protocol: visit
title: Visit
valid_from: 2026-01-01
initial: asked
states:
  asked:
    title: Visit asked for
    held_by: caseworker
    function: protect
    within: 3 days
    activities:
      see_home: {title: See the home, by: caseworker, to: seen}
      leave: {title: Leave it, by: caseworker, to: left}
  seen: {title: Home seen, final: true, outcome: protected}
  left: {title: Home not seen, final: true, outcome: protected}
"""
RUNS = """\
  visiting: {runs: visit, then: {seen: helped, left: helped}}

  helped:
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("referral", "{seen: helped", "{sen: helped", ["then-unknown seen"]),
        ("visit", "seen, final: true", "seen, final: yes", ["not-true-or-false true"]),
        ("roles", "  line_manager:", "line_manager:", ["key-too-far-left"]),
        ("handbook", "languages: [en]", "languages: [en", ["unclosed-bracket"]),
    ],
)
def test_what_another_file_says_is_not_told_where_this_one_slips(file, old, new, said):
    runs = SALTMARSH["referral.yaml"].replace("  helped:\n", RUNS, 1)
    runs = runs.replace("to: helped\n", "to: visiting\n", 1)
    texts = {**SALTMARSH, "referral.yaml": runs, "visit.yaml": VISIT}
    usual = {(rule, subject) for rule, subject, _ in found_in(texts)}
    assert old in texts[f"{file}.yaml"]
    texts[f"{file}.yaml"] = texts[f"{file}.yaml"].replace(old, new, 1)
    assert said == [
        f"{rule} {what}".strip()
        for rule, subject, what in found_in(texts)
        if (rule, subject) not in usual
    ]


def test_a_handbook_file_of_two_versions_is_told_once():
    """What safeguards and indicators name may be declared in it."""
    shared = "facts:\n  consent: {title: Consent, values: [given, refused]}\n"
    shared += "measured:\n  call: {title: The family is called}\n"
    book = SALTMARSH["handbook.yaml"] + shared
    marks = "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"
    files = {
        **SALTMARSH,
        "safeguards.yaml": "safeguards:\n"
        "  asked: {rule: refer requires that consent is given}\n",
        "indicators.yaml": "indicators:\n"
        "  calls: {title: Calls, measure: number of times call, serves: volume}\n",
    }
    reading = read_texts({**files, "handbook.yaml": book + marks})
    found = (*reading.findings, *check(reading.handbook, incomplete=reading.incomplete))
    errors = [each.rule for each in found if each.severity is Severity.ERROR]
    assert errors == ["merge-conflict"]


@pytest.mark.parametrize(
    "torn", ["fragment: lost\n<<<<<<< HEAD\n", "fragment: lost\n:"]
)
def test_a_fragment_that_cannot_be_read_is_told_once(torn):
    """What leads into it, and what awaits its ends, may well be right."""
    ends = """\
fragment: lost
states:
  gone: {title: Gone, final: true, outcome: not_served}
"""
    referral = DISTRICT["referral.yaml"].replace(
        "        to: closed\n", "        to: gone\n", 1
    )
    beside = """\
protocol: beside
title: Beside
valid_from: 2026-01-01
initial: begun
states:
  begun:
    title: Begun
    held_by: caseworker
    within: {limit: 1 day, basis: guidance, source: tide_guide}
    activities:
      begin: {title: Begin, by: caseworker, opens: {protocol: referral}, to: awaited}
  awaited:
    title: Awaited
    held_by: caseworker
    within: {limit: 1 day, basis: guidance, source: tide_guide}
    activities:
      heard: {title: It ended, by: [referral.gone, referral.closed], to: over}
  over: {title: Over, final: true, outcome: protected}
"""
    files = {**DISTRICT, "referral.yaml": referral, "beside.yaml": beside}
    told = []
    for fragment in (ends, torn):
        reading = read_texts({**files, "fragments/lost.yaml": fragment})
        found = check(reading.handbook, incomplete=reading.incomplete)
        every = (*reading.findings, *found)
        told.append(
            {each.rule for each in every if each.severity is Severity.ERROR}
            - {each.rule for each in reading.findings}
        )
    assert told[1] <= told[0]
    assert not told[1] & {"unknown-end", "unknown-target", "then-unknown"}
