"""Findings as SARIF 2.1.0, the OASIS format that editors and code review read."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from katch_protocols.cli.reports.order import LEVELS
from katch_protocols.cli.screen import as_json
from katch_protocols.findings import Finding
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import entries

__all__ = ["sarif_report"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)


def sarif_report(findings: Sequence[Finding], folder: Path, language: str) -> str:
    """Return one SARIF log; gaps and notes have the level ``note``."""
    rules = sorted({finding.rule: finding for finding in findings}.items())
    numbers = {name: number for number, (name, _) in enumerate(rules)}
    driver = {
        "name": "katch",
        "version": version("katch-protocols"),
        "rules": [_rule(finding) for _, finding in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, numbers[finding.rule], folder, language)
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
