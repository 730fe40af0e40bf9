"""Findings as annotations: GitHub shows each beside its line in a pull request."""

from collections.abc import Sequence
from pathlib import Path

from katch_protocols.cli.reports.order import LEVELS
from katch_protocols.findings import Finding

__all__ = ["github_report"]


def github_report(findings: Sequence[Finding], folder: Path, language: str) -> str:
    """Return one workflow command a line; gaps and notes are notices."""
    return "\n".join(_line(finding, folder, language) for finding in findings)


def _line(finding: Finding, folder: Path, language: str) -> str:
    level = LEVELS.get(finding.severity, "notice")
    parts = {"title": finding.rule}
    if place := finding.place:
        file = (folder / place.file).as_posix()
        parts = {"file": file, "line": str(place.line), "col": str(place.column)}
        parts["title"] = finding.rule
    listed = ",".join(f"{key}={_property(value)}" for key, value in parts.items())
    return f"::{level} {listed}::{_data(str(finding.said(language)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
