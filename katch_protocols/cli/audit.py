"""``katch audit MAPPING``: where practice, as a log tells it, leaves the protocols."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypedDict

import typer

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    a_file,
    speak,
)
from katch_protocols.cli.output import as_json, screen, tell_aside, working
from katch_protocols.cli.refusals import FINDINGS, USAGE, CommandRefusal
from katch_protocols.cli.reports.audit import AuditReport
from katch_protocols.errors import (
    HandbookError,
    LogError,
    MissingExtraError,
    UnknownCaseError,
)
from katch_protocols.evidence.audits.audit import Audit
from katch_protocols.evidence.logs.hashing import read_key
from katch_protocols.evidence.logs.keeping import write_verdicts
from katch_protocols.evidence.logs.proposing import propose
from katch_protocols.evidence.logs.reading import is_log
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.audit import audit as audit_log

__all__ = ["audit"]


def audit(  # noqa: PLR0913 - one parameter an option
    mapping: Annotated[Path, typer.Argument(metavar="MAPPING")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE")] = None,
    propose_one: Annotated[bool, typer.Option("--propose")] = False,
    verdicts: Annotated[
        Path | None, typer.Option("--verdicts", metavar="FILE", callback=a_file)
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE")] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FILE", callback=a_file)
    ] = None,
    on: DayOption = None,
) -> int:
    """Print where cases depart from their protocol; 1 when any does."""
    home = open_handbook(handbook)
    said = speak(language, home.languages)
    _require_alone(
        {
            "--propose": propose_one,
            "--case": case is not None,
            "--format json": form is AnswerForm.JSON,
            "--verdicts": verdicts is not None,
        }
    )
    if propose_one:
        return _proposed(mapping, home)
    found = _audited(mapping, home, said, _terms(key, keep, on))
    if found is None:
        return USAGE
    report = AuditReport(found, said)
    if case is not None:
        for line in _case(report, case):
            screen().print(line)
        return FINDINGS if found.explain(case).findings else 0
    if verdicts is not None:
        # Before anything is printed: whoever reads that may leave before the end.
        rows = found.verdicts()
        _written(rows, verdicts, simulated=found.reading.is_simulated)
        told = report.say("verdicts-written", file=verdicts.name, count=len(rows))
        print(told, file=sys.stderr)
    if form is AnswerForm.JSON:
        print(as_json(found.to_json()))
    else:
        for line in report.lines():
            screen().print(line)
    return FINDINGS if found.is_broken else 0


def _require_alone(given: Mapping[str, bool]) -> None:
    """Refuse options of which one would silently do nothing.

    Raises:
        CommandRefusal: A mapping is proposed, or one case told, and more is asked for.
    """
    names = [name for name, is_given in given.items() if is_given]
    if len(names) > 1 and names[0] in {"--propose", "--case"}:
        raise CommandRefusal("not-with", one=names[0], another=names[1])


class _Terms(TypedDict):
    on: date | None
    key: bytes | None
    keep: Path | None


def _terms(key: Path | None, keep: Path | None, on: datetime | None) -> _Terms:
    """Return how the log is audited.

    Raises:
        CommandRefusal: There is no key in the file.
    """
    try:
        given = None if key is None else read_key(key)
    except LogError as error:
        raise CommandRefusal("log-refused", reason=error) from None
    return {"on": None if on is None else on.date(), "key": given, "keep": keep}


def _audited(mapping: Path, home: Handbook, said: str, terms: _Terms) -> Audit | None:
    """Return the audit; ``None`` where what is wrong with the mapping was said.

    Raises:
        CommandRefusal: The mapping does not fit, or the store cannot be used.
    """
    if is_log(mapping):
        raise CommandRefusal("log-for-mapping", file=mapping.as_posix())
    try:
        with working(said, "reading"):
            return audit_log(mapping, home, **terms)
    except HandbookError as error:
        tell_aside(error.findings, said)
        return None
    except LogError as error:
        raise CommandRefusal("log-refused", reason=error) from None


def _case(report: AuditReport, case: str) -> Iterator[str]:
    try:
        yield from report.case(case)
    except UnknownCaseError as error:
        raise CommandRefusal("log-refused", reason=error) from None


def _proposed(log: Path, home: Handbook) -> int:
    try:
        print(propose(log, home), end="")
    except LogError as error:
        raise CommandRefusal("log-refused", reason=error) from None
    return 0


def _written(rows: list[dict[str, object]], path: Path, *, simulated: bool) -> None:
    try:
        write_verdicts(rows, path, simulated=simulated)
    except (LogError, MissingExtraError) as error:
        raise CommandRefusal("log-refused", reason=error) from None
