"""Findings for people: place, line with a caret, what, why, what to do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from katch_protocols.cli.reports.excerpt import Excerpts
from katch_protocols.cli.reports.order import counts
from katch_protocols.findings import Finding, Severity
from katch_protocols.words.say import say

__all__ = ["MOST", "text_report"]

MOST = 20
"""So many findings of one rule are told in full."""

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.GAP: "bold magenta",
    Severity.NOTE: "bold cyan",
}


def text_report(
    findings: Sequence[Finding], folder: Path, language: str
) -> Iterator[Text]:
    """Yield the lines to print: findings, what is left out, how many there are.

    Of one rule ``MOST`` are told in full, then their number; programs get all of them.
    """
    excerpts = Excerpts(folder)
    told: Counter[str] = Counter()
    for finding in findings:
        told[finding.rule] += 1
        if told[finding.rule] > MOST:
            continue
        yield _title(finding, language)
        yield from _excerpt(finding, excerpts)
        yield from _sentences(finding, language)
        yield Text()
    for rule, number in told.items():
        if number > MOST:
            facts = {"rule": rule, "number": f"{number - MOST:,}"}
            yield Text(say("commands.more-of-rule", language, **facts))
    yield Text(say("commands.counts", language, **counts(findings)), style="bold")


def _title(finding: Finding, language: str) -> Text:
    title = Text()
    if place := finding.place:
        title.append(f"{place.file}:{place.line}:{place.column}  ", style="bold")
    severity = say(f"commands.severity-{finding.severity}", language)
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
    said = finding.said(language)
    for sentence in (said.saw, said.nearest, said.why, said.fix):
        if sentence:
            yield Text(f"  {sentence}")
