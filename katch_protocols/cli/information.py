"""``katch information PROTOCOL``: which agency can come to know what, by which step."""

from collections.abc import Iterator
from pathlib import Path

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
from katch_protocols.cli.output import as_json, screen
from katch_protocols.cli.refusals import FINDINGS
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.information_flow import InformationFlow, information_flow
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.information_report import InformationReport

__all__ = ["information"]


def information(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    on: DayOption = None,
) -> int:
    """Print the matrix of agencies and data; 1 when something is passed on wrongly."""
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    said = speak(language, home.languages)
    made = chart(found, home)
    flow = information_flow(made, home, as_of=day_of(on))
    if form is AnswerForm.JSON:
        print(as_json(flow.to_json()))
    else:
        wording = ProtocolWording(made, home, said)
        for line in _lines(flow, InformationReport(wording)):
            screen().print(line)
    return FINDINGS if flow.overreach or flow.unconsented else 0


def _lines(flow: InformationFlow, knowing: InformationReport) -> Iterator[str]:
    yield from knowing.matrix(flow)
    for agency in flow.agencies:
        known = tuple(knowing.steps(flow, agency))
        if known:
            yield ""
            yield knowing.heading(agency)
        for title, steps in known:
            yield f"  {title}: {steps}"
    yield ""
    yield from knowing.faults(flow)
