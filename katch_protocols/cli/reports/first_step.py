"""What to do first: the one finding to begin with, and what a machine can mend."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from katch_protocols.cli.reports.typed_commands import typed_there
from katch_protocols.files.fixes import edits
from katch_protocols.files.read import Reading
from katch_protocols.findings import Finding, Severity
from katch_protocols.words.say import say

__all__ = ["GRAVITY", "FirstStep", "first_lines", "first_step"]

GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}
"""The gravest severity is the least."""


class FirstStep(NamedTuple):
    """Where to begin.

    Attributes:
        finding: The one to mend first; ``None`` where only notes are left.
        alike: How many findings say the same, this one too.
        mended: How many slips ``katch fix`` would mend, as far as it sees by now.
    """

    finding: Finding | None
    alike: int = 1
    mended: int = 0


def first_step(
    findings: Sequence[Finding], reading: Reading | None = None
) -> FirstStep | None:
    """Return where to begin; ``None`` without a finding that the register lacks.

    The gravest come first. Of these, what keeps a part from being read, the largest
    part before others: until it is read, much else is not seen. Then what most
    findings say in the same words: one name may mend them all. Then the first as given.
    """
    new = [each for each in findings if not each.registered]
    if not new:
        return None
    grave = [each for each in new if each.severity is not Severity.NOTE]
    mended = len(edits(new, reading.texts)) if reading else 0
    if not grave:
        return FirstStep(None, mended=mended)
    alike = Counter(map(_words, new))
    unread = set(map(id, reading.findings)) if reading else set()

    def rank(finding: Finding) -> tuple[int, ...]:
        part = len(finding.path) if id(finding) in unread else _NO_PART
        if finding.rule == _CUT:
            part = 2 * _NO_PART
        return GRAVITY[finding.severity], part, -alike[_words(finding)]

    first = min(grave, key=rank)
    return FirstStep(first, alike[_words(first)], mended)


_CUT = "too-many-findings"
"""What is said where the list ends: the others are to be mended."""

_NO_PART = 1_000
"""More than any path is long: nothing was kept from being read."""


def _words(finding: Finding) -> Hashable:
    return finding.severity, finding.rule, tuple(sorted(finding.facts.items()))


def first_lines(step: FirstStep | None, language: str, folder: Path) -> Iterator[Text]:
    """Yield what to do first, in up to three lines; none where nothing was found.

    Commands that they name find the handbook in ``folder``.
    """
    if step is None:
        return
    finding = step.finding
    if finding is None:
        yield Text(say("commands.first-nothing", language))
    else:
        place = finding.place
        where = f"{place.file}:{place.line}:{place.column}  " if place else ""
        said = finding.said(language)
        # One word that was probably meant mends more surely than the general advice.
        fix = f"{said.saw} {said.nearest}" if finding.near else said.fix
        line = say("commands.first", language, where=where, fix=fix)
        yield Text(typed_there(line, folder), "bold")
        if step.alike > 1:
            yield Text(say("commands.first-alike", language, number=step.alike))
    if step.mended:
        line = say("commands.first-fix", language, number=step.mended)
        yield Text(typed_there(line, folder))
