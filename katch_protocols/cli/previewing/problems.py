"""Findings for the list of problems of an editor, one a line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from katch_protocols.files.file_kinds import HANDBOOK_FILE
from katch_protocols.findings import Finding, Place, Severity

__all__ = ["BEGIN", "END", "problem_lines"]

BEGIN = "katch: checking"
"""The line before the findings of a save: what stood in the list is out of date."""
END = "katch: checked"
"""The line after them."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_TOP = Place(HANDBOOK_FILE, 1, 1)


def problem_lines(
    findings: Sequence[Finding], folder: Path, language: str
) -> Iterator[str]:
    """Yield ``file:line:column: severity: message [rule]`` for each finding.

    The severity is one that editors know: error, warning, and info for gaps and notes.
    What has no place stands at the top of ``handbook.yaml``.
    """
    for finding in findings:
        place = finding.place or _TOP
        where = f"{(folder / place.file).as_posix()}:{place.line}:{place.column}"
        level = _LEVELS.get(finding.severity, "info")
        message = " ".join(str(finding.said(language)).split())
        shown = "".join(each if each.isprintable() else "�" for each in message)
        yield f"{where}: {level}: {shown} [{finding.rule}]"
