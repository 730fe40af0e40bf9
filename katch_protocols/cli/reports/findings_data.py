"""Findings for programs: in one order, as JSON, SARIF and annotations of GitHub."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from katch_protocols.cli.output import as_json
from katch_protocols.findings import Finding, Severity
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import entries

__all__ = [
    "LEVELS",
    "counts",
    "github_report",
    "in_order",
    "json_report",
    "known_counts",
    "sarif_report",
]


class KnownCount(NamedTuple):
    """How many findings there are, in the register, and past their last day."""

    every: int
    known: int
    overdue: int

    @property
    def new(self) -> int:
        """How many the register does not know."""
        return self.every - self.known


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
"""What other programs call the grave severities."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by file, line and rule; what has no place comes first."""
    return tuple(sorted(findings, key=_key))


def _key(finding: Finding) -> tuple[str, int, str, int, str]:
    place = finding.place
    if place is None:
        return "", 0, finding.rule, 0, finding.subject
    return place.file, place.line, finding.rule, place.column, finding.subject


def counts(findings: Sequence[Finding]) -> Mapping[str, int]:
    """Return how many findings there are of each severity, the gravest first."""
    return {
        severity.value: sum(each.severity is severity for each in findings)
        for severity in Severity
    }


OVERDUE = "register-entry-overdue"


def known_counts(findings: Sequence[Finding]) -> Mapping[str, KnownCount]:
    """Return for each severity how the register knows its findings, the gravest first.

    Severities of which it knows none are left out.
    """
    late = {each.facts["entry"] for each in findings if each.rule == OVERDUE}
    found: dict[str, KnownCount] = {}
    for severity in Severity:
        every = [each for each in findings if each.severity is severity]
        known = [each for each in every if each.registered]
        overdue = sum(each.registered in late for each in known)
        if known:
            found[severity.value] = KnownCount(len(every), len(known), overdue)
    return found


def json_report(findings: Sequence[Finding], language: str) -> str:
    """Return the findings as one JSON object; the docs give its schema."""
    answer = {
        "findings": [_row(finding, language) for finding in findings],
        "counts": counts(findings),
        "register": {
            severity: {"known": each.known, "overdue": each.overdue, "new": each.new}
            for severity, each in known_counts(findings).items()
        },
    }
    return as_json(answer)


def _row(finding: Finding, language: str) -> Mapping[str, object]:
    place, said = finding.place, finding.said(language)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "subject": finding.subject,
        "saw": said.saw,
        "why": said.why,
        "fix": said.fix,
        "near": list(finding.near),
        "registered": finding.registered or None,
    }


def github_report(findings: Sequence[Finding], folder: Path, language: str) -> str:
    """Return one workflow command a line; gaps and notes are notices.

    The title of one that the register knows names its entry.
    """
    return "\n".join(_line(finding, folder, language) for finding in findings)


def _line(finding: Finding, folder: Path, language: str) -> str:
    level = LEVELS.get(finding.severity, "notice")
    parts: dict[str, str] = {}
    if place := finding.place:
        file = (folder / place.file).as_posix()
        parts = {"file": file, "line": str(place.line), "col": str(place.column)}
    known = finding.registered and f" (register: {finding.registered})"
    parts["title"] = f"{finding.rule}{known}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in parts.items())
    return f"::{level} {listed}::{_data(str(finding.said(language)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)


def sarif_report(findings: Sequence[Finding], folder: Path, language: str) -> str:
    """Return one SARIF log; gaps and notes have the level ``note``.

    What the register knows is a result with a ``suppression`` (SARIF 2.1.0, 3.35): the
    standard's word for a finding that somebody has looked at. It is ``accepted`` while
    its entry is in time, then ``underReview``.
    """
    rules = sorted({finding.rule: finding for finding in findings}.items())
    numbers = {name: number for number, (name, _) in enumerate(rules)}
    driver = {
        "name": "katch",
        "version": version("katch-protocols"),
        "rules": [_rule(finding) for _, finding in rules],
    }
    late = {each.facts["entry"] for each in findings if each.rule == OVERDUE}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                **_result(finding, numbers[finding.rule], folder, language),
                **_suppressed(finding, late),
            }
            for finding in findings
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json(log)


def _level(finding: Finding) -> str:
    return LEVELS.get(finding.severity, "note")


def _rule(finding: Finding) -> Mapping[str, object]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": finding.rule.replace("-", " ").capitalize()},
        "fullDescription": {"text": _why(finding)},
        "defaultConfiguration": {"level": _level(finding)},
    }


def _why(finding: Finding) -> str:
    """Return why findings of a rule matter, with its gaps open."""
    if finding.wording is not None:
        return finding.wording.why
    return entries("findings", ENGLISH)[f"{finding.rule}.why"]


def _result(
    finding: Finding, number: int, folder: Path, language: str
) -> Mapping[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": _level(finding),
        "message": {"text": str(finding.said(language))},
        "properties": {"severity": finding.severity.value, "subject": finding.subject},
    }
    if place := finding.place:
        uri = quote((folder / place.file).as_posix())
        region = {"startLine": place.line, "startColumn": place.column}
        physical = {"artifactLocation": {"uri": uri}, "region": region}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def _suppressed(finding: Finding, late: Collection[str]) -> Mapping[str, object]:
    if not finding.registered:
        return {}
    status = "underReview" if finding.registered in late else "accepted"
    why = {"kind": "external", "status": status, "justification": finding.registered}
    return {"suppressions": [why]}
