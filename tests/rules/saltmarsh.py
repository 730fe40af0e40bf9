"""Saltmarsh, the district that ``katch new`` writes and the tutorial ends with.

Each page of a rule shows one or two files; those that it does not show are Saltmarsh's.
A file that begins with ``# add to NAME.yaml`` is added at the end of that file.
"""

from collections.abc import Mapping
from datetime import date

from katch_protocols.cli.starts import handbook_start
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check

__all__ = [
    "ADD",
    "FILES",
    "SALTMARSH",
    "TODAY",
    "examine",
    "referral",
    "seen",
    "split",
    "transcript",
]

TODAY = date(2026, 7, 1)
"""The day on which the pages of the rules are read."""

SALTMARSH = handbook_start("saltmarsh", ["en"], example=True)
"""What `katch new handbook saltmarsh --languages en --example` writes, by file.

From here every page of the docs goes on.
"""

_MORE = """
qualifications:
  child_interviewing: {title: Child-sensitive interviewing}
facts:
  consent: {title: Consent, values: [given, refused]}
"""

_SHORT = """protocol: referral
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
"""

FILES = {
    **SALTMARSH,
    "handbook.yaml": SALTMARSH["handbook.yaml"] + _MORE,
    "referral.yaml": _SHORT,
}
"""For tests that are no pages: one activity; a training and a fact that it lacks."""

ADD = "add to "
"""How a block begins that does not replace a file, but is added at its end."""


def split(block: str) -> dict[str, str]:
    """Part a block into files; each begins with a comment that names it.

    The comment is the first line of its file, so that lines count as a reader counts.
    """
    files: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("# ") and line.endswith(".yaml"):
            name = line.removeprefix("# ").removeprefix(ADD)
            if name != line.removeprefix("# "):
                files[name] = SALTMARSH[name]
        files[name] = files.get(name, "") + line + "\n"
    return files


def examine(
    files: Mapping[str, str], *, district: Mapping[str, str] = FILES
) -> tuple[Finding, ...]:
    """Read and check the district with these files in place of its own."""
    reading = read_texts({**district, **files})
    if reading.handbook is None:
        return reading.findings
    found = check(reading.handbook, incomplete=reading.incomplete, as_of=TODAY)
    return (*reading.findings, *found)


def transcript(finding: Finding) -> str:
    """Say a finding in one line, as the pages quote it."""
    place = finding.place
    where = f"{place.file}:{place.line}:{place.column}" if place else "nowhere"
    said = finding.said("en")
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
