"""Saltmarsh, the district that ``katch new`` writes and the tutorial ends with.

Each page of a rule shows one or two files; those that it does not show are Saltmarsh's.
A file that begins with ``# add to NAME.yaml`` is added at the end of that file.
"""

from datetime import date

from katch_protocols.cli.starts.handbook import handbook_start
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check
from katch_protocols.words.say import say

__all__ = ["FILES", "TODAY", "examine", "referral", "seen", "split", "transcript"]

TODAY = date(2026, 7, 1)
"""The day on which the pages of the rules are read."""

FILES = handbook_start("saltmarsh", ["en"], example=True)
"""What `katch new handbook saltmarsh --languages en --example` writes, by file."""


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
