"""``katch check``: every finding, with its place, its reason and its mending."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import require_folder, reread
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    day_of,
    speak,
)
from katch_protocols.cli.output import screen, working
from katch_protocols.cli.refusals import FINDINGS, unknown
from katch_protocols.cli.reports.findings_data import (
    counts,
    github_report,
    in_order,
    json_report,
    sarif_report,
)
from katch_protocols.cli.reports.findings_text import text_report
from katch_protocols.cli.reports.room import Room
from katch_protocols.cli.revisions import brought, folder_at, require_revision
from katch_protocols.files.answer_file import OF_FINDINGS, AnswerFile, answer_file
from katch_protocols.files.read import Reading, read
from katch_protocols.findings import Finding, Severity
from katch_protocols.rules.kept import check_kept

__all__ = ["check"]


def check(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    on: DayOption = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE")] = None,
    only: Annotated[Severity | None, typer.Option("--only", metavar="SEVERITY")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="REVISION")] = None,
    whole: Annotated[bool, typer.Option("--verbose", "-v")] = False,
) -> int:
    """Print the findings; 1 when some are errors, or warnings under ``--strict``.

    ``rule``, ``only`` and ``since`` leave out the others: the answer, its counts and
    its exit code are about what is left.
    """
    place = folder or handbook
    _require_rule(rule)
    require_folder(place)
    if since is not None:
        require_revision(since, place)
    reading = reread(place)
    said = speak(language, reading.handbook.languages if reading.handbook else ())
    day = day_of(on)
    with working(said):
        cache = answer_file(place, os.environ, OF_FINDINGS)
        findings = in_order(_findings(reading, day, cache))
    if since is not None:
        with folder_at(since, place) as old:
            earlier = read(old)
            alone = earlier.texts.keys() ^ reading.texts.keys()
            before = _findings(earlier, day, cache)
            findings = brought(findings, before, reading.places, alone)
    if cache is not None:
        cache.save()
    findings = tuple(
        each
        for each in findings
        if rule in (None, each.rule) and only in (None, each.severity)
    )
    if form is AnswerForm.TEXT:
        _tell(findings, reading, place, said, whole=whole or rule is not None)
    else:
        print(_for_programs(findings, place, said, form))
    return FINDINGS if _fails(findings, strict=strict) else 0


def _require_rule(name: str | None) -> None:
    if name is None:
        return
    # Lazy: every rule is loaded only where its name is asked for.
    from katch_protocols.cli.explain import pages  # noqa: PLC0415
    from katch_protocols.rules.rule import rules  # noqa: PLC0415

    known = (*pages(), *(each.name for each in rules()))
    if name not in known:
        raise unknown("unknown-rule", name, known)


def _findings(
    reading: Reading, day: date, cache: AnswerFile | None
) -> tuple[Finding, ...]:
    if reading.handbook is None:
        return reading.findings
    found = check_kept(
        cache,
        reading.handbook,
        incomplete=reading.incomplete,
        as_of=day,
    )
    return (*reading.findings, *found)


def _fails(findings: tuple[Finding, ...], *, strict: bool) -> bool:
    # What the register knows is on its way; when it is late, that is a warning.
    new = counts([each for each in findings if not each.registered])
    return new[Severity.ERROR] > 0 or (strict and new[Severity.WARNING] > 0)


def _tell(
    findings: tuple[Finding, ...],
    reading: Reading,
    folder: Path,
    language: str,
    *,
    whole: bool,
) -> None:
    console = screen()
    lines = text_report(
        findings,
        folder,
        language,
        reading=reading,
        room=Room.of(console),
        whole=whole,
    )
    for line in lines:
        console.print(line)


def _for_programs(
    findings: tuple[Finding, ...], folder: Path, language: str, form: AnswerForm
) -> str:
    match form:
        case AnswerForm.JSON:
            return json_report(findings, language)
        case AnswerForm.SARIF:
            return sarif_report(findings, folder, language)
        case _:
            return github_report(findings, folder, language)
