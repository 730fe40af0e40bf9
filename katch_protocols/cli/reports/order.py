"""The order in which findings are shown, and how many there are of each severity."""

from collections.abc import Iterable, Mapping, Sequence

from katch_protocols.findings import Finding, Severity

__all__ = ["LEVELS", "counts", "in_order"]

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
