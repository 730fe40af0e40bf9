"""Findings for people: place, line with a caret, what, why, what to do."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from katch_protocols.cli.reports.excerpt import Excerpts
from katch_protocols.cli.reports.order import counts
from katch_protocols.findings import Finding, Severity
from katch_protocols.words.cli import tell
from katch_protocols.words.say import say

__all__ = ["text_report"]

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.GAP: "bold magenta",
    Severity.NOTE: "bold cyan",
}


def text_report(
    findings: Sequence[Finding], folder: Path, language: str
) -> Iterator[Text]:
    """Yield the lines to print: every finding, then how many there are."""
    excerpts = Excerpts(folder)
    for finding in findings:
        yield _title(finding, language)
        yield from _excerpt(finding, excerpts)
        yield from _sentences(finding, language)
        yield Text()
    yield Text(tell("counts", language, **counts(findings)), style="bold")


def _title(finding: Finding, language: str) -> Text:
    title = Text()
    if place := finding.place:
        title.append(f"{place.file}:{place.line}:{place.column}  ", style="bold")
    severity = tell(f"severity-{finding.severity}", language)
    title.append(severity, style=_STYLES[finding.severity])
    return title.append(f"  {finding.rule}")


def _excerpt(finding: Finding, excerpts: Excerpts) -> Iterator[Text]:
    place = finding.place
    found = excerpts.at(place) if place else None
    if place is None or found is None:
        return
    line, before = found
    number = str(place.line)
    yield Text.assemble((f"  {number} │ ", "dim"), line)
    gutter = f"  {' ' * len(number)} │ "
    yield Text.assemble((gutter, "dim"), " " * before, ("^", _STYLES[finding.severity]))


def _sentences(finding: Finding, language: str) -> Iterator[Text]:
    said = say(finding, language)
    for sentence in (said.saw, said.nearest, said.why, said.fix):
        if sentence:
            yield Text(f"  {sentence}")
