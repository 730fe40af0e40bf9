"""Findings for people: place, line with a caret, what, why, what to do."""

import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field
from rich.text import Text

from katch_protocols.cli.reports.findings_data import counts, known_counts
from katch_protocols.cli.reports.first_step import GRAVITY, first_lines, first_step
from katch_protocols.cli.reports.room import Room
from katch_protocols.cli.reports.typed_commands import typed_there
from katch_protocols.files.bounds import FILE_BYTES
from katch_protocols.files.read import Reading
from katch_protocols.findings import Finding, Place, Severity
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["Excerpts", "finding_lines", "text_report", "told"]


_WIDEST = 100
_BEFORE = 60
"""Of a line that is too wide, so many letters before the place are kept."""


class Excerpts(Struct, frozen=True):
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


_PIPE = Room()

_PLACES = 3
"""Of the findings that are folded, so many places a rule."""

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.GAP: "bold magenta",
    Severity.NOTE: "bold cyan",
}


def text_report(  # noqa: PLR0913 - what, whence, and how much of it
    findings: Sequence[Finding],
    folder: Path,
    language: str,
    *,
    reading: Reading | None = None,
    room: Room = _PIPE,
    whole: bool = False,
) -> Iterator[Text]:
    """Yield how many findings there are, what to do first, then ``finding_lines``.

    ``reading`` is what they were found in; without it nothing is said of what can be
    mended by a machine.
    """
    step = first_step(findings, reading)
    head = [
        Text(say("commands.counts", language, **counts(findings)), style="bold"),
        *_known(findings, language),
        *first_lines(step, language, folder),
    ]
    yield from head
    left = room._replace(rows=room.beside(head))
    first = step.finding if step else None
    yield from finding_lines(findings, folder, language, first, left, whole=whole)


def finding_lines(  # noqa: PLR0913 - what, whence, and how much of it
    findings: Sequence[Finding],
    folder: Path,
    language: str,
    first: Finding | None = None,
    room: Room = _PIPE,
    *,
    whole: bool = False,
) -> Iterator[Text]:
    """Yield the findings, the gravest first: what there is room for, or all.

    ``first`` comes before others. Those that follow are folded: a line for each rule,
    with its first places. What the register knows is left out.
    """
    excerpts, taken = Excerpts(folder), 0
    new = [each for each in findings if not each.registered]
    new.sort(key=lambda each: (each is not first, GRAVITY[each.severity]))
    blocks: list[list[Text]] = []
    for finding in new:
        blocks.append([Text(), *told(finding, excerpts, language)])
        taken += room.taken(blocks[-1])
        if taken > room.rows and not whole:
            break
    folded: list[Text] = []
    while len(blocks) > 1 and taken > room.beside(folded) and not whole:
        taken -= room.taken(blocks.pop())
        number = len(blocks)
        folded = [Text(), *_folded(new[:number], new[number:], folder, language)]
    for block in blocks:
        yield from block
    yield from folded


def told(finding: Finding, excerpts: Excerpts, language: str) -> Iterator[Text]:
    """Yield one finding: its place and line, and its sentences."""
    yield _title(finding, language)
    yield from _excerpt(finding, excerpts)
    yield from _sentences(finding, excerpts.folder, language)


def _folded(
    shown: Sequence[Finding], rest: Sequence[Finding], folder: Path, language: str
) -> Iterator[Text]:
    """Yield a line for each rule and severity of the rest, and how to see them."""
    known = {each.rule for each in shown}
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in rest:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    for (severity, rule), some in groups.items():
        key = "folded-more" if rule in known else "folded"
        count = say(f"commands.{key}", language, number=len(some))
        line = Text(say(f"commands.severity-{severity}", language), _STYLES[severity])
        yield line.append(f"  {rule}  {count}{_places(some)}", style="none")
    yield Text(typed_there(say("commands.see-folded", language), folder))


def _places(findings: Sequence[Finding]) -> str:
    places = [f"{each.place.file}:{each.place.line}" for each in findings if each.place]
    if not places:
        return ""
    more = ", …" if len(places) > _PLACES else ""
    return f": {as_typed(places[:_PLACES])}{more}"


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


def _sentences(finding: Finding, folder: Path, language: str) -> Iterator[Text]:
    said = finding.said(language)
    for sentence in (said.saw, said.nearest, said.why, said.fix):
        if sentence:
            yield Text(f"  {typed_there(sentence, folder)}")
