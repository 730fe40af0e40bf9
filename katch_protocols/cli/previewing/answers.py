"""What the page and an editor are told: findings, choices and drawings."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

from msgspec import Struct

from katch_protocols.charts.build import chart
from katch_protocols.cli.languages import choose
from katch_protocols.cli.previewing.snapshot import Snapshot
from katch_protocols.cli.refusals import over_budget
from katch_protocols.cli.reports.findings_data import counts
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.known_views import every_view
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.view import View
from katch_protocols.errors import BudgetError
from katch_protocols.files.file_kinds import HANDBOOK_FILE
from katch_protocols.findings import Finding, Place, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.words.languages import SPOKEN, own_name
from katch_protocols.words.say import entries, say

__all__ = [
    "BEGIN",
    "END",
    "PreviewPicture",
    "PreviewPictures",
    "drawing_answer",
    "problem_lines",
    "refused_answer",
    "sight_answer",
]


_KEPT = 64
"""So many drawings are kept; a large one takes about 200 kB."""

Part = tuple[Id, str]
"""A part of a protocol that can be drawn alone: its id and its title."""


class PreviewPicture(Struct, frozen=True):
    """A drawing, which part it shows (``None``: all), and which parts there are."""

    drawing: Drawing
    part: Id | None
    parts: tuple[Part, ...]
    is_stale: bool


class PreviewPictures:
    """Draws one at a time, so that many who ask do not slow each other down."""

    def __init__(self) -> None:
        """Begin with nothing drawn."""
        self._one_at_a_time = Lock()
        self._kept: dict[tuple[str, ...], tuple[Handbook, PreviewPicture]] = {}

    def picture(
        self,
        sight: Snapshot,
        protocol: Id,
        view: View[Material],
        part: Id | None,
        language: str,
    ) -> PreviewPicture | None:
        """Draw a protocol as it was when it could be drawn last.

        A ``part`` or ``language`` that is not there gives way to the first that is.
        ``None`` if there is nothing to draw yet.
        """
        home = sight.drawn_from.get(protocol)
        if home is None:
            return None
        chosen = language if language in home.languages else home.language
        key = (protocol, view.name, part or "", chosen)
        with self._one_at_a_time:
            source, found = self._kept.get(key, (None, None))
            if source is not home or found is None:
                found = _drawn(home, protocol, view, part, chosen)
                self._keep(key, home, found)
        is_stale = protocol in sight.stale
        return PreviewPicture(found.drawing, found.part, found.parts, is_stale)

    def _keep(
        self, key: tuple[str, ...], home: Handbook, picture: PreviewPicture
    ) -> None:
        self._kept.pop(key, None)
        while len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (home, picture)


def _drawn(
    home: Handbook, protocol: Id, view: View[Material], part: Id | None, language: str
) -> PreviewPicture:
    meant = chart(home.protocols[protocol], home)
    parts = tuple(
        (name, title.say(language)) for name, title in view.parts(meant, home)
    )
    known = [name for name, _ in parts]
    if part not in known:
        part = known[0] if known and view.needs_part else None
    drawing = page_of(view, Material(meant, home, part)).drawing(language)
    return PreviewPicture(drawing, part, parts, is_stale=False)


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


def sight_answer(sight: Snapshot, language: str) -> str:
    """Return all but the drawing: findings, what can be chosen, and every word."""
    said, languages = choose(language), _languages(sight)
    answer = {
        "number": sight.number,
        "busy": sight.is_busy,
        "edited": sight.edited,
        "language": language if language in languages else languages[0],
        "spoken": said,
        "languages": [(each, own_name(each)) for each in languages],
        "protocols": [
            (name, home.protocols[name].title.say(language))
            for name, home in sight.drawn_from.items()
        ],
        "views": [(view.name, say(view.title, said)) for view in every_view()],
        "findings": [_row(each, said) for each in _gravest_first(sight)],
        "counts": say("commands.counts", said, **counts(sight.findings)),
        "fault": sight.fault and say("preview.fault", said, fault=sight.fault),
        "words": dict(entries("preview", said)),
    }
    return json.dumps(answer, ensure_ascii=False)


def drawing_answer(picture: PreviewPicture | None) -> str:
    """Return a drawing with its parts and its table; ``null`` where there is none."""
    if picture is None:
        return "null"
    drawing = picture.drawing
    answer = {
        "svg": drawing.svg,
        "title": drawing.title,
        "part": picture.part,
        "parts": picture.parts,
        "stale": picture.is_stale,
        "warnings": drawing.warnings,
        "twin": drawing.twin,
    }
    return json.dumps(answer, ensure_ascii=False)


def refused_answer(error: BudgetError, language: str) -> str:
    """Return why there is no drawing, where it met the budget of a look."""
    said = " ".join(over_budget(error).lines(choose(language)))
    return json.dumps({"refused": said}, ensure_ascii=False)


def _languages(sight: Snapshot) -> tuple[str, ...]:
    homes = sight.drawn_from.values()
    spoken = (language for home in homes for language in home.languages)
    return tuple(dict.fromkeys(spoken)) or SPOKEN


def _gravest_first(sight: Snapshot) -> list[Finding]:
    """Return the findings by how grave they are, then by place."""
    grades = list(Severity)
    return sorted(sight.findings, key=lambda each: grades.index(each.severity))


def _row(finding: Finding, language: str) -> Mapping[str, str]:
    place, said = finding.place, finding.said(language)
    label = say(f"commands.severity-{finding.severity.value}", language)
    return {
        "place": f"{place.file}:{place.line}:{place.column}" if place else "",
        "severity": finding.severity.value,
        "label": label,
        "rule": finding.rule,
        "saw": f"{said.saw} {said.nearest}".strip(),
        "why": said.why,
        "fix": said.fix,
    }
