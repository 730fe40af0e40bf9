"""``katch indicators SOURCE``: what was counted of a period, fit to be seen."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from katch_protocols.cli.commands import FINDINGS, AnswerForm
from katch_protocols.cli.kept_releases import release_into
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import (
    FormatOption,
    HandbookOption,
    LanguageOption,
    OutputOption,
    ThemeOption,
    require_picture,
    speak,
)
from katch_protocols.cli.output import (
    STANDARD_OUTPUT,
    as_json,
    give_file,
    screen,
    tell_aside,
    working,
)
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.cli.reports.indicators import (
    IndicatorReport,
    csv_rows,
    say_flaw,
)
from katch_protocols.drawings.releases.draw import draw_release
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import (
    HandbookError,
    KatchError,
    MissingExtraError,
    ReleaseError,
    StoreError,
)
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.typed_counts import sheet_rows
from katch_protocols.evidence.indicators.typed_rows import COLUMNS
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import period_named
from katch_protocols.model.releases import Release, TargetStatus
from katch_protocols.sheets.workbook import SheetTable, to_xlsx
from katch_protocols.telling.release_wording import measure_sentence
from katch_protocols.verbs.measure import measure
from katch_protocols.words.say import say

__all__ = ["indicators"]

_WORKBOOK = ".xlsx"


def indicators(  # noqa: PLR0913 - one parameter an option
    sources: Annotated[list[Path] | None, typer.Argument(metavar="SOURCE")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD")] = None,
    by: Annotated[str, typer.Option("--by", metavar="DIMENSION")] = "region",
    audience: Annotated[str, typer.Option("--audience", metavar="AUDIENCE")] = "public",
    release: Annotated[Path | None, typer.Option("--release", metavar="DIR")] = None,
    scorecard: Annotated[
        str | None, typer.Option("--scorecard", metavar="REGION")
    ] = None,
    charts: Annotated[bool, typer.Option("--charts")] = False,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="MONTH")] = None,
    theme: ThemeOption = ThemeName.COLOUR,
    output: OutputOption = None,
) -> int:
    """Print what may be told of a period; 1: behind a target, or a source is wrong."""
    home = open_handbook(handbook)
    said = speak(language, home.languages)
    asked = _Wanted(period or "", by, audience, scorecard, release)
    with _refusing(said):
        if sheet is not None:
            return _sheet(home, sheet, output, said)
        if period is None:
            raise _missing("--period PERIOD")
        if not sources:
            raise _missing("SOURCE")
        if scorecard is not None and charts:
            raise CommandRefusal("not-with", one="--scorecard", another="--charts")
        counted, made, path = _made(home, sources, asked, said)
    if path is not None:
        print(say("commands.written", said, file=path.as_posix()), file=sys.stderr)
    if scorecard is not None or charts:
        require_picture(output)
        view = "scorecard" if scorecard is not None else "multiples"
        drawing = draw_release(
            made, home, view=view, language=said, region=scorecard, theme=theme
        )
        path = output or Path(f"{view}.{made.period}.{said}.svg")
        drawing.save(path)
        print(say("commands.written", said, file=path.as_posix()), file=sys.stderr)
    _print(made, home, form, said)
    return _end(counted, made, said)


def _missing(name: str) -> CommandRefusal:
    return CommandRefusal("missing-argument", name=name, command="indicators")


class _Wanted(NamedTuple):
    period: str
    by: str
    audience: str
    region: str | None
    folder: Path | None


def _made(
    home: Handbook, sources: list[Path], asked: _Wanted, said: str
) -> tuple[CountedIndicators, Release, Path | None]:
    """Return what was counted, the release, and its file where it was kept."""
    with working(said, "reading"):
        counted = measure([*sources], home)

    def make(earlier: Sequence[Release] = ()) -> Release:
        return counted.release(
            asked.period,
            earlier=earlier,
            by=asked.by,
            audience=asked.audience,
            region=asked.region,
        )

    if asked.folder is None:
        return counted, make(), None
    return counted, *release_into(asked.folder, make)


@contextmanager
def _refusing(said: str) -> Iterator[None]:
    """Say what kept a release in the room; what nobody asked for is another code."""
    try:
        yield
    except HandbookError as error:
        tell_aside(error.findings, said)
        raise CommandRefusal("log-refused", reason=_last(error)) from None
    except (StoreError, MissingExtraError):
        raise
    except KatchError as error:
        raise CommandRefusal("log-refused", reason=error) from None


def _last(error: HandbookError) -> KatchError:
    return ReleaseError("mapping-wrong", count=str(len(error.findings)))


def _print(made: Release, home: Handbook, form: AnswerForm, said: str) -> None:
    match form:
        case AnswerForm.JSON:
            print(as_json(made.to_json()))
        case AnswerForm.CSV:
            text = StringIO()
            csv.writer(text, lineterminator="\n").writerows(csv_rows(made))
            print(text.getvalue(), end="")
        case _:
            for line in IndicatorReport(made, home, said).lines():
                screen().print(line)


_NO_MISTAKES = frozenset({"leap", "other-sheet"})
"""A question, and what may well stand beside counts."""

_AS_IT_SHOULD_BE = "cases-erased"
"""Why something was left out of a log that is no mistake of it."""


def _end(counted: CountedIndicators, made: Release, said: str) -> int:
    """Say what is wrong with the sources, and return the exit code."""
    for flaw in counted.flaws:
        print(say_flaw(flaw, said), file=sys.stderr)
    behind = any(
        cell.status is TargetStatus.BEHIND
        for table in made.tables
        for cell in table.cells
    )
    wrong = any(
        flaw.key not in _NO_MISTAKES and flaw.facts.get("reason") != _AS_IT_SHOULD_BE
        for flaw in counted.flaws
    )
    return FINDINGS if behind or wrong else 0


def _sheet(home: Handbook, month: str, output: Path | None, said: str) -> int:
    """Write an empty sheet for a month."""
    found = period_named(month)
    if found is None or found.months != 1:
        raise ReleaseError("no-period", period=month)
    sentences = {
        name: measure_sentence(each.measure, home, said)
        for name, each in home.indicators.items()
    }
    titles = {name: each.title.say(said) for name, each in home.regions.items()}
    codes = (*COLUMNS, "region_title", "sentence")
    head = [say(f"indicators.box-{code}", said) for code in codes]
    rows = [*sheet_rows(home, found, sentences, titles)]
    table = SheetTable(month, codes, head, rows, say("indicators.box-told", said))
    path = output or Path(f"indicators.{month}.{said}.xlsx")
    if path != STANDARD_OUTPUT and path.suffix.lower() != _WORKBOOK:
        raise CommandRefusal("no-workbook-ending", file=path.as_posix())
    give_file(to_xlsx(table), path, said)
    return 0
