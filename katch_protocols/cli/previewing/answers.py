"""What the page and an editor are told: findings, choices and drawings."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from katch_protocols.cli.languages import choose
from katch_protocols.cli.previewing.pictures import PreviewPicture
from katch_protocols.cli.previewing.snapshot import Snapshot
from katch_protocols.cli.refusals import over_budget
from katch_protocols.cli.reports.findings_data import counts
from katch_protocols.drawings.known_views import every_view
from katch_protocols.errors import BudgetError
from katch_protocols.files.file_kinds import HANDBOOK_FILE
from katch_protocols.findings import Finding, Place, Severity
from katch_protocols.words.languages import SPOKEN, own_name
from katch_protocols.words.say import entries, say

__all__ = [
    "BEGIN",
    "END",
    "drawing_answer",
    "problem_lines",
    "refused_answer",
    "sight_answer",
]


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
    said, tongues = choose(language), _languages(sight)
    answer = {
        "number": sight.number,
        "busy": sight.is_busy,
        "edited": sight.edited,
        "language": language if language in tongues else tongues[0],
        "spoken": said,
        "languages": [(each, own_name(each)) for each in tongues],
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
