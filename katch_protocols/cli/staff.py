"""``katch staff REGION``: can its posts staff every case; who is indispensable."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    day_of,
    speak,
)
from katch_protocols.cli.output import as_json, screen
from katch_protocols.cli.refusals import FINDINGS, require_known
from katch_protocols.cli.reports.staffing import staffing_text
from katch_protocols.staffing.staff import staff as staff_region

__all__ = ["staff"]


def staff(  # noqa: PLR0913 - one parameter an option
    region: Annotated[str, typer.Argument(metavar="REGION")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    protocol: Annotated[
        str | None, typer.Option("--protocol", metavar="PROTOCOL")
    ] = None,
    on: DayOption = None,
) -> int:
    """Print what cannot be staffed and what is weak; 1 when some case cannot be."""
    book = open_handbook(handbook)
    said = speak(language, book.languages)
    require_known("unknown-region", region, book.regions)
    require_known("unknown-protocol", protocol, book.protocols)
    answer = staff_region(book, region, only=protocol, as_of=day_of(on))
    if form is AnswerForm.JSON:
        print(as_json(answer.to_json()))
    else:
        for each in staffing_text(answer, book, said):
            screen().print(each)
    return 0 if answer.staffable else FINDINGS
