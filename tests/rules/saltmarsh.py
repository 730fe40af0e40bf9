"""Saltmarsh: an invented district with invented agencies. Synthetic.

Each page of a rule shows one or two files. The files that it does not show come from
here.
"""

from datetime import date

from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check
from katch_protocols.words.say import say

__all__ = ["FILES", "TODAY", "examine", "referral", "seen", "split", "transcript"]

TODAY = date(2026, 7, 1)
"""The day on which the pages of the rules are read."""

FILES = {
    "handbook.yaml": """
handbook: saltmarsh
title: Saltmarsh district (synthetic)
languages: [en]
timezone: Asia/Almaty
holidays: KZ
functions:
  protect: {title: Protection}
qualifications:
  child_interviewing: {title: Child-sensitive interviewing}
data:
  identity: {title: Identity}
  health: {title: Health, consent: true}
escalation:
  - {after: 0 hours, tell: line_manager}
  - {after: 24 hours, tell: duty_officer}
facts:
  consent: {title: Consent, values: [given, refused]}
""",
    "agencies.yaml": """
agencies:
  harbour_police:
    title: Harbour police
    kind: service
    level: district
    mandates: {protect: [harbour_act]}
    may_see: [identity]
  welfare_office:
    title: Welfare office
    kind: service
    level: district
    mandates: {protect: [harbour_act]}
    may_see: [identity, health]
""",
    "roles.yaml": """
roles:
  duty_officer: {title: Duty officer, agency: harbour_police}
  caseworker: {title: Caseworker, agency: welfare_office}
  line_manager: {title: Line manager, agency: welfare_office}
""",
    "sources.yaml": """
sources:
  harbour_act:
    title: Harbour Act (invented)
    kind: law
    valid_from: 2020-01-01
    read: true
  tide_guide:
    title: Guide of the tides (invented)
    kind: guidance
    read: true
""",
    "referral.yaml": """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: Concern reported
    note: The officer stays with the child until she is safe.
    held_by: duty_officer
    activities:
      make_safe: {title: Make the child safe, by: duty_officer, to: closed}
  closed: {title: Case closed, final: true, outcome: protected}
""",
}


def split(block: str) -> dict[str, str]:
    """Part a block into files; each begins with a comment that names it.

    The comment is the first line of its file, so that lines count as a reader counts.
    """
    files: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("# ") and line.endswith(".yaml"):
            name = line.removeprefix("# ")
        files[name] = files.get(name, "") + line + "\n"
    return files


def examine(files: dict[str, str]) -> tuple[Finding, ...]:
    """Read and check the district with these files in place of its own."""
    reading = read_texts({**FILES, **files})
    if reading.handbook is None:
        return reading.findings
    found = check(reading.handbook, incomplete=reading.incomplete, as_of=TODAY)
    return (*reading.findings, *found)


def transcript(finding: Finding) -> str:
    """Say a finding in one line, as the pages quote it."""
    place = finding.place
    where = f"{place.file}:{place.line}:{place.column}" if place else "nowhere"
    said = say(finding, "en")
    return f"{where}  {finding.severity} {finding.rule}: {said}"


def seen(rule: str, files: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Return what one rule says of these files: the dotted path and the facts."""
    return [
        (finding.subject, dict(finding.facts))
        for finding in examine(files)
        if finding.rule == rule
    ]


def referral(states: str, *, initial: str = "reported", more: str = "") -> str:
    """Write a protocol from the lines of its states, indented by two."""
    return (
        "protocol: referral\ntitle: Referral\nvalid_from: 2026-01-01\n"
        f"initial: {initial}\nstates:\n{states}"
        "  closed: {title: Case closed, final: true, outcome: protected}\n" + more
    )
