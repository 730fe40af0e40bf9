"""Findings for people: place, line with a caret, what, why, what to do."""

import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.text import Text

from katch_protocols.cli.reports.findings_data import counts, known_counts
from katch_protocols.files.bounds import FILE_BYTES
from katch_protocols.findings import Finding, Place, Severity
from katch_protocols.words.say import say

__all__ = ["MOST", "Excerpts", "text_report"]


_WIDEST = 100
_BEFORE = 60
"""Of a line that is too wide, so many letters before the place are kept."""


@dataclass(frozen=True)
class Excerpts:
    """Lines of the files of one folder; each file is read once."""

    folder: Path
    _files: dict[str, list[str]] = field(default_factory=dict)

    def at(self, place: Place) -> tuple[str, int] | None:
        """Return the line of ``place`` and how many letters stand before it.

        Control and other invisible characters are shown as ``�``. ``None`` if the file
        or the line is not there.
        """
        lines = self._lines(place.file)
        if not 0 < place.line <= len(lines):
            return None
        line = lines[place.line - 1].rstrip()
        before = min(place.column - 1, len(line))
        start = before - _BEFORE if before > _WIDEST - 1 else 0
        shown = "".join(map(_visible, line[start : start + _WIDEST]))
        return shown, before - start

    def _lines(self, file: str) -> list[str]:
        if file not in self._files:
            self._files[file] = _read(self.folder / file)
        return self._files[file]


def _read(path: Path) -> list[str]:
    # A finding about a file that is no UTF-8 still shows the line that broke it.
    # A finding about a link or a pipe shows nothing: neither is followed or opened.
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return []
        with path.open("rb") as file:
            data = file.read(FILE_BYTES)
    except OSError:
        return []
    return data.decode("utf-8-sig", errors="replace").split("\n")


def _visible(letter: str) -> str:
    hidden = unicodedata.category(letter).startswith("C")
    return "\N{REPLACEMENT CHARACTER}" if hidden else letter


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

    Of one rule ``MOST`` are told in full, then their number; what the register knows is
    only counted. Programs get all of them.
    """
    excerpts = Excerpts(folder)
    told: Counter[str] = Counter()
    for finding in findings:
        if finding.registered:
            continue
        told[finding.rule] += 1
        if told[finding.rule] > MOST:
            continue
        yield _title(finding, language)
        yield from _excerpt(finding, excerpts)
        yield from _sentences(finding, language)
        yield Text()
    for rule, number in told.items():
        if number > MOST:
            left = number - MOST
            yield Text(say("commands.more-of-rule", language, rule=rule, number=left))
    yield from _known(findings, language)
    yield Text(say("commands.counts", language, **counts(findings)), style="bold")


def _known(findings: Sequence[Finding], language: str) -> Iterator[Text]:
    """Yield how many findings the register knows, if it knows any."""
    folded = sum(bool(each.registered) for each in findings)
    if folded:
        yield Text(say("commands.register-folded", language, number=folded))
    for severity, count in known_counts(findings).items():
        gaps = {"known": count.known, "overdue": count.overdue, "new": count.new}
        key = f"commands.register-{severity}"
        yield Text(say(key, language, number=count.every, **gaps), style="bold")


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
