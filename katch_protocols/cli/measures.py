"""``katch measures PROTOCOL``: sizes, times and the child's path, in numbers."""

from collections.abc import Iterator
from pathlib import Path

from katch_protocols.charts.build import chart
from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    speak,
)
from katch_protocols.cli.output import as_json, screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.measure_report import MeasureReport

__all__ = ["measures"]


def measures(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
) -> None:
    """Print what a protocol means for one child: best and worst over all cases."""
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    said = speak(language, home.languages)
    made = chart(found, home)
    measured = measure(made, home)
    if form is AnswerForm.JSON:
        print(as_json(measured.to_json()))
        return
    wording = ProtocolWording(made, home, said)
    for line in _lines(measured, MeasureReport(wording)):
        screen().print(line)


def _lines(measured: Measures, numbers: MeasureReport) -> Iterator[str]:
    yield from numbers.counts(measured)
    for span in measured.times:
        yield ""
        first, *rest = numbers.span(span)
        yield first
        for line in rest:
            yield f"  {line}"
