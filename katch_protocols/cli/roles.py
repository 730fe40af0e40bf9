"""``katch roles [AGENCY]``: who must do what, by when; gaps, overlaps and load."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    day_of,
    speak,
)
from katch_protocols.cli.output import as_json, screen
from katch_protocols.cli.refusals import require_known
from katch_protocols.cli.reports.agency import AgencyReport
from katch_protocols.cli.reports.responsibility import Overview
from katch_protocols.cli.reports.titles import DutyTitles
from katch_protocols.duties.responsibility import (
    Responsibility,
    of_agency,
    responsibility,
)
from katch_protocols.errors import ProtocolError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["roles"]


def roles(  # noqa: PLR0913 - one parameter an option
    agency: Annotated[str | None, typer.Argument(metavar="AGENCY")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    protocol: Annotated[
        str | None, typer.Option("--protocol", metavar="PROTOCOL")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", metavar="REGION")] = None,
    on: DayOption = None,
) -> None:
    """Print who does, answers for, is asked and told; for one agency all of its own."""
    home = open_handbook(handbook)
    said = speak(language, home.languages)
    require_known("unknown-agency", agency, home.agencies)
    require_known("unknown-protocol", protocol, home.protocols)
    require_known("unknown-region", region, home.regions)
    answer = _answer(home, handbook, region=region, day=day_of(on), only=protocol)
    if agency is not None:
        answer = of_agency(answer, agency)
    if form is AnswerForm.JSON:
        print(as_json(answer.to_json()))
        return
    names = DutyTitles(home, said)
    for line in _lines(answer, names, agency, protocol):
        screen().print(line)


def _answer(
    home: Handbook,
    folder: Path,
    *,
    region: Id | None,
    day: date,
    only: Id | None,
) -> Responsibility:
    try:
        return responsibility(home, region=region, as_of=day, only=only)
    except ProtocolError:
        require_sound(home, folder)
        raise


def _lines(
    answer: Responsibility, names: DutyTitles, agency: Id | None, protocol: Id | None
) -> Iterator[Text]:
    if agency is not None:
        yield from AgencyReport(answer.agencies[agency], names).lines()
        return
    overview = Overview(answer, names)
    if protocol is not None:
        yield from overview.raci()
        yield Text()
    yield from overview.lines()
