"""Findings for programs: the object of ``katch check --format json``."""

from collections.abc import Mapping, Sequence

from katch_protocols.cli.reports.order import counts
from katch_protocols.cli.screen import as_json
from katch_protocols.findings import Finding

__all__ = ["json_report"]


def json_report(findings: Sequence[Finding], language: str) -> str:
    """Return the findings as one JSON object; the docs give its schema."""
    answer = {
        "findings": [_row(finding, language) for finding in findings],
        "counts": counts(findings),
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
    }
