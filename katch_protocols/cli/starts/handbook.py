"""The start of a handbook: one agency, two roles, one source."""

from collections.abc import Mapping, Sequence

from katch_protocols.cli.starts.texts import fill

__all__ = ["handbook_start"]

_FILES = {
    "handbook.yaml": """\
$why_handbook
handbook: $id
title: $title_handbook
languages: [$listed]  $why_languages
timezone: Asia/Almaty
holidays: KZ  $why_holidays

functions:  $why_functions
  protect:
    title: $title_protect

escalation:  $why_escalation
  - {after: 0 hours, tell: team_lead}
""",
    "agencies.yaml": """\
$why_agencies
agencies:
  children_office:
    title: $title_children_office
    short: $title_children_office_short
    kind: service
    level: district
    mandates: {protect: [practice_note]}  $why_mandates
""",
    "roles.yaml": """\
$why_roles
roles:
  case_worker:
    title: $title_case_worker
    agency: children_office
  team_lead:
    title: $title_team_lead
    agency: children_office
""",
    "sources.yaml": """\
$why_sources
sources:
  practice_note:
    title: $title_practice_note
    kind: practice
    valid_from: 2026-01-01
    read: true
""",
}


def handbook_start(name: str, languages: Sequence[str]) -> Mapping[str, str]:
    """Return the text of each file of a new handbook, by file name."""
    listed = ", ".join(languages)
    return {
        file: fill(template, languages, id=name, listed=listed)
        for file, template in _FILES.items()
    }
