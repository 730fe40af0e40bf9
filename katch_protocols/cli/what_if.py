"""``katch what-if PROTOCOL DUTY``: what is lost if nobody does one duty."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.changes.what_if import duties
from katch_protocols.changes.what_if import what_if as what_if_chart
from katch_protocols.changes.what_if_report import WhatIfReport
from katch_protocols.charts.build import chart
from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    day_of,
    speak,
)
from katch_protocols.cli.output import as_json, screen, working
from katch_protocols.cli.refusals import require_known
from katch_protocols.model.handbook import Handbook
from katch_protocols.telling.proof_report import ProofReport

__all__ = ["what_if"]


def what_if(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    duty: Annotated[str, typer.Argument(metavar="DUTY")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    on: DayOption = None,
) -> None:
    """Take a duty out of a copy, prove all again, and print what is lost."""
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    said = speak(language, home.languages)
    made, day = chart(found, home), day_of(on)
    acts = {
        name: made.entries[made.activities[name][0]].act
        for name in duties(made, home, as_of=day)
    }
    require_known("unknown-duty", duty, acts)
    with working(said):
        answer = what_if_chart(made, home, duty, as_of=day)
    if form is AnswerForm.JSON:
        print(as_json(answer.to_json()))
        return
    for line in WhatIfReport(ProofReport(made, home, said)).lines(answer):
        screen().print(line, highlight=False)
