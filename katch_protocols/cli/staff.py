"""``katch staff REGION``: can its posts staff every case; who is indispensable."""

import json
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.days import day_of
from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_handbook, require_language
from katch_protocols.cli.options import (
    DayOption,
    Form,
    FormatOption,
    HandbookOption,
    LanguageOption,
)
from katch_protocols.cli.refusals import FINDINGS, unknown
from katch_protocols.cli.reports.staffing import staffing_text
from katch_protocols.cli.screen import screen
from katch_protocols.staffing.staff import staff as staff_region

__all__ = ["staff"]


def staff(  # noqa: PLR0913 - one parameter an option
    region: Annotated[str, typer.Argument(metavar="REGION")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = Form.TEXT,
    *,
    protocol: Annotated[
        str | None, typer.Option("--protocol", metavar="PROTOCOL")
    ] = None,
    on: DayOption = None,
) -> int:
    """Print what cannot be staffed and what is weak; 1 when some case cannot be."""
    require_language(language, handbook)
    book = open_handbook(handbook)
    if region not in book.regions:
        raise unknown("unknown-region", region, book.regions)
    if protocol is not None and protocol not in book.protocols:
        raise unknown("unknown-protocol", protocol, book.protocols)
    answer = staff_region(book, region, only=protocol, as_of=day_of(on))
    if form is Form.JSON:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    else:
        for each in staffing_text(answer, book, choose(language, book.language)):
            screen().print(each)
    return 0 if answer.staffable else FINDINGS
