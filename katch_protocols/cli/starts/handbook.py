"""The start of a handbook: Saltmarsh, an invented district with two bodies."""

from collections.abc import Mapping, Sequence

from katch_protocols.cli.starts.texts import fill

__all__ = ["EXAMPLE", "handbook_start"]

EXAMPLE = "referral.yaml"
"""The file of the example: the protocol with which the tutorial ends."""

_FILES = {
    "handbook.yaml": """\
$why_handbook
$why_invented
handbook: $id
title: $title_handbook
languages: [$listed]  $why_languages
timezone: Asia/Almaty
holidays: KZ  $why_holidays

functions:  $why_functions
  protect:
    title: $title_protect

data:  $why_data
  identity:
    title: $title_identity
  health:
    title: $title_health
    consent: true

escalation:  $why_escalation
  - {after: 0 hours, tell: line_manager}
  - {after: 24 hours, tell: duty_officer}
""",
    "agencies.yaml": """\
$why_agencies
agencies:
  harbour_police:
    title: $title_harbour_police
    kind: service
    level: district
    mandates: {protect: [harbour_act]}  $why_mandates
    may_see: [identity]
  welfare_office:
    title: $title_welfare_office
    kind: service
    level: district
    mandates: {protect: [harbour_act]}
    may_see: [identity, health]
""",
    "roles.yaml": """\
$why_roles
roles:
  duty_officer:
    title: $title_duty_officer
    agency: harbour_police
  caseworker:
    title: $title_caseworker
    agency: welfare_office
  line_manager:
    title: $title_line_manager
    agency: welfare_office
""",
    "sources.yaml": """\
$why_sources
sources:
  harbour_act:
    title: $title_harbour_act
    kind: law
    valid_from: 2020-01-01
    read: true
  tide_guide:
    title: $title_tide_guide
    kind: guidance
    valid_from: 2021-05-01
    read: true
""",
}

_EXAMPLE = """\
$why_protocol
protocol: referral
title: $title_referral
version: 0.1.0
status: draft
valid_from: 2026-01-01
source: [harbour_act]

initial: reported

states:
  reported:  $why_state
    title: $title_reported
    held_by: duty_officer  $why_held_by
    function: protect
    within: {limit: 2 hours, basis: statutory, source: harbour_act}  $why_within
    activities:
      make_safe:  $why_activity
        title: $title_make_safe
        by: duty_officer  $why_by
        to: safe

  safe:
    title: $title_safe
    held_by: duty_officer
    function: protect
    within: {limit: 1 day, basis: guidance, source: tide_guide}
    activities:
      refer:
        title: $title_refer
        by: duty_officer
        to: helped
        handover: {to: caseworker, within: 4 hours, basis: guidance, source: tide_guide}

  helped:
    title: $title_helped
    held_by: caseworker
    function: protect
    within: {limit: 30 days, basis: guidance, source: tide_guide}
    activities:
      close_case:
        title: $title_close_case
        by: caseworker
        to: closed

  closed:
    title: $title_closed
    final: true
    outcome: protected  $why_outcome
"""


def handbook_start(
    name: str, languages: Sequence[str], *, example: bool = False
) -> Mapping[str, str]:
    """Return the text of each file of a new handbook, by file name.

    ``name`` becomes its id; the first of ``languages`` is its source language.
    With ``example`` the protocol ``referral`` is among the files.
    """
    files = {**_FILES, EXAMPLE: _EXAMPLE} if example else _FILES
    listed = ", ".join(languages)
    return {
        file: fill(template, languages, id=name, listed=listed)
        for file, template in files.items()
    }
